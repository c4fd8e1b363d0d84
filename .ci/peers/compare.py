#!/usr/bin/env python3
"""Measures Postern beside other programs, in one run: compare.py --postern PROGRAM --pages FOLDER [--runs N] [--json FILE]

Command lines take turns, so that what else the machine does falls on all of them alike; medians of the runs. Peers that
are not installed are named and left out.
"""
import argparse
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from screen import Screen

ACCOUNT = "0123456789abcdef0123456789abcdef"
PATH = f"/client/v4/accounts/{ACCOUNT}/email-security/settings/allow_policies"
HERE = os.path.dirname(os.path.abspath(__file__))


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]


class Commands:
    """Command lines that take turns."""

    def __init__(self, environment, runs):
        self.environment = environment
        self.runs = runs
        self.lines = {}
        self.times = {}
        self.memory = {}
        self.absent = []

    def add(self, name, command, input_file=None, statuses=(0,)):
        if shutil.which(command[0]) is None:
            if command[0] not in self.absent:
                self.absent.append(command[0])
            return
        self.lines[name] = (command, input_file, statuses)
        self.times[name] = []

    def once(self, name, prefix=()):
        command, input_file, statuses = self.lines[name]
        with open(input_file or os.devnull, "rb") as source:
            start = time.perf_counter()
            result = subprocess.run([*prefix, *command], stdin=source, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.PIPE, env=self.environment, timeout=600)
            took = (time.perf_counter() - start) * 1000
        if result.returncode not in statuses:
            sys.exit(f"bench: {' '.join(command)} ended with {result.returncode}: {result.stderr.decode()[:500]}")
        return took

    def run(self):
        for name in self.lines:
            self.once(name)
        for _ in range(self.runs):
            for name in self.lines:
                self.times[name].append(self.once(name))
        # By a small program that starts it: of a child of this one the system would count what this one has.
        timer = shutil.which("time")
        if timer is None:
            self.absent.append("time (no peak memory of command lines)")
            return
        for name in self.lines:
            with tempfile.NamedTemporaryFile("r") as file:
                self.once(name, [timer, "-f", "%M", "-o", file.name])
                self.memory[name] = int(file.read().split()[-1]) * 1024 / 1e6

    def rows(self, unit, names):
        base = statistics.median(self.times[unit]) if unit in self.times else None
        for name in names:
            if name in self.times:
                median = statistics.median(self.times[name])
                yield {
                    "work": name, "median_ms": median, "fastest_ms": min(self.times[name]),
                    "slowest_ms": max(self.times[name]), "peak_mb": self.memory.get(name),
                    "ratio": median / base if base else None, "beside": unit if base else None,
                }


def first_rows(programs, runs):
    """How long until rows are painted: the programs take turns, after a start of each that comes to rest."""
    times = {name: [] for name in programs}
    for command, text, *surroundings in programs.values():
        screen = Screen(command, *surroundings)
        screen.wait(text)
        screen.settle()
        screen.close()
    for _ in range(runs):
        for name, (command, text, *surroundings) in programs.items():
            screen = Screen(command, *surroundings)
            took = screen.wait(text)
            screen.close()
            if took is None:
                sys.exit(f"bench: {name} never showed “{text}”")
            times[name].append(took)
    return times


def keys(screen, pressed, presses):
    """p50 and p99 of the time to the last byte, and bytes a key."""
    answers = [screen.press(pressed[number % len(pressed)]) for number in range(presses)]
    answers = [answer for answer in answers if answer]
    if not answers:
        return None
    return {
        "keys": presses, "answered": len(answers), "p50_ms": percentile([took for took, _ in answers], 0.5),
        "p99_ms": percentile([took for took, _ in answers], 0.99),
        "bytes": statistics.mean(count for _, count in answers),
    }


def screens(programs, presses):
    """Cursor keys, filter keys and memory of each program that is still there when all has settled."""
    results = []
    for name, (command, text, *surroundings) in programs.items():
        screen = Screen(command, *surroundings)
        if screen.wait(text) is None:
            sys.exit(f"bench: {name} never showed “{text}”")
        screen.settle()

        def note(what, answer):
            if answer:
                results.append({"program": name, "what": what, **answer})

        note("cursor", keys(screen, ["j", "j", "k"], presses))
        if name == "postern":
            screen.press("p", 0.2)
            screen.press("p", 0.2)
            note("cursor, no details", keys(screen, ["j", "j", "k"], presses))
            screen.press("p", 0.2)
            screen.press("/", 0.2)
            answers = [screen.press(key, 0.1) for key in "user4 sec-12"]
            answers = [answer for answer in answers if answer]
            note("filter", {
                "keys": 12, "answered": len(answers), "p50_ms": percentile([took for took, _ in answers], 0.5),
                "p99_ms": percentile([took for took, _ in answers], 0.99),
                "bytes": statistics.mean(count for _, count in answers),
            })
        results.append({"program": name, "what": "memory", "peak_mb": screen.peak()})
        screen.close()
    return results


def number(value, digits=1):
    return "" if value is None else f"{value:,.{digits}f}"


