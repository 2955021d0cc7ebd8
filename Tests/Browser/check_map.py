"""What check_page.py checks of a map's page."""

import base64
import time

from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

TIP = """const tip = document.getElementById("tip"); const box = tip.getBoundingClientRect();
    return {hidden: tip.hidden, text: tip.innerText, rows: [...tip.querySelectorAll("li")].map((li) => [...li.children].map((e) => e.textContent)),
      more: tip.querySelector(".more") && tip.querySelector(".more").textContent,
      inside: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight}"""
PINNED = """const section = document.getElementById("pinned");
    return {hidden: section.hidden, title: document.getElementById("pinned-title").textContent,
      rows: [...section.querySelectorAll("tbody tr")].map((row) => [...row.children].map((e) => e.textContent)),
      links: [...section.querySelectorAll("a")].map((a) => [a.getAttribute("href"), new URL(a.href).protocol]),
      caption: section.querySelector("caption") && section.querySelector("caption").textContent}"""


def check_quiet(page, url):
    page.check("no console errors", not (errors := page.errors()), errors)
    page.check("no network requests", not (asked := page.requests(url)), asked)


def shown(value, is_fraction):
    """A run's value as the page writes it."""
    if value == "no value":
        return value
    if is_fraction and float(value) in (0, 1):
        return "yes" if float(value) else "no"
    return value


def same(text, value):
    """Whether a value on the page is exactly a run's."""
    try:
        return float(text) == float(value)
    except ValueError:
        return text == value


def cell_of(page, expected, column, row):
    """A cell of the page, and its number in the map's own order."""
    place = (expected["rows"] - 1 - row) * expected["columns"] + column
    cell = page.driver.find_elements("css selector", "#plot .cell")[place]
    return cell, row * expected["columns"] + column


def runs_match(rows, runs, numbers, is_fraction):
    """What of rows of texts is not a cell's runs: number, seed, value, how it ended."""
    wrong = []
    for row, run, number in zip(rows, runs, numbers):
        words = [row[0].removeprefix("run "), row[1].removeprefix("seed "), row[2], row[3]]
        if words[0] != str(number) or words[1] != run[0] or words[3] != run[2] or not same(words[2], shown(run[1], is_fraction)):
            wrong.append([row, run, number])
    return wrong


def check_pointer(page, expected):
    cell, place = cell_of(page, expected, expected["columns"] // 2, expected["rows"] // 2)
    page.js("arguments[0].scrollIntoView({block: 'center'})", cell)
    ActionChains(page.driver, duration=20).move_to_element(cell).perform()
    page.settle()
    tip = page.js(TIP)
    runs, numbers = expected["runs"][place], expected["numbers"][place]
    count = len(tip["rows"])
    page.check("pointing at a cell shows it", not tip["hidden"] and tip["inside"] and count > 0, tip)
    page.check("the tip lists its runs", not (wrong := runs_match(tip["rows"], runs, numbers, expected["isFraction"])), wrong)
    more = f"and {len(runs) - count} more" if count < len(runs) else None
    page.check("the tip says how many more there are", tip["more"] == more, [tip["more"], more])
    label = cell.get_attribute("aria-label")
    page.check("the tip says what the cell's name says", tip["text"].split("\n")[0] == label.split(": ")[0], [tip["text"][:80], label])
    cell.click()
    page.settle()
    check_pinned(page, expected, place, "a click")
    ActionChains(page.driver, duration=20).move_to_element(page.driver.find_element("css selector", "h1")).perform()
    page.settle()


def check_pinned(page, expected, place, how):
    pinned = page.js(PINNED)
    runs, numbers = expected["runs"][place], expected["numbers"][place]
    listed = min(len(runs), expected["listed"])
    page.check(f"{how} lists the runs", not pinned["hidden"] and len(pinned["rows"]) == listed, [len(pinned["rows"]), listed])
    page.check(f"{how} lists the right ones", not (wrong := runs_match(pinned["rows"], runs, numbers, expected["isFraction"])), wrong)
    ends = all(row[4].startswith("report of run") or row[4].endswith(str(number)) for row, number in zip(pinned["rows"], numbers))
    page.check(f"after {how} every run has a link or a command", ends, pinned["rows"][:3])
    page.check(f"after {how} links are addresses of files", all(kind == "file:" for _, kind in pinned["links"]), pinned["links"])
    said = len(runs) == listed or f"and {len(runs) - listed} more" in pinned["caption"]
    page.check(f"after {how} it says what is left out", said, pinned["caption"])
    page.structured()


def check_keys(page, expected):
    first = page.driver.find_element("css selector", "#plot .cell[tabindex='0']")
    page.js("document.querySelector('.skip').focus()")
    page.js("arguments[0].focus()", first)
    keys = page.driver.switch_to.active_element
    keys.send_keys(Keys.END)
    page.driver.switch_to.active_element.send_keys(Keys.HOME)
    places = []
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ARROW_LEFT):
        page.driver.switch_to.active_element.send_keys(key)
        places.append(page.js("const c = MapView.data.cells[MapView.cells.indexOf(document.activeElement)]; return c && [c.x, c.y]"))
    row = places[0][1]
    wanted = [[1, row], [1, row - 1], [1, row], [0, row]]
    page.check("arrows move from cell to cell", places == wanted, [places, wanted])
    tip = page.js(TIP)
    page.check("the focus shows the cell", not tip["hidden"] and tip["inside"], tip)
    ring = page.js("""const r = document.getElementById("ring").getBoundingClientRect(); const c = document.activeElement.getBoundingClientRect();
        return Math.abs(r.x - c.x) + Math.abs(r.width - c.width) < 10 && r.width > 5""")
    page.check("the focus is visible", ring)
    page.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    page.check("Esc hides the tip", page.js(TIP)["hidden"])
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.settle()
    check_pinned(page, expected, row * expected["columns"], "Enter")
    page.js("document.getElementById('unpin').click()")
    back = page.js("return [document.getElementById('pinned').hidden, document.activeElement.classList.contains('cell')]")
    page.check("Close hides the runs and gives the focus back", back == [True, True], back)


