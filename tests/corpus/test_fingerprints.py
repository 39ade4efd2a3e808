"""Fingerprints: shared runs are exactly those that a brute-force search finds."""

from __future__ import annotations

import hashlib
import tempfile

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unres_research.corpus._fingerprints import (
    N,
    RunIndex,
    run_hashes,
    segment_steps,
    stored_hashes,
)
from unres_research.errors import UnresError


def index_of(wordings):
    return RunIndex.build(wordings)


def stored(index):
    """The two tables of an index, as a data set has them."""
    steps, _ = segment_steps(index.wording_segments, 0)
    segments = {"wording_step": steps, "start": index.starts, "length": index.lengths}
    return stored_hashes(index.hashes), pa.table(segments)


def brute_force(text, wordings, n=N):
    """All maximal shared runs, by comparing every pair of places."""
    found = set()
    for k, words in enumerate(wordings):
        for a in range(len(text)):
            for b in range(len(words)):
                before = a and b and text[a - 1] == words[b - 1]
                length = 0
                while (
                    a + length < len(text)
                    and b + length < len(words)
                    and text[a + length] == words[b + length]
                ):
                    length += 1
                if not before and length >= n:
                    found.add((a, length, k, b))
    return found


def as_set(table):
    columns = ["start", "length", "wording", "wording_start"]
    return set(map(tuple, table[columns].to_numpy().tolist()))


def test_hash_is_the_documented_one():
    """The same in big integers, as the docstring says it."""
    words = ["one", "two", "three", "four", "five", "six"]
    mask = 2**64 - 1

    def blake(data):
        return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")

    total = (
        sum(blake(w.encode()) * (blake(b"unres %d" % k) | 1) for k, w in enumerate(words)) & mask
    )
    total = ((total ^ (total >> 30)) * 0xBF58476D1CE4E5B9) & mask
    total = ((total ^ (total >> 27)) * 0x94D049BB133111EB) & mask
    total ^= total >> 31
    assert run_hashes(words).tolist() == [total >> 16]


def test_a_case_by_hand():
    old = ["a", "b", "c", "d", "e", "f", "g", "h"]
    new = ["x", "b", "c", "d", "e", "f", "g", "y"]
    found = index_of([old]).shared_runs([new])
    assert as_set(found) == {(1, 6, 0, 1)}


def test_texts_of_five_six_and_seven_words():
    """Six words are one run, seven are two; five have none."""
    seven = ["a", "b", "c", "d", "e", "f", "g"]
    assert [len(run_hashes(seven[:k])) for k in (0, 5, 6, 7)] == [0, 0, 1, 2]
    assert run_hashes(seven).tolist() == [*run_hashes(seven[:6]), *run_hashes(seven[1:])]
    assert run_hashes(seven[:5]).dtype == run_hashes(seven).dtype == np.uint64
    index = index_of([seven[:5], seven[:6], seven])
    assert (index.n_wordings, index.n_runs, index.n_postings) == (3, 2, 3)
    assert [index.runs_of(k).tolist() for k in range(3)] == [[], [0], [0, 1]]
    ids, ends = index.all_runs()
    assert (ids.tolist(), ends.tolist()) == ([0, 0, 1], [0, 0, 1, 3])
    assert index.shared_runs([seven[:5], []]).empty
    assert as_set(index.shared_runs([seven[:6]])) == {(0, 6, 1, 0), (0, 6, 2, 0)}


def test_runs_of_at_least_seven_words():
    """Of six, seven and eight shared words n = 7 leaves out the six, n = 8 the seven too."""
    words = ["a", "b", "c", "d", "e", "f", "g", "h"]
    index = index_of([words[:6], words[:7], words])
    assert as_set(index.shared_runs([words], n=7)) == {(0, 7, 1, 0), (0, 8, 2, 0)}
    assert as_set(index.shared_runs([words], n=8)) == {(0, 8, 2, 0)}
    assert index.shared_runs([words], n=9).empty


def test_runs_that_touch_are_one_only_on_one_diagonal():
    """By hand: the text repeats six words, the wording has them once."""
    six = ["a", "b", "c", "d", "e", "f"]
    found = index_of([six]).shared_runs([six + six, six])
    assert sorted(found.to_numpy().tolist()) == [[0, 0, 6, 0, 0], [0, 6, 6, 0, 0], [1, 0, 6, 0, 0]]
    assert found.columns.tolist() == ["text", "start", "length", "wording", "wording_start"]


