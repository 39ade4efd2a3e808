"""Views: every character once and in order, escaped, without scripts; pages that open."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from unres_research.analyse._align import align
from unres_research.analyse._compare import compare
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext
from unres_research.records import Paragraph, Resolution
from unres_research.show import html as views

EVIL = "<script>alert('1')</script> & \"<b onload=x>\""
HEAD = "The General Assembly,\n\n"


class Reader(HTMLParser):
    """What a browser would make of a page: tags, attributes, and the text of every cell."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.cells: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.stack: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("br", "meta"):
            self.stack.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if "sup" in self.stack:  # the number of a source, not of the text
            return
        if "td" in self.stack:
            self.cells[-1] += data
        if self.stack and self.stack[-1] in ("del", "ins", "span"):
            self.marked.append((self.stack[-1], data))


def test_the_reader_sees_a_script():
    assert "script" in Reader("<p><script>x</script></p>").tags


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


def record(*paragraphs: str, symbol: str = "A/80/L.91", title: str = "Lamps") -> Resolution:
    found = [Paragraph(f"OP{k}", "operative", t, str(k)) for k, t in enumerate(paragraphs, 1)]
    return Resolution(symbol, "draft", title, paragraphs=tuple(found))


SHARED = "Decides to tune the violins, drums and bells of all States"
TEXTS = [
    SHARED + ", " + EVIL + ";",
    "  Urges  – “quietly” – all towns\u00ad to rest;  ",
    "",
    "⁂ " + SHARED.upper() + " " + SHARED + " 🏮",
]


@pytest.mark.parametrize("side", ["earlier", "later"])
def test_every_character_is_there_once_and_in_order(corpus, side):
    text = record(*TEXTS)
    found = compare(text, corpus, date="2024-05-01" if side == "later" else "2025-01-01")
    shared = getattr(found, side)  # every third word is made stock: stretches begin everywhere
    stock = {name: np.arange(len(words)) % 3 == 0 for name, words in shared.is_formulaic.items()}
    found = replace(found, **{side: replace(shared, is_formulaic=stock)})
    page = views.sources_html(text, found, side=side)
    seen = Reader(page)
    assert page.count("class='stock'") > (5 if side == "earlier" else 0)
    for k, paragraph in enumerate(TEXTS, 1):
        at = seen.cells.index(f"OP{k}")
        assert seen.cells[at + 1] == paragraph
    assert not set(seen.tags) & {"script", "b", "img", "link", "iframe", "a"}


def test_runs_are_marked_from_their_first_word_to_their_last(corpus):
    """A/RES/78/907 alone has violins, drums and bells: eleven words with "Decides to tune the"."""
    text = record("Thereupon " + SHARED[0].lower() + SHARED[1:] + ", at noon.")
    page = views.sources_html(text, compare(text, corpus, date="2025-01-01"))
    run = "decides to tune the violins, drums and bells of all States"
    assert f"<sup>1</sup>{run}</span>, at noon." in page
    legend, table = page.split("</table>", 1)
    assert "A/RES/78/907" in legend
    assert "11 of 14 words (78.6%)" in legend
    assert "11 of 14 words" in table and "(2024-05-07)" in table


def test_stock_phrases_are_set_apart_and_other_sources_are_grey(corpus):
    text = record(SHARED + ".")
    found = compare(text, corpus, date="2025-01-01", formulaic=1)
    assert found.earlier.substantive_words < found.earlier.matched_words
    page = views.sources_html(text, found)
    assert "class='stock'>" in page.split("</table>", 1)[1]
    legend = page.split("</table>", 1)[0]
    for said in ("other earlier resolutions", "in none", "stock phrase"):
        assert said in legend
    two = record(SHARED + ";", "Decides to repair the roads, bridges and tunnels of all States.")
    shown = views.sources_html(two, compare(two, corpus, date="2025-01-01"), n=1)
    assert (
        shown.split("</table>", 1)[1].count("class='run other'") == 1
    )  # the source that came second
    assert shown.split("</table>", 1)[1].count("class='run s0'") == 1


def test_a_text_that_shares_nothing(corpus):
    text = record("Thanks Malta.")
    page = views.sources_html(text, compare(text, corpus, date="2025-01-01"))
    assert "0 of 2 words: no earlier resolution of the data set" in page


def test_headings_are_shown_without_a_note(corpus):
    text = plaintext.parse(HEAD + "1. Decides to meet;")
    heading = Paragraph("H1", "heading", EVIL)
    both = replace(text, paragraphs=(heading, *text.paragraphs))
    seen = Reader(views.sources_html(both, compare(both, corpus, date="2025-01-01")))
    at = seen.cells.index("H1")
    assert seen.cells[at : at + 3] == ["H1", EVIL, ""]


def test_refusals(corpus):
    text = record(SHARED)
    found = compare(text, corpus, date="2025-01-01")
    with pytest.raises(UnresError, match="'erlier'"):
        views.sources_html(text, found, side="erlier")
    for n in (0, 7):
        with pytest.raises(UnresError, match=f"n = {n}"):
            views.sources_html(text, found, n=n)
    with pytest.raises(UnresError, match="another text"):
        views.sources_html(record(SHARED, "And more."), found)


# two texts


