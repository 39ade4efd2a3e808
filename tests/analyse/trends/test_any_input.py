"""Whatever a function of terms over time is given, it answers, or says what it found instead."""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import test_house
import written

import unres_research as un
from unres_research import analyse
from unres_research.errors import UnresError

NAMES = ("adoption", "background", "change", "change_points", "emerging", "first_uses",
         "languages", "lexicon", "rise", "sessions", "trend", "trends")  # fmt: skip
FIGURES = ("adoption", "background", "emerging", "heat", "rise", "slopes", "trends")
NUMBERS = (5, -1, 0, 75, 1.5, float("nan"), float("inf"), True, 10**30, -(10**30), 1e300,
           np.int64(75), pd.NA, pd.NaT)  # fmt: skip
STRINGS = ("", " ", "x", "?", "\0", "75", "*", "**", "a*", "*a*", "lamps" * 400, "13-45", "02-30",
           "06-04", "2024-01-01", "a b c d e f g h i j k l m", "words", "session", "committee",
           "part", "subject", "agenda_item", "topic", "A/RES/75/1", "A/RES/9/9")  # fmt: skip
LISTS = ([], [None], [[]], ["x"], [75], [75, 76, 77], ["lamps", "lamps"], (), (75,), (76, 75),
         (75, 99), ((75,), ()), set(), {"x"}, {75}, range(0), range(75, 77), np.array([]),
         np.array(["lamps"]), np.array([75, 76]), pd.Series(dtype=object), pd.Series(["lamps"]),
         pd.DataFrame())  # fmt: skip
MAPPINGS = ({}, {"x": None}, {"x": []}, {"x": [5]}, {None: "lamps"}, {75: "lamps"}, {5: [["a"]]},
            {("a",): "lamps"}, {"A/RES/75/1": "a"}, {"A/RES/75/1": ["a"]}, {"A/RES/75/1": None},
            {"A/RES/9/9": "x"}, {"A/RES/75/1": 1, "A/RES/76/1": "b"}, {"committee": "First"},
            {"committee": []}, {"committee": {}}, {"fields": "x"})  # fmt: skip
THINGS = (None, b"x", object(), len, Path("nowhere"), un.loads(written.DRAFT))


@pytest.fixture(scope="module")
def calls(lamps):
    """What each function is called with when all is well."""
    given = {name: {"corpus": lamps, "terms": "lamps"} for name in NAMES}
    given |= {name: {"corpus": lamps} for name in ("background", "sessions")}
    given["emerging"] = {"corpus": lamps, "before": 75, "after": 76}
    given["change"] |= {"sessions": (75, 76), "n_permutations": 99}
    given["rise"] |= {"sessions": (75, 76)}
    given["change_points"] |= {"n_permutations": 99}
    given["languages"] = {"given": [un.loads(written.DRAFT)]}
    given["lexicon"] = {}
    return given


@pytest.fixture(scope="module")
def tables(calls):
    made = (name for name in NAMES if name not in ("languages", "lexicon"))
    return {name: getattr(analyse, name)(**calls[name]) for name in made}


def test_the_walk_is_complete():
    rooms = ("unres_research.analyse._trends.", "unres_research.show._trend_plots",
             "unres_research.show._spread_plots")  # fmt: skip
    functions = [value for _, value, _ in test_house.documented() if inspect.isfunction(value)]
    own = {f for f in functions if f.__module__.startswith(rooms) and "." not in f.__qualname__}
    walked = [getattr(analyse, n) for n in NAMES] + [getattr(un.plot, n) for n in FIGURES]
    assert len(own) > 15 and own == set(walked)


def answered(call, given):
    """Call, and draw what is a figure; an error must be one of words."""
    try:
        found = call(**given)
    except UnresError as error:
        assert str(error)
        return
    if hasattr(found, "figure"):
        found.figure.canvas.draw()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_functions(name, calls, lamps, tables):
    call, text = getattr(analyse, name), un.loads(written.DRAFT)
    answered(call, calls[name])
    compared = [un.compare(text, corpus) for corpus in (lamps, un.corpus.example_corpus())]
    for parameter in inspect.signature(call).parameters:
        things = (*THINGS, lamps, *tables.values(), *compared)
        for value in (*NUMBERS, *STRINGS, *LISTS, *MAPPINGS, *things):
            answered(call, {**calls[name], parameter: value})


def test_methods_of_languages(lamps, tables):
    said = "A/RES/78/901\n\n{}\n\n1. {} their lamps."
    english = un.loads(said.format("The General Assembly,", "Urges all States to light"))
    french = un.loads(said.format("L’Assemblée générale,", "Prie tous les États d’allumer"))
    both = analyse.languages([english, french])
    assert len(both.clause("A/RES/78/901", "OP1").to_frame()) == 2
    for value in (*NUMBERS, *STRINGS, *LISTS, *MAPPINGS, *THINGS, lamps, *tables.values()):
        answered(both.clause, {"symbol": value, "paragraph": "OP1"})
        answered(both.clause, {"symbol": "A/RES/78/901", "paragraph": value})
        answered(both.openers, {"language": value})


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_figures(name, lamps, tables):
    import matplotlib.pyplot as plt

    call, own = getattr(un.plot, name), tables.get(name, tables["trends"])
    for parameter in inspect.signature(call).parameters:
        for value in (*NUMBERS, *STRINGS, *LISTS, *MAPPINGS, *THINGS, lamps, *tables.values()):
            answered(call, {"table": own, parameter: value})
            plt.close("all")
