"""Pages in a real browser: on a telephone, in the dark, on paper."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from lab import chromium
from looks import check, check_legend

import unres_research as un
from unres_research import show

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory, draft):
    """The draft coloured by source, and beside itself with some words changed."""
    folder = tmp_path_factory.mktemp("pages")
    found = un.compare(draft, un.open_corpus())
    paragraphs = "\n\n".join(f"{p.number or ''} {p.text}" for p in draft)
    other = un.loads("The General Assembly,\n\n" + paragraphs.replace("systems", "tools"))
    return {
        "coloured": show.coloured(found).save(folder / "a.html", "Coloured", "A caption."),
        "redline": show.redline(un.align(draft, other)).save(folder / "b.html", "Redline"),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("name", ["coloured", "redline"])
def test_a_page_can_be_read(browser, pages, name, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        page.goto(pages[name].as_uri())
        check(page, "body")
        if name == "coloured":
            check_legend(page, sources=6)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
    finally:
        page.close()


def test_a_page_on_paper(browser, pages):
    """Few sheets, none of them nearly empty but the last, in dark surroundings too."""
    page = browser.new_page(color_scheme="dark")
    try:
        page.goto(pages["coloured"].as_uri())
        sheets = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", print_background=True)))
    finally:
        page.close()
    words = [len(sheet.get_textpage().get_text_range().split()) for sheet in sheets]
    assert len(words) <= 7 and min(words[:-1]) > 200, words
    corner = sheets[0].render().to_pil().getpixel((2, 2))
    assert min(corner) > 240  # the paper stays white
