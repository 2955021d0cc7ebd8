#!/usr/bin/python3
"""Watches a real run in headless Chromium.

    check_live.py TWOPHASE

Starts `TWOPHASE run --serve 0` with more steps than it will ever make, opens its page, interrupts the run (as Ctrl-C does) once the
page has filled for a while, and stays to the end: no check depends on how fast the machine is. Prints a JSON object a check, as
check_page.py does.
"""

import re
import signal
import subprocess
import sys
import tempfile
import time

from check_page import CHARTS, Page, browser


def records(page):
    """The number of records in the page, and the step of the last."""
    return page.js("return [RunView.data.count, RunView.data.lastStep]")


def main(program):
    driver = browser()
    report = tempfile.TemporaryFile(mode="w+")
    run = subprocess.Popen(
        [program, "run", "--dimension", "40", "--steps", "100000000", "--serve", "0", "--no-store"],
        stdout=report, stderr=subprocess.PIPE, text=True)
    page = Page(driver, "served")
    try:
        url = re.search(r"http://127\.0\.0\.1:\d+/", run.stderr.readline()).group()
        page.open(url)
        counts = []
        deadline = time.monotonic() + 60
        while run.poll() is None and len(set(counts)) <= 3 and time.monotonic() < deadline:
            counts.append(records(page)[0])
            time.sleep(0.2)
        page.check("points arrive while the run is made", run.poll() is None and len(set(counts)) > 3, counts)
        run.send_signal(signal.SIGINT)
        run.wait(60)
        report.seek(0)
        last = int(re.search(r"interrupted at step (\d+)", report.read()).group(1))
        deadline = time.monotonic() + 30
        while records(page)[1] < last and time.monotonic() < deadline:
            time.sleep(0.1)
        page.check("they are all there at the end", records(page) == [last + 1, last], [records(page), last])
        time.sleep(0.5)
        text = driver.find_element("css selector", "main").text
        ended = f"The run ended: interrupted at step {last}"
        page.check("the page says that the run ended", ended in text, text[:300])
        page.drawn(CHARTS, "at the end")
        page.check("the run ends in order", run.returncode == 130, [run.returncode, run.stderr.read()])
        own = {url, url + "events"}
        asked = [address for address in page.requests(url) if address.split("?")[0] not in own]
        page.check("it asks its own server for records and nothing else", not asked, asked)
        page.check("no console errors", not page.errors(), page.errors())
    finally:
        run.kill()
        driver.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
