"""A slow evaluation of the quantities, neuron by neuron, that the peers are checked against.

It follows the definitions of docs/theory.md one after the other and shares no code with the peers.
Far from the teacher only: near it these formulas cancel.
"""

from __future__ import annotations

import numpy as np


def _angle(p: np.ndarray, q: np.ndarray) -> float:
    """The angle between two vectors (Kahan's formula)."""
    p, q = p / np.linalg.norm(p), q / np.linalg.norm(q)
    return 2 * np.arctan2(np.linalg.norm(p - q), np.linalg.norm(p + q))


def evaluate(student: np.ndarray, teacher: np.ndarray) -> dict[str, float]:
    """Every quantity of `problem.QUANTITIES` for ReLU, by its definition."""
    dimension = student.shape[0]
    identity = np.eye(dimension)
    v = (identity + student).T.copy()
    t = (identity + teacher).T.copy()
    difference = (teacher - student).T.copy()
    norm_v = np.linalg.norm(v, axis=1)
    norm_t = np.linalg.norm(t, axis=1)
    s = difference.sum(axis=0)

    def h(angle: float) -> float:
        return np.sin(angle) + (np.pi / 2 - angle) * np.cos(angle)

    kernel = 0.0
    inner = dict.fromkeys(("constant", "first", "diagonal", "higher"), 0.0)
    auxiliary = (teacher + identity) @ (t / norm_t[:, None]) - (student + identity) @ (v / norm_v[:, None])
    potential = float(norm_t.sum() - norm_v.sum())
    for j in range(dimension):
        unit = v[j] / norm_v[j]
        d_j = difference[j]
        inner["constant"] += np.pi / 2 * (s @ d_j)
        own = np.outer(t[j], t[j]) / norm_t[j] - np.outer(v[j], v[j]) / norm_v[j]
        without_j = potential - (norm_t[j] - norm_v[j])
        inner["first"] += ((auxiliary - own) @ unit + without_j * unit) @ d_j
        for i in range(dimension):
            theta = 0.0 if i == j else _angle(v[i], v[j])
            theta_star = _angle(t[i], v[j])
            kernel += norm_v[i] * norm_v[j] * h(theta)
            kernel -= 2 * norm_t[i] * norm_v[j] * h(theta_star)
            kernel += norm_t[i] * norm_t[j] * h(0.0 if i == j else _angle(t[i], t[j]))
            whole = (np.pi / 2 - theta_star) * t[i] - (np.pi / 2 - theta) * v[i]
            whole = whole + (norm_t[i] * np.sin(theta_star) - norm_v[i] * np.sin(theta)) * unit
            if i == j:
                inner["diagonal"] += whole @ d_j
            else:
                linear = np.cos(theta_star) * t[i] - np.cos(theta) * v[i] + (norm_t[i] - norm_v[i]) * unit
                inner["higher"] += (whole - linear) @ d_j
    square = float((difference**2).sum())
    terms = {name: float(value) / square for name, value in inner.items()}
    return {
        "loss": float(s @ s / 4 + kernel / (2 * np.pi)),
        "potential": potential,
        "sNorm": float(np.linalg.norm(s)),
        "distance": float(np.sqrt(square)),
        "margin": sum(terms.values()),
        **terms,
        "studentSpectralNorm": float(np.linalg.norm(student, 2)),
        "auxiliarySpectralNorm": float(np.abs(np.linalg.eigvalsh(auxiliary)).max()),
    }
