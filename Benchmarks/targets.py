"""The project's targets against the contest's figures, as one short Markdown table."""

from __future__ import annotations

from typing import Any

#: The most an instrumented step may cost, in bare steps, at B = 256.
RATIO_TARGETS = {100: 1.6, 300: 2.0, 1000: 2.4}
#: How many times faster than the best straightforward peer it should be, at B = 256.
FACTOR_TARGETS = {100: 2.5, 300: 2.5, 1000: 4.0}
TARGET_BATCH = 256


def summary(contest: dict[str, Any]) -> str:
    """A line for each size; every figure that has a target says whether that is reached."""
    lines = [
        "| d | B | our instrumented / our bare | best straightforward peer / ours | best Gram peer / ours | best peer's bare / our bare |",
        "| --: | --: | :-- | :-- | :-- | :-- |",
    ]
    verdicts: list[bool] = []
    undecided = 0
    for size in contest["sizes"]:
        d, batch, ours = size["dimension"], size["batch"], size["ours"]
        of_target = batch == TARGET_BATCH
        ratio = ours["instrumented"] / ours["bare"]
        most = RATIO_TARGETS.get(d) if of_target else None
        cells = [_cell(f"{ratio:.2f}", None if most is None else ratio <= most, f"≤ {most}", verdicts)]
        for kind, mine, least in (
            ("straightforward", ours["instrumented"], FACTOR_TARGETS.get(d) if of_target else None),
            ("gram", ours["instrumented"], 1.0),
            ("bare", ours["bare"], 1.0),
        ):
            best = _best(size, kind)
            if best is None:
                cells.append("no peer to compare with")
                undecided += least is not None
                continue
            name, time = best
            factor = time / mine
            met = None if least is None else (factor > least if kind == "gram" else factor >= least)
            wanted = f"{'>' if kind == 'gram' else '≥'} {least}"
            cells.append(_cell(f"{factor:.2f} ({name})", met, wanted, verdicts))
        lines.append(f"| {d} | {batch} | " + " | ".join(cells) + " |")
    count = f"{sum(verdicts)} of {len(verdicts) + undecided} targets reached" + (f", {undecided} undecided" if undecided else "")
    return "\n".join([f"{count}." + _absent(contest), "", *lines])


def _absent(contest: dict[str, Any]) -> str:
    """Which peers the best was not chosen from; a verdict means less without them."""
    absent: dict[str, list[str]] = {}
    for size in contest["sizes"]:
        for name in size.get("leftOut", {}):
            absent.setdefault(name, []).append(f"d = {size['dimension']}, B = {size['batch']}")
    return "".join(f" Without {name} at {'; '.join(sizes)}." for name, sizes in absent.items())


def _best(size: dict[str, Any], kind: str) -> tuple[str, float] | None:
    """The fastest peer's name and milliseconds."""
    return min(((name, peer[kind]) for name, peer in size["peers"].items()), key=lambda pair: pair[1], default=None)


def _cell(found: str, met: bool | None, wanted: str, verdicts: list[bool]) -> str:
    """A figure, and its verdict when it has a target."""
    if met is None:
        return found
    verdicts.append(met)
    return f"{found}, wanted {wanted}: {'reached' if met else '**not reached**'}"
