"""How results show themselves in a notebook: escaped, and with every look in its element."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import numpy as np
import pandas as pd
import pytest
from html_reader import Reader

import unres_research as un
from unres_research import _shown as shown
from unres_research import show


def evil(name: str) -> str:
    """Hostile text that can be told from that of other places."""
    return f"</td><script src='x'>{name}</script>&amp;\"><b onload={name}>"


def test_tables_escape_heads_cells_lists_and_the_index():
    frame = pd.DataFrame(
        {evil("head"): [evil("cell")], "list": [(evil("item"), "b")]},
        index=pd.Index([evil("index")], name=evil("name")),
    )
    seen = Reader(shown.table(frame, longest=200))
    assert not set(seen.tags) & {"script", "b", "style"}
    for name in ("head", "cell", "item", "index", "name"):
        assert evil(name) in seen.text, name


def test_values_of_a_table():
    frame = pd.DataFrame(
        {
            "covered_words": [12345, 0],
            "share": [0.25, 9.9994],
            "rate": [10.0, 1234.56],
            "adopted_on": pd.to_datetime(["2024-03-21", None]),
            "sure": [True, False],
            "who": [np.array(["a", "b"]), None],
            "name": ["one two", "one two three"],
        }
    )
    seen = Reader(shown.table(frame, longest=9))
    assert seen.cells == [
        "12,345", "0.250", "10.0", "2024-03-21", "yes", "a, b", "one two",
        "0", "9.999", "1,234.6", "–", "no", "–", "one two …",
    ]  # fmt: skip
    assert "covered words" in seen.text  # may wrap
    sides = [dict(rule.split(":") for rule in value.split(";"))["text-align"]
             for tag, _, value in seen.attributes if tag == "td"]  # fmt: skip
    assert sides[:7] == ["right", "right", "right", "left", "left", "left", "left"]
    heads = [v.split(";")[0] for tag, _, v in seen.attributes if tag == "th"]
    assert heads == [f"text-align:{side}" for side in sides[:7]]


def test_long_strings_are_cut_at_a_word_and_paragraphs_later():
    frame = pd.DataFrame(
        {"title": ["lamps " * 30], "best_text": ["lamps " * 30], "text": ["x" * 601]}
    )
    title, best, text = Reader(shown.table(frame)).cells
    assert len(title) <= 80 and title.endswith("lamps …")
    assert best == "lamps " * 30
    assert text == "x" * 599 + " …"
    exact = pd.DataFrame({"a": ["x" * 80], "b": ["x" * 81]})
    assert Reader(shown.table(exact)).cells == ["x" * 80, "x" * 79 + " …"]


def test_an_index_that_is_no_counter_is_shown():
    frame = pd.DataFrame({"words": [8]}, index=pd.Index(["sea"], name="topic"))
    assert Reader(shown.table(frame)).cells == ["sea", "8"]
    assert Reader(shown.table(frame.reset_index(drop=True))).cells == ["8"]


def test_a_small_number_never_becomes_zero():
    """Half of the last of three decimals is where rounding would make it 0."""
    frame = pd.DataFrame({"q": [0.0, 0.0004999, 0.0005001, -0.00004, 2e-6, -3e-9, 4.96e-7]})
    cells = ["0.000", "0.0005", "0.001", "-0.00004", "0.000002", "-3e-09", "5e-07"]
    assert Reader(shown.table(frame)).cells == cells
    shares = pd.DataFrame({"a": [0.0004, None]})
    assert Reader(shown.table(shares, floats="{:.1%}".format)).cells == ["0.0%", "–"]


def test_counts_of_which_some_are_missing_have_no_decimals():
    frame = pd.DataFrame({"absent": [27.0, 9.0, None], "share": [1.0, 0.0, None]})
    cells = ["27", "1.000", "9", "0.000", "–", "–"]
    assert Reader(shown.table(frame)).cells == cells
    assert Reader(shown.table(pd.DataFrame({"a": [1e15, np.inf]}))).cells[1] == "inf"
    shares = pd.DataFrame({"a": [2.0, 1200.0]})
    assert Reader(shown.table(shares, floats="{:.1f}".format)).cells == ["2.0", "1200.0"]
    assert Reader(shown.table(shares)).cells == ["2", "1,200"]
    assert Reader(shown.table(pd.DataFrame({"a": [2.5, 3.0]}))).cells == ["2.500", "3.000"]


def test_numbers_of_chosen_rows_are_no_column():
    frame = pd.DataFrame({"words": [7, 8, 9]})
    assert Reader(shown.table(frame[frame["words"] > 7])).cells == ["8", "9"]
    counted = pd.DataFrame({"words": [7, 8, 9]}, index=pd.RangeIndex(3, name="topic"))
    assert Reader(shown.table(counted)).cells == ["7", "8", "9"]
    sessions = frame.set_index(pd.Index([77, 78, 79], name="session"))
    assert Reader(shown.table(sessions)).cells == ["77", "7", "78", "8", "79", "9"]


def test_an_empty_list_is_missing():
    frame = pd.DataFrame({"due": [(), ("session 80",)]})
    assert Reader(shown.table(frame)).cells == ["–", "session 80"]


def test_symbols_and_other_short_strings_stay_on_one_line():
    frame = pd.DataFrame({"symbol": ["A/RES/80/84 A-B"], "title": ["Questions relating to lamps"]})
    looks = [v for tag, name, v in Reader(shown.table(frame)).attributes if tag == "td"]
    assert ["white-space:nowrap" in look for look in looks] == [True, False]
    heads = [v for tag, name, v in Reader(shown.table(frame)).attributes if tag == "th"]
    assert ["min-width:13em" in head for head in heads] == [False, True]  # no word a line
    assert shown.table(frame.head(0)).count("<th ") == 2


def links(html):
    """Addresses and texts of the links."""
    seen = Reader(html)
    assert seen.tags.count("a") == sum(x[:2] == ("a", "rel") for x in seen.attributes)
    return [v for tag, name, v in seen.attributes if (tag, name) == ("a", "href")]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("A/78/L.86 & <b>A/RES/75/251 B</b>", ["A/78/L.86", "A/RES/75/251%20B"]),
        ("resolutions 46/182 and 57/150, 2017/18, 3/4", ["A/RES/46/182", "A/RES/57/150"]),
        ("S/RES/1325 (2000): and/or", ["S/RES/1325%20%282000%29"]),
        (evil("said"), []),
    ],
)
def test_documents_in_a_sentence_are_links(text, symbols):
    made = shown.linked(text)
    assert links(made) == [f"https://docs.un.org/en/{symbol}" for symbol in symbols]
    assert Reader(made).text == text and "script" not in Reader(made).tags


def test_a_printed_address_is_a_link_as_a_whole():
    made = shown.linked("available from https://docs.un.org/en/A/78/L.86.")
    address = "https://docs.un.org/en/A/78/L.86"
    assert made == f'available from <a href="{address}" rel="noopener">{address}</a>.'


def test_cells_that_are_symbols_are_links():
    """Of a cell with more than a symbol nothing is, nor of one that was cut."""
    frame = pd.DataFrame(
        {
            "symbol": ["A/RES/78/311", "A/RES/78/311 OP7", evil("symbol"), "2017/18", None],
            "cites": [("A/RES/70/1", evil("x")), np.array(["A/78/L.86"]), (), None, ("a", "b")],
        }
    )
    made = shown.table(frame)
    symbols = ["A/RES/78/311", "A/RES/70/1", "A/78/L.86"]
    assert links(made) == [f"https://docs.un.org/en/{symbol}" for symbol in symbols]
    assert "script" not in Reader(made).tags
    assert Reader(made).cells[1] == f"A/RES/70/1, {evil('x')}"


def test_names_and_what_belongs_to_them():
    seen = Reader(shown.pairs([(evil("name"), "<em>x</em> y"), ("b", "z")]))
    assert seen.cells == ["x y", "z"] and "em" in seen.tags
    assert evil("name") in seen.text and "script" not in seen.tags
    assert Reader(shown.said(evil("said"))).text == evil("said")


# every result -------------------------------------------------------------------------

DRAFT = """The General Assembly,