def test_the_redline_has_both_texts(corpus):
    old = record("Urges all States to light lamps;", "Thanks " + EVIL + " for the lamps;")
    new = record(
        "Encourages States to light lamps;", "Decides to meet " + EVIL + " in May;", "Ends."
    )
    seen = Reader(views.redline_html(align(old, new)))
    assert not set(seen.tags) & {"script", "b"}
    pieces = views.redline_html(align(old, new)).split("remarks</th></tr>")[1]
    kept = re.sub(r"<td class='(id|note)'>.*?</td>", "", pieces)
    first = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<ins>.*?</ins>", "", kept)))
    second = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<del>.*?</del>", "", kept)))
    assert sorted(first) == sorted("".join(p.text for p in old))
    assert second == "".join(p.text for p in new)


def test_the_redline_says_what_happened():
    lamps, bells = "Urges States to light lamps at night;", "Requests a count of the island bells;"
    old = record(lamps, bells, "Thanks Malta for the maps;", title=EVIL, symbol=EVIL)
    old = replace(old, paragraphs=tuple(replace(p, opener=p.text.split()[0]) for p in old))
    new = record(bells, lamps.replace("Urges", "Begs"), "Decides otherwise;")
    new = replace(new, paragraphs=tuple(replace(p, opener=p.text.split()[0]) for p in new))
    page = views.redline_html(align(old, new))
    assert "script" not in Reader(page).tags
    assert html.escape(EVIL) in page
    cells = Reader(page).cells
    rows = [tuple(cells[k : k + 4]) for k in range(0, len(cells), 4)]
    remarks = {(a, b): said for a, b, _, said in rows}
    assert remarks[("OP3", "")] == "dropped"
    assert remarks[("", "OP3")] == "added"
    assert "opener: “Urges” became “Begs”" in remarks[("OP1", "OP2")]
    moved = [pair for pair, said in remarks.items() if "moved" in said]
    assert len(moved) == 1 and moved[0] in (("OP1", "OP2"), ("OP2", "OP1"))
    assert "1 same, 1 changed, 1 added, 1 dropped, 1 moved, 1 openers changed" in page


def test_pairs_that_are_little_alike_are_marked():
    """Each has 10 words and 9 pairs of words, 9 of them in both (weight log 2, others log 3)."""
    old = record("Urges States to light lamps at night in every harbour;")
    new = record("Urges States to light lamps by day on all ships;")
    share = 9 * np.log(2) / (9 * np.log(2) + 10 * np.log(3))
    assert 0.35 < share < 0.5
    assert f"little alike ({share:.2f})" in views.redline_html(align(old, new))


def test_texts_without_a_name_are_told_apart():
    page = views.redline_html(align(record("a", symbol=None), record("b", symbol=None)))
    assert "the first text" in page and "the second text" in page


# pages


def test_page_escapes_title_and_caution():
    seen = Reader(views.page("<p>x</p>", EVIL, caution=EVIL))
    assert "script" not in seen.tags
    assert not [name for name, _ in seen.attributes if name in ("src", "href", "onload")]


def test_pages_need_nothing_from_elsewhere(corpus):
    text = record(*TEXTS)
    body = views.sources_html(text, compare(text, corpus, date="2025-01-01"))
    page = views.page(body, "A text")
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "url(" not in styles and "@import" not in styles
    names = {name for name, _ in Reader(page).attributes}
    assert names <= {"class", "lang", "charset", "name", "content"}


def brightness(colour: str) -> float:
    """Relative luminance of a colour: WCAG 2.2, definition of contrast ratio."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    a, b = sorted((brightness(one), brightness(other)))
    return (b + 0.05) / (a + 0.05)


def test_letters_stand_out_from_every_ground():
    """At least 4.5 to 1, as WCAG 2.2 (1.4.3) asks of running text."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    css = views._CSS + views._looks()
    stock = re.search(r"\.stock \{ color: (#\w+)", css)[1]
    stock = "#" + "".join(2 * c for c in stock[1:]) if len(stock) == 4 else stock
    grounds = [tint for tint, _, _ in views._LOOKS] + ["#ECECEC", "#FFFFFF"]
    assert min(contrast(stock, ground) for ground in grounds) >= 4.5
    for letters, ground in re.findall(r"(?:del|ins) \{ color: (#\w+); background: (#\w+)", css):
        assert contrast(letters, ground) >= 4.5
    lines = [(line, colour) for _, colour, line in views._LOOKS]
    assert len(set(lines)) == len(lines)
    assert min(contrast(colour, "#FFFFFF") for _, colour in lines) >= 3  # 1.4.11: graphics


def test_write_is_whole_or_not_at_all(tmp_path, monkeypatch):
    path = views.write("<p>\ud800 é</p>", tmp_path / "views" / "a.html")  # no letter: half a pair
    assert path.read_text("utf-8") == "<p>? é</p>"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UnresError, match="No space left"):
        views.write("new", path)
    assert path.read_text("utf-8") == "<p>? é</p>"
    assert [p.name for p in path.parent.iterdir()] == ["a.html"]


@pytest.mark.slow
def test_pages_open_in_a_browser(corpus, tmp_path):
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        pytest.skip("no chromium")
    text = record(*TEXTS)
    body = views.sources_html(text, compare(text, corpus, date="2025-01-01"))
    path = views.write(views.page(body, "A text"), tmp_path / "a.html")
    options = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync""".split()  # noqa: SIM905
    command = [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    run = subprocess.run(
        [*command, path.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    seen = Reader(run.stdout)
    assert seen.cells[seen.cells.index("OP1") + 1] == TEXTS[0]
    assert "script" not in seen.tags
