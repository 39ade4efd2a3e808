"""What tables over time say in sentences: on tables written by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from unres_research.analyse import change, change_points, rise, trends
from unres_research.analyse._trends import _sentences as module
from unres_research.corpus import example_corpus

NAN = float("nan")


def changed(**given):
    row = {"term": "lamps", "resolutions_before": 1, "resolutions_after": 3, "share_before": 0.01,
           "share_after": 0.03, "count_before": 1, "count_after": 12, "rate_before": 0.5,
           "rate_after": 2.0, "ratio": 4.0, "ratio_low": 1.5, "ratio_high": 10.7, "p": 0.012,
           "q": 0.012, "reason": ""}  # fmt: skip
    return row | given


def said(*rows, until=None):
    found = module.of_change(pd.DataFrame(rows), ((75,), (79, 80)), until, (100, 1100))
    return found["summary"][0]


def test_the_change_of_one_term_is_told_with_its_figures():
    assert said(changed(), until="06-04") == (
        "“lamps” stands in 1 of 100 resolutions of session 75 (1.0%; 1 time) and in 3 of 1,100 "
        "resolutions of sessions 79 to 80 (3.0%; 12 times), each to 4 June; its rate in 10,000 "
        "words went from 0.50 to 2.00, 4.0 times, 95 % interval 1.5 to 10.7 (p = 0.0120, tested by "
        "series)."
    )
    few = module.of_change(pd.DataFrame([changed()]), ((75,), (76,)), None, (9, 9), few=True)
    assert "4.0 times, without an interval, for a few texts hold" in few["summary"][0]
    unsure = said(changed(ratio_low=NAN, ratio_high=NAN))
    assert "went from 0.50 to 2.00, 4.0 times (p = 0.0120" in unsure
    assert "went from 0.00 to 2.00 (p" in said(changed(rate_before=0.0, ratio=np.inf))
    assert said(changed(p=NAN, q=NAN, reason="fewer than 10 occurrences")).endswith(
        "; whether its rate changed is not tested (fewer than 10 occurrences)."
    )


def test_of_several_terms_it_is_told_which_changed():
    rows = (
        changed(),
        changed(term="nets", rate_after=0.1, q=0.049),
        changed(term="boats", q=0.05),
        changed(term="owls", p=NAN, q=NAN, reason="found in fewer than 5 series"),
    )
    assert said(*rows) == (
        "From session 75 to sessions 79 to 80, by rates (4 terms; q < 0.05): used more: “lamps”; "
        "used less: “nets”; not told apart: “boats”; not tested (found in fewer than 5 series): "
        "“owls”."
    )


def test_change_points_are_told_by_term_with_their_range():
    rows = [("lamps", "rise", 77, 76, 77, 0.01), ("lamps", "fall", 79, 79, 79, 0.01),
            ("nets", "rise", 78, 78, 78, 0.2), ("owls", "none", None, None, None, 0.6),
            ("boats", "too few", None, None, None, NAN)]  # fmt: skip
    names = ["term", "change", "session", "session_low", "session_high", "q"]
    table = pd.DataFrame(rows, columns=names)
    table[names[2:5]] = table[names[2:5]].astype("Int64")
    table.attrs = {"unit": "words", "sessions": [75, 76, 77, 78, 79]}
    assert module.of_change_points(table)["summary"] == (
        "Change points in sessions 75 to 79 (q < 0.05; in brackets the sessions that it may have "
        "been): “lamps” rose with 77 (from 76 to 77), fell with 79; no change found: “owls”, "
        "“nets”; too few to say: “boats”.",
    )


def test_a_trend_is_told_with_what_is_held_fixed():
    rows = [("lamps", 1.2, 0.01, 0.02, ""), ("nets", 0.8, 0.01, 0.02, ""),
            ("owls", NAN, NAN, NAN, "no estimate is found")]  # fmt: skip
    table = pd.DataFrame(rows, columns=["term", "ratio", "p", "q", "reason"])
    table.attrs = {"unit": "words", "adjust": "committee", "sessions": [75, 76, 77]}
    assert module.of_trend(table)["summary"] == (
        "Over sessions 75 to 77, the composition by committee held fixed (q < 0.05): rose: "
        "“lamps”; fell: “nets”; not told apart: none; not estimated (no estimate is found): “owls”.",
    )


def test_the_parts_of_a_rise_that_moved_are_told():
    """Of the example three texts of session 77 name whales, one each, and none of session 78."""
    assert rise(example_corpus(), "whales", (77, 78)).attrs["summary"] == (
        "From session 77 to session 78 “whales” has -3 occurrences: -3 from 3 with no text in the "
        "later session.",
    )
    table = rise(example_corpus(), "whales", (77, 78)).assign(occurrences=NAN)
    assert module.of_rise(table)["summary"] == (
        "“whales” is too rare to be counted, so that no change can be taken apart.",
    )


def test_by_default_change_compares_the_ends_to_the_same_day():
    """Session 78 of the example is not over on 8 May 2024; its texts of both are of May."""
    found = change(example_corpus(), "whales")
    assert found.attrs["sessions"] == ((77,), (78,)) and found.attrs["until"] == "05-08"
    assert found.attrs["resolutions"] == (8, 8)
    assert found[["resolutions_before", "resolutions_after"]].values.tolist() == [[3, 0]]
    assert (
        "stands in 3 of 8 resolutions of session 77 (37.5%; 3 times)" in found.attrs["summary"][0]
    )


def test_since_is_the_session_before_the_last_change_point(corpus):
    points = change_points(corpus, ["pact for the future", "big data"], n_permutations=199)
    assert points.attrs["since"] == {"pact for the future": 78, "big data": 74}


def test_forms_that_are_not_counted_are_named():
    table = trends(example_corpus(), "whales")
    table.attrs |= {"unseen": ["owl"], "partly": ["lamp*"]}
    assert module.of_trends(table, "session")["summary"] == (
        "Too rare to be counted, and so counted as 0: “owl”.",
        "Counted in their common forms alone: “lamp*”.",
    )


def test_how_long_resolutions_are_is_told_of_sessions_that_are_over():
    rows = [("words, mean", 75, 1100.4, True), ("words, mean", 76, 1200.0, True),
            ("words, mean", 77, 900.0, False), ("resolutions", 75, 9.0, True)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["measure", "session", "value", "complete"])
    table.attrs["last_date"] = "2023-01-01"
    (text,) = module.of_background(table, "session")["summary"]
    assert text.startswith("A resolution of session 76 has 1,200 words on average, one of session "
                           "75 1,100:")  # fmt: skip
    assert module.of_background(table[:1], "session")["summary"] == ()
