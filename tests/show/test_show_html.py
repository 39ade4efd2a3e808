"""Views: every character once and in order, escaped, without scripts; pages that open."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from html_reader import Reader
from markupsafe import Markup

from unres_research.analyse import Alignment, align, compare
from unres_research.analyse._align import Change, Pair
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.read import loads
from unres_research.records import Paragraph, Resolution, Source
from unres_research.show import _html, coloured, redline
from unres_research.show._html import View

EVIL = "<script>alert('1')</script> & \"<b onload=x>\""


def evil(name: str) -> str:
    """Hostile text that can be told from that of other places."""
    return f"</td><script src='x'>{name}</script>&amp;\"><b onload={name}>"


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


def record(*paragraphs: str, symbol: str | None = "A/80/L.91", title: str = "Lamps") -> Resolution:
    found = [Paragraph(f"OP{k}", "operative", t, str(k)) for k, t in enumerate(paragraphs, 1)]
    return Resolution(symbol, "draft", title, paragraphs=tuple(found))


SHARED = "Decides to tune the violins, drums and bells of all States"
TEXTS = [
    SHARED + ", " + EVIL + ";",
    "  Urges  – “quietly” – all towns\u00ad to rest;  ",
    "",
    "⁂ " + SHARED.upper() + " " + SHARED + " 🏮",
]


def test_the_reader_sees_a_script():
    assert "script" in Reader("<p><script>x</script></p>").tags


# coloured by source -------------------------------------------------------------------


@pytest.mark.parametrize("side", ["earlier", "later"])
def test_every_character_is_there_once_and_in_order(corpus, side):
    text = record(*TEXTS)
    found = compare(text, corpus, date="2024-05-01" if side == "later" else "2025-01-01")
    shared = getattr(found, side)  # every third word is made formulaic: stretches begin everywhere
    formulaic = {pid: np.arange(len(words)) % 3 == 0 for pid, words in shared.is_formulaic.items()}
    found = replace(found, **{side: replace(shared, is_formulaic=formulaic)})
    seen = Reader(coloured(found, side=side).html)
    for k, paragraph in enumerate(TEXTS, 1):
        assert seen.after(f"OP{k}") == paragraph
    assert not set(seen.tags) & {"script", "b", "img", "link", "iframe", "style"}
    links = [v for tag, name, v in seen.attributes if (tag, name) == ("a", "href")]
    assert all(re.match(r"#|https://docs\.un\.org/en/", link) for link in links)
    italic = [text for text, look in seen.looks if look.get("font-style") == "italic"]
    if side == "earlier":  # the first, fourth, seventh and tenth of eleven words, in OP1 and OP4
        assert italic[1:5] == ["Decides", "the", "and", "all"]  # after the legend


def test_each_word_has_the_look_of_its_source(corpus):
    """Sources by hand: 0 and 1 in colours of their own, 2 grey, the rest plain."""
    text = record("One two, three four; five six seven.")
    found = compare(text, corpus, date="2025-01-01")
    rows = pd.DataFrame(
        {
            "symbol": ["A/RES/1/1", "A/RES/1/2"],
            "adopted_on": pd.to_datetime(["2020-01-01", "2021-02-03"]),
            "title": ["First", "Second"],
            "cited": [True, False],
            "matched_words": [1200, 1],
            "added_words": [1200, 1],
        }
    )
    owner = np.array([-1, 0, 0, 1, 2, 2, -1])

    class Made:
        """A comparison with these sources."""

        __class__ = type(found)  # taken for one

        def __getattr__(self, name):
            return getattr(found, name)

        def main_sources(self, side, n):
            assert (side, n) == ("earlier", 6)
            return rows

        def word_sources(self, side, n):
            assert (side, n) == ("earlier", 6)
            return {"OP1": owner}

    formulaic = np.array([False, False, True, False, True, False, False])
    made = Made()
    made.earlier = replace(found.earlier, is_formulaic={"OP1": formulaic})
    view = coloured(made).html
    seen = Reader(view)
    at = [text for text, _ in seen.looks].index("One ")
    looks = {
        text: (look.get("background-color"), look.get("font-style"))
        for text, look in seen.looks[at:]
    }
    assert looks == {
        "One ": (None, None),
        "two, ": ("#CFE5F3", None),
        "three": ("#CFE5F3", "italic"),
        " ": (None, None),
        "four": ("#FBE6C0", None),
        "; ": (None, None),
        "five": ("#ECECEC", "italic"),
        " six": ("#ECECEC", None),
        " seven.": (None, None),
        **{k: v for k, v in looks.items() if k not in SEVEN},
    }
    assert re.findall(r"<sup[^>]*>(\d)</sup>two", view) == ["1"]
    assert re.findall(r"<sup[^>]*>(\d)</sup>four", view) == ["2"]
    assert not re.findall(r"<sup[^>]*>\d</sup><span[^>]*>five", view)
    legend = [seen.cells[k : k + 4] for k in (0, 4)]
    assert legend == [
        ["words", "A/RES/1/1 (2020-01-01, cited)", "First", "1,200 words"],
        ["words", "A/RES/1/2 (2021-02-03)", "Second", "1 words"],
    ]


SEVEN = ("One ", "two, ", "three", " ", "four", "; ", "five", " six", " seven.")


def test_runs_are_marked_from_their_first_word_to_their_last(corpus):
    """A/RES/78/907 alone has violins, drums and bells: eleven words with "Decides to tune the"."""
    text = record("Thereupon " + SHARED[0].lower() + SHARED[1:] + ", at noon.")
    found = compare(text, corpus, date="2025-01-01")
    page = coloured(found).html
    run = "decides to tune the violins, drums and bells of all States"
    assert f"1</sup>{run}</span>, at noon." in page
    legend, table = page.split("</table>", 1)
    assert "A/RES/78/907 (2024-05-07)" in Reader(page).cells
    assert "11 of 14 words (78.6%) stand in runs of 6 or more words in earlier" in legend
    assert "11 without formulaic phrases" in legend
    note = Reader(page).cells[-1]
    assert note == (
        "11 of 14 words, 11 without formulaic phrases"
        "most in A/RES/78/907 OP1 (11)"
        "longest run 11, in the data set first in A/RES/78/907 (2024-05-07)"
    )


def test_formulaic_phrases_are_set_apart_and_other_sources_are_grey(corpus):
    text = record(SHARED + ".")
    found = compare(text, corpus, date="2025-01-01", formulaic=1)
    assert found.earlier.substantive_words < found.earlier.matched_words
    seen = Reader(coloured(found).html)
    assert "font-style:italic" in coloured(found).html.split("</table>", 1)[1]
    for said in ("other earlier resolutions", "in none", "grey italics: formulaic phrase"):
        assert said in seen.cells
    two = record(SHARED + ";", "Decides to repair the roads, bridges and tunnels of all States.")
    found = compare(two, corpus, date="2025-01-01")
    shown = coloured(found, n=1).html.split("</table>", 1)[1]
    assert shown.count("#ECECEC") == 1  # the source that came second
    assert shown.count("#CFE5F3") == 1
    shown = coloured(found, n=2).html.split("</table>", 1)[1]
    assert (shown.count("#ECECEC"), shown.count("#FBE6C0")) == (0, 1)


def test_a_text_that_shares_nothing(corpus):
    found = compare(record("Thanks Malta."), corpus, date="2025-01-01")
    assert "0 of 2 words: no earlier resolution of the data set" in coloured(found).html


def test_what_is_hostile_is_escaped_wherever_it_stands(corpus):
    """Ids, texts, headings, symbols and titles of sources, paragraphs of sources."""
    heading = Paragraph(evil("heading id"), "heading", evil("heading"))
    one = Paragraph(evil("id"), "operative", f"{evil('begin')} {SHARED} {evil('end')}")
    text = Resolution("A/80/L.91", "draft", "Lamps", paragraphs=(heading, one))
    found = compare(text, corpus, date="2025-01-01")
    side = found.earlier
    runs = side.runs.assign(symbol=evil("symbol"))
    sources = side.sources.assign(symbol=evil("symbol"), title=evil("title"))
    places = {
        "best_symbol": evil("best"),
        "best_paragraph": evil("at"),
        "first_symbol": evil("first"),
    }
    words = side.is_formulaic[one.id].copy()
    words[-2] = True
    found = replace(
        found,
        earlier=replace(
            side,
            runs=runs,
            sources=sources.head(1),
            paragraphs=side.paragraphs.assign(**places),
            is_formulaic={one.id: words},
        ),
    )
    seen = Reader(coloured(found).html)
    assert not set(seen.tags) & {"script", "b", "style", "img"}
    own = {"id", "href", "rel", "title", "aria-label"}
    assert {name for _, name, _ in seen.attributes} <= {"style", "class", *own}
    for name in ("heading id", "heading", "id", "symbol", "title", "best", "at", "first"):
        assert evil(name) in seen.text, name
    assert seen.after(one.id) == one.text and seen.after(heading.id) == heading.text


def filled(template: str, **values):
    return Reader(_html.render(template, **values))


@pytest.mark.parametrize("source", [-1, 0, 1])
@pytest.mark.parametrize("is_formulaic", [False, True])
def test_hostile_words_inside_runs_and_formulaic_phrases_are_escaped(source, is_formulaic):
    text = "a <script>b</script> & c"  # five words, with what stands between them
    runs = list(_html.runs_of(text, np.full(5, source), np.full(5, is_formulaic)))
    main = dict.fromkeys(("symbol", "date", "title", "words"), EVIL) | {"cited": True}
    seen = filled(
        "coloured.html.j2", rows=[{"id": EVIL, "runs": runs, "note": [EVIL, EVIL]}], main=[main],
        total=EVIL, side=EVIL, looks=["color:red", "color:blue"], italics="color:blue",
        blocks=[{"id": EVIL, "share": EVIL, "told": EVIL, "colour": EVIL, "width": 4}], prefix=EVIL,
    )  # fmt: skip
    assert not set(seen.tags) & {"script", "b"}
    assert text in seen.cells
    # four of the source, id, two notes, total, three times the side, two of the block
    assert seen.text.count(EVIL) == 13
    values = [value for _, name, value in seen.attributes if name in ("id", "title", "aria-label")]
    assert f"{EVIL}{EVIL}" in values and EVIL in values and f"{EVIL}, {EVIL}: {EVIL}" in values


def test_every_value_of_the_other_templates_is_escaped():
    row = {"ids": [EVIL], "changes": [(EVIL, EVIL, EVIL)], "remarks": [("", EVIL)], "number": 1}
    row |= {"kind": EVIL, "place": EVIL, "short": (EVIL, EVIL, EVIL)}
    names = {"before": EVIL, "after": EVIL, "counts": EVIL, "gone": "", "come": ""}
    names |= {"groups": [("", [row]), (EVIL, [row])], "changes": [row]}
    seen = filled("redline.html.j2", on_page=False, **names)
    # twice each row's id, three words and remark; names in two places, counts, the summary
    assert seen.text.count(EVIL) == 10 + 6 and "script" not in seen.tags
    seen = filled("redline.html.j2", on_page=True, **names)
    assert seen.text.count(EVIL) == 16 + 5 and seen.tags.count("script") == 1
    text = dict.fromkeys(("role", "symbol", "url", "date", "file", "title"), EVIL)
    seen = filled(
        "comparison.html.j2", texts=[text], counts={EVIL: 1}, advice=EVIL,
        parts=[(EVIL, [(EVIL, EVIL)])], figures=[EVIL], remarks=[EVIL],
    )  # fmt: skip
    assert seen.text.count(EVIL) == 5 + 1 + 1 + 3 + 1 + 1 and "script" not in seen.tags
    assert [value for _, name, value in seen.attributes if name == "href"] == [EVIL, EVIL]
    seen = filled("shown.html.j2", kind=EVIL, text=EVIL)
    assert seen.text.count(EVIL) == 1 and "script" not in seen.tags
    assert seen.attributes[0][:2] == ("p", "class") and seen.attributes[0][2].startswith(EVIL)
    lines = {key: [EVIL] for key in ("data", "missing", "remarks", "cite")}
    seen = filled(
        "index.html.j2",
        title=EVIL,
        heading=EVIL,
        study={"lead": EVIL, **lines},
        opening="",
        findings=[EVIL],
        more=[EVIL],
        figures=[{"name": EVIL, "caption": EVIL, "limits": EVIL}],
        views=[{"title": EVIL, "caption": EVIL, "address": EVIL, "blocks": []}],
        notebooks=[({"address": EVIL, "title": EVIL}, [(EVIL, EVIL)])],
        toolkit=EVIL,
        links=[(EVIL, EVIL)],
        here="",
        before=None,
        after=(EVIL, EVIL),
        footer=EVIL,
    )
    assert not set(seen.tags) & {"script", "b"}
    # title, heading, lead, two sentences, two of the view, two of the figure, two of the contents,
    # four lines, toolkit, link, neighbour, footer
    assert seen.text.count(EVIL) == 19
    places = [
        value for _, name, value in seen.attributes if name in ("href", "src") and EVIL in value
    ]
    # link, view, picture and what it leads to, PNG, SVG, notebook, section, neighbour
    assert len(places) == 9


def test_headings_are_shown_without_a_note(corpus):
    text = record("Decides to meet;")
    both = replace(text, paragraphs=(Paragraph("H1", "heading", EVIL), *text.paragraphs))
    seen = Reader(coloured(compare(both, corpus, date="2025-01-01")).html)
    at = seen.cells.index("H1")
    assert seen.cells[at : at + 3] == ["H1", EVIL, ""]
    assert [look for text, look in seen.looks if text == EVIL] == [{}]


def test_refusals(corpus):
    found = compare(record(SHARED), corpus, date="2025-01-01")
    with pytest.raises(UnresError, match="'erlier'"):
        coloured(found, side="erlier")
    for n in (0, 7):
        with pytest.raises(UnresError, match=f"n = {n}"):
            coloured(found, n=n)
    assert coloured(found, n=1).html and coloured(found, n=6).html


# two texts ----------------------------------------------------------------------------


def without(tag: str, text: str) -> str:
    return re.sub(rf"<{tag}[^>]*>.*?</{tag}>", "", text)


def test_the_redline_has_both_texts():
    old = record("Urges all States to light lamps;", "Thanks " + EVIL + " for the lamps;")
    new = record(
        "Encourages States to light lamps;", "Decides to meet " + EVIL + " in May;", "Ends."
    )
    page = redline(align(old, new)).html.split("</colgroup>")[1].split("<tbody>")[1]
    seen = Reader(redline(align(old, new)).html)
    assert not set(seen.tags) & {"script", "b", "style"}
    first, second = (
        [row[2] for row in rows_of(Reader(without(tag, page.split("</tbody>")[0])))]
        for tag in ("ins", "del")
    )
    assert sorted("".join(first)) == sorted("".join(p.text for p in old))
    assert "".join(second) == "".join(p.text for p in new)


def rows_of(seen: Reader) -> list[list[str]]:
    return [seen.cells[k : k + 4] for k in range(0, len(seen.cells), 4)]


def test_only_the_words_that_changed_are_struck():
    old, new = (record(f"{verb} all {who} to light lamps in every harbour at night;")
                for verb, who in (("Urges", "States"), ("Asks", "towns")))  # fmt: skip
    seen = Reader(redline(align(old, new)).html)
    struck = [t for t, look in seen.looks if look.get("text-decoration") == "line-through"]
    written = [t for t, look in seen.looks if look.get("text-decoration") == "underline"]
    assert (struck, written) == (["Urges", "States"], ["Asks", "towns"])
    assert [look for t, look in seen.looks if "harbour" in t] == [{}]


def test_the_redline_says_what_happened():
    lamps, bells = "Urges States to light lamps at night;", "Requests a count of the island bells;"
    old = record(lamps, bells, "Thanks Malta for the maps;")
    old = replace(old, paragraphs=tuple(replace(p, opener=p.text.split()[0]) for p in old))
    new = record(bells, lamps.replace("Urges", "Begs"), "Decides otherwise;")
    new = replace(new, paragraphs=tuple(replace(p, opener=p.text.split()[0]) for p in new))
    page = redline(align(old, new)).html
    remarks = {(a, b): said for a, b, _, said in rows_of(Reader(page))}
    assert remarks[("OP3", "")] == "3 deleted"
    assert remarks[("", "OP3")] == "4 added"
    assert "opener: “Urges” became “Begs”" in remarks[("OP1", "OP2")]
    moved = [pair for pair, said in remarks.items() if "moved" in said]
    assert len(moved) == 1 and moved[0] in (("OP1", "OP2"), ("OP2", "OP1"))
    assert "1 changed, 1 moved, 1 added, 1 deleted" in page


def test_a_redline_escapes_what_it_is_given_wherever_it_stands():
    """Names, ids, all kinds of changes, what has one side only, openers and origins."""

    def one(name: str, opener: str | None = None) -> Paragraph:
        return Paragraph(evil(f"id of {name}"), "operative", evil(name), opener=opener)

    changes = (
        Change("same", evil("same"), evil("same")),
        Change("replaced", evil("old"), evil("new")),
        Change("deleted", evil("deleted"), ""),
        Change("inserted", "", evil("inserted")),
    )
    before, after = one("before", evil("opener before")), one("after", evil("opener after"))
    nan = float("nan")
    pairs = (
        Pair(before, after, "changed", True, 0.4, changes),
        Pair(one("dropped"), None, "dropped", False, nan, ()),
        Pair(None, one("added"), "added", False, nan, ()),
        Pair(one("merged"), None, "merged", False, 0.9, (), evil("merged into")),
        Pair(None, one("split"), "split", False, 0.9, (), evil("split from")),
    )
    first = Resolution(evil("first"), "draft", "")
    second = Resolution(None, "draft", "", source=Source(evil("second"), "text", ""))
    seen = Reader(redline(Alignment(first, second, pairs)).html)
    assert not set(seen.tags) & {"script", "b", "style"}
    own = {"id", "href", "rel", "title", "aria-label"}
    assert {name for _, name, _ in seen.attributes} <= {"style", "class", *own}
    names = ["first", "second", "same", "old", "new", "deleted", "inserted"]
    names += ["dropped", "added", "merged", "split"]
    names += ["merged into", "split from", "opener before", "opener after"]
    names += [
        f"id of {name}" for name in ("before", "after", "dropped", "added", "merged", "split")
    ]
    for name in names:
        assert evil(name) in seen.text, name
    rows = rows_of(seen)
    assert rows[0][2] == "".join(evil(n) for n in ("same", "old", "new", "deleted", "inserted"))
    assert [row[2] for row in rows[1:]] == [
        evil(n) for n in ("dropped", "added", "merged", "split")
    ]
    assert rows[3][3] == f"4 merged into {evil('merged into')}"
    assert rows[4][3] == f"5 split from {evil('split from')}"
    opener = f"opener: “{evil('opener before')}” became “{evil('opener after')}”"
    assert rows[0][3] == f"1 moved and changed{opener}little alike (0.40)"
    page = Reader(redline(Alignment(first, second, pairs)).page)
    assert page.tags.count("script") == 1 and not set(page.tags) & {"b", "style", "img"}
    script = page.text[page.text.index("/* From change to change") :]
    assert "alert" not in script and evil("before") not in script


def folded(old: Resolution, new: Resolution) -> list[str]:
    """What the folded runs of a redline are called."""
    return re.findall(r"<summary[^>]*>(\d[^<]*)</summary>", redline(align(old, new)).html)


def test_runs_of_unchanged_paragraphs_are_folded():
    lamps, bells, fog, maps, horns = (
        "Urges States to light lamps at night;", "Requests a count of the island bells;",
        "Warns ferries of fog in spring;", "Thanks Malta for the maps;",
        "Recommends two horns on every boat.",
    )  # fmt: skip
    old = record(lamps, bells, fog, maps)
    assert folded(old, record(lamps, bells, horns, fog, maps)) == [
        "2 unchanged paragraphs: OP1 to OP2",
        "2 unchanged paragraphs: OP4 to OP5 (before: OP3 to OP4)",
    ]
    assert folded(old, record(lamps, bells.replace("island", "city"), fog, maps)) == [
        "1 unchanged paragraph: OP1",
        "2 unchanged paragraphs: OP3 to OP4",
    ]
    assert folded(old, old) == ["4 unchanged paragraphs: OP1 to OP4"]
    assert folded(record(), record()) == []
    other_marks = record(lamps, bells.replace(";", "."), fog.upper(), maps)
    assert folded(old, other_marks) == ["1 unchanged paragraph: OP1", "1 unchanged paragraph: OP4"]
    said = "2 unchanged, 2 punctuation or capitals"
    assert f"Paragraphs: {said}." in redline(align(old, other_marks)).html


def test_the_page_of_a_redline_lists_the_changes_and_leads_to_them():
    lamps, bells = "Urges States to light lamps at night;", "Requests a count of the island bells;"
    old = record(lamps, bells, lamps.replace("lamps at night", "candles " * 20))
    new = record(lamps.replace("Urges", "Begs"), bells, "Decides otherwise;")
    view = redline(align(old, new))
    page = Reader(view.page)
    rows = [value for tag, name, value in page.attributes if (tag, name) == ("tr", "id")]
    listed = re.findall(r'<li><a href="#(change-\d)">([^<]*)</a>(.*?)</li>', view.page)
    assert rows == [name for name, _, _ in listed] == ["change-1", "change-2", "change-3"]
    assert [kind for _, kind, _ in listed] == ["changed: OP1", "deleted: OP3", "added: OP3"]
    words = [Reader(said).text.strip() for _, _, said in listed]
    assert words[::2] == ["Urges Begs", "Decides otherwise;"]
    assert words[1].startswith("Urges States to light candles") and words[1].endswith(" …")
    targets = [value for tag, name, value in page.attributes if (tag, name) == ("a", "href")]
    assert targets[3:] == ["#change-2", "#change-1", "#change-3", "#change-2"]
    assert "script" not in Reader(view.html).tags and "id=" not in view.html
    nothing = Reader(redline(align(old, old)).page)
    assert not {"script", "ol", "button"} & set(nothing.tags)


def test_pairs_that_are_little_alike_are_marked():
    """Each has 10 words and 9 pairs of words, 9 of them in both (weight log 2, others log 3)."""
    old = record("Urges States to light lamps at night in every harbour;")
    new = record("Urges States to light lamps by day on all ships;")
    share = 9 * np.log(2) / (9 * np.log(2) + 10 * np.log(3))
    assert 0.35 < share < 0.5
    assert f"little alike ({share:.2f})" in redline(align(old, new)).html
    for similarity, marked in ((0.49, True), (0.5, False), (0.51, False)):
        pair = Pair(old["OP1"], new["OP1"], "changed", False, similarity, ())
        assert ("little alike" in redline(Alignment(old, new, (pair,))).html) == marked


def test_texts_without_a_name_are_told_apart():
    page = redline(align(record("a", symbol=None), record("b", symbol=None))).html
    assert "the first text" in page and "the second text" in page
    opening = "The General Assembly,\n\n1. Decides to light"
    loaded = [loads(f"{opening} {what}.") for what in ("lamps", "harbours")]
    assert Reader(redline(align(*loaded)).html).text.count("the second text") == 2
    named = [loads(f"{opening} lamps.", name="mine"), loaded[1]]
    assert "Only in mine, only in the second text." in Reader(redline(align(*named)).html).text


# pages --------------------------------------------------------------------------------


def test_pages_escape_all_but_views():
    page = _html.page(
        evil("body"), evil("title"), links=[(evil("target"), evil("link"))], footer=evil("footer")
    )
    seen = Reader(page)
    assert not set(seen.tags) & {"script", "b", "img"}
    for name in ("body", "title", "link", "footer"):
        assert evil(name) in seen.text, name
    assert seen.text.count(evil("title")) == 2  # the name of the window, and the heading
    assert ("a", "href", evil("target")) in seen.attributes
    assert "<p>x</p>" in _html.page(Markup("<p>x</p>"), "A")
    assert "<h1>" not in _html.page("", "A", heading=False)


def test_pages_hold_no_control_characters():
    made = _html.page("a\x00b\x1b[2Jc\x9bd\te\nf", "T\x07")
    assert "a\ufffdb\ufffd[2Jc\ufffdd\te\nf" in made and "T\ufffd" in made


def test_a_view_shows_itself_and_saves_itself_as_a_page(tmp_path):
    view = View("<p>x</p>")
    assert view._repr_html_() == "<p>x</p>"
    assert repr(view).startswith("<View of 8 characters")
    path = view.save(tmp_path / "views" / "a.html", evil("title"), evil("caption"))
    text = path.read_text("utf-8")
    seen = Reader(text)
    assert "<p>x</p>" in text and not set(seen.tags) & {"script", "b"}
    assert evil("title") in seen.text and evil("caption") in seen.text
    path = View("").save(tmp_path / "b.html", "B")
    assert 'class="caption"' not in path.read_text("utf-8")


def test_views_do_without_a_style_sheet(corpus):
    """In a notebook that is not trusted, style sheets go and styles of elements stay."""
    text = record(*TEXTS)
    views = [
        coloured(compare(text, corpus, date="2025-01-01")).html,
        redline(align(text, record(SHARED))).html,
    ]
    for view in views:
        seen = Reader(view)
        assert "style" not in seen.tags
        for tag in ("td", "th"):
            styles = [
                value or "" for t, name, value in seen.attributes if t == tag and name == "style"
            ]
            assert len(styles) == seen.tags.count(tag) > 0
            assert all("text-align:left" in style for style in styles)
        for text_, look in seen.looks:  # a colour of letters always has its own ground, and a
            assert ("color" in look) == ("background-color" in look), text_  # ground its letters


def test_pages_need_nothing_from_elsewhere(corpus):
    page = _html.page(
        Markup(coloured(compare(record(*TEXTS), corpus, date="2025-01-01")).html), "A"
    )
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "url(" not in styles and "@import" not in styles and "&" not in styles
    names = {name for _, name, _ in Reader(page).attributes}
    names -= {"id", "href", "rel", "title", "aria-label", "tabindex"}
    assert names <= {"class", "style", "lang", "charset", "name", "content"}


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
    colour = re.compile(r"(?<!-)color:(#\w{6})")
    ground = re.compile(r"background-color:(#\w{6})")
    runs = [_html.RUN.format(*look) for look in (*_html.LOOKS, _html.OTHER)]
    for look in (*runs, _html.GONE, _html.COME):
        assert contrast(colour.search(look)[1], ground.search(look)[1]) >= 4.5
        assert contrast(colour.search(_html.ITALICS)[1], ground.search(look)[1]) >= 4.5
    lines = [line for _, line in _html.LOOKS]
    assert len(set(lines)) == len(lines)
    marks = [line.split()[-1] for line in (*lines, _html.OTHER[1])]
    assert min(contrast(mark, "#FFFFFF") for mark in marks) >= 3  # 1.4.11: graphics


def test_write_is_whole_or_not_at_all(tmp_path, monkeypatch):
    path = _html.write("<p>\ud800 é</p>", tmp_path / "views" / "a.html")  # half a pair
    assert path.read_text("utf-8") == "<p>? é</p>"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UnresError, match="No space left"):
        _html.write("new", path)
    assert path.read_text("utf-8") == "<p>? é</p>"
    assert [p.name for p in path.parent.iterdir()] == ["a.html"]


@pytest.mark.slow
def test_pages_open_in_a_browser(corpus, tmp_path):
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        pytest.skip("no chromium")
    view = coloured(compare(record(*TEXTS), corpus, date="2025-01-01"))
    path = view.save(tmp_path / "a.html", "A text")
    options = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync""".split()  # noqa: SIM905
    command = [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    run = subprocess.run(
        [*command, path.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    seen = Reader(run.stdout)
    assert seen.after("OP1") == TEXTS[0]
    assert "script" not in seen.tags
