"""Which libraries there are, and how each is started. Nothing of a library is imported before it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

NAMES = ("numpy", "torch", "torch.compile", "jax")
VARIANTS = ("straightforward", "gram")


@dataclass(frozen=True)
class Library:
    """A library that is ready to work."""

    version: str
    make_case: Callable[[np.ndarray, np.ndarray, int, float], Any]
    describe: Callable[[Any], str]


def start(name: str, threads: int) -> Library:
    """Imports a library; `peer_environment.apply` comes first."""
    if name == "numpy":
        import eager
        import numpy_peer

        ops = numpy_peer.operations()
        return Library(numpy_peer.version(), lambda *arguments: eager.EagerCase(ops, *arguments), eager.describe)
    if name == "torch":
        import eager
        import torch_peer

        torch_peer.prepare(threads)
        ops = torch_peer.operations()
        return Library(torch_peer.version(), lambda *arguments: eager.EagerCase(ops, *arguments), eager.describe)
    if name == "torch.compile":
        import compiled_peer
        import torch_peer

        torch_peer.prepare(threads)
        return Library(torch_peer.version(), compiled_peer.CompiledCase, compiled_peer.describe)
    if name == "jax":
        import jax_peer

        return Library(jax_peer.version(), jax_peer.JaxCase, jax_peer.describe)
    raise ValueError(f"no library {name!r}; there are {', '.join(NAMES)}")
