"""Analyses name paragraphs, and give their texts when the data set holds them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import written

from unres_research.analyse import compare, fit_topics, trends
from unres_research.corpus import build_corpus, example_corpus
from unres_research.errors import UnresError
from unres_research.read._text import parse


def test_analyses_show_texts():
    """Topics and comparisons name paragraphs, and give their text when it is there."""
    corpus = example_corpus()
    model = fit_topics(corpus, 4)
    shown = model.representatives(per_topic=1)
    assert shown["text"].tolist() == [
        corpus.text_of(s, p) for s, p in zip(shown["symbol"], shown["paragraph"], strict=True)
    ]
    draft = parse(
        "The General Assembly,\n\n1. Decides to protect the fish, coral and dolphins of our ports."
        "\n\n2. Thanks everybody."
    )
    table = compare(draft, corpus, date="2023-06-01").earlier.paragraphs
    # by hand: see example_corpus; "protect the fish coral and" begins A/RES/77/901 and 902 alike
    assert table["best_text"].tolist() == [
        "Decides to protect the fish, coral and whales of all States.",
        None,
    ]
    none = replace(model, weights=0.9 * model.weights).representatives(min_share=1)
    assert none.empty and none.columns[-2:].tolist() == ["text", "word"]


def test_the_built_in_data_set_gains_no_column(corpus, draft):
    table = compare(draft, corpus).earlier.paragraphs
    assert "best_text" not in table and table["best_symbol"].notna().any()


def test_a_data_set_of_one_resolution_is_refused_in_words(tmp_path):
    """The Security Council's, with one paragraph and no session; no word occurs twice."""
    (tmp_path / "a.xml").write_text(written.COUNCIL)
    corpus = build_corpus(tmp_path, tmp_path / "data", texts=True, n_jobs=1, progress=False).corpus
    assert corpus.counts.shape == (1, 0)
    with pytest.raises(UnresError, match="data set is too small for topics"):
        fit_topics(corpus)
    with pytest.raises(UnresError, match="found no regular session"):
        trends(corpus)
    draft = parse("The General Assembly,\n\n1. Decides to protect the fish and all the corals.")
    found = compare(draft, corpus, date="2025-01-01")
    assert found.earlier.matched_words == 0
    assert found.earlier.paragraphs["best_text"].tolist() == [None]
    assert found.related["terms"].isna().all()
