#!/usr/bin/env python3
"""Measures twophase against numpy, torch, torch.compile and jax, and how it scales; writes docs/benchmarks.md.

  run_benchmarks.py                 everything (about a quarter of an hour)
  run_benchmarks.py --quick         small sizes and short turns, nothing written into docs
  run_benchmarks.py --contest       the contest only;  --scaling  the scaling only
  run_benchmarks.py --own-kernels   the contest up to d = 1000 with OpenBLAS' own choice of kernels, where the environment made
                                    one for it (OPENBLAS_CORETYPE); part of everything there
  run_benchmarks.py --render        writes the pages anew from Benchmarks/results/latest.json
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import contest
import scaling
import table
from measure_ours import BenchError

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "Benchmarks" / "results"
LATEST = RESULTS / "latest.json"
PAGE = ROOT / "docs" / "benchmarks.md"
#: Holds OpenBLAS, ours and numpy's, to one set of kernels; MKL and Eigen choose for themselves whatever it says.
CORE_TYPE = "OPENBLAS_CORETYPE"


def main() -> int:
    """Measures what is asked for, keeps it, and writes the page."""
    options = _options()
    stored: dict[str, Any] = json.loads(LATEST.read_text()) if LATEST.exists() and not options.quick else {}
    try:
        if not options.render:
            both = not (options.contest or options.scaling or options.own_kernels)
            machine = _machine(options.threads)
            if both or options.contest:
                stored["contest"] = {"machine": machine, **contest.compete(options.program, options.quick, options.threads)}
                _store(stored, options.quick)       # a failure in the scaling must not lose the contest
            if options.own_kernels or (both and os.environ.get(CORE_TYPE) and not options.quick):
                with _own_kernels():
                    stored["ownKernels"] = {
                        "machine": _machine(options.threads),
                        **contest.compete(options.program, options.quick, options.threads, (100, 300, 1000)),
                    }
                _store(stored, options.quick)
            if both or options.scaling:
                stored["scaling"] = {"machine": machine, **scaling.measure(options.program, options.quick, options.threads)}
                _store(stored, options.quick)
        if not stored:
            raise BenchError(f"nothing measured yet: {LATEST} is missing")
        _publish(stored, options.quick)
    except BenchError as error:
        print(f"run_benchmarks: {error}", file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=ROOT / ".build" / "release" / "twophase")
    parser.add_argument("--threads", type=int, default=min(2, len(os.sched_getaffinity(0))))
    parser.add_argument("--quick", action="store_true")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--contest", action="store_true")
    which.add_argument("--scaling", action="store_true")
    which.add_argument("--own-kernels", action="store_true")
    which.add_argument("--render", action="store_true")
    return parser.parse_args()


def _machine(threads: int) -> dict[str, Any]:
    """What the figures were made on."""
    cpu = _output(["lscpu"])
    fields = dict(re.findall(r"^([^:]+):\s*(.+)$", cpu, flags=re.M))
    swift = re.search(r"Swift version (\S+)", _output(["swift", "--version"]))
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "processor": fields.get("Model name", platform.processor()),
        "cpuFamily": f"family {fields.get('CPU family', '?')}, model {fields.get('Model', '?')}",
        "cores": os.cpu_count(),
        "threads": threads,
        "system": platform.platform(),
        "swift": swift.group(1) if swift else "unknown",
        "openblasCoreType": os.environ.get(CORE_TYPE),
        "loadBefore": round(os.getloadavg()[0], 2),
    }


@contextmanager
def _own_kernels() -> Iterator[None]:
    """Without the environment's choice of OpenBLAS' kernels."""
    chosen = os.environ.pop(CORE_TYPE, None)
    try:
        yield
    finally:
        if chosen is not None:
            os.environ[CORE_TYPE] = chosen


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _store(stored: dict[str, Any], quick: bool) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps(stored, indent=1) + "\n"
    if not quick:
        LATEST.write_text(text)
    stamp = datetime.now(timezone.utc).strftime("%Y%m%d-%H%M%S")
    (RESULTS / f"{stamp}{'-quick' if quick else ''}.json").write_text(text)


def _publish(stored: dict[str, Any], quick: bool) -> None:
    """Prints the Markdown; a full run also puts it into the page and draws the figure."""
    parts = {}
    if "contest" in stored:
        found = stored["contest"]
        parts["contest"] = _conditions(found) + "\n\n" + table.markdown(found)
    if "ownKernels" in stored:
        found = stored["ownKernels"]
        parts["own-kernels"] = _conditions(found) + "\n\n" + table.markdown(found)
    if "scaling" in stored:
        found = stored["scaling"]
        parts["scaling"] = _conditions(found) + "\n\n" + scaling.markdown(found)
    print("\n\n".join(parts.values()))
    if quick:
        return
    if "scaling" in stored:
        scaling.draw(stored["scaling"], RESULTS, ROOT / "docs" / "images")
    page = PAGE.read_text()
    for name, text in parts.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        if begin not in page or end not in page:
            raise BenchError(f"{PAGE} has lost its markers {begin} and {end}")
        page = page[: page.index(begin) + len(begin)] + "\n" + text + "\n" + page[page.index(end) :]
    PAGE.write_text(page)


def _conditions(found: dict[str, Any]) -> str:
    """Machine, date and versions, in one paragraph."""
    machine = found["machine"]
    parts = [f"{machine['processor']} ({machine['cpuFamily']}), {machine['cores']} cores, {machine['threads']} threads",
             machine["date"], f"Swift {machine['swift']}"]
    if found.get("sizes"):
        parts.append(str(found["sizes"][0]["backend"]))
    if machine.get("openblasCoreType"):
        parts.append(f"{CORE_TYPE}={machine['openblasCoreType']} in the environment")
    if found.get("versions"):
        parts += list(dict.fromkeys(found["versions"].values())) + [f"Python {found['peerPython']}"]
    return "Measured on: " + "; ".join(parts) + f". Load average before: {machine['loadBefore']}."


if __name__ == "__main__":
    sys.exit(main())
