"""What the benchmark of clauses in other words learns and measures, on cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks import nearest, same_clause
from benchmarks.nearest import Asked
from benchmarks.same_clause import Same, Step
from tools import nearness as tool
from unres_research import loads
from unres_research.analyse._nearness import FEATURES

HEAD = "The General Assembly,\n\n"
OPEN = "1. Urges all States to keep the lamps of their harbours burning at night;\n\n"
CLOSE = "\n\n3. Decides to meet again in the harbour of the town in the spring of the year."
ONE = loads(f"{HEAD}{OPEN}2. Requests the keepers of lamps to report on oil yearly;{CLOSE}")
OTHER = loads(f"{HEAD}{OPEN}2. Invites keepers of the lamps to give a yearly report;{CLOSE}")


def step(old, new, symbol="A/RES/75/1", **more):
    return Step(symbol, "OP1", new, 1, "A/RES/74/1", "OP1", old, 0, 0.5, True, True, **more)


def pair(series="A/RES/75/1", earlier=7, clause=(7,), like=()):
    sets = frozenset(clause), frozenset(), frozenset(like)
    return Same("A/RES/76/1", "Urges", 1, earlier, *sets, series, 1, True)


def asked(rows, series="A/RES/75/1", part=0, **more):
    return Asked(pair(series, **more), part, np.array([7, 8, 9])[: len(rows)], np.array(rows))


def test_steps_know_their_neighbours():
    """The three paragraphs are paired in order; the second stands between two that are the same."""
    wording = {("None", p.id): k for k, p in enumerate([*ONE, *OTHER])}
    found = list(same_clause._steps(ONE, OTHER, wording))
    assert [(s.old_id, s.id) for s in found] == [("OP1", "OP1"), ("OP2", "OP2"), ("OP3", "OP3")]
    assert [s.placed for s in found] == [True] * 3
    assert [s.surely for s in found] == [found[1].similarity >= 0.5, True, False]


def test_a_third_in_shared_runs():
    words = tuple(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
    assert same_clause.in_runs(words, words[3:]) == pytest.approx(6 / 9)
    assert same_clause.in_runs(words, words[4:]) == 0
    assert same_clause.in_runs((), words) == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("keep the lamps of harbours burning", "tend all lights in each port nightly", True),
        ("keep the lamps", "tend all lights in each port nightly", None),  # too short
        ("a b c d e f", "a b c d e f " + "g h i j k l m n o p q r s", None),  # all of the old one
    ],
)
def test_what_is_in_other_words(old, new, told):
    one = step(old, new)
    assert same_clause._told(one, one, 0) is told


def test_words_that_two_series_replaced_stand_for_each_other():
    """In two series of two that changed either: 1.5 * 2 / (2 + 2)."""
    found = [
        step("urges all states", "invites all states"),
        step("urges the council", "invites the council", "A/RES/75/2"),
        step("keep the lamps lit in 2020", "tend the lamps lit in 2021"),
    ]
    series = {"A/RES/75/1": "one", "A/RES/75/2": "two"}
    learnt = nearest.learn_substitutes(found, series)
    assert learnt == {"urges": {"invites": 0.75}, "invites": {"urges": 0.75}}
    assert tool.pairs_of(learnt) == [
        {"word": "invites", "other": "urges", "strength": 0.75, "language": "en"}
    ]


def test_weights_are_those_of_a_choice():
    """One feature tells the right one, another speaks for the wrong: it gets nothing, not less.

    Of a choice between two that differ by one standard deviation d in a feature, the best weight
    w per deviation solves w = d / (1 + exp(w d)) for one pair (penalty 1).
    """
    weights = nearest.learn_weights([asked([[1.0, 0.0], [0.0, 1.0]])])
    spread = 0.5  # of 0 and 1
    difference = 1 / spread
    per_deviation = weights[0] * spread
    slope = difference / (1 + math.exp(per_deviation * difference))
    assert per_deviation == pytest.approx(slope, rel=1e-3) and weights[1] == 0


def test_scores_are_held_apart():
    """What a part is ranked with was learnt from the others, never from itself."""
    rows = np.zeros((2, len(FEATURES)))
    rows[0, 0] = 1.0
    some = [asked(rows, f"A/RES/75/{k}", part=k) for k in range(nearest.PARTS)]
    misled = rows[::-1].copy()
    some[0] = asked(misled, "A/RES/75/0", part=0)
    scores = nearest.held_apart(some)
    assert scores[0][1] > scores[0][0]  # by the others the first feature speaks for the wrong one
    assert scores[1][0] > scores[1][1]


def test_ranks_of_ties_are_in_the_middle():
    score = np.array([3.0, 2.0, 2.0, 2.0, 1.0])
    assert nearest.rank(score, np.arange(5) == 0) == 1
    assert nearest.rank(score, np.arange(5) == 2) == 3  # second to fourth
    assert nearest.rank(score, np.zeros(5, dtype=bool)) == math.inf


def test_shares_of_ranks():
    pairs = [pair(f"A/RES/75/{k}") for k in range(4)]
    found = nearest.row("a way", pairs, [(1, 1), (2, 1), (10, 2), (math.inf, 11)])
    assert (found["first"], found["in_ten"]) == (0.25, 0.75)
    assert found["mean_reciprocal_rank"] == pytest.approx((1 + 1 / 2 + 1 / 10) / 4)
    assert (found["clause_first"], found["clause_in_ten"]) == (0.5, 0.75)


def test_pairs_that_only_one_way_puts_first():
    ours, theirs = [(1, 1), (1, 1), (2, 1), (3, 1)], [(2, 1), (1, 1), (1, 1), (4, 1)]
    assert nearest.won(ours, theirs) == {"won": 1, "lost": 1}


def test_precision_counts_the_clause_and_what_is_like_it():
    """Chances 2/3 and 1/3: the band from .5 holds the clause, that from .2 one that is like it."""
    rows = np.full((2, len(FEATURES)), 0.25)  # covered: just enough
    some = [asked(rows, f"A/RES/75/{k}", like=(8,) if k else ()) for k in range(4)]
    found = nearest.precision(some, [np.log([2.0, 1.0])] * 4).set_index("from_score")
    assert found.loc[0.5, ["hits", "right", "precision"]].tolist() == [4, 4, 1.0]
    assert found.loc[0.2, ["hits", "right", "precision"]].tolist() == [4, 3, 0.75]
    assert (found["least_covered"] == 0.25).all()


def test_hits_that_cover_little_are_one_row_whatever_their_score():
    """Of four clauses the first hit covers little: it is right four times, the second never."""
    rows = np.full((2, len(FEATURES)), 0.9)
    rows[0, FEATURES.index("covered")] = 0.2499
    some = [asked(rows, f"A/RES/75/{k}") for k in range(4)]
    found = nearest.precision(some, [np.log([9.0, 1.0])] * 4)
    columns = ["least_covered", "from_score", "hits", "right"]
    assert found[columns].values.tolist() == [[0, 0, 4, 4], [0.25, 0.1, 4, 0]]


def test_clauses_that_only_cite_have_no_matter():
    texts = ["Recalling its resolution 74/43 of 13 December 2019", OPEN]
    found = [Same("A", t, 1, 7, *[frozenset()] * 3, "A", 1, True) for t in texts]
    assert [nearest.has_matter(p) for p in found] == [False, True]


def test_the_tool_writes_what_was_learnt(tmp_path):
    rows = np.zeros((2, len(FEATURES)))
    rows[0] = 1.0
    tool.learn([asked(rows, f"A/RES/75/{k}", part=k) for k in range(nearest.PARTS)], tmp_path)
    lines = (tmp_path / "nearness.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["feature", *FEATURES]
    head = (tmp_path / "nearness_precision.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head == "least_covered,from_score,hits,right,precision,low,high,source"
