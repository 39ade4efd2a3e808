"""Where a change comes from: by hand, and the parts sum to the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unres_research.analyse import rise
from unres_research.analyse._trends import _rise
from unres_research.errors import UnresError

# oceans and other words in the texts of sessions 75, 76 and 77 by series; None: no text
TEXTS = {
    "new": (None, None, (3, 16)),
    "new without": (None, None, (0, 9)),
    "returns": ((1, 8), None, (2, 7)),
    "leaves": (None, (4, 15), None),
    "takes up": (None, (0, 9), (2, 12)),
    "drops": ((3, 9), (1, 8), (0, 14)),
    "more": (None, (1, 8), (4, 15)),
    "less": (None, (4, 5), (3, 16)),
    "as before": (None, (1, 8), (2, 17)),
    "without": (None, (0, 19), (0, 9)),
}


def text(oceans, others):
    return "1. Decides " + " ".join(["oceans"] * oceans + ["other"] * others) + "."


@pytest.fixture(scope="module")
def sea(made):
    rows, units = [], {}
    for number, (name, texts) in enumerate(TEXTS.items(), start=1):
        for session, held in zip((75, 76, 77), texts, strict=True):
            if held:
                symbol = f"A/RES/{session}/{number}"
                rows.append(
                    (symbol, f"{number} December {session + 1945}", f"T {name}", text(*held))
                )
                units[symbol] = number - 1
    corpus = made(*rows)
    return corpus, np.array([units[s] for s in corpus.resolutions.index])


@pytest.fixture
def oceans(sea, monkeypatch):
    corpus, units = sea
    monkeypatch.setattr(_rise, "unit_of", lambda found: units)
    return corpus


def test_parts_by_hand(oceans):
    table = rise(oceans, "oceans", (76, 77))
    assert table.columns.tolist() == [
        "term",
        "part",
        "series",
        "occurrences",
        "rate",
        "resolutions",
    ]
    found = table.set_index("part")
    # a text has one word more, "Decides": the one that grows from 1 in 10 to 4 in 20 uses it at
    # .1 and .2, in 15 words in the middle: 1.5 more, and 10 words more at .15; the one from 4 in
    # 10 to 3 in 20 at .4 and .15: -3.75, and 2.75; the one from 1 in 10 to 2 in 20: 0, and 1
    by_hand = {
        "new series": (1, 3, 1),
        "returning series": (1, 2, 1),
        "absent series": (1, -4, -1),
        "took it up": (1, 2, 1),
        "dropped it": (1, -1, -1),
        "use it more": (1, 1.5, 0),
        "use it less": (1, -3.75, 0),
        "use it as before": (1, 0, 0),
        "length of texts": (3, 1.5 + 2.75 + 1, 0),
        "in all": (8, 5, 1),
    }
    assert found.index.tolist() == list(by_hand)
    for part, (series, occurrences, resolutions) in by_hand.items():
        assert found.loc[part, "series"] == series
        assert found.loc[part, "occurrences"] == pytest.approx(occurrences)
        assert found.loc[part, "resolutions"] == resolutions


def test_rates_by_hand(oceans):
    found = rise(oceans, "oceans", (76, 77)).set_index("part")["rate"]
    # 11 oceans in 90 words, then 16 in 140
    before, after = (
        sum(t[1][0] for t in TEXTS.values() if t[1]),
        sum(t[2][0] for t in TEXTS.values() if t[2]),
    )
    words = [sum(1 + sum(t[k]) for t in TEXTS.values() if t[k]) for k in (1, 2)]
    assert (before, after, words) == (11, 16, [90, 140])
    assert found["in all"] == pytest.approx(10_000 * (16 / 140 - 11 / 90))
    scale, common = 10_000 * (1 / 90 + 1 / 140) / 2, 27 / 230
    # the texts of new series have 20 and 10 words
    assert found["new series"] == pytest.approx(scale * (3 - common * 30))
    assert found["took it up"] == pytest.approx(scale * 2)
    grown = 15 - 10 + 15 - 10 + 20 - 10 + 20 - 10 + 20 - 10 + 10 - 20
    assert found["length of texts"] == pytest.approx(scale * (5.25 - common * grown))


@pytest.mark.parametrize("sessions", [(76, 77), (75, 77), ((75,), [76])])
def test_parts_sum_to_the_whole(oceans, sessions):
    table = rise(oceans, ["oceans", "other"], sessions)
    for _, rows in table.groupby("term"):
        parts, whole = rows.iloc[:-1], rows.iloc[-1]
        assert whole["part"] == "in all"
        for column in ("occurrences", "rate", "resolutions"):
            assert parts[column].sum() == pytest.approx(whole[column], abs=1e-9)


def test_parts_sum_to_the_whole_on_the_data_set(corpus):
    terms = {"ai": ["artificial intelligence"], "sea": "law of the sea", "women": "women"}
    for sessions in ((77, 79), ((74, 75), (78, 79))):
        table = rise(corpus, terms, sessions, until="12-31")
        assert table["term"].unique().tolist() == ["ai", "sea", "women"]
        for _, rows in table.groupby("term"):
            for column in ("occurrences", "rate", "resolutions"):
                assert rows[column].iloc[:-1].sum() == pytest.approx(rows[column].iloc[-1])
    assert (table.attrs["sessions"], table.attrs["until"]) == (((74, 75), (78, 79)), "12-31")


def test_a_term_that_is_too_rare_has_no_parts(oceans, monkeypatch):
    counted = _rise.occurrences
    monkeypatch.setattr(
        _rise, "occurrences", lambda *given: replace(counted(*given), reason=("rare",))
    )
    table = rise(oceans, "oceans", (76, 77))
    assert table[["occurrences", "rate", "resolutions"]].isna().all(axis=None)


def test_what_is_adopted_late_is_cut(oceans):
    found = rise(oceans, "oceans", (76, 77), until="12-05").set_index("part")
    assert found.loc["in all", "occurrences"] == 3 + 2 + 2 - 4  # of the first five series
    assert found.loc["dropped it", "series"] == 0


def test_a_text_after_the_day_makes_a_series_known(made, monkeypatch):
    """Adopted in session 76 after the day: in 77 the series returns, it is not new."""
    rows = [("A/RES/76/1", "1 December 2021", "Early", text(0, 5)),
            ("A/RES/76/2", "20 December 2021", "Late", text(1, 5)),
            ("A/RES/77/2", "1 December 2022", "Late", text(2, 5)),
            ("A/RES/77/3", "1 December 2022", "Third", text(4, 5))]  # fmt: skip
    monkeypatch.setattr(_rise, "unit_of", lambda found: np.array([0, 1, 1, 2]))
    found = rise(made(*rows), "oceans", (76, 77), until="12-05").set_index("part")["occurrences"]
    assert found[["new series", "returning series", "in all"]].tolist() == [4, 2, 6]


@pytest.mark.parametrize(
    ("sessions", "named"),
    [
        ((77, 76), "found sessions 77 before and 76 after, expected the earlier ones first"),
        (((75, 76), 77), "found sessions 75 76 before and 77 after.*as many"),
        ((76, 76), "session 76 twice"),
        ((76, 79), "no 79 among the sessions"),
        ((76, ()), "no session on one side"),
        (76, r"expected two, as \(75, 77\), or two groups"),
    ],
)
def test_what_is_refused(oceans, sessions, named):
    with pytest.raises(UnresError, match=named):
        rise(oceans, "oceans", sessions)
