"""A program in a terminal of its own: how long until a text is painted, how long until a key is answered, how many bytes."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][0-9A-B]|.)")
# Nothing for so long means that an answer is complete.
QUIET = 0.02


class Screen:
    """A program at 120 x 40."""

    def __init__(self, command, environment, folder=None, columns=120, rows=40):
        size = struct.pack("HHHH", rows, columns, 0, 0)
        # The size has to stand before the program asks for it: the child waits for a byte.
        ready, go = os.pipe()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(folder or ".")
                os.read(ready, 1)
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)
        os.close(ready)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)
        self.started = time.perf_counter()
        os.write(go, b"!")
        os.close(go)
        self.bytes = bytearray()

    def read(self, quiet, limit):
        """Reads until nothing has come for `quiet` seconds; gives how many bytes came, and when the last did."""
        count, last, end = 0, None, time.perf_counter() + limit
        while (now := time.perf_counter()) < end:
            ready, _, _ = select.select([self.terminal], [], [], min(quiet, end - now))
            if not ready:
                break
            try:
                data = os.read(self.terminal, 65536)
            except OSError:
                break
            if not data:
                break
            last = time.perf_counter()
            count += len(data)
            self.bytes += data
        return count, last

    def shows(self, text):
        return text.encode() in SEQUENCE.sub(b"", bytes(self.bytes))

    def wait(self, text, limit=60):
        """Milliseconds from the start until the text was painted; None where it was not."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            _, last = self.read(0.0005, 0.05)
            if last and self.shows(text):
                return (last - self.started) * 1000
        return None

    def settle(self, quiet=0.7, limit=30):
        """Waits until the program has nothing more to say."""
        self.read(quiet, limit)

    def press(self, key, quiet=QUIET):
        """Milliseconds from the key to the last byte of its answer, and how many bytes; None where none came."""
        start = time.perf_counter()
        os.write(self.terminal, key.encode())
        count, last = self.read(quiet, 2)
        return None if last is None else ((last - start) * 1000, count)

    def peak(self):
        """The most memory that the program had, in MB."""
        try:
            with open(f"/proc/{self.pid}/status") as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        return int(line.split()[1]) * 1024 / 1e6
        except OSError:
            pass
        return None

    def close(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
