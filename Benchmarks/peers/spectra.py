"""The largest absolute eigenvalue of a symmetric operator, by Lanczos with a warm start (numpy and torch)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from problem import RESIDUAL

LONGEST_BASIS = 120
CHECK_EVERY = 3
CANCELLED = 1e-2


class WarmLanczos:
    """Lanczos with full orthogonalisation, started from the previous call's eigenvectors.

    One instance serves one slowly changing operator. It iterates until the residual of the wanted Ritz pair
    is below `RESIDUAL` times its value, so the eigenvalue itself is right to about the square of that.
    """

    def __init__(self, xp: Any, dimension: int, empty: Callable[..., Any], start: Any) -> None:
        self.xp = xp
        self.longest = min(LONGEST_BASIS, dimension)
        self.basis = empty((self.longest, dimension))
        self.start = start
        self.steps = 0          # that the last call took

    def norm(self, apply: Callable[[Any], Any]) -> float:
        """The operator's spectral norm."""
        basis, xp = self.basis, self.xp
        alpha, beta = np.zeros(self.longest), np.zeros(self.longest)
        basis[0] = self.start / float(xp.linalg.norm(self.start))
        next_check = max(self.steps - CHECK_EVERY, 2)
        for k in range(self.longest):
            image = apply(basis[k])
            known = basis[: k + 1]
            coefficients = known @ image
            image = image - coefficients @ known
            alpha[k] = float(coefficients[k])
            beta[k] = float(xp.linalg.norm(image))
            if beta[k] < CANCELLED * abs(alpha[0]):          # a good start cancels digits: orthogonalise again
                image = image - (known @ image) @ known
                beta[k] = float(xp.linalg.norm(image))
            last = k == self.longest - 1
            if last or beta[k] <= RESIDUAL * abs(alpha[0]) or k >= next_check:
                next_check = k + CHECK_EVERY
                tridiagonal = np.diag(alpha[: k + 1]) + np.diag(beta[:k], 1) + np.diag(beta[:k], -1)
                values, vectors = np.linalg.eigh(tridiagonal)
                wanted = int(np.argmax(np.abs(values)))
                residual = beta[k] * abs(vectors[-1, wanted])
                if last or residual <= RESIDUAL * abs(values[wanted]):
                    self._remember(values, vectors, wanted, known)
                    self.steps = k + 1
                    return float(abs(values[wanted]))
            basis[k + 1] = image / beta[k]
        raise AssertionError("the loop returns at its last step")

    def _remember(self, values: np.ndarray, vectors: np.ndarray, wanted: int, known: Any) -> None:
        """Keeps the wanted Ritz vector, with a little of its closest rivals in case they overtake it."""
        order = np.argsort(-np.abs(values))
        mixture = vectors[:, wanted].copy()
        for weight, index in zip((0.03, 0.01), order[1:3]):
            mixture += weight * vectors[:, index]
        self.start = self.xp.asarray(mixture) @ known
