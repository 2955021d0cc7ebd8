"""Checks that a library computes the right thing: its own step code against reference.py and the golden values."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any, TextIO

import numpy as np

import reference
from libraries import VARIANTS, Library
from problem import QUANTITIES, start_and_teacher

TOLERANCE = 1e-10
GOLDEN = Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "points.json"
#: The peers' formulas cancel near the teacher; they are asked about points at least this far away.
FAR = 1.0
GOLDEN_NAMES = {
    "loss": "populationLoss", "potential": "potential", "sNorm": "sNorm", "distance": "distance",
    "margin": "onePointMarginPaper", "studentSpectralNorm": "studentSpectralNorm",
    "auxiliarySpectralNorm": "auxiliarySpectralNorm",
}


def points() -> list[tuple[str, np.ndarray, np.ndarray, dict[str, float]]]:
    """Names, students, teachers and expected values."""
    found = []
    for dimension in (7, 30, 100):
        student, teacher = start_and_teacher(dimension)
        found.append((f"start of d = {dimension}", student, teacher, reference.evaluate(student, teacher)))
    for point in json.loads(GOLDEN.read_text()):
        expected = point["expected"]
        if point["slope"] != 0 or float(expected["distance"]) < FAR:
            continue
        values = {ours: float(expected[theirs]) for ours, theirs in GOLDEN_NAMES.items()}
        values |= {name: float(value) for name, value in expected["marginTermsPaper"].items()}
        found.append((point["name"], np.array(point["student"]), np.array(point["teacher"]), values))
    return found


def disagreement(values: list[float], expected: dict[str, float]) -> tuple[float, str]:
    """The worst relative difference, and of what; a term of the margin is measured against the margin."""
    worst = (0.0, "")
    for name, value in zip(QUANTITIES, values, strict=True):
        scale = abs(expected[name])
        if name in ("constant", "first", "diagonal", "higher"):
            scale = max(scale, abs(expected["margin"]))
        if name == "potential":
            scale = max(scale, expected["distance"])
        difference = abs(value - expected[name])
        worst = max(worst, (difference / scale if difference == difference else float("inf"), name))
    return worst


def gradient_disagreement(case: Any, student: np.ndarray, teacher: np.ndarray, rate: float) -> float:
    """A batch's gradient against one formed sample by sample."""
    d = len(student)
    v, vs = np.eye(d) + student, np.eye(d) + teacher
    x = np.random.default_rng(5).standard_normal((8, d))
    expected = np.zeros((d, d))
    for sample in x:
        z, zs = sample @ v, sample @ vs
        residual = z[z > 0].sum() - zs[zs > 0].sum()
        expected += 2 * residual / len(x) * np.outer(sample, z > 0)
    return float(np.abs(case.scaled_gradient(x) / rate - expected).max() / np.abs(expected).max())


def run(name: str, library: Library, answers: TextIO) -> int:
    """Prints one line a point; 1 when anything disagrees."""
    failures = 0
    rate = 1e-4
    for title, student, teacher, expected in points():
        case = library.make_case(student, teacher, 8, rate)
        worst = (gradient_disagreement(case, student, teacher, rate), "gradient")
        for variant, pair in product(VARIANTS, case.method_pairs(True)):
            for _ in range(2):              # cold, then warm started
                case.reset(student)
                worst = max(worst, disagreement(case.instrumented_step(variant, *pair), expected))
        wrong = not worst[0] <= TOLERANCE
        failures += wrong
        answers.write(f"{'WRONG' if wrong else 'ok   '} {name:14} {title:28} worst {worst[0]:.1e} in {worst[1]}\n")
        answers.flush()
    return 1 if failures else 0
