"""The formulas for libraries that run one operation at a time (numpy, torch): everything into kept buffers.

Works with any namespace `xp` whose functions take `out=`. What the two libraries spell differently comes in `Operations`.
Everything is for ReLU. Ghat = pi (-grad L) is the paper-scale gradient; see docs/theory.md, sections 2 to 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from spectra import WarmLanczos

HALF_PI = math.pi / 2


@dataclass(frozen=True)
class Operations:
    """What numpy and torch do under different names."""

    xp: Any
    array: Callable[[Any], Any]
    empty: Callable[..., Any]
    empty_mask: Callable[..., Any]
    fill_normal: Callable[[Any], None]
    inner: Callable[[Any, Any], Any]
    column_norms: Callable[[Any], Any]
    floats: Callable[[list[Any]], list[float]]


class Workspace:
    """The teacher's constants and the buffers of one problem size."""

    def __init__(self, operations: Operations, student: Any, teacher: Any, batch: int, rate: float) -> None:
        ops, xp = operations, operations.xp
        d = student.shape[0]
        self.ops, self.d, self.batch, self.scale = ops, d, batch, 2 * rate / batch
        self.teacher = ops.array(teacher)
        self.eye = ops.array(np.eye(d))
        self.vs = self.teacher + self.eye
        self.ns = ops.column_norms(self.vs)
        self.us = self.vs / self.ns
        self.inverse_ns = (1 / self.ns)[:, None]
        self.zero, self.one = ops.array(0.0), ops.array(1.0)
        self.m = self.vs.T @ self.vs
        self.auxiliary_teacher = self.vs @ self.us.T
        cosines = xp.clip(self.us.T @ self.us, -1.0, 1.0)
        kernel = xp.sqrt(1 - cosines * cosines) + xp.arcsin(cosines) * cosines
        self.teacher_kernel = float(self.ns @ (kernel @ self.ns))
        self.v = ops.empty((d, d))
        self.x = ops.empty((batch, d))
        self.z, self.zs, self.q = (ops.empty((batch, d)) for _ in range(3))
        self.mask = ops.empty_mask((batch, d))
        self.gradient = ops.empty((d, d))
        self.buffers = [ops.empty((d, d)) for _ in range(8)]
        generic = ops.array(np.sin(1 + 3 * np.arange(d) ** 2))
        self.student_lanczos = WarmLanczos(xp, d, ops.empty, generic)
        self.auxiliary_lanczos = WarmLanczos(xp, d, ops.empty, generic)
        self.reset(student)

    def reset(self, student: Any) -> None:
        """Puts the student back."""
        self.v[...] = self.ops.array(student) + self.eye

    # The step

    def draw_and_differentiate(self) -> None:
        """Draws a batch and leaves eta times the batch loss's gradient in `gradient`."""
        ops, xp = self.ops, self.ops.xp
        ops.fill_normal(self.x)
        xp.matmul(self.x, self.v, out=self.z)
        xp.matmul(self.x, self.vs, out=self.zs)
        xp.clip(self.zs, 0.0, None, out=self.zs)
        xp.clip(self.z, 0.0, None, out=self.q)
        residual = (self.q.sum(1) - self.zs.sum(1)) * self.scale
        xp.greater(self.z, self.zero, out=self.mask)
        xp.multiply(self.mask, residual[:, None], out=self.q)
        xp.matmul(self.x.T, self.q, out=self.gradient)

    def bare_step(self) -> None:
        """One step of SGD and nothing else."""
        self.draw_and_differentiate()
        self.v -= self.gradient

    # The quantities

    def _kernels(self, cosines: Any, sine: Any, arcsine: Any, product: Any) -> None:
        """The sines and arcsines that belong to cosines, and sine + arcsine * cosine."""
        xp = self.ops.xp
        xp.multiply(cosines, cosines, out=sine)
        xp.subtract(self.one, sine, out=sine)
        xp.sqrt(sine, out=sine)
        xp.arcsin(cosines, out=arcsine)
        xp.multiply(arcsine, cosines, out=product)
        product += sine

    def _scalars(self, inner: Any, kernel: Any, own: Any, n: Any, sums: Any, distance2: Any, first_pairs: Any) -> list[Any]:
        """What both variants do with O(d) numbers.

        inner is <Ghat, D>; kernel the double sum of the loss; own the cosines of v*_j and v_j; sums the vector s;
        first_pairs the first-order part of <Ghat, D> over all i, j without its potential.
        """
        xp, ns = self.ops.xp, self.ns
        cross = n * ns * own
        q, r = ns * ns - cross, cross - n * n            # <v*_j, D_j> and <v_j, D_j>
        p = r / n
        change = ns - n
        potential = change.sum()
        s_square = sums @ sums
        constant = HALF_PI * s_square
        first = first_pairs - (own * q - r).sum() + ((potential - change) * p).sum()
        diagonal = (xp.arcsin(own) * q - HALF_PI * r + ns * xp.sqrt(1 - own * own) * p).sum()
        terms = [inner, constant, first, diagonal, inner - constant - first - diagonal]
        loss = s_square / 4 + (kernel + self.teacher_kernel) / (2 * math.pi)
        return [loss, potential, xp.sqrt(s_square), xp.sqrt(distance2), *(term / distance2 for term in terms)]

    def straightforward(self, dense_student: bool, dense_auxiliary: bool) -> list[float]:
        """Gradient and A as matrices; the margin from the gradient."""
        ops, xp, v, ns = self.ops, self.ops.xp, self.v, self.ns
        u, c, cs, s, ss, p, ps, k = self.buffers
        n = ops.column_norms(v)
        xp.divide(v, n, out=u)
        xp.matmul(u.T, u, out=c)
        xp.matmul(self.us.T, u, out=cs)
        xp.clip(c, -1.0, 1.0, out=c)
        xp.clip(cs, -1.0, 1.0, out=cs)
        first_pairs = ops.inner(cs, self.m)
        for left, right, weights, sign in ((c, cs, ns, -1), (cs, cs, ns, -1), (c, c, n, 1)):
            xp.multiply(left, right, out=k)
            first_pairs = first_pairs + sign * (weights @ (k @ n))
        self._kernels(c, s, p, k)
        kernel = n @ (k @ n)
        self._kernels(cs, ss, ps, k)
        kernel = kernel - 2 * (ns @ (k @ n))
        along = ns @ ss - n @ s
        own = xp.diagonal(cs, 0)
        ghat, product, difference = c, s, ss              # c, s, ss are not needed any more
        xp.matmul(self.vs, ps, out=ghat)
        xp.matmul(v, p, out=product)
        ghat -= product
        xp.multiply(u, along, out=product)
        ghat += product
        xp.subtract(self.vs, v, out=difference)
        sums = difference.sum(1)
        ghat += (HALF_PI * sums)[:, None]
        inner, distance2 = ops.inner(ghat, difference), ops.inner(difference, difference)
        values = ops.floats(self._scalars(inner, kernel, own, n, sums, distance2, first_pairs))
        auxiliary = self._form_auxiliary(u, product)
        return values + [self._student_norm(dense_student), self._formed_norm(auxiliary, dense_auxiliary)]

    def gram(self, dense_student: bool, dense_auxiliary: bool) -> list[float]:
        """The same scalars from N = V^T V and C = V*^T V alone."""
        ops, xp, v, ns = self.ops, self.ops.xp, self.v, self.ns
        own_pairs, cross_pairs, c, cs, s, ss, p, k = self.buffers
        xp.subtract(self.vs, v, out=k)
        sums, distance2 = k.sum(1), ops.inner(k, k)
        xp.matmul(v.T, v, out=own_pairs)
        xp.matmul(self.vs.T, v, out=cross_pairs)
        n = xp.sqrt(xp.diagonal(own_pairs, 0))
        xp.multiply(own_pairs, 1 / n, out=c)
        c *= (1 / n)[:, None]
        xp.multiply(cross_pairs, 1 / n, out=cs)
        cs *= self.inverse_ns
        xp.clip(c, -1.0, 1.0, out=c)
        xp.clip(cs, -1.0, 1.0, out=cs)
        # Minus <v_i, D_j> transposed, which is as good since it only meets symmetric kernels; and <v*_i, D_j>.
        own_pairs -= cross_pairs
        xp.subtract(self.m, cross_pairs, out=cross_pairs)
        first_pairs = ops.inner(cs, cross_pairs) + ops.inner(c, own_pairs)
        self._kernels(c, s, p, k)
        inner = ops.inner(p, own_pairs)
        kernel = n @ (k @ n)
        self._kernels(cs, ss, p, k)
        inner = inner + ops.inner(p, cross_pairs)
        kernel = kernel - 2 * (ns @ (k @ n))
        own = xp.diagonal(cs, 0)
        inner = inner + HALF_PI * (sums @ sums) + (ns @ ss - n @ s) @ (ns * own - n)
        values = ops.floats(self._scalars(inner, kernel, own, n, sums, distance2, first_pairs))
        if dense_auxiliary:
            xp.divide(v, n, out=k)
            norm = self._formed_norm(self._form_auxiliary(k, p), True)
        else:
            norm = self.auxiliary_lanczos.norm(lambda x: self.auxiliary_teacher @ x - v @ ((v.T @ x) / n))
        return values + [self._student_norm(dense_student), norm]

    def _form_auxiliary(self, unit_columns: Any, buffer: Any) -> Any:
        """A, in a buffer."""
        self.ops.xp.matmul(self.v, unit_columns.T, out=buffer)
        self.ops.xp.subtract(self.auxiliary_teacher, buffer, out=buffer)
        return buffer

    # The spectral norms

    def _student_norm(self, dense: bool) -> float:
        if dense:
            w = self.v - self.eye
            return math.sqrt(float(self.ops.xp.linalg.eigvalsh(w.T @ w)[-1]))

        def apply(x: Any) -> Any:
            y = self.v @ x - x
            return self.v.T @ y - y

        return math.sqrt(self.student_lanczos.norm(apply))

    def _formed_norm(self, matrix: Any, dense: bool) -> float:
        if dense:
            values = self.ops.xp.linalg.eigvalsh(matrix)
            return max(abs(float(values[0])), abs(float(values[-1])))
        return self.auxiliary_lanczos.norm(lambda x: matrix @ x)



class EagerCase(Workspace):
    """One problem in an eager library; a method is True for a dense spectral norm, False for Lanczos."""

    @staticmethod
    def method_pairs(dense: bool) -> list[tuple[bool, bool]]:
        """The ways of getting the two norms that are worth a try."""
        choices = (False, True) if dense else (False,)
        return [(student, auxiliary) for student in choices for auxiliary in choices]

    def scaled_gradient(self, x: np.ndarray) -> np.ndarray:
        """eta times the gradient of the batch loss at a given batch (for the check)."""
        usual = self.ops
        self.ops = replace(usual, fill_normal=lambda buffer: buffer.__setitem__(..., usual.array(x)))
        self.draw_and_differentiate()
        self.ops = usual
        return np.asarray(self.gradient)

    def instrumented_step(self, variant: str, dense_student: bool, dense_auxiliary: bool) -> list[float]:
        """One step of SGD and every quantity before it."""
        self.draw_and_differentiate()
        formulas = self.straightforward if variant == "straightforward" else self.gram
        values = formulas(dense_student, dense_auxiliary)
        self.v -= self.gradient
        return values


def describe(dense: bool) -> str:
    """A method of a spectral norm, for people."""
    return "dense" if dense else "Lanczos"
