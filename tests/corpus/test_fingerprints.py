"""Fingerprints: shared runs are exactly those that a brute-force search finds."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unres_research.corpus._fingerprints import N, RunIndex, run_hashes
from unres_research.errors import UnresError


def index_of(wordings):
    return RunIndex.build([run_hashes(w) for w in wordings])


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


def test_short_texts_have_no_runs():
    assert run_hashes(["a"] * 5).shape == (0,)
    assert index_of([["a"] * 5]).shared_runs([["a"] * 5, []]).empty


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
    again = RunIndex.from_tables(*index.to_tables(), len(wordings))
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
    with pytest.raises(UnresError, match="at least 6"):
        index_of([["a"] * 9]).shared_runs([["a"] * 9], n=5)


def test_collision_odds_by_hand():
    text = ["a", "b", "c", "d", "e", "f", "g"]
    # a text of 105 words has 100 runs; two distinct runs are stored
    assert index_of([text]).collision_odds(105) == pytest.approx(100 * 2 / 2**48)