Noting costs of $5 and of $6,

1. Decides to tune the violins, drums and bells of all States for $7 or $8."""


@pytest.fixture(scope="module")
def results():
    """One result of each kind that shows itself."""
    corpus = un.corpus.example_corpus()
    text = un.loads(DRAFT)
    groups = {"<b>": list(corpus.resolutions.index[:8]), "$": list(corpus.resolutions.index[8:])}
    found = un.compare(text, corpus, date="2025-01-01")
    alignment = un.align(corpus.resolution("A/RES/78/907"), text)
    fetched = import_module("unres_research.library._fetch").Fetched(Path("library"))
    built = import_module("unres_research.corpus._build").Built
    sources = pd.DataFrame({"status": ["<i>"]})
    made = [
        text,
        text.paragraphs[0],
        corpus,
        corpus["A/RES/77/901"],
        built(corpus, sources),
        fetched,
        found,
        alignment,
    ]
    model = un.fit_topics(corpus, 4)
    made += [show.coloured(found), show.redline(alignment), model, model.beside(text, groups)]
    made += [un.keyness(corpus, groups), un.speech_acts(corpus, groups)]
    made += [un.analyse.Study(corpus.resolution("A/RES/78/907"), corpus)]
    english = "A/RES/78/901\n\nThe General Assembly,\n\n1. Urges all <b>States</b> to pay $5 or $6."
    french = (
        "A/RES/78/901\n\nL’Assemblée générale,\n\n1. Prie les <b>États</b> de payer 5 $ ou 6 $."
    )
    tongues = un.analyse.languages([un.loads(english), un.loads(french)])
    made += [tongues, tongues.clause("A/RES/78/901", "OP1")]
    made += [un.search("drums <&> and $bells$", corpus), un.analyse.history(text, corpus, "OP1")]
    made += [un.check(text, corpus), un.mandates(corpus), un.votes(corpus), un.sponsors(corpus)]
    made += [un.analyse.behind(found)]
    return {type(one).__name__: one for one in made}


def test_every_result_that_shows_itself_is_tried(results):
    for module in walk_packages(un.__path__, "unres_research."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, type) and "_repr_html_" in vars(value):
                    known = value.__name__ in {*results, "Reworded"}  # no example is renewed
                    assert known, f"{module.name}.{name}"


def test_every_result_has_its_looks_in_its_elements(results):
    """JupyterLab sets cells right, takes style sheets away, and typesets what stands in "$"."""
    for name, result in results.items():
        html = result._repr_html_()
        seen = Reader(html)
        assert not set(seen.tags) & {"style", "script", "b", "i"}, name
        assert html.startswith('<div class="unres mathjax_ignore tex2jax_ignore'), name
        assert html.rstrip().endswith("</div>"), name
        cells = [tag for tag in seen.tags if tag in ("td", "th")]
        looks = [v for tag, a, v in seen.attributes if tag in ("td", "th") and a == "style"]
        assert len(looks) == len(cells) > 0, name
        assert all(look.startswith("text-align:") for look in looks), name
