"""Comparisons and first uses with the selection of older resolutions beside the data set."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import older
import pandas as pd
import pytest

from tools import older as tool
from unres_research import load, open_corpus
from unres_research.analyse import first_uses
from unres_research.analyse._compare import compare
from unres_research.corpus import words
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution

CLAUSES = (
    "Decides to keep the lamps of all harbours lit;",  # eight words in each collection
    "Recalls that lamps shall burn in all harbours;",  # six in an older annex
    "Decides to return to the lamps of Fiji;",  # six in an older operative paragraph
    "Notes the whales.",
)
TEXT = Resolution(
    "A/75/L.9",
    "draft",
    "Lamps",
    distributed_on="2021-06-01",
    paragraphs=tuple(Paragraph(f"OP{k}", "operative", t) for k, t in enumerate(CLAUSES, 1)),
    cites=("A/RES/1/1", "A/RES/60/901", "A/RES/75/1"),
)


@pytest.fixture(scope="module")
def found(lamps_and_older):
    return compare(TEXT, lamps_and_older)


def test_words_in_the_selection_by_hand(found):
    side = found.selection
    assert (side.name, side.n, side.words, side.matched_words) == ("selection", 6, 28, 20)
    assert side.paragraphs["matched_words"].tolist() == [8, 6, 6, 0]
    assert side.paragraphs["best_symbol"].tolist()[:3] == ["A/RES/60/901"] * 3
    assert side.paragraphs["best_paragraph"].tolist()[:3] == ["OP1", "A1.1", "OP2"]
    assert side.sources[["symbol", "matched_words", "cited"]].values.tolist() == [
        ["A/RES/60/901", 20, True]
    ]
    assert found.alone_words == 1 + 6 + 6  # "lit", and what only the selection has
    assert found.main_sources("selection")["symbol"].tolist() == ["A/RES/60/901"]
    assert found.word_sources("selection")["OP1"].tolist() == [-1, *[0] * 8]


def test_the_figures_of_the_complete_collection_stay(found, lamps):
    alone = compare(TEXT, lamps)
    assert alone.selection is None and alone.alone_words == 0
    assert repr(alone) == repr(found)
    for ours, theirs in ((alone.earlier, found.earlier), (alone.later, found.later)):
        assert repr(ours) == repr(theirs)
        pd.testing.assert_frame_equal(ours.paragraphs, theirs.paragraphs)
        pd.testing.assert_frame_equal(ours.runs, theirs.runs)
    pd.testing.assert_frame_equal(alone.clauses(), found.clauses())
    pd.testing.assert_frame_equal(alone.related, found.related)
    with pytest.raises(UnresError, match="expected 'earlier' or 'later'"):
        alone.main_sources("selection")


def test_where_every_paragraph_was_first_seen(found, lamps):
    table = found.first_seen()
    names = ["paragraph", "words", "start", "run_words", "collection", "symbol", "source_paragraph"]
    selected = "selection", "A/RES/60/901"
    assert table[names].values.tolist()[:3] == [
        ["OP1", 9, 1, 8, *selected, "OP1"],  # as long a run in A/RES/75/1 is later
        ["OP2", 8, 2, 6, *selected, "A1.1"],
        ["OP3", 8, 0, 6, *selected, "OP2"],
    ]
    assert table["title"].tolist()[:3] == ["Lamps for harbours"] * 3
    assert table["adopted_on"].dt.year.tolist()[:3] == [2005] * 3
    last = table.iloc[3]
    assert (last["paragraph"], last["run_words"]) == ("OP4", 0)
    assert last[["start", "collection", "symbol", "adopted_on", "formulaic"]].isna().all()
    assert table["formulaic"].tolist() == [False, False, False, None]
    first = compare(TEXT, lamps).first_seen().iloc[0]
    assert first[["collection", "symbol", "start"]].tolist() == ["complete", "A/RES/75/1", 0]


def test_a_formulaic_run_is_marked(lamps_and_older):
    """Three families carry eight words of the clause from 75 to 78; the ninth is not theirs."""
    same = replace(TEXT, paragraphs=(replace(TEXT["OP1"], text=CLAUSES[0].replace(" lit", "")),))
    whole = compare(same, lamps_and_older, formulaic=1).first_seen().iloc[0]
    assert whole[["symbol", "run_words", "formulaic"]].tolist() == ["A/RES/75/1", 8, True]
    part = compare(TEXT, lamps_and_older, formulaic=1).first_seen().iloc[0]
    assert part[["symbol", "run_words", "formulaic"]].tolist() == ["A/RES/60/901", 8, False]


@pytest.mark.parametrize("day, matched", [("2005-12-08", 0), ("2005-12-09", 20)])
def test_only_what_was_adopted_before_the_text_counts(lamps_and_older, day, matched):
    found = compare(TEXT, lamps_and_older, date=day)
    assert (found.earlier.matched_words, found.selection.matched_words) == (0, matched)
    assert found.searched["resolutions"].tolist() == [4, 1 + (matched > 0)]


def test_the_least_length_holds_for_the_selection(lamps_and_older):
    found = compare(TEXT, lamps_and_older, n=7)
    assert (found.selection.n, found.selection.matched_words) == (7, 8)


def test_cited_and_in_the_selection_alone(found, lamps_and_older):
    columns = ["symbol", "group", "matched_words"]
    assert found.by_citation()[columns].values.tolist() == [
        ["A/RES/75/1", "cited and borrowed", 8],
        ["A/RES/60/901", "cited, in the selection", 20],
        ["A/RES/1/1", "cited, not in the data set", 0],
    ]
    row = found.by_citation().iloc[1]
    assert (row["title"], str(row["adopted_on"].date())) == ("Lamps for harbours", "2005-12-08")
    other = compare(replace(TEXT, cites=("A/RES/901 (IV)",)), lamps_and_older).by_citation()
    assert other[columns].values.tolist() == [
        ["A/RES/901 (IV)", "cited, in the selection", 0],
        ["A/RES/75/1", "borrowed, not cited", 8],
    ]


def test_a_text_of_the_selection_is_left_out_of_it(lamps_and_older):
    text = replace(TEXT, symbol="A/RES/60/901", kind="resolution")
    found = compare(text, lamps_and_older)
    assert found.left_out == {"A/RES/60/901": "the text itself"}
    assert found.excluded == ()  # of the data set itself nothing is
    assert found.selection.matched_words == 0
    assert found.searched["left_out"].tolist() == [0, 1]
    assert found.related is not None
    asked = compare(TEXT, lamps_and_older, exclude=["A/RES/60/901", "A/RES/75/1"])
    assert asked.left_out == {"A/RES/60/901": "as asked", "A/RES/75/1": "as asked"}
    assert (asked.excluded, asked.selection.matched_words) == (("A/RES/75/1",), 0)
    with pytest.raises(UnresError, match="A/RES/60/902"):
        compare(TEXT, lamps_and_older, exclude="A/RES/60/902")


def test_what_a_draft_was_adopted_as_in_the_selection(lamps, tmp_path):
    origin = "without reference to a Main Committee (A/60/L.9)"
    line = older.MODERN.replace("on the report of the Second Committee (A/60/901)", origin)
    made = tool.build(older.selection(tmp_path, line), tmp_path / "older").corpus
    corpus = older.beside(lamps, made, tmp_path / "data")
    found = compare(replace(TEXT, symbol="A/60/L.9"), corpus)
    assert found.adopted == "A/RES/60/901"
    assert found.left_out == {"A/RES/60/901": "adopted from this draft"}


def test_the_selection_in_json(found):
    printed = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert printed["selection"] == {
        "covered_words": 20,
        "substantive_words": 20,
        "share": round(20 / 28, 6),
        "sources": [{"symbol": "A/RES/60/901", "covered_words": 20, "cited": True}],
    }
    assert printed["alone_words"] == 13
    assert [row["selection"]["covered_words"] for row in printed["paragraphs"]] == [8, 6, 6, 0]
    assert printed["first_seen"][1] == {
        "paragraph": "OP2",
        "words": 8,
        "start": 2,
        "run_words": 6,
        "collection": "selection",
        "symbol": "A/RES/60/901",
        "source_paragraph": "A1.1",
        "adopted_on": "2005-12-08",
        "title": "Lamps for harbours",
        "formulaic": False,
    }
    assert printed["first_seen"][3]["adopted_on"] is None
    assert [row["collection"] for row in printed["searched"]] == ["complete", "selection"]


def test_the_selection_is_shown(found, lamps):
    shown = found._repr_html_()
    assert "Older selection: 20 of 28 words" in shown and "13 of them in no earlier" in shown
    assert "Searched: 4 resolutions of 2020-12-01 to 2023-12-01 (complete) and 2 of " in shown
    assert "Older selection" not in compare(TEXT, lamps)._repr_html_()


def test_beside_a_joined_data_set(lamps_and_older):
    """The records that are added are earlier; the selection stays that of the first."""
    whales = Resolution(
        "A/RES/75/7",
        "resolution",
        "Whales",
        session=75,
        adopted_on="2020-10-01",
        paragraphs=(Paragraph("OP1", "operative", "Counts the whales of Fiji;", "1"),),
    )
    found = compare(TEXT, open_corpus(lamps_and_older.path, add=whales))
    assert (len(found.corpus), found.selection.matched_words) == (5, 20)
    assert found.searched["resolutions"].tolist() == [5, 2]


# first uses


@pytest.fixture(scope="module")
def whales_and_older(made, selected, tmp_path_factory):
    said = "1. Decides that whales of all harbours and their lamps are protected."
    rows = [(f"A/RES/{s}/1", f"1 December {s + 1945}", "Whales", said) for s in range(75, 80)]
    return older.beside(made(*rows), selected.corpus, tmp_path_factory.mktemp("whales") / "data")


def test_first_uses_in_the_selection_by_hand(whales_and_older):
    terms = ["decides", "whales", "lamps", "all harbours", "whales of"]
    table = first_uses(whales_and_older, terms)
    columns = ["older_symbol", "older_paragraph", "older_resolutions"]
    assert table["resolutions"].tolist() == [5] * 5
    assert table.loc["decides", columns].tolist() == ["A/RES/901 (IV)", "A.OP1", 2]
    assert table.loc["lamps", columns].tolist() == ["A/RES/60/901", "OP1", 1]  # no annex
    assert str(table.loc["lamps", "older_date"].date()) == "2005-12-08"
    assert table.loc[["whales", "whales of"], "older_resolutions"].tolist() == [0, 0]  # no whale
    assert table.loc[["whales", "whales of"], columns[:2]].isna().all(axis=None)
    # too rare to be counted there: told by the order of the words
    assert table.loc["all harbours", columns].tolist() == ["A/RES/60/901", "OP1", 1]
    assert pd.isna(table.loc["whales", "older_date"])
    assert table["reason"].tolist() == [""] * 5


def test_a_long_phrase_in_the_selection(lamps_and_older):
    table = first_uses(lamps_and_older, "keep the lamps of all harbours")
    columns = ["resolutions", "older_symbol", "older_paragraph", "older_resolutions"]
    assert table[columns].values.tolist() == [[4, "A/RES/60/901", "OP1", 1]]


def test_first_uses_without_a_selection(lamps):
    row = first_uses(lamps, "lamps").iloc[0]
    assert row[["older_symbol", "older_paragraph", "older_date", "older_resolutions"]].isna().all()


def test_a_word_that_only_the_selection_knows_is_refused(lamps_and_older):
    with pytest.raises(UnresError, match="'bells'"):
        first_uses(lamps_and_older, "bells")


# the built-in selection, by brute force


@pytest.fixture(scope="module")
def places(corpus, shared):
    """Every paragraph of the older resolutions: symbol, date, words, from the source's lines."""
    if corpus.selection is None:
        pytest.skip("no data/older: make older")
    kept = corpus.selection.resolutions.index
    read = tool.documents(shared / "corpus" / "older" / "GA_before_74.jsonl.xz")
    return [
        (d.record.symbol, d.record.adopted_on, p.id, w.split())
        for d in read
        if d.record and d.record.symbol in kept
        for p, w in zip(d.record, d.words, strict=True)
    ]


