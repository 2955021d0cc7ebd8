"""Times one library at one size: bare and instrumented steps in short blocks that take turns."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from libraries import VARIANTS, Library
from problem import learning_rate, start_and_teacher

#: Beyond this a dense spectrum is not tried: at 1000 it is already much slower than Lanczos in every library.
LARGEST_DENSE = 1000
BLOCK_SECONDS = 0.1
#: A turn has at least this many steps of every kind, and this many above LARGEST_DENSE, where one takes a second.
FEWEST_STEPS, FEWEST_LARGE_STEPS = 5, 3
#: Above LARGEST_DENSE no further way of getting the spectral norms is tried once this has passed.
TRIAL_SECONDS = 30
#: The student is put back this often, so that every contestant works on the same stretch of the run.
STEPS_UNTIL_RESET = 500


class Stopwatch:
    """A prepared case of one library with its chosen ways of getting spectral norms."""

    def __init__(self, library: Library, dimension: int, batch: int, known: dict[str, Any]) -> None:
        begun = time.perf_counter()
        self.large = dimension > LARGEST_DENSE
        self.student, teacher = start_and_teacher(dimension)
        self.case = library.make_case(self.student, teacher, batch, learning_rate(dimension, batch))
        self.methods: dict[str, Any] = {}
        for variant in VARIANTS:
            if variant not in known:
                known[variant] = self._fastest_methods(variant)
            self.methods[variant] = known[variant]
        self.steps = {
            "bare": self.case.bare_step,
            **{v: (lambda v=v: self.case.instrumented_step(v, *self.methods[v])) for v in VARIANTS},
        }
        self.described = {v: [library.describe(m) for m in self.methods[v]] for v in VARIANTS}
        for step in self.steps.values():      # whatever still has to be compiled
            step()
        self.setup_seconds = time.perf_counter() - begun

    def _fastest_methods(self, variant: str) -> Any:
        """Tries every pair of methods on a few steps."""
        best, best_time = None, float("inf")
        started = time.perf_counter()
        for pair in self.case.method_pairs(not self.large):
            if self.large and best is not None and time.perf_counter() - started > TRIAL_SECONDS:
                break
            self.case.reset(self.student)
            self.case.instrumented_step(variant, *pair)
            times: list[float] = []
            begun = time.perf_counter()
            while len(times) < 3 or (time.perf_counter() - begun < 0.2 and len(times) < 50):
                times.append(_timed(lambda: self.case.instrumented_step(variant, *pair)))
                if times[-1] > 3 * best_time:
                    break
            if min(times) < best_time:
                best, best_time = pair, min(times)
        return best

    def run(self, seconds: float) -> dict[str, Any]:
        """Milliseconds of every step, by kind."""
        samples: dict[str, list[float]] = {kind: [] for kind in self.steps}
        begun = time.perf_counter()
        since_reset = STEPS_UNTIL_RESET
        fewest = FEWEST_LARGE_STEPS if self.large else FEWEST_STEPS
        while time.perf_counter() - begun < seconds or min(map(len, samples.values())) < fewest:
            for kind, step in self.steps.items():
                if since_reset >= STEPS_UNTIL_RESET:
                    self.case.reset(self.student)
                    since_reset = 0
                block = time.perf_counter()
                while True:
                    samples[kind].append(_timed(step))
                    since_reset += 1
                    if time.perf_counter() - block > BLOCK_SECONDS * min(1.0, seconds):
                        break
        return {"milliseconds": samples, "methods": self.described, "setupSeconds": round(self.setup_seconds, 1)}


def _timed(step: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    step()
    return (time.perf_counter() - begun) * 1e3
