#!/usr/bin/env python3
"""Writes src/start.txt: the functions that run until the first picture is there, for the linker to lay side by side.

    CARGO_PROFILE_DIST_STRIP=none cargo build --locked --profile dist
    python3 assets/start.py target/dist/cleartext

The kernel maps a file in pieces of sixteen pages: a start that runs a little of every piece takes all of them into memory.
The list is of names without what a compiler adds to them, and of whole modules where a start runs most of them, so that it
stays true while the program changes; what it does not name, or no longer names, stays where it is. It needs valgrind and nm.
"""

import collections
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time

# One after the other in one home: the course map, a lesson, that lesson where it was left, and the bench.
STARTS = [["learn"], ["learn", "hashing/sha256-rounds"], ["learn"], ["bench", 'sha256("abc")']]
# The part of a module that has to run for the whole of it to be listed.
MOST = 0.5
# A name that many functions share is listed apart where those that run are less than this part of them.
ALIKE = 0.3


def executed(program, arguments, home):
    """The names of all functions that run until the first picture, in a terminal of 80x24."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        tool = ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={out}", "--log-file=/dev/null"]
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update(TERM="xterm-256color", HOME=home)
            for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
                os.environ.pop(name, None)
            os.execvp(tool[0], tool + [program] + arguments)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        # A picture is there once nothing was written for a while.
        quiet, keys = time.monotonic(), [b"q", b"q", b"y"]
        while True:
            ready, _, _ = select.select([terminal], [], [], 0.5)
            try:
                if ready and os.read(terminal, 65536):
                    quiet = time.monotonic()
                    continue
            except OSError:
                break
            if time.monotonic() - quiet > 8 and keys:
                os.write(terminal, keys.pop(0))
                quiet = time.monotonic()
            elif not keys and time.monotonic() - quiet > 30:
                sys.exit("the program does not end")
        os.waitpid(child, 0)
        with open(out) as file:
            found = (re.match(r"c?fn=\(\d+\) (\S+)", line) for line in file)
            return {re.sub(r"'\d+$", "", match.group(1)) for match in found if match}


def sizes(program):
    """The functions of the program that Rust has named, each with its size."""
    lines = subprocess.run(["nm", "-S", "-t", "d", program], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in lines.splitlines())
    return {row[3]: int(row[1]) for row in rows if len(row) == 4 and row[2] in "tT" and row[3][:2] in ("_Z", "_R")}


def path(name):
    """The steps of a name: modules and function, without the hash that ends it. The standard library's have hashes inside."""
    if name.startswith("_R"):
        return [re.sub(r"Cs[0-9A-Za-z]+_", "Cs*_", name.split(".")[0])]
    steps, at = ["_ZN"], 3
    while match := re.match(r"\d+", name[at:]):
        end = at + match.end() + int(match.group())
        steps.append(name[at:end])
        at = end
    return steps[:-1] + ["17h"]


def main():
    program = os.path.abspath(sys.argv[1])
    size = sizes(program)
    with tempfile.TemporaryDirectory() as home:
        ran = set().union(*(executed(program, start, home) for start in STARTS)) & size.keys()
    total, used = collections.Counter(), collections.Counter()
    for name, length in size.items():
        steps = path(name)
        for end in range(1, len(steps) + 1):
            total["".join(steps[:end])] += length
            used["".join(steps[:end])] += length * (name in ran)
    alone, alike = set(), set()
    for name in ran:
        steps = path(name)
        # Never all of a crate: it grows.
        whole = ["".join(steps[:end]) for end in range(3, len(steps))]
        found = next((prefix for prefix in whole if used[prefix] >= MOST * total[prefix]), "".join(steps))
        (alone if used[found] >= ALIKE * total[found] else alike).add(found)
    with open(os.path.join(os.path.dirname(__file__), "..", "src", "start.txt"), "w") as file:
        file.write("\n".join(sorted(alone) + [""] + sorted(alike)) + "\n")
    both = [sum(total[name] for name in names) for names in (alone, alike)]
    print(f"{len(ran)} functions of {sum(size[name] for name in ran)} bytes: {len(alone)} names of {both[0]} bytes, "
          f"{len(alike)} of {both[1]} bytes that few of them run")


if __name__ == "__main__":
    main()
