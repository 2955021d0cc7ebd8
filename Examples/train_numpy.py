"""Trains a student against a teacher in NumPy alone and saves every step for `twophase verify`.

    python3 Examples/train_numpy.py
    python3 Examples/train_numpy.py --sampled --dimension 30 --steps 400 --output sgd

The network is y(x) = sum_j max(0, v_j . x) with V = I + W; column j of V is neuron j. The loss is
L = E (y(x, W) - y(x, W*))^2, x ~ N(0, I), without a factor 1/2, and a step is W <- W - learning_rate grad L.
Nothing here is shared with TwoPhase: the gradient is the textbook formula (arccos and all), so a run of this script is an
independent witness. The formula loses digits near W*; that is what `twophase` exists for.
"""

import argparse
import os

import numpy as np


def negative_gradient(W, W_star):
    """-grad L over x ~ N(0, I), column j belongs to neuron j.

    -grad_j L = s/2 + (1/pi) sum_i [ (pi/2 - theta*_ij) v*_i - (pi/2 - theta_ij) v_i
                                     + (|v*_i| sin theta*_ij - |v_i| sin theta_ij) v_j/|v_j| ]

    with theta_ij the angle between v_i and v_j, theta*_ij the one between v*_i and v_j, s = sum_j (w*_j - w_j).
    """
    identity = np.eye(len(W))
    V, V_star = identity + W, identity + W_star
    norms, norms_star = np.linalg.norm(V, axis=0), np.linalg.norm(V_star, axis=0)
    V_bar, V_star_bar = V / norms, V_star / norms_star
    theta = np.arccos(np.clip(V_bar.T @ V_bar, -1, 1))
    theta_star = np.arccos(np.clip(V_star_bar.T @ V_bar, -1, 1))
    s = (W_star - W).sum(axis=1)
    along_own = norms_star @ np.sin(theta_star) - norms @ np.sin(theta)
    pairs = V_star @ (np.pi / 2 - theta_star) - V @ (np.pi / 2 - theta) + V_bar * along_own
    return s[:, None] / 2 + pairs / np.pi


def negative_batch_gradient(W, W_star, X):
    """-grad of the mean over the rows x of X of (y(x, W) - y(x, W*))^2."""
    identity = np.eye(len(W))
    Z = X @ (identity + W)
    Z_star = X @ (identity + W_star)
    residual = np.maximum(Z, 0).sum(axis=1) - np.maximum(Z_star, 0).sum(axis=1)
    return -2 / len(X) * X.T @ (residual[:, None] * (Z > 0))


def with_spectral_norm(matrix, norm):
    """The matrix scaled to a spectral norm."""
    return matrix * (norm / np.linalg.norm(matrix, 2))


def wrong_way_start(rng, d, norm=1.0):
    """A start at which the gradient points away from W*: R u = 0, |R|_2 = norm, W_0 = R - 1.5 Q/d I, Q = |R|_F^2 / 2."""
    R = rng.standard_normal((d, d))
    R = with_spectral_norm(R - R.mean(axis=1, keepdims=True), norm)
    return R - 1.5 * (np.sum(R * R) / 2) / d * np.eye(d)


def main():
    parser = argparse.ArgumentParser(description="Trains a teacher-student ReLU network in NumPy and saves every step.")
    parser.add_argument("--dimension", type=int, help="d (default: 30, or that of the files)")
    parser.add_argument("--steps", type=int, default=200, help="updates (default: 200)")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="of L = E (y - y*)^2 (default: 2e-3)")
    parser.add_argument("--sampled", action="store_true", help="fresh Gaussian batches instead of the population gradient")
    parser.add_argument("--batch", type=int, default=256, help="inputs in a batch, with --sampled (default: 256)")
    parser.add_argument("--seed", type=int, default=1, help="of start, teacher and batches (default: 1)")
    parser.add_argument("--init", metavar="FILE", help="W_0 as .npy, columns are neurons (default: the wrong-way start)")
    parser.add_argument("--teacher", metavar="FILE", help="W* as .npy, columns are neurons (default: Gaussian, norm 0.3)")
    parser.add_argument("--output", default=".", help="folder for run.npz, teacher.npy and W0.npy (default: here)")
    options = parser.parse_args()

    W = np.load(options.init).astype(float) if options.init else None
    W_star = np.load(options.teacher).astype(float) if options.teacher else None
    given = next((matrix for matrix in (W, W_star) if matrix is not None), None)
    d = options.dimension or (30 if given is None else len(given))
    rng = np.random.default_rng(options.seed)
    if W_star is None:
        W_star = with_spectral_norm(rng.standard_normal((d, d)), 0.3)
    if W is None:
        W = wrong_way_start(rng, d)
    if W.shape != (d, d) or W_star.shape != (d, d):
        parser.error(f"W_0 is {W.shape} and W* is {W_star.shape}, expected both ({d}, {d})")

    weights = np.empty((options.steps + 1, d, d))
    weights[0] = W
    for step in range(options.steps):
        if options.sampled:
            direction = negative_batch_gradient(W, W_star, rng.standard_normal((options.batch, d)))
        else:
            direction = negative_gradient(W, W_star)
        W = W + options.learning_rate * direction
        weights[step + 1] = W

    os.makedirs(options.output, exist_ok=True)
    run, teacher, start = (
        os.path.normpath(os.path.join(options.output, name)) for name in ("run.npz", "teacher.npy", "W0.npy"))
    np.savez(run, weights=weights, steps=np.arange(options.steps + 1), learning_rate=options.learning_rate)
    np.save(teacher, W_star)
    np.save(start, weights[0])
    print(f"distance |W - W*|_F: {np.linalg.norm(weights[0] - W_star):.6g} at step 0, "
          f"{np.linalg.norm(W - W_star):.6g} at step {options.steps}")
    print(f"wrote {run} ({options.steps + 1} snapshots, {d} x {d}, float64), {teacher}, {start}")
    print("next:")
    print(f"  twophase verify {run} --teacher {teacher}")


if __name__ == "__main__":
    main()