def check_map(page, phone, folder, expected, printed_shades):
    """The map, its cells, keys, dark, paper and a phone."""
    url = (folder / expected["file"]).as_uri()
    page.open(url)
    try:
        page.driver.switch_to.alert.accept()
        page.check("no alert", False)
    except NoAlertPresentException:
        pass
    page.check("it opens quickly", page.seconds < 5, f"{page.seconds:.2f} s")
    count = expected["columns"] * expected["rows"]
    text = page.js("return document.body.innerText")
    page.check("it says what it must", not (missing := [words for words in expected["words"] if words not in text]), missing)
    found = page.js("""return [document.scripts.length, document.querySelectorAll("img,iframe,object,embed,form").length,
        [...document.querySelectorAll("*")].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith("on")),
        window.hacked === undefined, document.querySelectorAll("#plot .cell").length]""")
    page.check("nothing became markup, and every cell is there", found == [2, 0, [], True, count], found)
    page.structured()
    page.contrasts("in light")
    page.fits(1180)
    if count:
        beside = page.js("""const box = document.querySelector(".plot-box").getBoundingClientRect();
            const labels = document.querySelector(".labels.y").getBoundingClientRect();
            return [box.top - labels.top, box.bottom - labels.bottom, box.height]""")
        page.check("labels stand beside the cells", abs(beside[0]) < 2 and abs(beside[1]) < 2 and beside[2] > 300, beside)
        named = page.js("""return [...document.querySelectorAll("#plot .cell")].every((c) => c.getAttribute("aria-label") && !c.querySelector("title") && c.hasAttribute("tabindex"))""")
        page.check("every cell has a name and can have the focus", named)
        check_pointer(page, expected)
    if expected["columns"] > 1 and expected["rows"] > 1:
        check_keys(page, expected)
    page.js("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    rows = page.js("return document.querySelectorAll('.all-cells tbody tr').length")
    page.check("all cells are in a table", rows == count, rows)
    page.fits(1180)

    page.media(dark=True)
    time.sleep(0.2)
    page.settle()
    page.contrasts("in dark")
    dark = page.js("return getComputedStyle(document.body).backgroundColor")
    page.check("dark is dark", sum(int(v) for v in dark[4:-1].split(",")) < 150, dark)
    page.media(media="print")
    page.settle()
    if 0 < count < 200:
        pdf = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
        page.check("the map is printed", (shades := printed_shades(pdf)) > 5000, shades)
    page.media()
    check_quiet(page, url)

    phone.open(url, width=390, height=844, mobile=True)
    phone.fits(390)
    if count:
        cell, place = cell_of(phone, expected, 0, 0)
        phone.js("arguments[0].scrollIntoView({block: 'center'})", cell)
        cell.click()
        phone.settle()
        check_pinned(phone, expected, place, "a tap")
        phone.fits(390)
        tip = phone.js(TIP)
        phone.check("a tip stays on the screen", tip["hidden"] or tip["inside"], tip)
    check_quiet(phone, url)
