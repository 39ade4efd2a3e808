"""Counts of a user's text, and nearness in subject."""

from __future__ import annotations

import numpy as np

from unres_research.corpus import _features as features
from unres_research.corpus import _tokens as analyser


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


def test_about(small, corpus):
    assert features.about(small, "lamps") == ["A/RES/75/901"]
    assert features.about(small, "bells") == ["A/RES/76/902"]
    assert "A/RES/78/265" in features.about(corpus, "Artificial Intelligence")
