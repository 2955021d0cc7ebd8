#!/usr/bin/env python3
"""The smallest margin that sampling alone and sampling with projected ascent find in the same time.

Writes docs/lemmas/data/search-against-sampling.csv; needs .build/release/twophase (make build).

    python3 docs/lemmas/search-against-sampling.py && gnuplot docs/lemmas/search-against-sampling.gp
"""
import json
import os
import subprocess
import sys

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ".build/release/twophase"
LEMMA = "one-point-convexity"


def measure(dimension, trials, seconds, seed, families):
    """The seconds that a test took and the smallest margin that it saw."""
    command = [PROGRAM, "lemmas", "test", LEMMA, "--dimensions", str(dimension), "--trials", str(trials),
               "--search-seconds", str(seconds), "--seed", str(seed), "--json"]
    if families != "all":
        command += ["--families", families]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lemma = json.loads(out)["lemmas"][0]
    return lemma["seconds"], lemma["tightest"]["rhs"]


def main():
    rows = []
    for families, budgets in (("gaussian", (1, 2, 4, 8)), ("all", (2, 8))):
        for dimension in (5, 20, 100):
            calibration, _ = measure(dimension, 600, 0, 99, families)
            rate = 600 / calibration
            for budget in budgets:
                for seed in (1, 2, 3):
                    # In turn, so that both meet the same load; a quarter of the search's time goes to samples.
                    few = max(20, int(0.25 * rate * budget))
                    drawn = measure(dimension, int(rate * budget), 0, seed, families)
                    climbed = measure(dimension, few, 0.75 * budget, seed, families)
                    rows.append((families, dimension, budget, seed, *drawn, *climbed))
                    print(*rows[-1], flush=True)
    os.makedirs("docs/lemmas/data", exist_ok=True)
    with open("docs/lemmas/data/search-against-sampling.csv", "w") as file:
        file.write("families,dimension,budget,seed,samplingSeconds,samplingMargin,searchSeconds,searchMargin\n")
        for row in rows:
            file.write(",".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
