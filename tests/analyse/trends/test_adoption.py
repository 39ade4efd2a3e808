"""Adoption curves of invented series, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from unres_research import loads
from unres_research.analyse import adoption, compare, trends
from unres_research.analyse._trends import _spread
from unres_research.errors import UnresError

WAYS = ["resolutions", "with_term", "new", "took_up", "kept", "unknown", "dropped"]
SUMS = ["cumulative", "cumulative_new", "cumulative_took_up", "series"]

# which texts of sessions 75 to 78 name whales (True), or do not; None: no text
SERIES = {
    "Amber": (True, True, False, True),  # unknown, kept, dropped, took up again
    "Basalt": (False, True, True, None),  # took up, kept
    "Chalk": (None, True, None, True),  # new, kept (the session between has no text)
    "Dolomite": (None, None, False, True),  # took up
    "Emerald": (None, None, None, True),  # new
}


def text(whales, title):
    return f"1. Decides to keep {'whales' if whales else 'otters'} near {title.lower()}."


@pytest.fixture(scope="module")
def stones(made):
    rows = []
    for number, (title, held) in enumerate(SERIES.items(), start=1):
        for session, whales in zip((75, 76, 77, 78), held, strict=True):
            if whales is not None:
                day = f"{number} {'October' if number < 3 else 'December'} {session + 1945}"
                symbol = f"A/RES/{session}/{number}"
                rows.append((symbol, day, title, text(whales, title)))
    return made(*rows)


def test_ways_by_hand(stones):
    table = adoption(stones, "whales", by="session")
    assert table["session"].tolist() == [75, 76, 77, 78]
    assert table[WAYS].values.tolist() == [
        [2, 1, 0, 0, 0, 1, 0],
        [3, 3, 1, 1, 1, 0, 0],
        [3, 1, 0, 0, 1, 0, 1],
        [4, 4, 1, 2, 1, 0, 0],
    ]
    assert table[SUMS].values.tolist() == [[1, 0, 0, 1], [4, 1, 1, 3], [5, 1, 1, 3], [9, 2, 3, 5]]
    assert (table["with_term"] == table[["new", "took_up", "kept", "unknown"]].sum(axis=1)).all()
    assert (table.attrs["since"], table.attrs["uncounted"]) == (None, {})
    assert table.attrs["summary"] == (  # the last of the sums above
        "“whales” stands in 9 resolutions so far, of 5 series: 2 are of new series, 3 of renewed "
        "ones that took it up.",
    )


def test_by_month_from_a_resolution_on(stones):
    """From A/RES/76/3 of 3 December on: of that session one more text, none."""
    table = adoption(stones, "whales", since="A/RES/76/3")
    assert table["month"].iloc[[0, -1]].tolist() == ["2021-12", "2023-12"]
    assert len(table) == 25  # every month, also those without a text
    busy = table[table["resolutions"] > 0].set_index("month")
    assert busy[["resolutions", "with_term", "cumulative"]].values.tolist() == [
        [1, 1, 1],  # Chalk in December 2021
        [2, 1, 2],  # Amber and Basalt in October 2022
        [1, 0, 2],  # Dolomite without
        [1, 1, 3],  # Amber in October 2023
        [3, 3, 6],  # Chalk, Dolomite, Emerald
    ]
    assert busy["series"].tolist() == [1, 2, 2, 3, 5]
    assert table.attrs["since"] == "2021-12-03"
    day = adoption(stones, "whales", since="2021-12-03")
    assert day.equals(table)


def test_several_terms_each_from_its_first_use(stones):
    """Two stones stand near otters or whales in two texts; one phrase is too rare to be counted."""
    table = adoption(stones, {"a": "whales", "b": "chalk", "c": "near dolomite"}, by="session")
    assert table.groupby("term")["session"].min().to_dict() == {"a": 75, "b": 76}
    assert table[table["term"] == "b"][["with_term", "new", "kept"]].values.tolist() == [
        [1, 1, 0], [0, 0, 0], [1, 0, 1],
    ]  # fmt: skip
    assert list(table.attrs["uncounted"]) == ["c"]
    assert "rarer than the data set counts" in table.attrs["uncounted"]["c"]


def test_split_counts_each_group_for_itself(stones):
    """Amber and Emerald are of the north; the south has its first use in session 76."""
    north = {"1": "north", "5": "north"}
    split = {s: north.get(s[-1], "south") for s in stones.resolutions.index}
    table = adoption(stones, "whales", by="session", split=split).set_index(["group", "session"])
    assert table.loc["north", ["resolutions", "with_term", "cumulative", "series"]].values.tolist() == [
        [1, 1, 1, 1], [1, 1, 2, 1], [1, 0, 2, 1], [2, 2, 4, 2],
    ]  # fmt: skip
    assert table.loc["south", ["resolutions", "with_term", "cumulative", "series"]].values.tolist() == [
        [1, 0, 0, 0], [2, 2, 2, 2], [2, 1, 3, 2], [2, 2, 5, 3],
    ]  # fmt: skip
    both = table.groupby("session")[["with_term", "new", "took_up", "kept", "dropped"]].sum()
    whole = adoption(stones, "whales", by="session").set_index("session")
    assert both.equals(whole[list(both)])


def test_no_committee_no_group(stones):
    table = adoption(stones, "whales", split="committee")
    assert table.empty and list(table)[:3] == ["term", "month", "group"]
    assert "group" not in adoption(stones, "whales")


@pytest.mark.parametrize(("options", "said"), [
    ({"since": "A/RES/99/1"}, "A/RES/99/1"),
    ({"since": "last year"}, "expected a symbol"),
    ({"by": "week"}, "week"),
    ({"split": "part"}, "part"),
])  # fmt: skip
def test_refused(stones, options, said):
    with pytest.raises(UnresError, match=said):
        adoption(stones, "whales", **options)


@pytest.mark.slow
def test_the_data_set(corpus):
    """Counts are those of `trends`, by session and by month; all uses are of one kind each."""
    terms = ["artificial intelligence", "pact for the future", "sustainable development"]
    for by in ("session", "month"):
        table = adoption(corpus, terms, by=by).set_index(["term", by])
        counted = trends(corpus, terms, by=by, unit="resolutions").set_index(["term", by])
        counted = counted.loc[table.index]
        assert (table["with_term"] == counted["resolutions_with"]).all()
        assert (table["resolutions"] == counted["resolutions"]).all()
        ways = table[["new", "took_up", "kept", "unknown"]].sum(axis=1)
        assert (ways == table["with_term"]).all()
    lasts = table.groupby("term")["series"].last()
    series = trends(corpus, terms, by="year", unit="series")
    assert (lasts >= series.groupby("term")["series_with"].max()).all()


def test_one_of_two_texts_of_a_series_is_enough_to_keep_it(made, monkeypatch):
    """Of two texts of session 75 one has whales; the next one of the series keeps them."""
    corpus = made(
        ("A/RES/74/9", "1 December 2019", "Sand", "1. Decides to rest."),
        ("A/RES/75/1", "1 December 2020", "Amber", text(True, "Amber")),
        ("A/RES/75/2", "2 December 2020", "Amber two", text(False, "Amber")),
        ("A/RES/76/1", "1 December 2021", "Amber", text(True, "Amber")),
    )
    monkeypatch.setattr(_spread, "unit_of", lambda corpus: np.array([0, 1, 1, 1]))
    table = adoption(corpus, "whales", by="session").set_index("session")[WAYS]
    assert table.loc[75].tolist() == [2, 1, 1, 0, 0, 0, 0]
    assert table.loc[76].tolist() == [1, 1, 0, 0, 1, 0, 0]


# passages of a text

OLD = "keeping the long wooden boats dry"
PASSAGE = "the red lamps of every northern harbour"
SAID = f"1. Decides on {OLD}, and on {PASSAGE}, without delay."


@pytest.fixture(scope="module")
def harbours(made):
    """One earlier text has the boats; of three later ones two have the lamps, one the boats."""
    rows = [
        ("A/RES/75/1", "1 December 2020", "Boats", f"1. Notes {OLD}."),
        ("A/RES/76/1", "1 December 2021", "Lamps", SAID),
        ("A/RES/77/1", "1 December 2022", "Boats", f"1. Praises {OLD}."),
        ("A/RES/77/2", "2 December 2022", "Lamps", f"1. Recalls {PASSAGE} again."),
        ("A/RES/78/1", "1 December 2023", "Doors", f"1. Welcomes {PASSAGE} again."),
    ]
    return made(*rows)


def test_passages_of_a_text_by_hand(harbours):
    """The boats stood in an earlier text. The curve begins with the text itself."""
    lines = ["A/RES/76/1", "", "Resolution adopted by the General Assembly on 1 December 2021", "",
             "Lamps", "", "The General Assembly,", "", SAID]  # fmt: skip
    table = adoption(harbours, loads("\n".join(lines)), by="session")
    said = ["any passage", "OP1, 11-17: the red lamps of every northern harbour"]
    assert table["term"].unique().tolist() == said
    every, table = (table[table["term"] == term] for term in said)
    assert (every.drop(columns="term").values == table.drop(columns="term").values).all()
    assert table[["session", "with_term", "new", "took_up", "series"]].values.tolist() == [
        [76, 1, 1, 0, 1],
        [77, 1, 0, 0, 1],  # kept by the next text of its series
        [78, 1, 1, 0, 2],
    ]


def test_a_passage_has_six_words_and_who_holds_six_of_it(made):
    """Six words of OP1; of OP2, of ten, a text holds the first six, another five and no passage."""
    six, ten = (
        "red lamps of every northern harbour",
        "sails and ropes for all the small boats of islands",
    )
    lines = ["A/RES/76/1", "", "Resolution adopted by the General Assembly on 1 December 2021", "",
             "Lamps", "", "The General Assembly,", "", f"1. Decides on {six}.", "",
             f"2. Requests {ten}."]  # fmt: skip
    corpus = made(
        ("A/RES/76/1", "1 December 2021", "Lamps", *lines[8::2]),
        ("A/RES/77/1", "1 December 2022", "Doors", f"1. Notes {six}."),
        ("A/RES/77/2", "1 December 2022", "Gates", f"1. Welcomes {' '.join(ten.split()[:6])}."),
        ("A/RES/77/3", "1 December 2022", "Roofs", f"1. Praises {' '.join(ten.split()[4:])}."),
        ("A/RES/77/4", "1 December 2022", "Walls", f"1. Fears {' '.join(ten.split()[:5])}."),
    )  # fmt: skip
    table = (
        adoption(corpus, loads("\n".join(lines)), by="session").groupby("term")["cumulative"].max()
    )
    assert table.to_dict() == {
        "any passage": 4, "OP1, 3-8: red lamps of every northern harbour": 2,
        "OP2, 2-11: sails and ropes for all the small boats …": 3,
    }  # fmt: skip


def test_who_holds_less_than_six_words_of_a_passage_does_not_hold_it(made):
    """Six words are of an earlier text; one later text has three of them and three of the new."""
    old, new = "keeping the long wooden boats dry", "under red lamps of every northern harbour wall"
    lines = ["A/RES/76/1", "", "Resolution adopted by the General Assembly on 1 December 2021", "",
             "Lamps", "", "The General Assembly,", "", f"1. Decides on {old} {new}."]  # fmt: skip
    corpus = made(
        ("A/RES/75/1", "1 December 2020", "Boats", f"1. Notes {old}."),
        ("A/RES/76/1", "1 December 2021", "Lamps", lines[-1]),
        ("A/RES/77/1", "1 December 2022", "Doors", f"1. Fears {new}."),
        ("A/RES/77/2", "1 December 2022", "Gates", "1. Likes wooden boats dry under red lamps."),
    )
    table = (
        adoption(corpus, loads("\n".join(lines)), by="session").groupby("term")["cumulative"].max()
    )
    assert table.drop("any passage").tolist() == [2]


def test_a_text_without_a_date_is_followed_from_the_day_of_its_comparison(harbours, made):
    """The day is given to `compare`; what is of another data set is refused."""
    undated = loads("\n".join(["Lamps", "", "The General Assembly,", "", SAID]))
    found = compare(undated, harbours, date="2022-06-01", exclude=["A/RES/76/1"])
    table = adoption(harbours, found, by="session")
    table = table[(table["term"] == "any passage") & (table["with_term"] > 0)]
    assert table[["session", "with_term"]].values.tolist() == [[76, 1], [77, 1], [78, 1]]
    other = made(("A/RES/75/1", "1 December 2020", "Boats", f"1. Notes {OLD}."))
    with pytest.raises(UnresError, match="another data set"):
        adoption(other, found)


def test_a_text_that_nothing_follows_has_no_rows(harbours):
    lines = ["A/RES/79/1", "", "Resolution adopted by the General Assembly on 1 December 2024", "",
             "Lamps", "", "The General Assembly,", "", SAID]  # fmt: skip
    table = adoption(harbours, loads("\n".join(lines)))
    assert table.empty and table.attrs["summary"] == ()
    assert table.attrs["reason"].startswith("no passage of the text stands in later resolutions")
