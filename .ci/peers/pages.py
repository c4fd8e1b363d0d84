#!/usr/bin/env python3
"""Serves prepared pages of a policy list on loopback: pages.py FOLDER. Prints its port, and serves until it is killed.

The bytes stand ready in memory, so that what is measured is the client. FOLDER holds 1.json, 2.json and so on.
"""
import os
import re
import socket
import sys
import threading

TARGET = re.compile(rb"^GET [^ ?]*/allow_policies\?(\S*) HTTP/1\.1\r\n")


def answer(body, status=b"200 OK"):
    head = b"HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (status, len(body))
    return head + body


def read_pages(folder):
    pages = {}
    for name in os.listdir(folder):
        if name.endswith(".json"):
            with open(os.path.join(folder, name), "rb") as file:
                pages[int(name[:-5])] = answer(file.read())
    return pages


EMPTY = answer(b'{"success":true,"errors":[],"messages":[],"result":[]}')
NOT_FOUND = answer(b'{"success":false,"errors":[{"code":7003,"message":"not here"}],"messages":[],"result":null}',
                   b"404 Not Found")


def serve(connection, pages):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    rest = b""
    with connection:
        while True:
            while b"\r\n\r\n" not in rest:
                try:
                    more = connection.recv(65536)
                except OSError:
                    return
                if not more:
                    return
                rest += more
            head, rest = rest.split(b"\r\n\r\n", 1)
            match = TARGET.match(head + b"\r\n")
            if match:
                query = dict(part.split(b"=", 1) for part in match[1].split(b"&") if b"=" in part)
                reply = pages.get(int(query.get(b"page", b"1")), EMPTY)
            else:
                reply = NOT_FOUND
            try:
                connection.sendall(reply)
            except OSError:
                return


def main():
    pages = read_pages(sys.argv[1])
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, pages), daemon=True).start()


if __name__ == "__main__":
    main()
