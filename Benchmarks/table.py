"""The contest as Markdown: the targets, one table of every figure, and the ways of getting the spectral norms."""

from __future__ import annotations

from typing import Any

import targets


def markdown(contest: dict[str, Any]) -> str:
    """Everything that goes between the markers."""
    parts = [targets.summary(contest), _table(contest), _methods(contest)]
    return "\n\n".join(part for part in parts if part)


def _table(contest: dict[str, Any]) -> str:
    lines = [
        "| d | B | | bare ms | ours faster | GF/s | of GEMM peak | straightforward ms | / bare | ours faster | Gram ms | / bare | ours faster |",
        "| --: | --: | :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for size in contest["sizes"]:
        d, batch, ours = size["dimension"], size["batch"], size["ours"]
        bare, full = ours["bare"], ours["instrumented"]
        lines.append(_row([d, batch, "**twophase**", _ms(bare), "", *_rate(size, bare), "", "", "",
                           f"**{_ms(full)}**", f"{full / bare:.2f}", ""]))
        for name, peer in size["peers"].items():
            cells = [d, batch, name, _ms(peer["bare"]), f"{peer['bare'] / bare:.2f}", *_rate(size, peer["bare"])]
            for variant in ("straightforward", "gram"):
                cells += [_ms(peer[variant]), f"{peer[variant] / peer['bare']:.2f}", f"{peer[variant] / full:.2f}"]
            lines.append(_row(cells))
        for name, reason in size.get("leftOut", {}).items():
            lines.append(_row([d, batch, name, "left out: " + reason.replace("|", "\\|"), *[""] * 9]))
    return "\n".join(lines)


def _rate(size: dict[str, Any], bare: float) -> list[str]:
    """The bare step's rate over its 6 B d^2 flops of products, and its part of the peak measured in the same run."""
    gigaflops = 6 * size["batch"] * size["dimension"] ** 2 / (bare * 1e6)
    return [f"{gigaflops:.0f}", f"{100 * gigaflops / size['gemmGflops']:.0f} %"]


def _row(cells: list[Any]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _ms(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _methods(contest: dict[str, Any]) -> str:
    """Which way of getting \\|\\|W\\|\\|_2 and \\|\\|A\\|\\|_2 was the fastest."""
    rows = ["How each peer gets \\|\\|W\\|\\|_2 and \\|\\|A\\|\\|_2 fastest (W, A; tried on the spot):", "",
            "| | d | straightforward | Gram |", "| :-- | --: | :-- | :-- |"]
    found = {}
    for size in contest["sizes"]:
        for name, peer in size["peers"].items():
            found[name, size["dimension"]] = peer["methods"]
    for (name, d), methods in sorted(found.items()):
        rows.append(_row([name, d, *(", ".join(methods[variant]) for variant in ("straightforward", "gram"))]))
    return "\n".join(rows) if found else ""
