"""torch.compile: step and formulas compiled by Inductor, drawing and Lanczos outside the compiled region."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch

import traced
from eager import EagerCase
from spectra import WarmLanczos


def _bare(v: Any, x: Any, teacher: traced.Teacher, scale: float) -> None:
    v -= traced.scaled_gradient(torch, v, x, teacher, scale)


def _straightforward(v: Any, x: Any, teacher: traced.Teacher, scale: float) -> tuple:
    return traced.scaled_gradient(torch, v, x, teacher, scale), *traced.straightforward(torch, v, teacher)


def _gram(v: Any, x: Any, teacher: traced.Teacher, scale: float) -> tuple:
    return traced.scaled_gradient(torch, v, x, teacher, scale), *traced.gram(torch, v, teacher)


class CompiledCase:
    """One problem with torch.compile; a method is True for a dense spectral norm, False for Lanczos."""

    method_pairs = staticmethod(EagerCase.method_pairs)

    def __init__(self, student: np.ndarray, teacher: np.ndarray, batch: int, rate: float) -> None:
        d = student.shape[0]
        torch._dynamo.reset()
        self.teacher = traced.teacher_constants(torch, torch.from_numpy(teacher + np.eye(d)))
        self.eye = torch.eye(d, dtype=torch.float64)
        self.x = torch.zeros((batch, d), dtype=torch.float64)
        self.v = torch.zeros((d, d), dtype=torch.float64)
        self.scale = 2 * rate / batch
        self.bare = torch.compile(_bare, dynamic=False)
        self.variants = {
            "straightforward": torch.compile(_straightforward, dynamic=False),
            "gram": torch.compile(_gram, dynamic=False),
        }
        generic = torch.from_numpy(np.sin(1 + 3 * np.arange(d) ** 2))

        def empty(shape: tuple) -> Any:
            return torch.zeros(shape, dtype=torch.float64)

        self.student_lanczos = WarmLanczos(torch, d, empty, generic)
        self.auxiliary_lanczos = WarmLanczos(torch, d, empty, generic)
        self.reset(student)

    def reset(self, student: np.ndarray) -> None:
        """Puts the student back."""
        self.v.copy_(torch.from_numpy(student)).add_(self.eye)

    def scaled_gradient(self, x: np.ndarray) -> np.ndarray:
        """eta times the gradient of the batch loss at a given batch (for the check)."""
        before = self.v.clone()
        self.bare(self.v, torch.from_numpy(x), self.teacher, self.scale)
        change = before - self.v
        self.v.copy_(before)
        return change.numpy()

    def bare_step(self) -> None:
        """One step of SGD."""
        self.x.normal_()
        self.bare(self.v, self.x, self.teacher, self.scale)

    def instrumented_step(self, variant: str, dense_student: bool, dense_auxiliary: bool) -> list[float]:
        """One step and its quantities."""
        self.x.normal_()
        v, teacher = self.v, self.teacher
        gradient, values, extra = self.variants[variant](v, self.x, teacher, self.scale)
        if variant == "straightforward":
            auxiliary = self._symmetric_norm(extra, dense_auxiliary)
        elif dense_auxiliary:
            auxiliary = self._symmetric_norm(teacher.auxiliary - v @ (v / extra).T, True)
        else:
            auxiliary = self.auxiliary_lanczos.norm(lambda x: teacher.auxiliary @ x - v @ ((v.T @ x) / extra))
        result = values.tolist() + [self._student_norm(dense_student), auxiliary]
        v -= gradient
        return result

    def _student_norm(self, dense: bool) -> float:
        if dense:
            w = self.v - self.eye
            return math.sqrt(float(torch.linalg.eigvalsh(w.T @ w)[-1]))

        def apply(x: Any) -> Any:
            y = self.v @ x - x
            return self.v.T @ y - y

        return math.sqrt(self.student_lanczos.norm(apply))

    def _symmetric_norm(self, matrix: Any, dense: bool) -> float:
        if dense:
            values = torch.linalg.eigvalsh(matrix)
            return max(abs(float(values[0])), abs(float(values[-1])))
        return self.auxiliary_lanczos.norm(lambda x: matrix @ x)


def describe(dense: bool) -> str:
    """A method of a spectral norm, for people."""
    return "dense" if dense else "Lanczos"
