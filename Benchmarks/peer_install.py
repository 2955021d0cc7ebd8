"""The peers' virtual environment: made once, and why a requirement is missing from it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).resolve().parent / "peers"
ENVIRONMENT = PEERS / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
REQUIREMENTS = PEERS / "requirements.txt"
LIBRARIES = ("numpy", "torch", "torch.compile", "jax")
#: Builds of torch without CUDA are not on PyPI.
TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
INSTALL_TIMEOUT = 1800


class PeerError(RuntimeError):
    """A peer cannot take part; the text says why."""


def install() -> dict[str, str]:
    """Makes the virtual environment once; the reason for each requirement that could not be installed."""
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    stamp = ENVIRONMENT / "installed"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return {}
    print("installing the peers into Benchmarks/peers/.venv", file=sys.stderr)
    reasons: dict[str, str] = {}
    try:
        _call([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    except PeerError as error:
        return {name.split(".")[0]: f"no virtual environment: {error}" for name in LIBRARIES}
    for line in REQUIREMENTS.read_text().splitlines():
        requirement = line.split("#")[0].strip()
        if not requirement:
            continue
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement]
        if requirement.startswith("torch"):
            command += ["--extra-index-url", TORCH_INDEX, "--retries", "1", "--timeout", "20"]
        try:
            _call(command)
        except PeerError as error:
            reasons[requirement.split("=")[0]] = str(error)
    if not reasons:
        stamp.write_text(wanted)
    return reasons


def _call(command: list[str]) -> None:
    """Runs a command; its last line of complaint becomes the error."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerError(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise PeerError(lines[-1] if lines else f"{' '.join(command)} ended with status {done.returncode}")
