#!/usr/bin/python3
"""Watches a real run in headless Chromium.

    check_live.py TWOPHASE STEPS

Starts `TWOPHASE run --serve 0 --steps STEPS`, opens its page and stays to the end. Prints a JSON object a check, as check_page.py
does.
"""

import re
import subprocess
import sys
import time

from check_page import CHARTS, Page, browser


def records(page):
    """The number of records in the page, and the step of the last."""
    return page.js("return [RunView.data.count, RunView.data.lastStep]")


def main(program, steps):
    driver = browser()
    run = subprocess.Popen(
        [program, "run", "--dimension", "40", "--steps", steps, "--serve", "0", "--no-store"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    page = Page(driver, "served")
    try:
        url = re.search(r"http://127\.0\.0\.1:\d+/", run.stderr.readline()).group()
        page.open(url)
        counts = []
        while run.poll() is None:
            counts.append(records(page)[0])
            time.sleep(0.2)
        time.sleep(0.5)
        page.check("points arrive while the run is made", len(set(counts)) > 2, counts)
        page.check("they are all there at the end", records(page) == [int(steps) + 1, int(steps)], records(page))
        text = driver.find_element("css selector", "main").text
        page.check("the page says that the run ended", "The run ended: completed" in text, text[:300])
        page.drawn(CHARTS, "at the end")
        page.check("the run ends in order", run.returncode == 0, run.stderr.read())
        own = {url, url + "events"}
        asked = [address for address in page.requests(url) if address.split("?")[0] not in own]
        page.check("it asks its own server for records and nothing else", not asked, asked)
        page.check("no console errors", not page.errors(), page.errors())
    finally:
        run.kill()
        driver.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