def show(report):
    print(f"\nCommand lines, {report['policies']:,} policies, medians of {report['runs']} that took turns")
    print(f"{'':34}{'median ms':>11}{'fastest':>10}{'slowest':>10}{'peak MB':>9}   ratio")
    for row in report["commands"]:
        ratio = "" if row["ratio"] is None else f"{row['ratio']:6.2f} x {row['beside']}"
        print(f"{row['work']:34}{number(row['median_ms']):>11}{number(row['fastest_ms']):>10}"
              f"{number(row['slowest_ms']):>10}{number(row['peak_mb']):>9}   {ratio}")
    print("\nFirst rows on the screen, 120 x 40")
    for row in report["first_rows"]:
        ratio = "" if row["ratio"] is None else f"{row['ratio']:6.2f} x tig"
        print(f"{row['program']:34}{number(row['median_ms']):>11}{number(row['fastest_ms']):>10}"
              f"{number(row['slowest_ms']):>10}{'':9}   {ratio}")
    print("\nKeys on the screen, 120 x 40: from the key to the last byte of the repaint")
    print(f"{'':34}{'p50 ms':>11}{'p99 ms':>10}{'bytes':>10}{'peak MB':>9}")
    for row in report["keys"]:
        print(f"{row['program'] + ', ' + row['what']:34}{number(row.get('p50_ms'), 2):>11}"
              f"{number(row.get('p99_ms'), 2):>10}{number(row.get('bytes'), 0):>10}{number(row.get('peak_mb')):>9}")
    if report["absent"]:
        print(f"\nNot installed, and left out: {', '.join(report['absent'])}")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--postern", required=True)
    options.add_argument("--pages", required=True)
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--presses", type=int, default=300)
    options.add_argument("--json")
    options = options.parse_args()
    folder = tempfile.mkdtemp(prefix="postern-bench-")
    server = subprocess.Popen([sys.executable, f"{HERE}/pages.py", options.pages], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline())
        report = compare(options, folder, f"http://127.0.0.1:{port}")
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder)
    show(report)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(report, file, indent=2)


def compare(options, folder, address):
    files = sorted(glob.glob(f"{options.pages}/*.json"), key=lambda name: int(os.path.basename(name)[:-5]))
    policies = 0
    with open(f"{folder}/curl", "w") as curl, open(f"{folder}/lines", "w") as lines:
        for page, file in enumerate(files, 1):
            curl.write(f'url="{address}{PATH}?page={page}&per_page=1000"\noutput="/dev/null"\n')
            with open(file) as text:
                for row in json.load(text)["result"]:
                    policies += 1
                    lines.write(f"{row['pattern']} {row['comments']}\n")
    base = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": folder}
    environment = base | {
        "CLOUDFLARE_BASE_URL": f"{address}/client/v4", "CLOUDFLARE_ACCOUNT_ID": ACCOUNT,
        "CLOUDFLARE_API_TOKEN": "bench", "SWIFT_BACKTRACE": "enable=no",
    }
    postern = os.path.abspath(options.postern)

    commands = Commands(environment, options.runs)
    pages_by_curl = f"curl, {len(files)} pages"
    commands.add(pages_by_curl, ["curl", "--silent", "--fail", "--config", f"{folder}/curl"])
    commands.add("jq -c .result[], the same from files", ["jq", "-c", ".result[]", *files])
    commands.add("fzf -e --filter, the lines", ["fzf", "-e", "--filter", "sec-12345"], f"{folder}/lines", (0, 1))
    commands.add("tig --version", ["tig", "--version"])
    of_postern = {
        "postern list --filter NOTHING": ["list", "--filter", "nobodyhasthisword"],
        "postern list --format json": ["list", "--format", "json"],
        "postern export --format csv": ["export", "--format", "csv"],
        "postern lint --format json": ["lint", "--format", "json"],
        "postern --version": ["--version"],
    }
    for name, arguments in of_postern.items():
        commands.add(name, [postern, *arguments], statuses=(0, 3))
    commands.run()

    programs = {"postern": ([postern], "vendor", environment)}
    git = subprocess.run(["git", "-C", HERE, "log", "-1", "--format=%s"], capture_output=True, text=True)
    if shutil.which("tig") and git.returncode == 0:
        programs["tig"] = (["tig"], git.stdout[:12].strip(), base, HERE)
    starts = first_rows(programs, options.runs)
    if shutil.which("aptitude"):
        # Its own start reads the lists of the system's packages: nothing to be compared with.
        programs["aptitude"] = (["aptitude"], "Installed Packages", base)
    else:
        commands.absent.append("aptitude")

    tig = statistics.median(starts["tig"]) if "tig" in starts else None
    names = list(commands.times)
    rows = list(commands.rows(pages_by_curl, [name for name in names if "--version" not in name]))
    rows += commands.rows("tig --version", [name for name in names if "--version" in name])
    return {
        "policies": policies, "runs": options.runs, "commands": rows,
        "first_rows": [
            {"program": name, "median_ms": statistics.median(times), "fastest_ms": min(times),
             "slowest_ms": max(times), "ratio": statistics.median(times) / tig if tig else None}
            for name, times in starts.items()
        ],
        "keys": screens(programs, options.presses), "absent": commands.absent,
    }


if __name__ == "__main__":
    main()
