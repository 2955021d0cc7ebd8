"""NumPy: the eager formulas, with normals from two generators in two threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from eager import Operations

#: Below this many normals a second thread costs more than it saves.
THREADED_DRAW = 40_000


class Normals:
    """Fills a batch, each half by its own SFC64 generator when the batch is large (numpy lets go of the lock)."""

    def __init__(self) -> None:
        self.generators = [np.random.Generator(np.random.SFC64(seed)) for seed in np.random.SeedSequence(1).spawn(2)]
        self.helper = ThreadPoolExecutor(max_workers=1)

    def fill(self, x: np.ndarray) -> None:
        first, second = self.generators
        if x.size < THREADED_DRAW:
            first.standard_normal(out=x)
            return
        half = len(x) // 2
        waiting = self.helper.submit(second.standard_normal, out=x[half:])
        first.standard_normal(out=x[:half])
        waiting.result()


def operations() -> Operations:
    """NumPy's names."""
    return Operations(
        xp=np,
        array=lambda a: np.array(a, dtype=np.float64),
        empty=lambda shape: np.zeros(shape),
        empty_mask=lambda shape: np.zeros(shape, dtype=bool),
        fill_normal=Normals().fill,
        inner=np.vdot,
        column_norms=lambda a: np.sqrt(np.einsum("ij,ij->j", a, a)),
        floats=lambda values: [float(value) for value in values],
    )


def version() -> str:
    """What is compared."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"numpy {np.__version__} ({blas['name']} {blas['version']})"
