"""JAX: each step one compiled function, spectral norms included, with the student's buffer donated."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import traced
from problem import RESIDUAL

jax.config.update("jax_enable_x64", True)

MOST_CYCLES = 40


def lanczos_norm(apply: Any, start: Any, length: int) -> tuple[Any, Any]:
    """Spectral norm of a symmetric operator by restarted Lanczos to `RESIDUAL`, and the next call's start."""
    length = min(length, start.shape[0])

    def step(k: int, state: tuple) -> tuple:
        basis, alpha, beta, vector = state
        basis = basis.at[k].set(vector)
        image = apply(vector)
        coefficients = basis @ image
        image = image - coefficients @ basis
        image = image - (basis @ image) @ basis         # a good start cancels digits: orthogonalise again
        size = jnp.sqrt(image @ image)
        return basis, alpha.at[k].set(coefficients[k]), beta.at[k].set(size), image / jnp.maximum(size, 1e-300)

    def cycle(state: tuple) -> tuple:
        start, _, _, count = state
        empty = (jnp.zeros((length, start.shape[0])), jnp.zeros(length), jnp.zeros(length))
        basis, alpha, beta, _ = lax.fori_loop(0, length, step, (*empty, start / jnp.sqrt(start @ start)))
        tridiagonal = jnp.diag(alpha) + jnp.diag(beta[:-1], 1) + jnp.diag(beta[:-1], -1)
        values, vectors = jnp.linalg.eigh(tridiagonal, symmetrize_input=False)
        order = jnp.argsort(-jnp.abs(values))
        best = order[0]
        mixture = vectors[:, best] + 0.03 * vectors[:, order[1]] + 0.01 * vectors[:, order[2]]
        value = jnp.abs(values[best])
        return mixture @ basis, value, beta[-1] * jnp.abs(vectors[-1, best]) / value, count + 1

    def unfinished(state: tuple) -> Any:
        return (state[2] > RESIDUAL) & (state[3] < MOST_CYCLES)

    start, value, _, _ = lax.while_loop(unfinished, cycle, (start, jnp.float64(0), jnp.float64(1), 0))
    return value, start


def _student_norm(v: Any, start: Any, method: int) -> tuple[Any, Any]:
    """||W||_2; method 0 is dense, another one a Lanczos cycle's length."""
    if method == 0:
        w = v - jnp.eye(v.shape[0])
        return jnp.sqrt(jnp.linalg.eigvalsh(w.T @ w, symmetrize_input=False)[-1]), start

    def apply(x: Any) -> Any:
        y = v @ x - x
        return y @ v - y

    value, start = lanczos_norm(apply, start, method)
    return jnp.sqrt(value), start


def _matrix_norm(matrix: Any, start: Any, method: int) -> tuple[Any, Any]:
    """Norm of a symmetric matrix."""
    if method == 0:
        return jnp.abs(jnp.linalg.eigvalsh(matrix, symmetrize_input=False)).max(), start
    return lanczos_norm(lambda x: matrix @ x, start, method)


def _step_gradient(v: Any, key: Any, teacher: traced.Teacher, batch: int, scale: float) -> tuple[Any, Any]:
    key, here = jax.random.split(key)
    x = jax.random.normal(here, (batch, v.shape[0]), dtype=jnp.float64)
    return traced.scaled_gradient(jnp, v, x, teacher, scale), key


@partial(jax.jit, static_argnames=("batch", "scale"), donate_argnums=(0, 1))
def bare(v: Any, key: Any, teacher: traced.Teacher, batch: int, scale: float) -> tuple:
    """One step of SGD."""
    gradient, key = _step_gradient(v, key, teacher, batch, scale)
    return v - gradient, key


@partial(jax.jit, static_argnames=("variant", "batch", "scale", "student_method", "auxiliary_method"),
         donate_argnums=(0, 1, 2))
def instrumented(v: Any, key: Any, starts: Any, teacher: traced.Teacher, variant: str, batch: int, scale: float,
                 student_method: int, auxiliary_method: int) -> tuple:
    """One step of SGD and every quantity before it."""
    gradient, key = _step_gradient(v, key, teacher, batch, scale)
    student, student_start = _student_norm(v, starts[0], student_method)
    if variant == "straightforward":
        values, matrix = traced.straightforward(jnp, v, teacher)
        auxiliary, auxiliary_start = _matrix_norm(matrix, starts[1], auxiliary_method)
    else:
        values, n = traced.gram(jnp, v, teacher)
        if auxiliary_method == 0:
            matrix = teacher.auxiliary - v @ (v / n).T
            auxiliary, auxiliary_start = _matrix_norm(matrix, starts[1], 0)
        else:
            auxiliary, auxiliary_start = lanczos_norm(
                lambda x: teacher.auxiliary @ x - v @ ((x @ v) / n), starts[1], auxiliary_method)
    values = jnp.concatenate([values, jnp.stack([student, auxiliary])])
    return v - gradient, key, (student_start, auxiliary_start), values


class JaxCase:
    """One problem in JAX."""

    def method_pairs(self, dense: bool) -> list[tuple[int, int]]:
        """The ways of getting the two norms that are worth a try: dense, or Lanczos in cycles of a fixed length.

        The small eigenproblem is solved once a cycle, so a cycle should just suffice; about 2 sqrt(d) steps do.
        """
        guess = 2 * len(self.v) ** 0.5
        cycles = [4 * max(round(factor * guess / 4), 2) for factor in (0.6, 0.8, 1.1)]
        return [(cycle, cycle) for cycle in cycles] + ([(0, 0)] if dense else [])

    def scaled_gradient(self, x: np.ndarray) -> np.ndarray:
        """eta times the gradient of the batch loss at a given batch (for the check)."""
        return np.asarray(traced.scaled_gradient(jnp, self.v, jnp.asarray(x), self.teacher, self.scale))

    def __init__(self, student: np.ndarray, teacher: np.ndarray, batch: int, rate: float) -> None:
        d = student.shape[0]
        self.teacher = traced.teacher_constants(jnp, jnp.asarray(teacher + np.eye(d)))
        self.batch, self.scale = batch, 2 * rate / batch
        self.key = jax.random.key(1)
        generic = np.sin(1 + 3 * np.arange(d) ** 2)
        self.starts = (jnp.array(generic), jnp.array(generic))
        self.reset(student)

    def reset(self, student: np.ndarray) -> None:
        """Puts the student back."""
        self.v = jnp.array(student + np.eye(len(student)))

    def bare_step(self) -> None:
        """One step of SGD."""
        self.v, self.key = bare(self.v, self.key, self.teacher, self.batch, self.scale)
        self.v.block_until_ready()

    def instrumented_step(self, variant: str, student_method: int, auxiliary_method: int) -> list[float]:
        """One step and its quantities."""
        self.v, self.key, self.starts, values = instrumented(
            self.v, self.key, self.starts, self.teacher, variant, self.batch, self.scale, student_method, auxiliary_method)
        self.v.block_until_ready()
        return np.asarray(values).tolist()


def describe(method: int) -> str:
    """A method of a spectral norm, for people."""
    return "dense" if method == 0 else f"Lanczos({method})"


def version() -> str:
    """What is compared."""
    import jaxlib

    return f"jax {jax.__version__} (jaxlib {jaxlib.__version__})"
