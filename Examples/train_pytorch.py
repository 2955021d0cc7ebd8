"""Trains a student against a teacher in PyTorch and saves every step for `twophase verify`.

    python3 Examples/train_pytorch.py
    python3 Examples/train_pytorch.py --dimension 100 --steps 600 --learning-rate 5e-4 --output torch

Both networks are nn.Linear(d, d, bias=False), ReLU, sum over the hidden units. The weight's *rows* are the neurons and hold
I + W, in float32: what `--layout rows --includes-identity` is for. The loss is the batch mean of (y - y*)^2 without a factor
1/2, so the optimiser's learning rate is the eta of `twophase`.

Needs torch; with the safetensors package the run is written as .safetensors, without it as .npz.
"""

import argparse
import os

import numpy as np
import torch
from torch import nn

try:
    from safetensors.torch import save_file
except ImportError:
    save_file = None


def with_spectral_norm(matrix, norm):
    """The matrix scaled to a spectral norm."""
    return matrix * (norm / torch.linalg.matrix_norm(matrix, 2))


def wrong_way_start(d, norm=1.0):
    """A start at which the gradient points away from W*, rows are neurons: u^T R = 0, |R|_2 = norm, R - 1.5 Q/d I."""
    R = torch.randn(d, d)
    R = with_spectral_norm(R - R.mean(dim=0, keepdim=True), norm)
    return R - 1.5 * (R.square().sum() / 2) / d * torch.eye(d)


def linear_layer(weights):
    """A layer whose neurons are I + weights, in rows."""
    d = len(weights)
    layer = nn.Linear(d, d, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(d) + weights)
    return layer


def output(layer, x):
    """y(x), one number per input."""
    return torch.relu(layer(x)).sum(dim=1)


def main():
    parser = argparse.ArgumentParser(description="Trains a teacher-student ReLU network in PyTorch and saves every step.")
    parser.add_argument("--dimension", type=int, default=30, help="d (default: 30)")
    parser.add_argument("--steps", type=int, default=200, help="updates (default: 200)")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="of L = E (y - y*)^2 (default: 2e-3)")
    parser.add_argument("--batch", type=int, default=256, help="inputs in a batch (default: 256)")
    parser.add_argument("--seed", type=int, default=1, help="of start, teacher and batches (default: 1)")
    parser.add_argument("--output", default=".", help="folder for the run and teacher.npy (default: here)")
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    d = options.dimension
    teacher = linear_layer(with_spectral_norm(torch.randn(d, d), 0.3))
    student = linear_layer(wrong_way_start(d))
    optimiser = torch.optim.SGD(student.parameters(), lr=options.learning_rate)

    # One tensor per step, named by its step, as the layer holds it.
    snapshots = {f"step_{0:06d}": student.weight.detach().clone()}
    for step in range(1, options.steps + 1):
        x = torch.randn(options.batch, d)
        with torch.no_grad():
            target = output(teacher, x)
        loss = (output(student, x) - target).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        snapshots[f"step_{step:06d}"] = student.weight.detach().clone()

    os.makedirs(options.output, exist_ok=True)
    teacher_file = os.path.normpath(os.path.join(options.output, "teacher.npy"))
    np.save(teacher_file, teacher.weight.detach().numpy())
    if save_file is not None:
        run = os.path.normpath(os.path.join(options.output, "run.safetensors"))
        save_file(snapshots, run)
    else:
        run = os.path.normpath(os.path.join(options.output, "run.npz"))
        np.savez(run, **{name: weight.numpy() for name, weight in snapshots.items()})
    print(f"batch loss at step {options.steps - 1}: {loss.item():.6g}" if options.steps else "no step was made")
    print(f"wrote {run} ({len(snapshots)} snapshots, {d} x {d}, float32, rows are neurons, I + W) and {teacher_file}")
    print("next:")
    print(f"  twophase verify {run} --teacher {teacher_file} --layout rows --includes-identity"
          f" --learning-rate {options.learning_rate}")


if __name__ == "__main__":
    main()
