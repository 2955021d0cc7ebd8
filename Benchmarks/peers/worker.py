#!/usr/bin/env python3
"""One peer library as a process that waits for work: imports and compiles once, sleeps in between.

  worker.py --library torch            reads {"dimension": 100, "batch": 256, "seconds": 1} lines, answers one JSON line each
  worker.py --library torch --check    compares everything it computes with an independent evaluation and the golden values
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from libraries import Library

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--library", required=True)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--check", action="store_true")


def main() -> int:
    """Starts the library, then checks or serves."""
    arguments = parser.parse_args()
    answers = os.fdopen(os.dup(1), "w")     # whatever a library prints must not mix with the answers
    os.dup2(2, 1)
    try:
        library = start_library(arguments.library, arguments.threads)
    except Exception as error:  # noqa: BLE001 - any failure to start is an answer
        say(answers, {"error": f"{type(error).__name__}: {error}".splitlines()[0]})
        return 1
    if arguments.check:
        import check

        return check.run(arguments.library, library, answers)
    say(answers, {"version": library.version, "python": sys.version.split()[0]})
    serve(library, answers)
    return 0


def start_library(name: str, threads: int) -> Library:
    """Sets what has to be set before any import of numpy, then imports."""
    import peer_environment

    peer_environment.apply(name, threads)
    import libraries

    return libraries.start(name, threads)


def serve(library: Library, answers: TextIO) -> None:
    """Answers requests until standard input ends."""
    from measure import Stopwatch

    known_methods: dict[int, dict] = {}
    watch, size = None, None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            wanted = (request["dimension"], request["batch"])
            if wanted != size:
                watch = None                # frees the old one first
                watch = Stopwatch(library, *wanted, known_methods.setdefault(wanted[0], {}))
                size = wanted
            say(answers, watch.run(request["seconds"]))
        except Exception as error:  # noqa: BLE001 - reported, and the next request may still work
            size = None
            say(answers, {"error": f"{type(error).__name__}: {error}".splitlines()[0]})


def say(answers: TextIO, message: dict) -> None:
    """One line of JSON."""
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
