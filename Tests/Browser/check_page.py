#!/usr/bin/python3
"""Opens TwoPhase's pages in headless Chromium and checks what they do there.

    check_page.py FOLDER

FOLDER holds the pages and expectations.json (written by Tests/BrowserTests). Prints one JSON object a check,
{"check": ..., "ok": ..., "detail": ...}. Exit status 0 when all were made, whatever they found; 2 with a line on
standard error when the browser is missing.
"""

import base64
import json
import pathlib
import shutil
import subprocess
import sys
import time

PACKAGES = "chromium chromium-driver python3-selenium poppler-utils"

try:
    from selenium import webdriver
    from selenium.common.exceptions import NoAlertPresentException
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print(f"python3-selenium is missing: apt-get install {PACKAGES}", file=sys.stderr)
    sys.exit(2)

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from check_experiment import check_experiment  # noqa: E402
from check_map import check_map  # noqa: E402
from live_server import LiveServer  # noqa: E402

CHARTS = ["potential", "margin", "distance", "norm", "loss"]
COMPARED = ["potential", "margin", "distance", "loss"]


class Page:
    """A page in the browser, and the checks made on it."""

    def __init__(self, driver, name):
        self.driver, self.name = driver, name

    def check(self, what, ok, detail=""):
        print(json.dumps({"check": f"{self.name}: {what}", "ok": bool(ok), "detail": str(detail)[:600]}), flush=True)

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def open(self, url, width=1180, height=900, dark=False, mobile=False):
        self.media(dark=dark)
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 2 if mobile else 1, "mobile": mobile})
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        started = time.monotonic()
        self.driver.get(url)
        self.settle()
        self.seconds = time.monotonic() - started

    def media(self, dark=False, media=""):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "media": media, "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def settle(self):
        """Waits for the drawing that was asked for."""
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));")

    def requests(self, own):
        """The addresses that were asked for, but for the page itself and data in it."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = message["params"]["request"]["url"]
                if address != own and not address.startswith("data:"):
                    found.append(address)
        return found

    def errors(self):
        # Chromium's advice on reading canvases back is for this script, which does so.
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING") and "willReadFrequently" not in entry["message"]]

    def plot(self, chart):
        return self.driver.find_element("css selector", f"#chart-{chart} .plot")

    def curve_pixels(self, chart):
        """How many pixels of a chart have the first curve's colour."""
        return self.js("""
            const name = arguments[0];
            const probe = document.createElement("canvas").getContext("2d");
            probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--curve-1");
            probe.fillRect(0, 0, 1, 1);
            const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
            let count = 0;
            for (const canvas of document.querySelectorAll(`#chart-${name} canvas`)) {
              const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              for (let k = 0; k < pixels.length; k += 4) {
                if (pixels[k + 3] > 200 && Math.abs(pixels[k] - r) + Math.abs(pixels[k + 1] - g) + Math.abs(pixels[k + 2] - b) < 12) count++;
              }
            }
            return count;""", chart)

    def drawn(self, charts, when):
        counts = {chart: self.curve_pixels(chart) for chart in charts}
        self.check(f"all charts are drawn {when}", all(count > 60 for count in counts.values()), counts)

    def ranges(self, view):
        return self.js(f"return {view}.group.charts.map((chart) => chart.graph.xAxisRange())")

    def readout(self, chart):
        """The step that a chart reads out, and its values' texts."""
        step, values = self.js("""
            const box = document.querySelector(`#chart-${arguments[0]} .readout`);
            return [box.querySelector(".at").textContent, [...box.querySelectorAll(".value")].map((e) => e.textContent)];""", chart)
        digits = "".join(c for c in step if c.isdigit())
        return int(digits) if digits else None, values

    def hover(self, chart, across):
        plot = self.plot(chart)
        self.js("arguments[0].scrollIntoView({block: 'center'})", plot)
        size = plot.size
        ActionChains(self.driver, duration=20).move_to_element_with_offset(
            plot, int((across - 0.5) * size["width"]), 0).perform()

    def drag(self, chart, start, end, shift=False):
        plot = self.plot(chart)
        self.js("arguments[0].scrollIntoView({block: 'center'})", plot)
        width = plot.size["width"]
        actions = ActionChains(self.driver, duration=30).move_to_element_with_offset(plot, int((start - 0.5) * width), 0)
        if shift:
            actions.key_down(Keys.SHIFT)
        actions.click_and_hold().move_by_offset(int((end - start) * width / 2), 0)
        actions.move_by_offset(int((end - start) * width / 2), 0).release()
        if shift:
            actions.key_up(Keys.SHIFT)
        actions.perform()
        self.settle()

    def contrasts(self, when):
        """Contrast of texts and curves with the page, by WCAG's formula."""
        found = self.js("""
            const probe = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
            const style = getComputedStyle(document.documentElement);
            const light = (name) => {
              probe.fillStyle = style.getPropertyValue(name); probe.fillRect(0, 0, 1, 1);
              const [r, g, b] = [...probe.getImageData(0, 0, 1, 1).data].map((v) => {
                v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const paper = light("--paper");
            const ratio = (name) => { const l = light(name); return (Math.max(l, paper) + 0.05) / (Math.min(l, paper) + 0.05); };
            const names = ["--ink", "--soft", "--holds", "--violated", "--vacuous", "--notTested", "--curve-1", "--curve-2",
              "--curve-3", "--curve-4", "--curve-5", "--curve-6"];
            return Object.fromEntries(names.map((name) => [name, ratio(name)]));""")
        weak = {name: round(ratio, 2) for name, ratio in found.items() if ratio < (3 if "curve" in name else 4.5)}
        self.check(f"texts and curves are readable {when}", not weak, weak)

    def structured(self):
        found = self.js("""
            const names = [...document.querySelectorAll("h1,h2,h3")].map((e) => Number(e.tagName[1]));
            return {main: document.querySelectorAll("main").length, h1: names.filter((n) => n === 1).length,
              jumps: names.some((n, k) => k > 0 && n > names[k - 1] + 1),
              tables: [...document.querySelectorAll("table")].every((t) => t.caption && t.querySelector("th[scope=col]") && t.querySelector("th[scope=row]"))};""")
        self.check("landmarks, headings and captions are there",
                   found == {"main": 1, "h1": 1, "jumps": False, "tables": True}, found)

    def fits(self, width):
        wide = self.js("return document.documentElement.scrollWidth")
        self.check(f"no horizontal scrolling at {width} px", wide <= width, wide)


