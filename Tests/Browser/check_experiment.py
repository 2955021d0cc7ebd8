"""What check_page.py checks of an experiment's page."""

import base64
import time

PICTURE = """const image = document.querySelector(".card img");
    return image && [image.complete, image.naturalWidth, image.naturalHeight, image.getBoundingClientRect().width, image.alt]"""


def check_figure(page, expected, least, most):
    picture = page.js(PICTURE)
    if not expected["hasFigure"]:
        page.check("there is no figure", picture is None, picture)
        return
    done, wide, high, shown, words = picture
    page.check("the figure is shown", done and least <= wide <= most and high > 100 and shown > 250, picture)
    page.check("the figure has a text", len(words) > 40, words)


def check_quiet(page, url):
    page.check("no console errors", not (errors := page.errors()), errors)
    page.check("no network requests", not (asked := page.requests(url)), asked)


def check_experiment(page, phone, folder, expected, printed_shades):
    """The figure, texts, structure, dark, paper and a phone."""
    url = (folder / expected["file"]).as_uri()
    page.open(url)
    check_figure(page, expected, 600, 700)
    text = page.js("return document.body.innerText")
    page.check("it says what it must", not (missing := [words for words in expected["words"] if words not in text]), missing)
    found = page.js("""return [document.scripts.length, document.querySelectorAll("iframe,object,embed,form,svg").length,
        [...document.querySelectorAll("*")].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith("on")),
        window.hacked === undefined]""")
    page.check("it has no script, and no text became markup", found == [0, 0, [], True], found)
    page.structured()
    page.contrasts("in light")
    page.fits(1180)

    page.media(dark=True)
    time.sleep(0.2)
    page.settle()
    page.contrasts("in dark")
    dark = page.js("return getComputedStyle(document.body).backgroundColor")
    page.check("dark is dark", sum(int(v) for v in dark[4:-1].split(",")) < 150, dark)
    if expected["hasFigure"]:
        card = page.js("return getComputedStyle(document.querySelector('.card')).backgroundColor")
        page.check("the figure's card stays white", card == "rgb(255, 255, 255)", card)
    page.media(media="print")
    page.settle()
    paper = page.js("return getComputedStyle(document.body).backgroundColor")
    page.check("paper is white", paper == "rgb(255, 255, 255)", paper)
    pdf = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    shades = printed_shades(pdf)
    page.check("the figure is printed", shades > 1000 or not expected["hasFigure"], shades)
    page.media()
    check_quiet(page, url)

    phone.open(url, width=390, height=844, mobile=True)
    check_figure(phone, expected, 300, 330)
    phone.fits(390)
    check_quiet(phone, url)
