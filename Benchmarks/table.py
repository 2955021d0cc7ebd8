"""The contest as Markdown: one table, the ways of getting the spectral norms, and the targets."""

from __future__ import annotations

from typing import Any

#: The most an instrumented step may cost, in bare steps, at B = 256.
RATIO_TARGETS = {100: 1.6, 300: 2.0, 1000: 2.4}
#: How many times faster than the best straightforward peer it should be, at B = 256.
FACTOR_TARGETS = {100: 2.5, 300: 2.5, 1000: 4.0}
TARGET_BATCH = 256


def markdown(contest: dict[str, Any]) -> str:
    """Everything that goes between the markers."""
    parts = [_table(contest), _skipped(contest), _methods(contest), _targets(contest)]
    return "\n\n".join(part for part in parts if part)


def _table(contest: dict[str, Any]) -> str:
    lines = [
        "| d | B | | bare ms | GF/s | of GEMM peak | straightforward ms | / bare | ours faster | Gram ms | / bare | ours faster |",
        "| --: | --: | :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for size in contest["sizes"]:
        d, batch, ours = size["dimension"], size["batch"], size["ours"]
        bare, full = ours["bare"], ours["instrumented"]
        lines.append(_row([d, batch, "**twophase**", _ms(bare), *_rate(size, bare), "", "", "",
                           f"**{_ms(full)}**", f"{full / bare:.2f}", ""]))
        for name, peer in size["peers"].items():
            cells = [d, batch, name, _ms(peer["bare"]), *_rate(size, peer["bare"])]
            for variant in ("straightforward", "gram"):
                cells += [_ms(peer[variant]), f"{peer[variant] / peer['bare']:.2f}", f"{peer[variant] / full:.2f}"]
            lines.append(_row(cells))
    return "\n".join(lines)


def _rate(size: dict[str, Any], bare: float) -> list[str]:
    """The bare step's rate over its 6 B d^2 flops of products, and its part of the peak measured in the same run."""
    gigaflops = 6 * size["batch"] * size["dimension"] ** 2 / (bare * 1e6)
    return [f"{gigaflops:.0f}", f"{100 * gigaflops / size['gemmGflops']:.0f} %"]


def _row(cells: list[Any]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _ms(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _skipped(contest: dict[str, Any]) -> str:
    return "\n".join(f"- {name} did not take part: {reason}" for name, reason in contest["skipped"].items())


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


def _targets(contest: dict[str, Any]) -> str:
    """The project's targets against the figures."""
    lines = ["Targets:", ""]
    for size in contest["sizes"]:
        d, batch, ours, peers = size["dimension"], size["batch"], size["ours"], size["peers"]
        at = f"d = {d}, B = {batch}"
        if batch == TARGET_BATCH and d in RATIO_TARGETS:
            ratio = ours["instrumented"] / ours["bare"]
            lines.append(_target(f"instrumented / bare at {at}", ratio, "<=", RATIO_TARGETS[d]))
        if not peers:
            continue
        if batch == TARGET_BATCH and d in FACTOR_TARGETS:
            factor = min(peer["straightforward"] for peer in peers.values()) / ours["instrumented"]
            lines.append(_target(f"times faster than the best straightforward peer at {at}", factor, ">=", FACTOR_TARGETS[d]))
        name, best = min(((n, peer["gram"]) for n, peer in peers.items()), key=lambda pair: pair[1])
        lines.append(_target(f"times faster than the best Gram peer ({name}) at {at}", best / ours["instrumented"], ">", 1.0))
        name, best = min(((n, peer["bare"]) for n, peer in peers.items()), key=lambda pair: pair[1])
        lines.append(_target(f"bare step against the best peer's ({name}) at {at}", ours["bare"] / best, "<=", 1.0))
    return "\n".join(lines)


def _target(what: str, found: float, relation: str, wanted: float) -> str:
    reached = {"<=": found <= wanted, ">=": found >= wanted, ">": found > wanted}[relation]
    sign = {"<=": "≤", ">=": "≥", ">": ">"}[relation]
    return f"- {what}: {found:.2f} (wanted {sign} {wanted:g}): {'reached' if reached else '**not reached**'}"
