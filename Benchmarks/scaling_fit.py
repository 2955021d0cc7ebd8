"""An exponent by least squares on logarithms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True)
class Exponent:
    """A slope on logarithms and its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ± {self.error:.2f}"


def exponent(points: list[tuple[float, float]]) -> Exponent:
    """The p of y = c x^p."""
    if len(points) < 3:
        raise ValueError("an exponent with its standard error needs at least three points")
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    mean_x, mean_y = fmean(xs), fmean(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / spread
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys))
    return Exponent(slope, math.sqrt(rest / (len(points) - 2) / spread))