def same(text, value):
    """Whether a read-out is exactly a stored number, or words where there is none."""
    try:
        return float(text) == value
    except ValueError:
        return value is None


def printed_shades(pdf):
    """How many pixels of a PDF are not grey, as the charts' shades are, at 60 dpi."""
    images = subprocess.run(["pdftoppm", "-r", "60"], input=pdf, capture_output=True, check=True).stdout
    count = at = 0
    while at < len(images):
        size = images[at:].split(b"\n", 3)[:3]
        width, height = map(int, size[1].split())
        at += sum(len(line) + 1 for line in size)
        pixels = images[at:at + 3 * width * height]
        at += len(pixels)
        count += sum(abs(red - blue) > 5 for red, blue in zip(pixels[0::3], pixels[2::3]))
    return count


def check_values(page, expected, when):
    """Compares what the charts read out with the records, digit for digit."""
    steps, columns = expected["steps"], expected["columns"]
    step = page.readout("potential")[0]
    if step not in steps:
        page.check(f"the read-out is a recorded step {when}", False, step)
        return
    at = steps.index(step)
    wrong = []
    for chart, names in expected["charts"].items():
        shown_step, values = page.readout(chart)
        if shown_step != step:
            wrong.append([chart, "step", shown_step])
        for name, text in zip(names, values):
            if name and not same(text, columns[name][at]):
                wrong.append([chart, name, text, columns[name][at]])
    page.check(f"every value read out equals the record's {when}", not wrong, wrong)


