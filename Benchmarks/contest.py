"""Ours and the peers in turn, in the same run."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import Any

import measure_ours
from peer_install import LIBRARIES, install
from peer_process import Peer

DIMENSIONS = (100, 300, 1000, 2000)
BATCHES = (64, 256)
QUICK_DIMENSIONS = (100, 300)
OURS = "twophase"


def compete(program: Path, quick: bool, threads: int, dimensions: tuple[int, ...] = DIMENSIONS,
            batches: tuple[int, ...] = BATCHES) -> dict[str, Any]:
    """Every size, a few rounds each; in a round every contestant has one turn, and each round another one begins."""
    rounds, seconds = (1, 0.3) if quick else (3, 1.0)
    missing = install()
    peers = [Peer(name, threads, missing.get(name.split(".")[0])) for name in LIBRARIES]
    for peer in peers:
        if peer.reason is None:
            print(f"starting {peer.name}", file=sys.stderr)
            peer.start()
    sizes = []
    try:
        for dimension in QUICK_DIMENSIONS if quick else dimensions:
            for batch in batches:
                sizes.append(_one_size(program, peers, dimension, batch, rounds, seconds, threads))
    finally:
        for peer in peers:
            peer.stop()
    return {
        "sizes": sizes,
        "rounds": rounds,
        "secondsPerTurn": seconds,
        "versions": {peer.name: peer.version for peer in peers if peer.version},
        "peerPython": next((peer.python for peer in peers if peer.python), None),
        "skipped": {peer.name: peer.reason for peer in peers if peer.reason},
    }


def _one_size(program: Path, peers: list[Peer], dimension: int, batch: int, rounds: int, seconds: float,
              threads: int) -> dict[str, Any]:
    """Medians over all rounds at one size."""
    if dimension >= 1000:
        seconds *= 2
    ours: list[measure_ours.OwnRun] = []
    steps: dict[str, dict[str, list[float]]] = {}
    methods: dict[str, Any] = {}
    setups: dict[str, float] = {}
    contestants: list[Peer | None] = [None, *peers]
    for turn in range(rounds):
        shift = turn % len(contestants)
        for contestant in contestants[shift:] + contestants[:shift]:
            name = OURS if contestant is None else contestant.name
            print(f"d = {dimension}, B = {batch}, round {turn + 1} of {rounds}: {name}", file=sys.stderr)
            if contestant is None:
                ours.append(measure_ours.run(program, dimension, batch, seconds, threads))
                continue
            answer = contestant.run(dimension, batch, seconds)
            if answer is None:
                print(f"  {name} is out: {contestant.why_out(dimension, batch)}", file=sys.stderr)
                continue
            setups.setdefault(name, answer["setupSeconds"])
            methods[name] = answer["methods"]
            for kind, samples in answer["milliseconds"].items():
                steps.setdefault(name, {}).setdefault(kind, []).extend(samples)
    answers = [run.answer for run in ours]
    left_out = {peer.name: why for peer in peers if (why := peer.why_out(dimension, batch)) is not None}
    return {
        "dimension": dimension,
        "batch": batch,
        "gemmGflops": median(answer["gemmGflops"] for answer in answers),
        "backend": answers[0].get("backend"),
        "threads": answers[0].get("threads"),
        "ours": {
            "bare": median(x for run in ours for x in run.bare),
            "instrumented": median(x for run in ours for x in run.instrumented),
        },
        "peers": {
            name: {
                **{kind: median(samples) for kind, samples in kinds.items()},
                "steps": {kind: len(samples) for kind, samples in kinds.items()},
                "methods": methods[name],
                "setupSeconds": setups[name],
            }
            for name, kinds in steps.items()
            if name not in left_out
        },
        "leftOut": left_out,
    }
