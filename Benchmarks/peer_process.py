"""The peers' virtual environment and their worker processes, one a library."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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


@dataclass
class Peer:
    """A library and its worker; `reason` says why it does not take part (any more)."""

    name: str
    threads: int
    reason: str | None = None
    version: str = ""
    python: str = ""
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts the worker and waits until its library is imported."""
        command = [str(PYTHON), "-W", "ignore", str(PEERS / "worker.py"), "--library", self.name, "--threads", str(self.threads)]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            hello = self._answer()
        except (OSError, PeerError) as error:
            self.reason = str(error)
            return
        self.version, self.python = hello["version"], hello["python"]

    def run(self, dimension: int, batch: int, seconds: float) -> dict[str, Any] | None:
        """One turn; None when the peer is out."""
        if self.reason is not None or self._process is None or self._process.stdin is None:
            return None
        try:
            request = {"dimension": dimension, "batch": batch, "seconds": seconds}
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer = self._answer()
        except (OSError, PeerError) as error:
            self.reason = str(error)
            return None
        time.sleep(0.2)     # its threads stop spinning before the next contestant starts
        return answer

    def stop(self) -> None:
        """Ends the worker."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._process is not None and self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise PeerError(f"the worker ended with status {self._process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise PeerError(answer["error"])
        return answer