def check_run(driver, folder, expected):
    page = Page(driver, "run")
    url = (folder / expected["file"]).as_uri()
    page.open(url)
    page.drawn(CHARTS, "in light")
    page.contrasts("in light")
    check_values(page, expected, "at first")
    for across in (0.2, 0.51, 0.83):
        page.hover("margin", across)
        check_values(page, expected, f"at {across} of the chart")
    page.check("the crosshair stands in every chart", page.js(
        "return [...document.querySelectorAll('.cursor')].every((e) => !e.hidden && e.getBoundingClientRect().height > 50)"))

    whole = page.ranges("RunView")[0]
    page.drag("distance", 0.3, 0.6)
    zoomed = page.ranges("RunView")
    page.check("a drag zooms every chart alike", all(r == zoomed[0] for r in zoomed)
               and zoomed[0][1] - zoomed[0][0] < 0.5 * (whole[1] - whole[0]), zoomed)
    page.drawn(CHARTS, "zoomed")
    page.hover("loss", 0.4)
    check_values(page, expected, "zoomed")
    page.drag("margin", 0.5, 0.7, shift=True)
    panned = page.ranges("RunView")
    page.check("a Shift-drag pans every chart alike", all(r == panned[0] for r in panned)
               and panned[0][0] < zoomed[0][0] and abs((panned[0][1] - panned[0][0]) - (zoomed[0][1] - zoomed[0][0])) < 1e-6,
               [zoomed[0], panned])
    ActionChains(driver).double_click(page.plot("margin")).perform()
    page.settle()
    page.check("a double click shows all", page.ranges("RunView")[0] == whole, page.ranges("RunView"))

    page.js("document.getElementById('reset').focus()")
    driver.switch_to.active_element.send_keys(Keys.TAB, Keys.TAB)
    focus = page.js("""const e = document.activeElement; const s = getComputedStyle(e);
        return [e.className, s.outlineStyle, parseFloat(s.outlineWidth)];""")
    page.check("Tab reaches a chart, and the focus is visible", focus[0] == "plot" and focus[1] != "none" and focus[2] >= 2, focus)
    keys = driver.switch_to.active_element
    keys.send_keys(Keys.ARROW_RIGHT)
    first = page.readout("margin")[0]
    keys.send_keys(Keys.ARROW_RIGHT)
    second = page.readout("margin")[0]
    page.check("arrows move the read-out a record", first is not None and second == first + 1, [first, second])
    check_values(page, expected, "by keys")
    keys.send_keys("+")
    page.settle()
    closer = page.ranges("RunView")[0]
    page.check("+ zooms", closer[1] - closer[0] < 0.6 * (whole[1] - whole[0]), closer)
    time.sleep(0.7)
    said = page.js("return document.getElementById('announcement').textContent")
    page.check("a screen reader is told the values", said.startswith(f"Step {second}:") and "margin" not in said[:5], said)
    keys.send_keys(Keys.ESCAPE)
    page.settle()
    page.check("Esc shows all", page.ranges("RunView")[0] == whole)

    parts = page.js("""
        const plots = [...document.querySelectorAll(".plot")];
        return {described: plots.every((p) => p.getAttribute("aria-describedby").split(" ").every((id) => document.getElementById(id)?.textContent)),
          numbers: plots.every((p) => /[0-9]/.test(p.parentElement.querySelector("figcaption").textContent)),
          buttons: [...document.querySelectorAll("button")].every((b) => b.textContent.trim()), lang: document.documentElement.lang};""")
    page.structured()
    page.check("charts have texts and numbers, buttons names", parts == {
        "described": True, "numbers": True, "buttons": True, "lang": "en"}, parts)

    page.check("browsers without fromBase64 read the same bits", page.js("""
        const kept = Uint8Array.fromBase64; Uint8Array.fromBase64 = undefined;
        const again = Dataset.from(JSON.parse(document.getElementById("data").textContent));
        Uint8Array.fromBase64 = kept;
        return again.columns.every((column, c) => column.every((v, k) => Object.is(v, RunView.data.columns[c][k])));"""))

    page.js("document.getElementById('copy').click()")
    time.sleep(0.2)
    page.check("the copy button answers", page.js("return document.getElementById('copied').textContent") != "")

    page.media(dark=True)
    time.sleep(0.2)
    page.settle()
    page.drawn(CHARTS, "in dark")
    page.contrasts("in dark")
    dark = page.js("return getComputedStyle(document.body).backgroundColor")
    page.check("dark is dark", sum(int(v) for v in dark[4:-1].split(",")) < 150, dark)
    page.media(dark=True, media="print")
    time.sleep(0.2)
    page.settle()
    paper = page.js("return [getComputedStyle(document.body).backgroundColor, document.querySelector('.tools').offsetHeight]")
    page.check("paper is white and without buttons", paper == ["rgb(255, 255, 255)", 0], paper)
    page.drawn(CHARTS, "on paper")
    pdf = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    shades = printed_shades(pdf)
    page.check("charts are drawn in the printed PDF", shades > 100_000, shades)
    page.media()
    page.check("no console errors", not (errors := page.errors()), errors)
    page.check("no network requests", not (asked := page.requests(url)), asked)

    phone = Page(driver, "run on a phone")
    phone.open(url, width=390, height=844, mobile=True)
    phone.fits(390)
    phone.drawn(CHARTS, "in light")
    phone.check("no console errors", not (errors := phone.errors()), errors)


