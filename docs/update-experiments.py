#!/usr/bin/env python3
"""Puts what `twophase reproduce all` found into docs/experiments.md: findings, times and pictures.

    docs/update-experiments.py reproduction

Replaces what stands between <!-- begin NAME --> and <!-- end NAME -->; the words around it are written by hand. Pictures are made
by pdftoppm (Debian: poppler-utils).
"""

import json
import pathlib
import re
import subprocess
import sys

WORDS = {"notTested": "not tested"}


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def part(result):
    lines = [
        f"![{result['title']}](images/experiments/{result['name']}.png)",
        "",
        f"`twophase reproduce {result['name']}`, seed {result['seed']}, {result['seconds']:.0f} s on two cores.",
        "",
        "| claim | of | verdict | measured |",
        "| --- | --- | --- | --- |",
    ]
    for finding in result["findings"]:
        verdict = WORDS.get(finding["verdict"], finding["verdict"])
        lines.append(
            f"| {cell(finding['claim'])} | {cell(finding['source'])} | **{verdict}** | {cell(finding['evidence'])} |")
    return "\n".join(lines)


def main(folder):
    docs = pathlib.Path(__file__).parent
    page = docs / "experiments.md"
    text = page.read_text()
    pictures = docs / "images" / "experiments"
    pictures.mkdir(parents=True, exist_ok=True)
    total = 0
    for file in sorted(pathlib.Path(folder).glob("*/result.json")):
        result = json.loads(file.read_text())
        name = result["name"]
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        if begin not in text:
            print(f"{name}: no place in {page}", file=sys.stderr)
            continue
        if result["isQuick"]:
            sys.exit(f"{file}: the short form, expected the full one")
        text = re.sub(
            re.escape(begin) + ".*?" + re.escape(end), lambda _: f"{begin}\n{part(result)}\n{end}", text, flags=re.S)
        subprocess.run(
            ["pdftoppm", "-r", "110", "-png", "-singlefile", str(file.parent / f"{name}.pdf"), str(pictures / name)],
            check=True)
        total += result["seconds"]
    page.write_text(text)
    print(f"{total / 60:.0f} minutes in all")


if __name__ == "__main__":
    main(sys.argv[1])
