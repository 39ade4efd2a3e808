"""Near-duplicates, predecessors and new wording, by hand and against brute force."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from unres_research._names import BODY_KINDS
from unres_research.analyse import _runs, intervals, lineages
from unres_research.corpus import _tokens as analyser
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError

# near-duplicates


def all_pairs(rows, least):
    """Every pair that shares enough, by comparing all with all."""
    found = {}
    for a in range(len(rows)):
        for b in range(a + 1, len(rows)):
            smaller, shared = min(len(rows[a]), len(rows[b])), len(rows[a] & rows[b])
            if smaller and shared / smaller >= least - 1e-9:
                found[a, b] = shared
    return found


def as_dict(table):
    return {(a, b): n for a, b, n in table[["first", "second", "shared"]].itertuples(index=False)}


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.sets(st.integers(0, 11), max_size=12), max_size=12),
    least=st.sampled_from([0.01, 0.2, 1 / 3, 0.5, 0.6, 2 / 3, 0.75, 0.9, 1.0]),
)
def test_similar_rows_equal_brute_force(rows, least):
    dense = np.array([[k in row for k in range(12)] for row in rows]).reshape(-1, 12)
    table = _runs.similar_rows(csr_array(dense.astype(np.int32)), least)
    assert as_dict(table) == all_pairs(rows, least)
    smaller = [
        min(len(rows[a]), len(rows[b]))
        for a, b in zip(table["first"], table["second"], strict=True)
    ]
    assert table["share"].tolist() == pytest.approx([*(table["shared"] / smaller)])
    assert table.equals(table.sort_values(["first", "second"]).reset_index(drop=True))


@pytest.mark.parametrize("kind", [bool, np.int8, np.int64, float])
def test_the_type_of_the_values_does_not_matter(kind):
    """512 columns in common: twice what overflows to 0 in eight bits."""
    table = _runs.similar_rows(csr_array(np.ones((2, 512), dtype=kind)), 0.01)
    assert table.values.tolist() == [[0, 1, 512, 1.0]]


def test_stored_zeros_are_no_columns():
    matrix = csr_array((np.array([1, 0, 1]), [0, 1, 1], [0, 2, 3]), shape=(2, 2))
    assert _runs.similar_rows(matrix, 0.5).empty
    assert matrix.nnz == 3  # what was given is left as it was


def test_more_rows_than_one_piece(monkeypatch):
    rng = np.random.default_rng(1)
    dense = rng.random((60, 25)) < 0.3
    monkeypatch.setattr(_runs, "_ROWS", 7)
    monkeypatch.setattr(_runs, "_PAIRS", 5)
    rows = [set(np.flatnonzero(row)) for row in dense]
    found = _runs.similar_rows(csr_array(dense), 0.5)
    assert as_dict(found) == all_pairs(rows, 0.5)


def test_near_duplicates_by_hand():
    """Of the six runs of eleven words the first two of each subject share two.

    "decides to protect the fish coral and" is what 901 and 902 have alike.
    """
    corpus = example_corpus()
    pairs = lineages.near_duplicates(corpus, min_share=2 / 6)
    words = [set() for _ in range(16)]
    for k, symbol in enumerate(corpus.resolutions.index):
        text = analyser.words(corpus.text_of(symbol, "OP1"))
        words[k] = {tuple(text[i : i + 6]) for i in range(len(text) - 5)}
    assert as_dict(pairs) == all_pairs(words, 2 / 6)
    assert as_dict(pairs) == {(0, 1): 2, (4, 5): 2, (8, 9): 2, (12, 13): 2}
    assert lineages.near_duplicates(corpus, min_share=0.34).empty


@pytest.mark.parametrize("least", [0, -1, 1.01])
def test_a_least_share_out_of_range_is_refused(least):
    with pytest.raises(UnresError, match="above 0 and at most 1"):
        lineages.near_duplicates(example_corpus(), min_share=least)


def test_all_runs_are_the_runs_of_each_wording(small):
    ids, ends = small.runs.all_runs()
    assert len(ends) == small.runs.n_wordings + 1
    for k in range(small.runs.n_wordings):
        assert ids[ends[k] : ends[k + 1]].tolist() == small.runs.runs_of(k).tolist()
    with pytest.raises(ValueError):
        ids[0] = 1  # kept, so nobody may change it


@pytest.mark.slow
def test_near_duplicates_of_the_data_set(corpus):
    """Forty wordings against every other, by sets."""
    pairs = lineages.near_duplicates(corpus, min_share=0.5)
    size = corpus.runs.n_wordings
    rows = [frozenset(corpus.runs.runs_of(k).tolist()) for k in range(size)]
    holders = defaultdict(list)
    for k, row in enumerate(rows):
        for run in row:
            holders[run].append(k)
    ours = as_dict(pairs)
    met = 0
    for k in np.random.default_rng(0).choice(size, 40, replace=False).tolist():
        shared = Counter(other for run in rows[k] for other in holders[run] if other != k)
        expected = {
            (min(k, o), max(k, o)): n
            for o, n in shared.items()
            if 2 * n >= min(len(rows[k]), len(rows[o]))
        }
        assert {pair: n for pair, n in ours.items() if k in pair} == expected
        met += len(expected)
    assert met > 40


# families and predecessors

FERRY = "1. Decides that all ferries of the northern islands sail daily in winter and {} carry mail, bread and {} to villages."
GULLS = "1. Invites coastal observers to count gulls, terns, puffins and cormorants at dawn in every cove;"
FAIR = (
    "1. Encourages weavers and potters to bring cloth, bowls and jars to the market square of {};"
)
SESSIONS = (
    ("A/RES/76/901", "1 December 2021", "Lamps for harbours, 2021", "1. Decides to light the piers from dusk until the last boat returns safely;"),
    ("A/RES/76/902", "2 December 2021", "Ferries of northern islands", FERRY.format("always", "salt")),
    ("A/RES/76/903", "3 December 2021", "Census of gulls", GULLS),
    ("A/RES/76/904", "6 December 2021", "Regional fairs", FAIR.format("Ilva")),
    ("A/RES/76/905", "7 December 2021", "Regional fairs", FAIR.format("Orla")),
    ("A/RES/77/901", "1 December 2022", "Lamps for the harbours, 2022", "1. Requests keepers to trim all wicks before any storm warning is hoisted;"),
    ("A/RES/77/902", "2 December 2022", "Passage between outer coasts", "Recalling its resolution 76/902,", FERRY.format("always", "wool")),
    ("A/RES/77/904", "6 December 2022", "Regional fairs", FAIR.format("Ulma")),
    ("A/RES/77/906", "7 December 2022", "Orchards of plum", "1. Urges growers to prune old plum trees in March before the first blossoms;"),
    ("A/RES/78/901", "1 December 2023", "Lamps for harbours", "1. Notes that brass lanterns outlast iron ones in salty harbour air;"),
    ("A/RES/78/902", "4 December 2023", "Passage between outer coasts", "Recalling its resolution 77/902,", FERRY.format("always", "wool")),
    ("A/RES/78/903", "5 December 2023", "Census of gulls", GULLS),
    ("A/RES/78/907", "6 December 2023", "Bookkeeping of granaries", "1. Urges growers to prune old plum trees in March before the first blossoms;"),
)  # fmt: skip


@pytest.fixture(scope="module")
def renewed(made):
    return made(*SESSIONS)


@pytest.fixture(scope="module")
def known(renewed):
    return lineages.predecessors(renewed)


def test_predecessors_by_hand(known):
    assert known["predecessor"].dropna().to_dict() == {
        "A/RES/77/901": "A/RES/76/901",  # the same title but for year and article, no shared words
        "A/RES/77/902": "A/RES/76/902",  # renamed, but worded alike and cited
        "A/RES/78/901": "A/RES/77/901",  # of two sessions the latest
        "A/RES/78/902": "A/RES/77/902",
        "A/RES/78/903": "A/RES/76/903",  # every second year
    }
    assert known["reason"].drop(known["predecessor"].dropna().index).to_dict() == {
        "A/RES/77/904": "two candidates alike",
        "A/RES/77/906": "too little in common",
        "A/RES/78/907": "too little in common",  # same words as 77/906, but half of it is 0.5
    }
    assert known.index.name == "symbol"
    assert known["gap"].dropna().to_dict() == {
        "A/RES/77/901": 1,
        "A/RES/77/902": 1,
        "A/RES/78/901": 1,
        "A/RES/78/902": 1,
        "A/RES/78/903": 2,
    }


def test_shares_and_scores_by_hand(known):
    """The 21 words of FERRY have 16 runs; another 19th word leaves the 13 that end before it."""
    row = known.loc["A/RES/77/902"]
    assert (row["wording"], row["title"]) == (13 / 16, 0)
    assert row["score"] == pytest.approx(13 / 32)  # above 0.4, which a cited text needs
    assert row["cited"] is np.True_ or row["cited"] is True
    assert np.isnan(row["subjects"])
    row = known.loc["A/RES/77/901"]
    assert (row["wording"], row["title"], row["score"]) == (0, pytest.approx(1), pytest.approx(0.5))
    assert not row["cited"]
    assert known.loc["A/RES/78/907", "score"] == 0.5


def test_how_far_back(renewed, made):
    near = lineages.predecessors(renewed, back=1)
    near["predecessor"] = "changed by a caller"  # who has a copy of what is kept
    near = lineages.predecessors(renewed, back=1)
    assert near.loc["A/RES/78/903", "predecessor"] == "A/RES/76/903"  # the same title
    count = ("A/RES/78/903", "5 December 2023", "Count of birds", GULLS)
    other = made(*[row for row in SESSIONS if "/76/" in row[0]], SESSIONS[5], count)
    found = [lineages.predecessors(other, back=n).loc["A/RES/78/903"] for n in (1, 2)]
    assert found[0]["reason"] == "too little in common"
    assert found[1]["score"] == 0.5  # all words, none of the title
    cited = (
        "A/RES/78/903",
        "5 December 2023",
        "Count of birds",
        "Recalling resolution 76/903,",
        GULLS,
    )
    other = made(*[row for row in SESSIONS if "/76/" in row[0]], SESSIONS[5], cited)
    found = [lineages.predecessors(other, back=n).loc["A/RES/78/903"] for n in (1, 2)]
    assert found[0]["reason"] == "too little in common"
    assert found[1]["predecessor"] == "A/RES/76/903"
    with pytest.raises(UnresError, match="at least 1"):
        lineages.predecessors(renewed, back=0)


def test_title_shares_by_an_independent_count(renewed):
    """Weighted Jaccard: words weigh log(titles / titles with it) + 0.1."""
    titles = renewed.resolutions["title"]
    words = [{w for w in t.lower().replace(",", "").split() if w.isalpha()} for t in titles]
    words = [w - {"for", "of", "the"} for w in words]
    holders = Counter(w for ws in words for w in ws)
    weight = {w: math.log(len(titles) / n) + 0.1 for w, n in holders.items()}
    expected = [
        [sum(weight[w] for w in a & b) / sum(weight[w] for w in a | b) for b in words]
        for a in words
    ]
    shared = lineages._shared_titles(titles).toarray()
    assert shared == pytest.approx(np.array(expected))


def test_series(renewed, known):
    found = lineages.series(renewed, known)
    members = found.groupby(found).apply(lambda group: sorted(group.index)).to_dict()
    assert {k: v for k, v in members.items() if len(v) > 1} == {
        # one title, twice in a session: none of them renews another
        "A/RES/76/904": ["A/RES/76/904", "A/RES/76/905", "A/RES/77/904"],
        "A/RES/76/901": ["A/RES/76/901", "A/RES/77/901", "A/RES/78/901"],
        "A/RES/76/902": ["A/RES/76/902", "A/RES/77/902", "A/RES/78/902"],
        "A/RES/76/903": ["A/RES/76/903", "A/RES/78/903"],
    }
    assert found.index.tolist() == renewed.resolutions.index.tolist()


def test_series_whose_days_are_not_in_the_order_of_sessions(renewed):
    """Lineages go by predecessors; a late session may have an early day."""
    table = pd.DataFrame(
        {"predecessor": {"A/RES/76/901": "A/RES/77/901", "A/RES/77/901": "A/RES/78/901"}}
    )
    found = lineages.series(renewed, table)
    assert set(found[["A/RES/76/901", "A/RES/77/901", "A/RES/78/901"]]) == {"A/RES/78/901"}


def test_subjects_are_shown(made):
    corpus = made(
        *[row for row in SESSIONS if row[0].endswith("/903")],
        subjects={"A/RES/76/903": ["GULLS", "CENSUSES"], "A/RES/78/903": ["GULLS", "COASTS"]},
    )
    assert lineages.predecessors(corpus).loc["A/RES/78/903", "subjects"] == 1 / 3


def test_carriers_and_families_by_hand(renewed):
    family = _runs.families(renewed)
    names = dict(zip(renewed.resolutions.index, family.tolist(), strict=True))
    assert names["A/RES/76/904"] == names["A/RES/76/905"] == names["A/RES/77/904"]
    assert names["A/RES/76/901"] == names["A/RES/78/901"]  # year and all
    assert names["A/RES/77/901"] != names["A/RES/76/901"]  # an article makes another family
    matrix = csr_array(np.array([[1, 1, 0], [1, 0, 0], [1, 1, 0]]))
    assert _runs.carriers(matrix, np.array([0, 1, 0])).tolist() == [2, 1, 0]


def test_formulaic_runs_are_no_sign_of_descent(renewed):
    """FERRY stands in two families, GULLS in one: formulaic from two on only GULLS counts."""
    all_runs = _runs.resolution_runs(renewed)
    kept = all_runs[:, np.flatnonzero(_runs.is_substantive(renewed, 2))]
    row = renewed.resolutions.index.get_loc
    assert all_runs.sum(axis=1)[row("A/RES/76/902")] == 16
    assert kept.sum(axis=1)[row("A/RES/76/902")] == 3  # those with the word "salt"
    gulls = row("A/RES/76/903")
    assert kept.sum(axis=1)[gulls] == all_runs.sum(axis=1)[gulls] == 10


def test_resolutions_without_title_or_session(small):
    """The Security Council gives no titles: each is a family, and none renews another."""
    table = small.resolutions.assign(
        title="", session=pd.array([None] * len(small.resolutions), dtype="Int64")
    )
    bare = type(small)(small.path, small.package)
    bare.__dict__["resolutions"] = table
    assert len(set(_runs.families(bare).tolist())) == len(table)
    assert lineages.predecessors(bare).empty
    assert (lineages.series(bare) == table["symbol"]).all()
    bare.__dict__["resolutions"] = small.resolutions.assign(title="")
    assert lineages.predecessors(bare)["title"].fillna(0).eq(0).all()


GAPS = np.array([2.0, 1.0, 1.0, 5.0])  # of four candidates; the second is cited, the last is old


def chosen(wording, title, *rows, alike=False, back=3):
    """Choose among the candidates of these numbers with these shares."""
    at = np.array(rows, dtype=int)
    best, score, reason = lineages._choose(
        GAPS[at], np.array(wording), np.array(title), at == 1, np.full(len(at), alike), back
    )
    return (None if best is None else rows[best]), round(score, 12), reason


def nothing(score, reason="too little in common"):
    return None, pytest.approx(score), reason


@pytest.mark.parametrize(
    ("wording", "title", "row", "score"),
    [
        (0.75, 0.625, 2, 0.6875),
        (0.8, 0.5, 2, 0.65),
        (0.7, 0.59, 2, None),
        (0.5, 0.3, 1, 0.4),  # enough where it is cited
        (0.5, 0.29, 1, None),
        (0.5, 0.3, 2, None),  # not cited
        (0.0, 0.95, 2, 0.5),  # the same title, which counts as 1
        (0.0, 0.94, 2, None),
        (0.0, 0.95, 3, 0.5),  # five sessions ago
    ],
)
def test_when_a_candidate_qualifies(wording, title, row, score):
    expected = (row, score, "") if score else nothing((wording + title) / 2)
    assert chosen([wording], [title], row) == expected


def test_other_titles_are_looked_for_in_few_sessions_only():
    assert chosen([1.0], [0.94], 3) == (None, pytest.approx(np.nan, nan_ok=True), "no candidate")
    assert chosen([1.0], [0.94], 3, back=5) == (3, 0.97, "")
    assert chosen([1.0], [0.94], 0, back=1)[2] == "no candidate"
    assert chosen([0.1, 0.2], [0.1, 0.9], 2, 3) == nothing(0.1)


def test_a_title_that_begins_alike_counts_when_it_is_cited_and_a_tenth_is_shared():
    assert chosen([0.1], [0.2], 1, alike=True) == (1, 0.55, "")
    assert chosen([0.09], [0.2], 1, alike=True) == nothing(0.145)
    assert chosen([0.1], [0.2], 2, alike=True) == nothing(0.15)  # not cited


def test_the_latest_session_counts_unless_one_before_is_far_ahead():
    assert chosen([1.0, 0.85], [0.8, 0.8], 0, 2) == (2, 0.825, "")
    assert chosen([1.0, 0.75], [0.9, 0.9], 0, 2) == (0, 0.95, "")  # 0.125 ahead
    assert chosen([1.0, 0.3], [1.0, 0.3], 0, 2) == (0, 1, "")
    # a text of another title does not come before the series that it speaks of
    assert chosen([0.5, 0.7], [1.0, 0.2], 0, 1) == (0, 0.75, "")
    assert chosen([0.5, 0.9], [1.0, 0.4], 0, 1) == (1, 0.65, "")  # unless it has as much of it
    # of several with the same title the latest, however little it shares
    assert chosen([1.0, 0.0], [1.0, 1.0], 0, 2) == (2, 0.5, "")
    assert chosen([1.0, 0.9, 0.0], [1.0, 0.9, 1.0], 3, 0, 2) == (0, 0.9, "")


def test_in_a_session_the_highest_score_counts():
    assert chosen([1.0, 0.6, 0.9], [0.9, 0.6, 0.9], 0, 1, 2) == (2, 0.9, "")
    assert chosen([0.9, 0.87], [0.9, 0.87], 1, 2) == (1, 0.9, "")  # 0.03 ahead
    assert chosen([0.9, 0.89], [0.9, 0.89], 1, 2) == nothing(0.9, "two candidates alike")
    assert chosen([0.9, 0.89], [0.9, 0.89], 0, 2) == (2, 0.89, "")  # other sessions: no rivals
    assert chosen([], [])[::2] == (None, "no candidate")


def test_titles_that_begin_alike():
    """Of five titles "gulls" stands in four, so that it weighs log(5 / 4) + 0.1, "and" nothing."""
    titles = pd.Series(
        ["Gulls and terns: a count", "Gulls and terns: other birds", "Gulls of the bay", "Gulls", "Sea: bay"]
    )  # fmt: skip
    like = lineages._Beginnings(titles).like
    everything = np.ones(5, dtype=bool)
    assert like(0, np.arange(5), everything).tolist() == [True, True, False, True, False]
    # "gulls" is all of the fourth title, and too common to be half of the third
    assert like(2, np.arange(5), everything).tolist() == [False, False, True, True, False]
    assert like(0, np.arange(5), np.array([0, 1, 0, 0, 0], dtype=bool)).sum() == 1
    none = lineages._Beginnings(pd.Series(["", "", "The 2021"]))
    assert not none.like(0, np.arange(3), np.ones(3, dtype=bool)).any()


def test_what_is_kept_of_a_data_set_cannot_be_changed(renewed):
    with pytest.raises(ValueError):
        _runs.families(renewed)[0] = 7


# Later and earlier resolution: same title, and the later text cites the earlier.
RENEWALS = {
    "A/RES/79/194": "A/RES/78/132",
    "A/RES/80/118": "A/RES/79/194",
    "A/RES/77/308": "A/RES/76/283",
    "A/RES/80/70": "A/RES/79/77",
    "A/RES/77/302": "A/RES/76/263",
    "A/RES/77/248": "A/RES/76/72",
    "A/RES/78/134": "A/RES/77/151",
    "A/RES/80/172": "A/RES/79/130",
    "A/RES/77/232": "A/RES/76/182",
    "A/RES/80/55": "A/RES/78/31",
    "A/RES/78/70": "A/RES/76/74",
    "A/RES/78/204": "A/RES/76/170",
    "A/RES/79/123": "A/RES/77/107",
    "A/RES/79/84": "A/RES/76/73",
    "A/RES/80/144": "A/RES/77/172",
    "A/RES/79/249": "A/RES/76/238",
}


# Read by eye: what calls a meeting or proclaims a day lies between, or many sessions.
BY_EYE = {
    "A/RES/77/172": "A/RES/74/227",
    "A/RES/80/155": "A/RES/78/166",
    "A/RES/76/220": "A/RES/74/238",
    "A/RES/78/148": "A/RES/75/313",
    "A/RES/78/280": "A/RES/75/130",
    "A/RES/78/290": "A/RES/74/299",
    "A/RES/80/227": "A/RES/77/325",
    "A/RES/80/262": "A/RES/75/28",
    "A/RES/77/60": "A/RES/76/43",  # whose title lacks a hyphen
}


def test_the_series_goes_before_what_proclaims_a_day_or_calls_a_meeting(corpus):
    found = lineages.predecessors(corpus)["predecessor"]
    assert found[list(BY_EYE)].to_dict() == BY_EYE


def test_texts_of_one_pattern_do_not_renew_each_other(corpus):
    """Resolutions on observer status are alike but for the name of the organization."""
    found = lineages.predecessors(corpus)
    observers = corpus.resolutions["title"].str.startswith("Observer status for")
    assert observers.sum() > 5
    assert found["predecessor"][observers[observers].index.intersection(found.index)].isna().all()


def test_the_same_title_is_found_however_long_ago(corpus):
    """Without a predecessor of that title are those of which one session has several, or which
    a later text of nearly that title renews.
    """
    table, found = corpus.resolutions, lineages.predecessors(corpus)
    small = set(re.findall("[a-z]+", "a an and at by for from in of on or the to with"))
    words = [re.findall("[a-z]+", t.lower()) for t in table["title"]]
    sets = pd.Series([frozenset(w) - small for w in words], index=table.index)
    old = 0
    for symbol, row in found.iterrows():
        same = table[(sets == sets[symbol]) & (table["session"] < row["session"])]
        if same.empty or row["reason"] == "two candidates alike":
            continue
        last = same["session"].max()
        if row["predecessor"] not in same.index[same["session"] == last]:
            other = table.loc[row["predecessor"]]
            assert other["session"] > last
            assert row["wording"] > 0.8 or other["title"].startswith(table["title"][symbol])
        old += row["gap"] > 3
    assert old >= 14


def test_series_of_the_data_set(corpus):
    """Made again by painting: whatever a link joins gets one colour, until nothing changes."""
    table, found = corpus.resolutions, lineages.predecessors(corpus)["predecessor"].dropna()
    title = table["title"].map(lambda t: "".join(c for c in t.lower() if c.isalpha()))
    colour = pd.Series(range(len(table)), index=table.index)
    while True:
        before = colour.copy()
        colour = colour.groupby(title).transform("min")
        for later, earlier in found.items():
            colour[later] = colour[earlier] = min(colour[later], colour[earlier])
        if colour.equals(before):
            break
    assert (lineages.series(corpus) == table.index[colour]).all()
    sizes = colour.value_counts()
    assert sizes.max() < 15 and len(sizes) > 600


def test_predecessors_of_the_data_set(corpus):
    table = corpus.resolutions
    found = lineages.predecessors(corpus)
    for later, earlier in RENEWALS.items():
        assert table["title"][later] == table["title"][earlier]
        assert earlier in set(table["cites"][later])
        assert found["predecessor"][later] == earlier
    have = found.dropna(subset="predecessor")
    sessions = table["session"][have["predecessor"]].astype(int).to_numpy()
    gap = have["session"].astype(int).to_numpy() - sessions
    assert (gap == have["gap"]).all() and set(gap) == {1, 2, 3, 4, 5}
    assert not (have["predecessor"] == have.index).any()
    cited = [p in set(table["cites"][s]) for s, p in have["predecessor"].items()]
    assert have["cited"].tolist() == cited
    # most of the Assembly's texts are renewals, and three in four of those cite what they renew
    assert np.mean(cited) > 0.75
    assert len(have) > 0.7 * len(found)
    regular = table["session"] > 74
    assert set(found.index) == set(table.index[regular])


@pytest.mark.slow
def test_shared_wording_of_the_data_set(corpus):
    """A sample of predecessors: runs of both as sets, without what 20 families carry."""
    found = lineages.predecessors(corpus).dropna(subset="predecessor").iloc[::50]
    names = ["".join(c for c in t.lower() if c.isalpha()) for t in corpus.resolutions["title"]]
    family = dict(zip(corpus.resolutions.index, names, strict=True))
    runs, carriers = defaultdict(set), defaultdict(set)
    body = corpus.paragraphs[corpus.paragraphs["kind"].isin(BODY_KINDS)]
    for symbol, wording in zip(body["symbol"], body["wording"], strict=True):
        runs[symbol].update(corpus.runs.runs_of(wording).tolist())
    for symbol, some in runs.items():
        for run in some:
            carriers[run].add(family[symbol])
    for symbol, row in found.iterrows():
        one, other = (
            {r for r in runs[s] if len(carriers[r]) < 20} for s in (symbol, row["predecessor"])
        )
        assert row["wording"] == pytest.approx(len(one & other) / min(len(one), len(other)))


# new wording


def test_new_wording_by_hand(small):
    """BELLS: its PP1 (8 words) stands in LAMPS, of its OP1 the ten words after "urges"."""
    table = lineages.new_wording(small)
    bells = table.loc["A/RES/76/902"]
    assert bells["words"] == 8 + 11 + 13
    assert bells["new_words"] == 1 + 13
    assert bells["share"] == pytest.approx(14 / 32)
    assert table.loc["A/RES/75/901", "new_words"] == table.loc["A/RES/75/901", "words"]
    assert table["memory"].to_dict() == {
        s: {74: 0, 75: 1, 76: 2}[n] for s, n in small.resolutions["session"].items()
    }
    assert table.index.name == "symbol"


def test_what_is_adopted_on_the_same_day_is_not_earlier(made):
    gulls = (
        ("A/RES/76/801", "5 May 2022", "Gulls", GULLS),
        ("A/RES/76/802", "5 May 2022", "Terns", GULLS),
    )
    after = ("A/RES/76/803", "6 May 2022", "Puffins", GULLS)
    table = lineages.new_wording(made(*gulls, after))
    assert table["new_words"].to_dict() == {
        "A/RES/76/801": 15,
        "A/RES/76/802": 15,
        "A/RES/76/803": 0,
    }


def test_how_far_back_new_looks(renewed):
    """GULLS return after two sessions: old with a memory of two, new with one of one."""
    assert lineages.new_wording(renewed).loc["A/RES/78/903", "new_words"] == 0
    assert lineages.new_wording(renewed, back=2).loc["A/RES/78/903", "new_words"] == 0
    near = lineages.new_wording(renewed, back=1)
    assert near.loc["A/RES/78/903", "new_words"] == near.loc["A/RES/78/903", "words"] == 15
    # all of the day before in its own session is seen: 76/905 differs from 76/904 in its last word
    assert near.loc["A/RES/76/905", "new_words"] == 1
    # 77/902: "recalling its resolution 76 902" is too short for a run; new are "wool" and two more
    assert near.loc["A/RES/77/902", "new_words"] == 5 + 3
    assert near["memory"].groupby(near["session"]).unique().map(list).to_dict() == {
        76: [0],
        77: [1],
        78: [1],
    }
    with pytest.raises(UnresError, match="at least 1"):
        lineages.new_wording(renewed, back=0)


def test_memory_counts_the_sessions_that_are_there(made):
    """Session 77 is missing: with one session back nothing was looked at."""
    corpus = made(*[row for row in SESSIONS if "/77/" not in row[0]])
    for back, expected in ((None, 1), (1, 0), (2, 1)):
        memory = lineages.new_wording(corpus, back=back)["memory"]
        assert memory["A/RES/78/903"] == expected
        assert memory["A/RES/76/903"] == 0


def test_special_sessions(corpus):
    table = lineages.new_wording(corpus)
    special = table[table["session"].isna()]
    assert len(special) == 5 and special["memory"].isna().all()
    near = lineages.new_wording(corpus, back=2)
    assert set(table.index) - set(near.index) == set(special.index)
    assert near["memory"].max() == 2 and near["memory"].notna().all()
    assert (near["new_words"] >= table["new_words"][near.index]).all()
    body = corpus.paragraphs[corpus.paragraphs["kind"].isin(BODY_KINDS)]
    assert (
        body.groupby("symbol")["words"].sum()
        == table["words"][body["symbol"].unique()].sort_index()
    ).all()


def test_groups_have_the_same_memory():
    table = pd.DataFrame(
        {
            "session": pd.array([74, 75, 76, 76, None], dtype="Int64"),
            "committee": ["First", "First", "First", "Second", "Plenary"],
            "adopted_on": pd.NaT,
            "series": list("abacd"),
            "words": [10, 20, 30, 10, 5],
            "new_words": [10, 5, 3, 1, 5],
            "share": [1, 0.25, 0.1, 0.1, 1],
            "memory": pd.array([0, 1, 1, 1, None], dtype="Int64"),
        }
    )
    found = lineages.new_wording_by(table)
    assert found["session"].tolist() == [75, 76]
    assert found["share"].tolist() == [0.25, 4 / 40]
    assert found["median"].tolist() == [0.25, 0.1]
    assert found["resolutions"].tolist() == [1, 2]
    assert found[["share_low", "share_high"]].isna().all(axis=None)  # fewer than five
    first = lineages.new_wording_by(table, memory=0)
    assert first[["session", "new_words"]].values.tolist() == [[74, 10]]
    by_two = lineages.new_wording_by(table, ("session", "committee"))
    assert by_two[["session", "committee", "new_words"]].values.tolist() == [
        [75, "First", 5],
        [76, "First", 3],
        [76, "Second", 1],
    ]
    assert lineages.new_wording_by(table, "committee")["new_words"].tolist() == [8, 1]
    unknown = table.assign(committee=["First", None, "First", None, None])
    assert lineages.new_wording_by(unknown, "committee")["new_words"].tolist() == [3, 5 + 1]
    none = lineages.new_wording_by(table[4:])
    assert none.empty and "share_high" in none


def test_intervals_of_groups():
    """Five series have an interval, four none; it is that of the ratio of both columns."""
    table = pd.DataFrame(
        {
            "session": [75] * 5 + [76] * 4,
            "committee": "First",
            "adopted_on": pd.NaT,
            "series": list("abcdeabcd"),
            "words": [10, 20, 30, 40, 50, 10, 10, 10, 10],
            "new_words": [1, 10, 3, 30, 5, 1, 2, 3, 4],
            "share": 0.5,
            "memory": pd.array([1] * 9, dtype="Int64"),
        }
    )
    found = lineages.new_wording_by(table)
    new, words = table["new_words"].to_numpy(), table["words"].to_numpy()
    expected = intervals.ratio(new[:5], words[:5], share=True)
    assert tuple(found.loc[0, ["share_low", "share_high"]]) == pytest.approx(expected)
    assert found["share_low"].isna().tolist() == [False, True]
    assert found["share"].tolist() == [49 / 150, 10 / 40]
    assert found["series"].tolist() == [5, 4]
    both = lineages.new_wording_by(table, "committee").iloc[0]  # five series, not nine texts
    summed = np.array([2, 12, 6, 34, 5]), np.array([20, 30, 40, 50, 50])
    assert (both["resolutions"], both["series"]) == (9, 5)
    expected = intervals.ratio(*summed, share=True)
    assert (both["share_low"], both["share_high"]) == pytest.approx(expected)


def test_sessions_cut_at_the_same_day():
    """Session 75 runs from September 2020, session 76 from September 2021."""
    days = [
        "2020-10-01",
        "2020-12-31",
        "2021-06-04",
        "2021-06-05",
        "2021-10-01",
        "2022-06-04",
        None,
    ]
    table = pd.DataFrame(
        {
            "session": pd.array([75, 75, 75, 75, 76, 76, 76], dtype="Int64"),
            "adopted_on": pd.to_datetime(days),
            "series": list("abcdefg"),
            "words": 10,
            "new_words": 1,
            "share": 0.1,
            "memory": pd.array([1] * 7, dtype="Int64"),
        }
    )
    counted = {
        until: lineages.new_wording_by(table, until=until)["resolutions"].tolist()
        for until in (None, "06-04", "12-31", "12-30", "10-01", "08-31", "09-01")
    }
    assert counted == {
        None: [4, 3], "06-04": [3, 2], "12-31": [2, 1], "12-30": [1, 1],
        "10-01": [1, 1], "08-31": [4, 2], "09-01": [],
    }  # fmt: skip
    for wrong in ("6-4", "2021-06-04", "13-01", "06-32", 604):
        with pytest.raises(UnresError, match='expected a month and a day, as "06-04"'):
            lineages.new_wording_by(table, until=wrong)


def test_new_wording_names_the_series(corpus):
    table = lineages.new_wording(corpus, back=1)
    expected = lineages.series(corpus)[table.index]
    assert (table["series"] == expected).all()


def test_runs_that_meet_overlap_or_stand_apart():
    """Places 0, 3, 9 of paragraph 1: six words, three more, six more; 0 of paragraph 2: six."""
    which, at = np.array([1, 1, 1, 2]), np.array([0, 3, 9, 0])
    assert lineages._words_in_runs(which, at, 4).tolist() == [0, 15, 6, 0]
    empty = np.empty(0, dtype=int)
    assert lineages._words_in_runs(empty, empty, 2).tolist() == [0, 0]


@pytest.mark.slow
def test_new_wording_equals_the_full_texts(corpus, full_texts):
    """Resolutions of three sessions against all texts before them, with and without limit."""
    about = corpus.resolutions
    everything, near = lineages.new_wording(corpus), lineages.new_wording(corpus, back=1)
    for symbol in ("A/RES/74/299", *about.index[about["session"].isin([76, 79])][::75]):
        before = about.index[about["adopted_on"] < about["adopted_on"][symbol]]
        session = about["session"][symbol]
        close = about.index[about["session"].isin([session, session - 1])].intersection(before)
        own = [words for _, body, words in full_texts[symbol] if body]
        for table, looked_at in ((everything, before), (near, close)):
            grams = {
                tuple(words[k : k + 6])
                for s in looked_at
                for _, _, words in full_texts[s]
                for k in range(len(words) - 5)
            }
            old = sum(
                len(
                    {
                        j
                        for k in range(len(w) - 5)
                        if tuple(w[k : k + 6]) in grams
                        for j in range(k, k + 6)
                    }
                )
                for w in own
            )
            assert table["words"][symbol] == sum(map(len, own))
            assert table["new_words"][symbol] == table["words"][symbol] - old
