"""The formulas for libraries that compile whole functions (torch.compile, jax.jit): pure, without buffers.

The same mathematics as eager.py. `xp` is `torch` or `jax.numpy`; the compilers fuse what is written one by one.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

HALF_PI = math.pi / 2


class Teacher(NamedTuple):
    """What depends on the teacher alone, computed once."""

    vs: Any                # V*
    us: Any                # its unit columns
    ns: Any                # its column norms
    m: Any                 # V*^T V*
    auxiliary: Any         # V* times its unit columns, transposed
    kernel: Any            # the teacher's part of the loss


def column_norms(xp: Any, v: Any) -> Any:
    """Norms of the columns."""
    return xp.sqrt((v * v).sum(0))


def teacher_constants(xp: Any, vs: Any) -> Teacher:
    """Everything of the teacher's that a step needs."""
    ns = column_norms(xp, vs)
    us = vs / ns
    c = xp.clip(us.T @ us, -1.0, 1.0)
    kernel = ns @ ((xp.sqrt(1 - c * c) + xp.arcsin(c) * c) @ ns)
    return Teacher(vs, us, ns, vs.T @ vs, vs @ us.T, kernel)


def scaled_gradient(xp: Any, v: Any, x: Any, teacher: Teacher, scale: float) -> Any:
    """eta times the gradient of the batch's loss; scale is 2 eta/B."""
    z, zs = x @ v, x @ teacher.vs
    active = z > 0
    residual = xp.where(active, z, 0.0).sum(1) - xp.where(zs > 0, zs, 0.0).sum(1)
    return x.T @ xp.where(active, (scale * residual)[:, None], 0.0)


def _scalars(xp: Any, inner: Any, kernel: Any, own: Any, n: Any, sums: Any, distance2: Any, first_pairs: Any,
             teacher: Teacher) -> Any:
    """The O(d) rest of both variants, as one vector in the order of `problem.QUANTITIES`; see eager.py."""
    ns = teacher.ns
    cross = n * ns * own
    q, r = ns * ns - cross, cross - n * n
    p = r / n
    change = ns - n
    potential = change.sum()
    s_square = (sums * sums).sum()
    constant = HALF_PI * s_square
    first = first_pairs - (own * q - r).sum() + ((potential - change) * p).sum()
    diagonal = (xp.arcsin(own) * q - HALF_PI * r + ns * xp.sqrt(1 - own * own) * p).sum()
    loss = s_square / 4 + (kernel + teacher.kernel) / (2 * math.pi)
    higher = inner - constant - first - diagonal
    return xp.stack([
        loss, potential, xp.sqrt(s_square), xp.sqrt(distance2), inner / distance2,
        constant / distance2, first / distance2, diagonal / distance2, higher / distance2,
    ])


def straightforward(xp: Any, v: Any, teacher: Teacher) -> tuple[Any, Any]:
    """The scalars without the spectral norms, and A; the margin from the d x d gradient."""
    ns = teacher.ns
    n = column_norms(xp, v)
    u = v / n
    c = xp.clip(u.T @ u, -1.0, 1.0)
    cs = xp.clip(teacher.us.T @ u, -1.0, 1.0)
    s, ss = xp.sqrt(1 - c * c), xp.sqrt(1 - cs * cs)
    p, ps = xp.arcsin(c), xp.arcsin(cs)
    kernel = (n[:, None] * (s + p * c) * n).sum() - 2 * (ns[:, None] * (ss + ps * cs) * n).sum()
    difference = teacher.vs - v
    sums = difference.sum(1)
    along = (ns[:, None] * ss - n[:, None] * s).sum(0)
    ghat = teacher.vs @ ps - v @ p + u * along + HALF_PI * sums[:, None]
    cross = ns[:, None] * cs * n
    # Pairs <v*_i, D_j> = M - C and, against the symmetric c, <v_i, D_j> = C - N.
    first_pairs = (cs * (teacher.m - cross)).sum() - (c * (cross - n[:, None] * c * n)).sum()
    auxiliary = teacher.auxiliary - v @ u.T
    values = _scalars(xp, (ghat * difference).sum(), kernel, cs.diagonal(), n, sums,
                      (difference * difference).sum(), first_pairs, teacher)
    return values, auxiliary


def gram(xp: Any, v: Any, teacher: Teacher) -> tuple[Any, Any]:
    """The same scalars from N = V^T V and C = V*^T V alone, and the column norms."""
    ns = teacher.ns
    own_pairs, cross_pairs = v.T @ v, teacher.vs.T @ v
    n = xp.sqrt(own_pairs.diagonal())
    c = xp.clip(own_pairs / (n[:, None] * n), -1.0, 1.0)
    cs = xp.clip(cross_pairs / (ns[:, None] * n), -1.0, 1.0)
    s, ss = xp.sqrt(1 - c * c), xp.sqrt(1 - cs * cs)
    p, ps = xp.arcsin(c), xp.arcsin(cs)
    kernel = (n[:, None] * (s + p * c) * n).sum() - 2 * (ns[:, None] * (ss + ps * cs) * n).sum()
    difference = teacher.vs - v
    sums = difference.sum(1)
    towards, along = teacher.m - cross_pairs, own_pairs - cross_pairs
    first_pairs = (cs * towards).sum() + (c * along).sum()
    own = cs.diagonal()
    lifted = (ns[:, None] * ss - n[:, None] * s).sum(0)
    inner = (ps * towards).sum() + (p * along).sum() + HALF_PI * (sums * sums).sum() + (lifted * (ns * own - n)).sum()
    values = _scalars(xp, inner, kernel, own, n, sums, (difference * difference).sum(), first_pairs, teacher)
    return values, n
