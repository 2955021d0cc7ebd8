#!/usr/bin/env python3
"""Reference values of the array functions: arcsin x, arcsin x - x, sqrt x, and h(c) = sqrt(1 - c^2) + c arcsin c.

Evaluated with mpmath from the plain formulas, at 320 digits: arcsin x - x loses 180 of them at the smallest points.
Each value is stored as the double nearest to it and the rest, to four digits: together they tell a thousandth of a
unit in the last place.

    make_array_functions.py            write array-functions.json beside this file
    make_array_functions.py --check    recompute it; exit 1 if a byte differs

Random inputs use only `random.Random(name).random()` and IEEE operations, so every machine writes the same file.
"""

import argparse
import json
import random
import sys
from pathlib import Path

from mpmath import mp, mpf

TARGET = Path(__file__).resolve().parent / "array-functions.json"

FUNCTIONS = {
    "arcsine": mp.asin,
    "arcsineRemainder": lambda x: mp.asin(x) - x,
    "lossKernel": lambda c: mp.sqrt(1 - c * c) + c * mp.asin(c),
    "squareRoot": mp.sqrt,
}


def neighbours(x, steps):
    """x and the doubles within a few steps of it."""
    ulp = 2.0**-53 if 0.5 < x <= 1 else 2.0**-54
    return [x + k * ulp for k in range(-steps, steps + 1) if abs(x + k * ulp) <= 1]


def cosines():
    """Points of [-1, 1]: all over, every binade, around 0, +-1/2 (where the formulas change) and +-1."""
    rng = random.Random("array-functions").random
    points = [2 * rng() - 1 for _ in range(600)]
    for size in (0.5, 1.0):  # more of them where the error is largest: just beyond 1/2 and near 1
        points += [size * (1 - 0.04 * rng()) for _ in range(75)] + [0.5 * (1 + 0.2 * rng()) for _ in range(75)]
    points += [(1 if k % 2 else -1) * 2.0**-e * (1 + rng()) for e in range(2, 62) for k in range(3)]
    points += [2.0**-e * (1 + rng()) for e in range(64, 300, 8)]
    points += [(1 if k % 2 else -1) * (1 - 2.0**-e * rng()) for e in range(1, 52) for k in range(3)]
    points += [(1 if k % 2 else -1) * (0.5 + sign * 2.0**-e * rng()) for e in range(4, 52) for sign in (1, -1) for k in (0, 1)]
    points += [sign * x for sign in (1, -1) for centre in (0.5, 1.0) for x in neighbours(centre, 8)]
    points += [0.0, 0.25, -0.25, 0.75, -0.75, 2.0**-0.5, 1e-8, -1e-8]
    return sorted(set(points))


def squares():
    """Non-negative points of every size: a few in each eighth binade, and the ends."""
    rng = random.Random("square-roots").random
    points = [2.0**e * (1 + rng()) for e in range(-1022, 1023, 8) for _ in range(2)]
    points += [4.0 * rng() for _ in range(200)] + [1 + k * 2.0**-52 for k in range(8)] + [1 - k * 2.0**-53 for k in range(8)]
    return sorted(set(points + [0.0, 5e-324, 2.0**-1022, 2.0**1023]))


def entry(function, x):
    exact = function(mpf(x))
    nearest = float(exact)
    return [x, nearest, float(mp.nstr(exact - mpf(nearest), 4))]


def table():
    with mp.workdps(320):
        lines = []
        for name, function in FUNCTIONS.items():
            points = squares() if name == "squareRoot" else cosines()
            rows = ",\n".join(json.dumps(entry(function, x), separators=(",", ":")) for x in points)
            lines.append(f'"{name}":[\n{rows}]')
        return "{" + ",\n".join(lines) + "}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="recompute the stored file; exit 1 if a byte differs")
    if parser.parse_args().check:
        sys.exit(TARGET.read_text() != table())
    TARGET.write_text(table())
    print(f"{TARGET}: {TARGET.stat().st_size} bytes, {len(cosines())} and {len(squares())} points")


if __name__ == "__main__":
    main()
