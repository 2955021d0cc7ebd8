"""The problem that every contestant works on: start, teacher, learning rate, and the names of what is measured."""

from __future__ import annotations

import numpy as np

SEED = 7
#: theory.md's true scale; capped where one step of this size would blow up (see `learning_rate`).
LEARNING_RATE = 1e-4
#: A spectral norm is accepted when its eigenpair's residual is below this, relative to the eigenvalue.
RESIDUAL = 1e-7

#: What an instrumented step computes, in this order, in every library and variant. Margins are in paper scale.
QUANTITIES = (
    "loss", "potential", "sNorm", "distance", "margin",
    "constant", "first", "diagonal", "higher",
    "studentSpectralNorm", "auxiliarySpectralNorm",
)


def start_and_teacher(dimension: int) -> tuple[np.ndarray, np.ndarray]:
    """W and W*, with entries 0.3 N(0, 1)/sqrt(d); column j belongs to neuron j."""
    generator = np.random.default_rng(SEED)
    shape = (dimension, dimension)
    teacher = 0.3 * generator.standard_normal(shape) / np.sqrt(dimension)
    student = 0.3 * generator.standard_normal(shape) / np.sqrt(dimension)
    return student, teacher


def learning_rate(dimension: int, batch: int) -> float:
    """1e-4, or less where d^2/B is so large that SGD with 1e-4 diverges within a few steps.

    One sample's gradient of the output has the squared norm d^2/2, so the largest eigenvalue of a batch's
    Hessian is about d^2/B. The work of a step does not depend on the learning rate, but only on finite numbers.
    """
    return min(LEARNING_RATE, batch / (2.5 * dimension**2))