def grams(row: list[str]) -> list[tuple[str, ...]]:
    return [tuple(row[k : k + 6]) for k in range(len(row) - 5)]


DRAFTS = ("A_80_L.21", "A_C.2_80_L.28", "A_C.3_80_L.30", "A_C.1_80_L.29")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["A_78_L.86", *DRAFTS])
def test_every_word_in_the_selection_by_brute_force(corpus, places, shared, draft, name):
    """Runs of six words as tuples, looked up in the texts: matched words, longest runs, dates."""
    text = draft if name == "A_78_L.86" else load(shared / "corpus" / "drafts" / f"{name}.pdf")
    found = compare(text, corpus)
    own = {p.id: words(p.text) for p in text.body}
    wanted = {gram for row in own.values() for gram in grams(row)}
    holders: dict[tuple[str, ...], list[int]] = {}
    for place, (symbol, day, _, row) in enumerate(places):
        if day < found.date and symbol not in found.left_out:
            for gram in set(grams(row)) & wanted:
                holders.setdefault(gram, []).append(place)
    seen = found.first_seen().set_index("paragraph")
    earlier = found.earlier.paragraphs.set_index("paragraph")["longest_run"]
    total = 0
    for pid, row in own.items():
        spots = {j for k, g in enumerate(grams(row)) if g in holders for j in range(k, k + 6)}
        counted = found.selection.paragraphs.set_index("paragraph").loc[pid]
        assert counted["matched_words"] == len(spots), pid
        total += len(spots)
        longest, first = longest_in(row, places, holders)
        assert counted["longest_run"] == longest, pid
        if longest:
            assert str(counted["first_date"].date()) == first
        if longest > earlier[pid]:
            assert seen.loc[pid, ["collection", "run_words"]].tolist() == ["selection", longest]
            assert str(seen.loc[pid, "adopted_on"].date()) == first
        elif not longest and not earlier[pid]:
            assert seen.loc[pid, "run_words"] == 0
        else:
            assert seen.loc[pid, "run_words"] == earlier[pid]
    assert found.selection.matched_words == total > 0
    assert sum(map(len, own.values())) == found.words


def longest_in(row, places, holders) -> tuple[int, str]:
    """Length of the longest run of a paragraph in the places, and its first date."""
    best, first = 0, ""
    for place in sorted({p for g in grams(row) for p in holders.get(g, [])}):
        _, day, _, other = places[place]
        at = {}
        for k, gram in enumerate(grams(other)):
            at.setdefault(gram, []).append(k)
        for k, gram in enumerate(grams(row)):
            for m in at.get(gram, []):
                if k and m and row[k - 1] == other[m - 1]:
                    continue  # inside a longer run
                size = 6
                while row[k + size : k + size + 1] == other[m + size : m + size + 1] != []:
                    size += 1
                if size > best or (size == best and day < first):
                    best, first = size, day
    return best, first


def test_figures_of_the_draft(corpus, draft):
    """Those of sessions 74 to 80 are as they were without the selection."""
    found = compare(draft, corpus)
    counted = (found.words, found.earlier.matched_words, found.later.matched_words)
    assert counted == (1808, 991, 1320)
    if corpus.selection is None:
        pytest.skip("no data/older: make older")
    assert (found.selection.matched_words, found.alone_words) == (573, 26)
    assert not math.isnan(found.selection.share)
