#!/usr/bin/env python3
"""The smallest margin that sampling alone and sampling with projected ascent find in the same time.

Writes docs/lemmas/data/search-against-sampling.csv; needs .build/release/twophase (make build).

    python3 docs/lemmas/search-against-sampling.py && gnuplot docs/lemmas/search-against-sampling.gp
"""
import json
import subprocess

PROGRAM = ".build/release/twophase"
LEMMA = "one-point-convexity"


def measure(dimension, trials, seconds, seed):
    """The seconds that a test took and the smallest margin that it saw."""
    out = subprocess.run(
        [PROGRAM, "lemmas", "test", LEMMA, "--dimensions", str(dimension), "--trials", str(trials),
         "--search-seconds", str(seconds), "--seed", str(seed), "--json"],
        check=True, capture_output=True, text=True).stdout
    lemma = json.loads(out)["lemmas"][0]
    return lemma["seconds"], lemma["tightest"]["rhs"]


def main():
    rows = []
    for dimension in (5, 20, 100):
        calibration, _ = measure(dimension, 400, 0, 99)
        rate = 400 / calibration
        for budget in (1, 2, 4, 8):
            for seed in (1, 2, 3):
                # In turn, so that both meet the same load.
                few = max(10, int(0.25 * rate * budget))
                drawn, margin_drawn = measure(dimension, int(rate * budget), 0, seed)
                climbed, margin_climbed = measure(dimension, few, 0.75 * budget, seed)
                rows.append((dimension, budget, seed, drawn, margin_drawn, climbed, margin_climbed))
                print(*rows[-1], flush=True)
    with open("docs/lemmas/data/search-against-sampling.csv", "w") as file:
        file.write("dimension,budget,seed,samplingSeconds,samplingMargin,searchSeconds,searchMargin\n")
        for row in rows:
            file.write(",".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
