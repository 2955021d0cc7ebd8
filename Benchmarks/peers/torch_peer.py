"""PyTorch, eager: the formulas of eager.py on tensors."""

from __future__ import annotations

import torch

from eager import Operations


def prepare(threads: int) -> None:
    """Process-wide settings."""
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    torch.manual_seed(1)


def operations() -> Operations:
    """PyTorch's names."""
    return Operations(
        xp=torch,
        array=lambda a: torch.as_tensor(a, dtype=torch.float64).clone(),
        empty=lambda shape: torch.zeros(shape, dtype=torch.float64),
        empty_mask=lambda shape: torch.zeros(shape, dtype=torch.bool),
        fill_normal=lambda x: x.normal_(),
        inner=lambda a, b: torch.dot(a.view(-1), b.view(-1)),
        column_norms=lambda a: torch.linalg.vector_norm(a, dim=0),
        floats=lambda values: torch.stack(values).tolist(),
    )


def version() -> str:
    """What is compared."""
    blas = "MKL" if torch.backends.mkl.is_available() else "OpenBLAS"
    return f"torch {torch.__version__} ({blas})"
