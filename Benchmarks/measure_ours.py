"""Runs `twophase bench` and reads what it says."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BenchError(RuntimeError):
    """The program could not be run or did not answer with what was asked for."""


@dataclass(frozen=True)
class OwnRun:
    """One run of our program."""

    bare: list[float]
    instrumented: list[float]
    answer: dict[str, Any]
    peak_megabytes: float


def run(program: Path, dimension: int, batch: int, seconds: float, threads: int) -> OwnRun:
    """One run in its own process, with the process's largest resident memory."""
    command = [str(program), "bench", "--dimension", str(dimension), "--batch", str(batch), "--seconds", f"{seconds:g}", "--json"]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            child = subprocess.Popen(command, stdout=output, stderr=errors, env=environment)
        except OSError as error:
            raise BenchError(f"cannot start {program}: {error}; run `make build` first") from error
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        text, complaint = output.read().decode(), errors.read().decode().strip()
    if child.returncode != 0:
        raise BenchError(f"{' '.join(command)} ended with status {child.returncode}: {complaint[-500:]}")
    try:
        answer = json.loads(text)
        bare = answer.get("bareSamplesMs") or [answer["bareMs"]]
        instrumented = answer.get("instrumentedSamplesMs") or [answer["instrumentedMs"]]
    except (ValueError, KeyError) as error:
        raise BenchError(f"{' '.join(command)} did not print the expected JSON ({error}): {text[:200]!r}") from error
    time.sleep(0.2)     # lets its threads end before the next contestant
    return OwnRun(bare, instrumented, answer, usage.ru_maxrss / 1024)
