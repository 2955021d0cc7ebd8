#!/usr/bin/env python3
"""Puts the demonstration's real output into README.md: make demo > /tmp/demo.txt; python3 docs/update-readme.py /tmp/demo.txt"""
import re
import sys

output = open(sys.argv[1]).read()
report = output[output.index("TwoPhase phase report"):].split("\nreport written")[0].rstrip()
readme = open("README.md").read()
readme = re.sub(r"```text\nTwoPhase phase report.*?```", lambda _: "```text\n" + report + "\n```", readme, flags=re.S)
open("README.md", "w").write(readme)