def check_hostile(driver, folder, expected):
    for entry in expected:
        page = Page(driver, entry["file"])
        url = (folder / entry["file"]).as_uri()
        page.open(url, width=390, height=844)
        try:
            driver.switch_to.alert.accept()
            alert = True
        except NoAlertPresentException:
            alert = False
        page.check("no alert", not alert and page.js("return window.hacked === undefined"))
        found = page.js("""return [document.scripts.length, document.querySelectorAll("img,iframe,object,embed,form").length,
            [...document.querySelectorAll("*")].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith("on"))]""")
        page.check("nothing of it became markup", found == [2, 0, []], found)
        body = page.js("return document.body.textContent")
        missing = [text for text in entry["texts"] if text not in body]
        page.check("all of it is text", not missing, missing)
        page.fits(390)
        page.check("no console errors", not (errors := page.errors()), errors)
        page.check("no network requests", not (asked := page.requests(url)), asked)


def check_quiet(driver, folder, expected):
    """Pages without records, diverged, converged, of a trajectory: they say so, and nothing breaks."""
    for entry in expected:
        page = Page(driver, entry["file"])
        url = (folder / entry["file"]).as_uri()
        page.open(url)
        text = page.js("return document.body.innerText")
        missing = [words for words in entry["words"] if words not in text]
        page.check("it says what it must", not missing, missing)
        lower = text.lower()
        page.check("it prints no NaN or infinity", "nan" not in lower.split() and "infinity" not in lower)
        if entry["charts"]:
            page.drawn(CHARTS, "at all")
        page.check("no console errors", not (errors := page.errors()), errors)
        page.check("no network requests", not (asked := page.requests(url)), asked)


def check_comparison(driver, folder, expected):
    page = Page(driver, "comparison")
    url = (folder / expected["file"]).as_uri()
    page.open(url)
    page.drawn(COMPARED, "in light")
    page.js("ComparisonView.group.choose(100)")
    step, values = page.readout("distance")
    wrong = []
    for run, text in zip(expected["runs"], values):
        if step > run["steps"][-1]:
            fits = text == "no record"
        else:
            nearest = min(range(len(run["steps"])), key=lambda k: abs(run["steps"][k] - step))
            number, _, other = text.partition(" at step ")
            fits = same(number, run["distance"][nearest]) and other == (
                "" if run["steps"][nearest] == step else str(run["steps"][nearest]))
        if not fits:
            wrong.append([step, text])
    page.check("every run's value equals its record's", len(values) == len(expected["runs"]) and not wrong, wrong)
    page.drag("loss", 0.2, 0.5)
    ranges = page.ranges("ComparisonView")
    page.check("a drag zooms every chart alike", all(r == ranges[0] for r in ranges) and ranges[0][0] > 0, ranges)
    looks = page.js("""return [...document.querySelectorAll("#chart-loss .sample line")].map((e) => e.style.strokeDasharray)""")
    page.check("runs differ by dashes", len(set(looks)) == len(looks), looks)
    text = page.js("return document.body.innerText")
    page.check("commands and differences are there", all(words in text for words in expected["words"]),
               [words for words in expected["words"] if words not in text])
    order = page.js("return [...document.querySelectorAll('h2')].map((e) => e.id)")
    page.check("what differs comes first", order[0] == "difference-title", order)
    page.check("no console errors", not (errors := page.errors()), errors)
    page.check("no network requests", not (asked := page.requests(url)), asked)
    page.open(url, width=390, height=844, mobile=True)
    page.fits(390)


