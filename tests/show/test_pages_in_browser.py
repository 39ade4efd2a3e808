"""Every page in a real browser: links, widths, errors, and who cannot see or use a mouse."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from lab import chromium

import unres_research as un
from unres_research import show
from unres_research.show import _html

pytestmark = pytest.mark.slow

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
PAPER = 673  # CSS pixels: A4 less the margins of the style sheet, at 96 to the inch
LOOKS = [(1280, "light", "screen"), (1280, "dark", "screen"), (390, "light", "screen"),
         (390, "dark", "screen"), (PAPER, "dark", "print")]  # fmt: skip
ACCESS = [(1280, "light"), (390, "dark")]  # where axe looks, which takes a second a page
SEEN = """() => ({
  links: [...document.querySelectorAll("a[href]")].map(a => a.href),
  ids: [...document.querySelectorAll("[id]")].map(e => e.id),
  levels: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(h => Number(h.tagName[1])),
  pictures: [...document.images].map(i => [i.naturalWidth, i.alt]),
})"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def axe():
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs the extra `browser`"
    )
    return module.Axe()


class Walk:
    """Opens the pages of a folder, and collects what is wrong with them."""

    def __init__(self, browser, axe, folder: Path) -> None:
        self.browser, self.axe, self.folder = browser, axe, folder
        self.faults: list[str] = []
        self.ids: dict[Path, set[str]] = {}
        self.links: dict[Path, set[str]] = {}

    def all(self) -> list[str]:
        """Open every page, narrow and wide, light and dark, and on paper; follow every link."""
        paths = sorted(self.folder.rglob("*.html"))
        assert paths
        for path in paths:
            page = self.browser.new_page()
            try:
                self.open(path, page)
            finally:
                page.close()
        for path, links in self.links.items():
            for link in sorted(links):
                self.follow(path, link)
        return self.faults

    def open(self, path: Path, page) -> None:
        name = str(path.relative_to(self.folder))
        page.on("console", lambda m: m.type == "error" and self.faults.append(f"{name}: {m.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"{name}: {error}"))
        page.on("request", lambda request: self.fetched(name, request.url))
        page.goto(path.as_uri())
        for width, scheme, media in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(media=media, color_scheme=scheme)
            self.look(f"{name} at {width}, {scheme}, {media}", page, width)
            if (width, scheme) in ACCESS:
                self.access(f"{name} at {width}, {scheme}", page)
        seen = page.evaluate(SEEN)
        self.ids[path], self.links[path] = set(seen["ids"]), set(seen["links"])
        if len(self.ids[path]) < len(seen["ids"]):
            self.faults.append(f"{name}: an id stands twice")
        self.outline(name, seen["levels"])
        for size, alternative in seen["pictures"]:
            if not size or alternative.strip().lower() in ("", "figure"):
                self.faults.append(f"{name}: picture of {size} pixels: {alternative!r}")

    def look(self, name: str, page, width: int) -> None:
        seen = page.evaluate("document.documentElement.scrollWidth")
        if seen > width:
            self.faults.append(f"{name}: {seen} pixels wide")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        if (ground == "rgb(255, 255, 255)") == (", dark, screen" in name):
            self.faults.append(f"{name}: on {ground}")

    def fetched(self, name: str, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.faults.append(f"{name}: fetches {url}")

    def outline(self, name: str, levels: list[int]) -> None:
        """One first heading, before the others, and none that leaves a level out."""
        steps = [b - a for a, b in zip(levels, levels[1:], strict=False)]
        if levels[:1] != [1] or levels.count(1) != 1 or max(steps, default=0) > 1:
            self.faults.append(f"{name}: headings of the levels {levels}")

    def access(self, name: str, page) -> None:
        found = self.axe.run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
        for violation in found.response["violations"]:
            where = [node["target"] for node in violation["nodes"]][:3]
            self.faults.append(f"{name}: {violation['id']}: {violation['help']}: {where}")

    def follow(self, path: Path, link: str) -> None:
        parts = urlsplit(link)
        if parts.scheme != "file":
            if parts.scheme != "https":
                self.faults.append(f"{path.name}: {link} is no https")
            return
        target = Path(unquote(parts.path))
        if not target.is_file():
            self.faults.append(f"{path.name}: {link} leads nowhere")
        elif parts.fragment and unquote(parts.fragment) not in self.ids.get(target, set()):
            self.faults.append(f"{path.name}: {link} is no place of its page")


# invented notebooks ---------------------------------------------------------------------

TEXT = (
    "The General Assembly,\n\nRecalling its resolution 78/265,\n\n"
    "1. Decides to tune the violins, drums and bells of all States, for $7;\n\n"
    "2. Decides to repair the roads, bridges and tunnels of all States:\n\n"
    "(a) With lamps & <bells>;\n\n(b) With pencils;\n\n3. Thanks Malta."
)
SETUP = f"""
import matplotlib.pyplot as plt
import pandas as pd
import unres_research as un
from unres_research import show
corpus = un.corpus.example_corpus()
study = un.analyse.Study(un.loads({TEXT!r}), corpus, date="2025-01-01", terms=["tune"])
show.finding(*study.notes, top=False)
"""
ONE = (
    "# One: what it is & <where> it is from",
    "After: [two](02_two.ipynb#A-part), [the docs](../docs/how-right.md), "
    "[the text](https://docs.un.org/en/A/RES/78/265).",
    "## A part",
    SETUP,
    "show.view(show.coloured(study.found), 'by-source', 'By source', 'Words of it.', top=True)\n"
    "show.view(show.coloured(study.found, side='later'), 'later', 'Later', 'Words of others.')\n"
    "show.finding('Half of it stands in A/RES/78/907, and 3 < 4.')",
    "## A part",
    "fig, ax = plt.subplots(figsize=(14, 4))\nax.plot([1, 2])\n"
    "show.figure(ax, 'line', 'A line of A/RES/78/907.', limits='Not that 4 < 5.', top=True)",
    "plt.plot([2, 1]);",
    "print('lamp' * 200)",
)
TWO = (
    "# Two",
    "## A part",
    SETUP,
    "wide = {f'a_column_of_{k}': ['some words of it', 'w' * 40] for k in range(14)}\n"
    "names = {'symbol': ['A/RES/78/907', '<b>'], 'cites': [('A/RES/70/1', 'x'), ()]}\n"
    "show.table(pd.DataFrame(names | wide), 'wide', 'A wide table of A/RES/70/1.')",
    "pd.DataFrame({f'column {k}': ['some words', 'of it'] for k in range(20)})",
    "before = corpus.resolution('A/RES/78/907')\n"
    "show.view(show.redline(un.align(before, study.record)), 'changes', 'Changes', 'Of A/RES/78/1.')",
    "study.found",
    "corpus['A/RES/78/907']",
    "un.check(study.record, corpus)",
)  # fmt: skip


def write_notebook(path: Path, cells) -> None:
    kinds = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
    prose = ("#", "After:")
    made = [kinds[cell.startswith(prose)](cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The report of two invented notebooks."""
    folder = tmp_path_factory.mktemp("notebooks")
    write_notebook(folder / "01_one.ipynb", ONE)
    write_notebook(folder / "02_two.ipynb", TWO)
    show.report(folder / "report", notebooks=folder, progress=False)
    return folder / "report"


def test_the_pages_of_a_report(browser, axe, small):
    assert not Walk(browser, axe, small).all()


def test_the_pages_of_the_real_report(browser, axe, real_report):
    assert not Walk(browser, axe, real_report.index.parent).all()


def test_the_other_pages(browser, axe, tmp_path):
    """Of a comparison, a clause and a check."""
    corpus, text = un.corpus.example_corpus(), un.loads(TEXT)
    found = un.compare(text, corpus, date="2025-01-01")
    un.export.comparison(found, tmp_path, other="A/RES/78/907")
    un.export.clause(un.analyse.history(text, corpus, "OP1"), tmp_path / "clause.html")
    un.export.check(un.check(text, corpus), tmp_path / "check.html")
    names = {"index", "earlier", "later", "redline", "clause", "check"}
    assert {path.stem for path in tmp_path.glob("*.html")} == names
    assert not Walk(browser, axe, tmp_path).all()


def test_what_a_reader_does(browser, small):
    """By keyboard over the skip link; from a block to its paragraph; from page to page."""
    page = browser.new_page()
    try:
        page.goto((small / "index.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        box = page.locator(".skip").bounding_box()
        assert box["x"] >= 0 and box["y"] >= 0  # it comes into sight
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.click("text=OP2(a)")
        assert page.url.endswith("views/by-source.html#OP2(a)") or "OP2%28a%29" in page.url
        assert "With lamps & <bells>" in page.locator(":target").inner_text()
        page.click("nav >> text=One")
        page.click(".beside >> text=After: Two")  # the notebook says so, too
        assert page.inner_text("h1") == "Two"
        page.click(".beside >> text=Before: One")
        page.click("a:text-is('two')")  # a link of the notebook's own
        assert page.url.endswith("02_two.html#A-part")
        page.locator("[role=region]").first.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.activeElement.scrollLeft > 0")
    finally:
        page.close()


FAULTS = {
    "<a href='no.html'>x</a>": "leads nowhere",
    "<a href='#no'>x</a>": "is no place",
    "<a href='http://docs.un.org'>x</a>": "is no https",
    "<p style='width:2000px'>x</p>": "pixels wide",
    "<p style='color:#999;background:#fff'>Some words</p>": "color-contrast",
    "<img src='no.png' alt='A picture'>": "picture of 0 pixels",
    "<img src='https://127.0.0.1:1/x.png' alt='A picture'>": "fetches",
    "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' alt='figure'>": "'figure'",
    "<h3>x</h3>": "headings",
    "<script>undefined.x</script>": "Cannot read",
    "<script>console.error('lamps')</script>": "lamps",
    "<p id='a'></p><p id='a'></p>": "stands twice",
    "<div style='overflow:auto;height:2em'><p style='height:9em'>x</p></div>": "scrollable",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_found(browser, axe, tmp_path, fault):
    _html.write(_html.page(_html.Markup(fault), "A page"), tmp_path / "page.html")
    found = Walk(browser, axe, tmp_path).all()
    assert any(FAULTS[fault] in said for said in found), found
