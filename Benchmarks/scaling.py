"""How time and memory of our steps grow with d and B: measurement, fitted exponents, figure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import measure_ours
from scaling_fit import exponent

DIMENSIONS = (50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000)
BATCHES = (16, 32, 64, 128, 256, 512, 1024)
FIXED_BATCH = 256
FIXED_DIMENSION = 300
#: Exponents are also fitted to this many of the largest sizes.
LARGEST = 5
SERIES = (("bare", "bare step"), ("instrumented", "instrumented step"), ("megabytes", "peak memory"))


def measure(program: Path, quick: bool, threads: int) -> dict[str, Any]:
    """Both series, smallest first."""
    seconds = 0.3 if quick else 1.0
    dimensions = [d for d in DIMENSIONS if not quick or d <= 1000]
    return {
        "byDimension": [_point(program, d, FIXED_BATCH, seconds, threads) for d in dimensions],
        "byBatch": [_point(program, FIXED_DIMENSION, batch, seconds, threads) for batch in BATCHES],
    }


def _point(program: Path, dimension: int, batch: int, seconds: float, threads: int) -> dict[str, float]:
    print(f"scaling: d = {dimension}, B = {batch}", file=sys.stderr)
    run = measure_ours.run(program, dimension, batch, seconds, threads)
    return {
        "dimension": dimension,
        "batch": batch,
        "bare": median(run.bare),
        "instrumented": median(run.instrumented),
        "megabytes": run.peak_megabytes,
    }


def draw(scaling: dict[str, Any], folder: Path, images: Path) -> None:
    """The figure, as SVG and PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    images.mkdir(parents=True, exist_ok=True)
    for name, key in (("byDimension", "dimension"), ("byBatch", "batch")):
        rows = [f"{p[key]} {p['bare']} {p['instrumented']} {p['megabytes']}" for p in scaling[name]]
        (folder / f"scaling-{key}.dat").write_text("\n".join(rows) + "\n")
    script = Path(__file__).with_name("scaling.gp")
    for kind in ("png", "svg"):
        output = images / f"bench-scaling.{kind}"
        command = ["gnuplot", "-e", f"kind='{kind}'; data='{folder}'; result='{output}'", str(script)]
        try:
            subprocess.run(command, check=True)
        except FileNotFoundError as error:
            raise measure_ours.BenchError("gnuplot is missing: apt-get install gnuplot-nox") from error
        except subprocess.CalledProcessError as error:
            raise measure_ours.BenchError(f"gnuplot failed with status {error.returncode}") from error


def markdown(scaling: dict[str, Any]) -> str:
    """Measured points and fitted exponents."""
    lines = ["| d | bare ms | instrumented ms | ratio | peak memory MB |", "| --: | --: | --: | --: | --: |"]
    for p in scaling["byDimension"]:
        lines.append(f"| {p['dimension']} | {p['bare']:.3g} | {p['instrumented']:.3g} | "
                     f"{p['instrumented'] / p['bare']:.2f} | {p['megabytes']:.0f} |")
    lines += ["", "Fitted exponents (least squares on logarithms, with standard errors):", "",
              f"| | in d, all sizes | in d, largest {LARGEST} | in B, all sizes | in B, largest {LARGEST} |",
              "| :-- | --: | --: | --: | --: |"]
    for key, title in SERIES:
        cells = []
        for name, size in (("byDimension", "dimension"), ("byBatch", "batch")):
            points = [(p[size], p[key]) for p in scaling[name]]
            cells += [str(exponent(points)), str(exponent(points[-LARGEST:]))]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
