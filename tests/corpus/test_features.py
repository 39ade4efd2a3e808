"""Counts of a user's text, and nearness in subject."""

from __future__ import annotations

import numpy as np

from unres_research.corpus import _features as features
from unres_research.corpus import _tokens as analyser
from unres_research.corpus import example_corpus


def test_a_text_is_counted_on_the_vocabulary(small):
    counts = features.count_text([analyser.words("Lamps, lamps and flamingos")], small)
    found = dict(
        zip(small.vocabulary["term"].to_numpy()[counts.tocoo().col], counts.data, strict=True)
    )
    assert found["lamps"] == 2 and "flamingos" not in found
    assert counts.shape == (1, len(small.vocabulary))


def test_the_draft_counts_as_the_adopted_text_does(draft, corpus):
    """The same words read from text and read from the data set give the same counts."""
    words = list(features.body_words(draft).values())
    ours = features.count_text(words, corpus)
    theirs = corpus.counts[corpus.rows_of("A/RES/78/311")]
    assert (ours - theirs).nnz == 0


def test_resolution_counts_are_sums_over_the_body(small):
    column = small.columns(["lamps"])
    counts = features.resolution_counts(small, np.array(column)).toarray().ravel()
    # LAMPS says "lamps" in PP2 and OP2 (and in its table, which is no body), BELLS in PP1 and OP1
    assert dict(zip(small.resolutions.index, counts, strict=True)) == {
        "A/RES/74/900": 0,
        "A/RES/75/901": 2,
        "A/RES/75/903 A-B": 0,
        "A/RES/76/902": 2,
        "A/RES/76/904": 0,
    }


def test_topical_terms_leave_out_what_tells_nothing_apart(corpus):
    terms = set(corpus.vocabulary["term"].to_numpy()[features.topical_terms(corpus)])
    assert {"artificial intelligence", "fisheries"} <= terms
    assert not {"the", "resolution", "2030", "of artificial"} & terms


def terms_of(corpus, **options):
    return sorted(corpus.vocabulary["term"][features.topical_terms(corpus, **options)])


def test_bounds_of_topical_terms():
    """Of sixteen resolutions each verb stands in four, a quarter, and each thing in three."""
    corpus = example_corpus()
    verbs = ["protect", "repair", "supply", "tune"]
    assert terms_of(corpus, min_df=4, max_df=0.25) == verbs
    assert terms_of(corpus, min_df=5) == []
    assert terms_of(corpus, min_df=4, max_df=0.24) == []
    assert len(terms_of(corpus, min_df=3)) == 4 + 16
    assert "decides" not in terms_of(corpus, min_df=1, max_df=1)  # a word of drafting
    assert terms_of(corpus, min_df=1, max_df=1, ngram_range=(2, 3)) == []
    assert terms_of(corpus, min_df=4, ngram_range=(1, 1)) == verbs
    assert terms_of(corpus, min_df=11) == []
    assert len(terms_of(corpus)) == 4 + 16  # of so few resolutions one is enough


def test_terms_of_a_part_need_fewer_resolutions(corpus):
    """One in fifty and one more, at most ten: of 99 resolutions two, of 450 ten."""
    for size, least in ((99, 2), (100, 3), (449, 9), (450, 10), (500, 10)):
        part = corpus.subset(symbols=list(corpus)[:size])
        same = features.topical_terms(part, min_df=least)
        assert len(same) and features.topical_terms(part).tolist() == same.tolist()
        assert len(features.topical_terms(part, min_df=least + 1)) < len(same)


def test_words_at_the_ends_of_a_term():
    stop = frozenset({"of", "the"})
    kept = ["sea", "sea ports", "ports of seas", "sea 2030 ports", "north of the sea"]
    assert [term for term in kept if features._is_topical(term, stop)] == kept
    left = [
        "of",
        "of seas",
        "seas of",
        "2030",
        "2030 agenda",
        "agenda 2030",
        "ai",
        "ai acts",
        "an un",
    ]
    assert not [term for term in left if features._is_topical(term, stop)]


def test_phrases_are_counted_as_often_as_they_stand():
    """By hand; "to decides" is not in the vocabulary, and an empty text counts nothing."""
    corpus = example_corpus()
    text = ["decides", "to", "decides", "to", "tune", "the"]
    counts = features.count_text([[], text], corpus).toarray()
    assert counts.shape == (2, len(corpus.vocabulary)) and not counts[0].any()
    terms = corpus.vocabulary["term"].to_numpy()
    found = {terms[k]: int(n) for k, n in enumerate(counts[1]) if n}
    assert found == {"decides": 2, "to": 2, "decides to": 2, "tune": 1, "the": 1}


def test_resolution_counts_of_all_terms(small):
    """Every column, rows in the order of the resolutions: sums over paragraphs of the body."""
    counts = features.resolution_counts(small).toarray()
    assert counts.shape == (5, len(small.vocabulary))
    for row, symbol in enumerate(small.resolutions.index):
        rows = [k for k in small.rows_of(symbol) if small.body()[k]]
        assert np.array_equal(counts[row], small.counts.toarray()[rows].sum(axis=0))
    assert counts.sum() < small.counts.sum()  # headings, annexes and tables are left out
