"""Environment variables that have to be set before numpy and the others are imported."""

from __future__ import annotations

import os


def variables(name: str, threads: int) -> dict[str, str]:
    """Environment variables that a library needs before it is imported."""
    found = {"OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
    if name != "numpy":
        # numpy only solves tiny eigenproblems there; a second pool of threads would get in the way.
        found["OPENBLAS_NUM_THREADS"] = "1"
    if name == "jax":
        found["JAX_PLATFORMS"] = "cpu"
        found["XLA_FLAGS"] = (
            f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'} intra_op_parallelism_threads={threads}"
        )
    return found


def apply(name: str, threads: int) -> None:
    """Sets them in this process."""
    os.environ.update(variables(name, threads))