def check_long(driver, folder, expected):
    page = Page(driver, "long")
    url = (folder / expected["file"]).as_uri()
    page.open(url)
    page.check("it opens quickly", page.seconds < expected["seconds"], f"{page.seconds:.2f} s")
    page.drawn(CHARTS, "whole")
    drawing = page.js("""const from = performance.now(); const [a, b] = RunView.group.window;
        for (let k = 0; k < 5; k++) { RunView.group.show(a + k * (b - a) / 20, b - (b - a) / 20); RunView.group.draw(); }
        return (performance.now() - from) / 5;""")
    page.check("it is redrawn quickly", drawing < 500, f"{drawing:.0f} ms")
    page.js("RunView.group.reset()")
    page.settle()
    page.hover("distance", 0.37)
    check_values(page, expected, "among many")
    peak = page.js("""const g = RunView.group.charts[2]; g.draw();
        return Math.max(...g.graph.rawData_.map((row) => row[1]).filter((v) => v !== null));""")
    page.check("the largest value is drawn", peak == max(expected["columns"]["distance"]), peak)
    page.check("no console errors", not (errors := page.errors()), errors)


def check_live(driver, folder, expected):
    page = Page(driver, expected["file"].removesuffix(".html"))
    with LiveServer((folder / expected["file"]).read_bytes(), expected["events"]) as server:
        page.open(server.address)
        if expected["from"] > 0:
            page.drawn(CHARTS, "before the end")
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and "ended" not in page.js("return document.getElementById('connection').textContent"):
            time.sleep(0.1)
        page.check("it says that the run ended", "ended: completed" in page.js(
            "return document.getElementById('connection').textContent"), page.js("return document.getElementById('connection').textContent"))
        time.sleep(0.3)
        page.settle()
        page.drawn(CHARTS, "at the end")
        count = page.js("return [RunView.data.count, RunView.data.lastStep]")
        page.check("every record arrived once", count == [len(expected["steps"]), expected["steps"][-1]], count)
        check_values(page, expected, "after the end")
        page.hover("margin", 0.8)
        check_values(page, expected, "among those that arrived")
        page.check("the summary was replaced", page.js("return document.querySelector('h1').textContent") == expected["headline"])
        page.check("marks came with it", page.js("return RunView.group.marks.began") == expected["began"])
        time.sleep(0.5)
        page.check("it asked for what it had not, and once", server.asked == [f"/events?from={expected['from']}"], server.asked)
        page.check("the page was asked for, nothing else", server.pages == ["/"], server.pages)
        foreign = [url for url in page.requests(server.address) if not url.startswith(server.address)]
        page.check("no foreign requests", not foreign, foreign)
        page.check("no console errors", not (errors := page.errors()), errors)


def browser():
    missing = [name for name in ("chromium", "chromedriver", "pdftoppm") if not shutil.which(name)]
    if missing:
        print(f"{', '.join(missing)} is missing: apt-get install {PACKAGES}", file=sys.stderr)
        sys.exit(2)
    options = Options()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--window-size=1280,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
    driver.set_script_timeout(30)
    driver.set_page_load_timeout(60)
    return driver


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    expected = json.loads((folder / "expectations.json").read_text())
    driver = browser()
    try:
        check_run(driver, folder, expected["run"])
        check_hostile(driver, folder, expected["hostile"])
        check_quiet(driver, folder, expected["quiet"])
        check_comparison(driver, folder, expected["comparison"])
        for experiment in expected["experiments"]:
            page, phone = (Page(driver, experiment["file"] + suffix) for suffix in ("", " on a phone"))
            check_experiment(page, phone, folder, experiment, printed_shades)
        for expected_map in expected["maps"]:
            page, phone = (Page(driver, expected_map["file"] + suffix) for suffix in ("", " on a phone"))
            check_map(page, phone, folder, expected_map, printed_shades)
        check_long(driver, folder, expected["long"])
        for live in expected["live"]:
            check_live(driver, folder, live)
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
