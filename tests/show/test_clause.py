"""The page of a clause: the answer first, every word once, all of it escaped; as a browser has it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pypdfium2
import pytest
import written
from hostile_names import HOSTILE
from html_reader import Reader
from lab import chromium
from looks import check
from written import CLAUSE

from unres_research import loads
from unres_research.analyse import history
from unres_research.errors import UnresError
from unres_research.show import coloured, export
from unres_research.show._html import ITALICS


@pytest.fixture(autouse=True)
def nothing_is_near(monkeypatch):
    """What is nearest in other words has tests of its own."""
    columns = ["collection", "symbol", "paragraph", "adopted_on", "title", "score", "precision"]
    columns += ["low", "high", "shared_words", "longest_run"]
    empty = property(lambda _: pd.DataFrame(columns=columns))
    monkeypatch.setattr("unres_research.analyse._history.History.near", empty)


@pytest.fixture(scope="module")
def harbours(made):
    return made(*written.CLAUSES)


def page_of(found, folder) -> Reader:
    return Reader(export.clause(found, folder / "clause.html").read_text("utf-8"))


def test_each_word_has_the_colour_of_its_first_resolution(harbours):
    """Words 0 to 9 of A/RES/75/1, 10 to 12 of A/RES/76/1."""
    html = coloured(history(CLAUSE, harbours)).html
    seen = Reader(html)
    clause = html.partition('<p class="clause"')[2].partition("</p>")[0]
    one, two = clause.split("<span")[1:]
    assert "#CFE5F3" in one and "Decides to keep the lamps of all harbours at night" in one
    assert "#FBE6C0" in two and "and at dawn" in two
    assert "first in A/RES/75/1" in seen.text and "10 words" in seen.text
    assert "first in A/RES/76/1" in seen.text and "3 words" in seen.text
    assert "in no run" not in seen.text and "other resolutions" not in seen.text
    one = Reader(coloured(history(CLAUSE, harbours), n=1).html)
    assert "first in A/RES/76/1" not in one.text and "first in other resolutions" in one.text


def legend(html: str) -> list[int]:
    """Words of every row."""
    table = html.partition('class="legend"')[2].partition("</table>")[0]
    counts = re.findall(r">([0-9]+)(?: of [0-9]+)? words?<", table)
    assert len(counts) == table.count("<tr>")
    return [int(count) for count in counts]


def test_the_rows_of_the_legend_add_up_to_all_words(harbours):
    found = history(CLAUSE, harbours)
    assert legend(coloured(found).html) == [10, 3]
    assert legend(coloured(found, n=1).html) == [10, 3]
    longer = history(f"{CLAUSE[:-1]} without end", harbours)
    assert legend(coloured(longer).html) == [10, 3, 2]
    some = replace(longer, is_formulaic=np.arange(15) < 4)
    assert legend(coloured(some).html) == [10, 3, 2]
    last = replace(longer, is_formulaic=(np.arange(15) > 9) & (np.arange(15) < 13))
    assert legend(coloured(last).html) == [10, 3, 2]  # the second has no other words
    everything = replace(longer, is_formulaic=np.arange(15) < 13)
    assert legend(coloured(everything).html) == [13, 2]


def test_formulaic_words_are_explained_where_there_are_some(harbours):
    found = history(f"{CLAUSE[:-1]} without end", harbours)
    for formulaic, told in (
        (np.arange(15) < 0, False),
        (np.arange(15) < 4, True),
        (np.arange(15) > 12, False),  # in no run: they have no look
    ):
        html = coloured(replace(found, is_formulaic=formulaic)).html
        assert ("Grey italics: formulaic" in html) == told == (ITALICS in html)
    assert "Grey italics" not in coloured(history("Lamps", harbours)).html


def test_half_of_the_words_has_a_denominator(harbours, tmp_path):
    """Of session 77, one of two resolutions has eight of the thirteen words."""
    html = export.clause(history(CLAUSE, harbours), tmp_path / "clause.html").read_text("utf-8")
    table = html.partition('class="sessions"')[2].partition("</table>")[0]
    assert re.findall("[0-9]+ of [0-9]+", table) == [
        *("0 of 1", "1 of 1"), *("1 of 1", "1 of 1"), *("0 of 2", "1 of 2")
    ]  # fmt: skip


def test_a_clause_from_right_to_left_stands_by_itself_in_the_heading(harbours, tmp_path):
    said = "يقرر أن يجتمع <b>"
    path = export.clause(history(said, harbours), tmp_path / "clause.html")
    html = path.read_text("utf-8")
    assert "<h1>History of “<bdi>يقرر أن يجتمع &lt;b</bdi>”</h1>" in html
    assert "<title>History of “يقرر أن يجتمع &lt;b”</title>" in html


def test_the_answer_stands_first(harbours, tmp_path):
    found = history(CLAUSE, harbours)
    text = page_of(found, tmp_path).text
    order = [
        found.answer[0],
        found.answer[-1].partition(": ")[2],
        *("Session by session", "1 of 1", "Whose it is", "1 of 3", "Runs that came and went"),
        *("Along its lineage", "8 of 13 words", "Where it stands"),
    ]
    at = [0]
    for piece in order:
        at.append(text.index(piece, at[-1]))
    assert text.count(CLAUSE) == 3  # along the lineage, struck through where it is not there


def test_a_series_without_a_title_goes_by_a_symbol(made, tmp_path):
    corpus = made(*written.CLAUSES)
    corpus.resolutions["title"] = ""
    text = page_of(history(CLAUSE, corpus), tmp_path).text
    assert "“”" not in text and text.count("“") == 3  # the clause's name twice, and “First”


@pytest.mark.parametrize("hostile", [*HOSTILE.values(), "</td><script>x</script><b onload=x>"])
def test_hostile_names_are_shown_as_they_are(made, tmp_path, hostile):
    corpus = made(*written.CLAUSES)
    corpus.resolutions["title"] = f"Lamps {hostile}"
    found = history(f"{CLAUSE[:-1]} {hostile}", corpus)
    seen = page_of(found, tmp_path)
    assert "nan" not in seen.text.replace(hostile, "").split()
    assert not set(seen.tags) & {"script", "b", "img", "link", "iframe"}
    links = [v for tag, name, v in seen.attributes if (tag, name) == ("a", "href")]
    assert all(v == "#main" or v.startswith("https://docs.un.org/en/A/RES/") for v in links)
    assert not [name for _, name, _ in seen.attributes if name.startswith("on")]
    shown = " ".join(hostile.split()).replace("\x1b", "\ufffd")
    assert shown in " ".join(seen.text.split())
    assert Reader(coloured(found).html).text.count("Decides to keep the lamps") == 1
    assert not set(Reader(found._repr_html_()).tags) & {"script", "b", "img"}


def test_clauses_of_all_kinds_have_a_page(harbours, tmp_path):
    nowhere = page_of(
        history("Invites keepers to whistle while they polish brass", harbours), tmp_path
    )
    assert "Nowhere in what was searched" in nowhere.text
    assert "Session by session" not in nowhere.text and "in no run of six words" in nowhere.text
    short = page_of(history("Lamps", harbours), tmp_path)
    assert "too few for a fingerprint" in short.text and "Runs that" not in short.text
    assert "Where it stands" in short.text and "in no run" not in short.text
    long = history(" ".join([CLAUSE] * 62), harbours)
    assert long.words == 806 and not long.is_whole
    assert "13 of its 806 words in a row" in page_of(long, tmp_path).text


def test_what_is_near_says_how_sure_that_is(harbours, tmp_path, monkeypatch):
    rows = {
        "collection": ["complete", "selection"],
        "symbol": ["A/RES/77/1", "A/RES/60/901"],
        "paragraph": ["OP1", "PP2"],
        "adopted_on": pd.to_datetime(["2022-12-01", "2005-12-01"]),
        "title": ["Lamps", "<b>Old</b> lamps"],
        "score": [0.9, 0.1],
        "precision": [0.831, float("nan")],
        "low": [0.7, float("nan")],
        "high": [0.912, float("nan")],
        "shared_words": [9, 4],
        "longest_run": [8, 0],
    }
    near = property(lambda _: pd.DataFrame(rows))
    monkeypatch.setattr("unres_research.analyse._history.History.near", near)
    found = history("Invites keepers to whistle while they polish brass", harbours)
    seen = page_of(found, tmp_path)
    assert "Nearest in other words" in seen.text and "nan" not in seen.text
    note = seen.after("Lamps")
    assert "the same clause in 83% of such cases (70% to 91%)" in note
    assert "9 words in common, longest run 8" in note and "2022-12-01" in note
    assert "4 words in common" in seen.text and "longest run 0" not in seen.text
    assert seen.after("A/RES/60/901 PP2") == "<b>Old</b> lamps"
    assert "such cases" not in seen.after("<b>Old</b> lamps")
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["near"][1]["low"] is None


def test_what_is_no_history(tmp_path):
    with pytest.raises(UnresError, match="a history"):
        export.clause("Decides", tmp_path / "a.html")
    with pytest.raises(UnresError, match="a history"):
        coloured(loads("The General Assembly,\n\n1. Decides to meet."))


# in a browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory, draft, corpus):
    """A paragraph of the draft, a formula of hundreds, what is nowhere, what is long or short."""
    folder = tmp_path_factory.mktemp("clauses")
    words = " ".join(p.text for p in draft if p.kind != "heading").split()
    texts = {
        "draft": (draft, "OP1"),
        "formula": (" ".join(draft["PP5"].text.split()[2:18]), None),
        "nowhere": ("Invites keepers to whistle while they polish brass", None),
        "short": ("Decides to meet", None),
        "long": (" ".join(words[:800]), None),
    }
    found = {}
    for name, (clause, paragraph) in texts.items():
        made = history(clause, corpus, paragraph)
        made.__dict__["near"] = pd.DataFrame()
        found[name] = made, export.clause(made, folder / f"{name}.html")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["draft", "formula", "nowhere", "short", "long"])
def test_a_page_can_be_read(pages, name):
    with chromium() as browser:
        for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto(pages[name][1].as_uri())
            if name in ("nowhere", "short"):
                assert not page.query_selector(".texts")
            else:
                check(page, "body")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            receipt = page.get_by_text("Searched:").first.bounding_box()
            assert receipt["y"] + receipt["height"] < 900  # on the first screen
            page.close()


@pytest.mark.slow
@pytest.mark.parametrize("word", ["x" * 300, "ab" * 20])
def test_the_narrowest_screen(harbours, tmp_path, word):
    """Sessions of many resolutions, and words that are wider than the screen."""
    found = history(CLAUSE, harbours)
    counts = {"session": ["ES-10"] * 3, "resolutions": 123, "of": 1_345, "share": 0.0914}
    found.__dict__["by_session"] = pd.DataFrame({**counts, "with_half": 1_234, "most_words": 13})
    long = history(" ".join([word] * 7), harbours)
    with chromium() as browser:
        for k, one in enumerate((found, long)):
            page = browser.new_page(viewport={"width": 320, "height": 900})
            page.goto(export.clause(one, tmp_path / f"{k}.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            page.close()


@pytest.mark.slow
def test_paper_shows_everything(pages):
    found, path = pages["draft"]
    with chromium() as browser:
        page = browser.new_page(color_scheme="dark")
        page.goto(path.as_uri())
        sheets = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", print_background=True)))
    text = " ".join(" ".join(s.get_textpage().get_text_range() for s in sheets).split())
    for symbol in [*found.lineage["symbol"], *found.carriers["symbol"]]:
        assert symbol in text
    assert text.count(" in all ") >= len(found.stretches) - 1
    assert min(sheets[0].render().to_pil().getpixel((2, 2))) > 240  # the paper stays white
