"""Blanks and letters that are judged by the words of resolutions."""

from __future__ import annotations

import pandas as pd
import pytest

from tools.words import rows
from unres_research.read import _words as words
from unres_research.read._lines import BOLD, ITALIC, MARK

KNOWN = {
    **dict.fromkeys(["of", "the", "and", "to", "that", "in", "for", "from", "with"], 2000),
    **dict.fromkeys(["agreement", "lamps", "harbour", "concern", "there", "light", "a"], 200),
    **{"port": 199, "flux": 0, "influx": 199, "dusk": 50, "dawns": 49, "oiled": 20, "rusty": 19},
    **{"major": 20, "jetty": 20, "joker": 19, "inform": 200, "form": 200, "lamp": 200},
    **{"dusky": 50, "tothe": 3, "july": 20, "june": 20},
}


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(words, "_counts", lambda: KNOWN)


def mended(text):
    runs, _ = words.respaced([(text, 0)])
    return runs[0][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lamps a nd", "lamps and"),  # "and" is frequent, "nd" no word
        ("har bour", "harbour"),
        ("oi led", "oiled"),  # two rests of a word that 20 resolutions use
        ("rus ty", "rus ty"),  # 19
        ("in flux", "in flux"),  # "in" is a word, and "influx" in fewer than 200
        ("a greement", "agreement"),  # in 200
        ("in form", "in form"),  # both are words
        ("har  bour", "harbour"),
        ("har Bour", "har Bour"),
        ("har-bour", "har-bour"),
        ("non-a nd", "non-a nd"),
        ("(a nd", "(a nd"),
        ("1a nd", "1a nd"),
        ("a nd)", "a nd)"),
        ("Office ’s lamps", "Office’s lamps"),
        ("States ’ lamps", "States ’ lamps"),
        ("the ’so", "the ’so"),
        ("1 ’s", "1 ’s"),
    ],
)
def test_blanks_inside_words(text, expected):
    assert mended(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ofthe", "of the"),
        ("Ofthe", "Of the"),
        ("Agreementand", "Agreement and"),
        ("duskof", "duskof"),  # four letters are too few
        ("duskyof", "dusky of"),
        ("tothe", "tothe"),  # a word that resolutions use
        ("ofto", "ofto"),  # four letters
        ("theHArbour", "theHArbour"),
        ("dawnsof", "dawnsof"),  # 49 resolutions
        ("thereof", "thereof"),
        ("theharbour", "the harbour"),
        ("theHarbour", "the Harbour"),
        ("theHARBOUR", "theHARBOUR"),
        ("theport", "theport"),
        ("inharbour", "inharbour"),  # "in" may be a part of a word
        ("lampsharbour", "lampsharbour"),
        ("and", "and"),
        ("ofthe-lamps", "ofthe-lamps"),
        ("ofthe1", "ofthe1"),
        ("of" + "the" * 13, "of" + "the" * 13),
    ],
)
def test_blanks_that_are_missing(text, expected):
    assert mended(text) == expected


def test_runs_keep_their_styles_and_marks():
    runs = [("a", ITALIC), (" nd ofthe", 0), ("1", MARK), (" Office", 0), (" ’s lamps", BOLD)]
    found, changed = words.respaced(runs)
    assert found == [
        ("a", ITALIC),
        ("nd of the", 0),
        ("1", MARK),
        (" Office", 0),
        ("’s lamps", BOLD),
    ]
    assert changed == ["“a nd” is “and”", "“ofthe” is “of the”", "“Office ’s” is “Office’s”"]
    assert words.respaced([("the lamps", 0)]) == ([("the lamps", 0)], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a maoor oetty", [("maoor", "major"), ("oetty", "jetty")]),
        ("a Maoor oetty", [("maoor", "major"), ("oetty", "jetty")]),
        ("a maoor mole", []),  # one word alone is a name, or an error
        ("a maoor ooker", []),  # too few resolutions
        ("a maoor hetty", []),  # other letters
        ("a maoor-oetty", []),
        ("ouly oune", []),  # four letters
        ("májor lámps", []),  # names of other languages
        ("majos jettx", []),  # endings
    ],
)
def test_wrong_letters(text, found):
    assert list(words.miscoded([text])) == found


def test_no_more_words_are_judged_than_is_bearable(monkeypatch):
    monkeypatch.setattr(words, "_MOST", 2)
    assert len(list(words.miscoded(["maoor oetty"]))) == 2
    assert list(words.miscoded(["aaaaa maoor oetty"])) == []


def test_english_is_told_by_its_words():
    assert words.is_english(["the lamps of one port"])
    assert not words.is_english(["les lampes du port"])
    assert words.is_english(["the " + "x " * 8])  # one word in nine
    assert not words.is_english(["the " + "x " * 9])  # no more than one in ten
    assert not words.is_english([])


def test_a_list_of_words_has_what_three_resolutions_use():
    vocabulary = pd.DataFrame(
        [
            ("lamps", 1, 3),
            ("oil", 1, 2),
            ("of oil", 2, 9),
            ("a-b", 1, 20),
            ("a b", 2, 2),
            ("c-d", 1, 20),
            ("c d", 2, 3),  # more than one in ten
            ("e-7", 1, 9),
            ("12", 1, 9),
            ("a", 1, 7),
        ],
        columns=["term", "n", "resolutions"],
    )
    assert [(row["word"], row["resolutions"]) for row in rows(vocabulary)] == [
        ("a", "7"),
        ("a-b", "20"),
        ("lamps", "3"),
    ]