def test_what_no_wording_has_is_not_found():
    index = index_of([["a"] * 6, ["b"] * 7])
    hashes = index.hashes
    asked = np.array([0, hashes[1], 2**48 - 1, hashes[0]], dtype=np.uint64)
    assert index.lookup(asked).tolist() == [-1, 1, -1, 0]
    assert index_of([]).lookup(asked).tolist() == [-1] * 4
    assert index_of([]).shared_runs([["a"] * 6]).empty


def test_an_index_in_memory_needs_no_folder(monkeypatch):
    """As on a machine on which nothing can be written."""
    monkeypatch.setattr(tempfile, "gettempdir", None)
    assert index_of([["a"] * 7]).lengths.tolist() == [1, 1]


def test_tables_of_two_data_sets_are_refused():
    """One hash or one wording too few is noticed; just enough is enough."""
    words = ["a", "b", "c", "d", "e", "f", "g"]
    hashes, segments = stored(index_of([words[:5], words]))
    assert segments.to_pydict() == {"wording_step": [2], "start": [0], "length": [2]}
    assert RunIndex.from_tables(hashes, segments, 2).runs_of(1).tolist() == [0, 1]
    assert RunIndex.from_tables(hashes, segments, 3).runs_of(2).tolist() == []
    for parts in ((hashes.slice(0, 1), segments, 2), (hashes, segments, 1)):
        with pytest.raises(UnresError, match="segments that reach beyond"):
            RunIndex.from_tables(*parts)


def test_repeated_words_make_every_diagonal():
    wordings = [["a"] * 8]
    found = as_set(index_of(wordings).shared_runs([["a"] * 7]))
    assert found == brute_force(["a"] * 7, wordings)


words = st.lists(st.sampled_from("abc"), max_size=14)


@settings(max_examples=150, deadline=None)
@given(words, st.lists(words, max_size=5), st.integers(N, 8))
def test_equals_brute_force(text, wordings, n):
    found = index_of(wordings).shared_runs([text], n=n)
    assert as_set(found) == brute_force(text, wordings, n)


@given(st.lists(words, max_size=6))
def test_stored_and_opened_again(wordings):
    index = index_of(wordings)
    again = RunIndex.from_tables(*stored(index), len(wordings))
    for name in ("hashes", "wording_segments", "starts", "lengths"):
        assert np.array_equal(getattr(again, name), getattr(index, name)), name
    for k, text in enumerate(wordings):
        assert index.hashes[index.runs_of(k)].tolist() == run_hashes(text).tolist()


def test_distinct_runs_are_stored_once():
    text = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
    index = index_of([text, text, text[2:9]])
    assert index.n_runs == 5
    assert index.n_postings == 5 + 5 + 2
    assert index.lengths.tolist() == [5, 5, 2]


def test_paragraphs_of_a_text_are_kept_apart():
    text = ["a", "b", "c", "d", "e", "f"]
    found = index_of([text]).shared_runs([text[:3], text[3:], text])
    assert found["text"].tolist() == [2]


def test_shorter_runs_cannot_be_asked_for():
    index = index_of([["a"] * 9])
    assert len(index.shared_runs([["a"] * 6], n=6)) == 4
    with pytest.raises(UnresError, match="found n = 5, expected at least 6"):
        index.shared_runs([["a"] * 9], n=5)


def test_collision_odds_by_hand():
    text = ["a", "b", "c", "d", "e", "f", "g"]
    # a text of 105 words has 100 runs; two distinct runs are stored
    index = index_of([text])
    assert index.collision_odds(105) == pytest.approx(100 * 2 / 2**48)
    assert index.collision_odds(6) == pytest.approx(2 / 2**48)
    assert index.collision_odds(5) == 0


def test_texts_of_few_words_have_no_runs():
    index = index_of([["a", "b", "c", "d", "e", "f"]])
    assert run_hashes(["a"]).dtype == np.uint64 and len(run_hashes(["a"])) == 0
    for texts in ([], [[]], [["a"]]):
        assert index.shared_runs(texts).empty
