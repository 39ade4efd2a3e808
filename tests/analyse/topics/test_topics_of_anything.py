"""Topics of a part of the data set, of texts and counts of one's own, by other estimators."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, MiniBatchNMF

import unres_research as un
from unres_research.analyse import fit_topics, open_topics
from unres_research.corpus import example_corpus, words
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution

SUBJECTS = [
    ["whale", "coral", "reef", "harbour", "tide"],
    ["pupil", "teacher", "lesson", "pencil", "classroom"],
    ["road", "bridge", "tunnel", "rail", "ferry"],
]
TEXTS = [" ".join(three) for words in SUBJECTS for three in combinations(words, 3)]


def parts(model, n=5):
    return {frozenset(top) for top in model.top_terms(n)}


WANTED = {frozenset(words) for words in SUBJECTS}


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


@pytest.fixture(scope="module")
def many():
    """Three subjects, sixty series of three texts each: enough to say what is stable."""
    rows = [row for _ in range(6) for row in TEXTS]
    return fit_topics(None, 3, on=rows, units=[f"author {k % 60}" for k in range(180)])


def test_texts_of_ones_own(many):
    assert parts(many) == WANTED
    assert many.stability["stability"].gt(0.9).all() and set(many.stability["word"]) == {"stable"}
    assert (many.stability["low"] <= many.stability["stability"]).all()
    of = np.array([k for _ in range(6) for k in range(3) for _ in range(10)])
    table = many.paragraph_topics()
    lead = table.to_numpy().argmax(axis=1)
    assert table.index.name == "text" and np.allclose(table.sum(axis=1), 1)
    assert all(len(set(lead[of == k])) == 1 for k in range(3)) and len(set(lead)) == 3
    assert set(many.to_frame().columns) >= {"terms", "stability", "word"}
    with pytest.raises(UnresError, match="expected one of a data set for prevalence"):
        many.prevalence()
    assert "3 topics" in repr(many) and many._repr_html_()


def test_unseen_texts_among_texts_of_ones_own(many):
    """Three words are a text, as in the fit; a text of the fit has the shares that it had."""
    found = many.place([*TEXTS, "Of a zither and a lute", "The whale, the reef\nand a zither"])
    assert np.allclose(found[list(many.labels)].iloc[:30], many.weights[:30])
    none, part = found.iloc[30], found.iloc[31]
    assert not none["is_known"] and none["topic"] == "" and none["known"] == 0
    assert none["said"].endswith("no word of the text is a term of it.")
    assert part["is_known"] is pd.NA and part["known"] == 2 / 3
    assert part["topic"] == found["topic"].iloc[0] and part["without_topic"] == "zither"
    # 36 of 180 texts hold a whale, as many a reef, none a zither
    whole = 2 * np.log(181 / 37) + np.log(181)
    assert part["carried"] == pytest.approx(2 * np.log(181 / 37) / whole)
    assert part["nearest"] == "" and np.isnan(part["percentile"])
    with pytest.raises(UnresError, match="found text 1 of 1 empty"):
        many.place("")


def test_a_record_among_texts_of_ones_own(many):
    paragraphs = (
        Paragraph("PP1", "preambular", "Of whales, the whale and coral,"),
        Paragraph("OP1", "operative", "1. Decides to build a bridge;"),
        Paragraph("OP2", "operative", "2. Nothing."),
    )
    text = Resolution("A/1", "draft", "", paragraphs=paragraphs)
    found = many.profile(text)
    lead = many.topic_terms()[["coral", "bridge"]].idxmax()
    assert found.loc["PP1", lead["coral"]] > 0.99 and found.loc["OP1", lead["bridge"]] > 0.99
    assert found.loc["OP2"].isna().all()
    # six words and five: "1." is one
    said = [len(words(p.text)) for p in paragraphs[:2]]
    assert found.loc["all", lead["coral"]] == pytest.approx(said[0] / sum(said), abs=0.01)
    assert many.place(text)[list(many.labels)].iloc[0].to_dict() == found.loc["all"].to_dict()
    with pytest.raises(UnresError, match="found no paragraph with a word of the topic model"):
        many.profile(replace(text, paragraphs=paragraphs[2:]))


def test_phrases_of_counts_of_ones_own():
    """Terms of a table of counts may be phrases."""
    rows = [[2, 2, 0, 0], [1, 1, 0, 0], [0, 0, 1, 2], [0, 0, 2, 1]] * 5
    table = pd.DataFrame(rows, columns=["blue whale", "tide", "night ferry", "rail"])
    model = fit_topics(None, 2, on=table, n_pairs=2)
    found = model.place(["A blue whale!", "the night ferry"])
    assert found["share"].gt(0.99).all() and found["topic"].nunique() == 2


def test_tables_and_figures_of_texts_of_ones_own(many, tmp_path):
    """Every text has three of five words: a word is in 6/10 of a third, a pair in 3/10 of it."""
    one, two = 6 / 10 / 3, 3 / 10 / 3
    expected = np.log(two / one**2) / -np.log(two)
    assert many.coherence(n_terms=3).to_numpy() == pytest.approx(expected)
    assert many.to_frame()["coherence"].notna().all()
    ax = un.plot.topic_map(many)
    assert ax.get_xlabel().startswith("area: mean share of texts (largest: 33 %)")
    un.export.pyldavis(many, tmp_path / "topics.json")
    shown = json.loads((tmp_path / "topics.json").read_text())
    assert shown["mdsDat"]["Freq"] == pytest.approx([100 / 3] * 3, abs=0.01)
    path = tmp_path / "own.topics"
    many.save(path)
    again = open_topics(path)
    assert np.array_equal(again.counts.toarray(), many.counts.toarray())
    pd.testing.assert_frame_equal(again.place("whale"), many.place("whale"))
    with pytest.raises(UnresError, match="for phrases: it keeps single terms.*top_terms"):
        many.phrases()


def test_few_series_have_no_stable_topic():
    """Thirty texts, each its own unit."""
    found = fit_topics(None, 3, on=TEXTS)
    assert parts(found) == WANTED and set(found.stability["word"]) == {"unstable"}


def test_counts_of_ones_own_give_what_their_texts_give(many):
    terms = sorted(word for words in SUBJECTS for word in words)
    rows = [[text.split().count(term) for term in terms] for _ in range(6) for text in TEXTS]
    table = pd.DataFrame(rows, columns=terms)
    found = fit_topics(None, 3, on=table, units=[f"author {k % 60}" for k in range(180)])
    assert np.allclose(found.topic_terms(), many.topic_terms())
    assert found.labels == many.labels


@pytest.mark.parametrize(
    "method",
    [pytest.param("lda", marks=pytest.mark.slow), MiniBatchNMF(2, random_state=1, batch_size=64)],
)
def test_other_estimators(method):
    rows = [row for _ in range(6) for row in TEXTS]
    found = fit_topics(None, 3, on=rows, method=method, n_pairs=2, random_state=3)
    assert found.topic_terms().shape == (3, 15)
    assert np.allclose(found.weights.sum(axis=1), 1)
    assert found.stability["stability"].between(0, 1).all()
    again = fit_topics(None, 3, on=rows, method=method, n_pairs=2, random_state=3)
    assert np.array_equal(again.components, found.components)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"corpus": None}, "found no data set and no texts"),
        ({"corpus": None, "on": "one text"}, "found str to find topics in"),
        ({"corpus": None, "on": [1, 2]}, "found list to find topics in"),
        ({"corpus": None, "on": []}, "found list to find topics in"),
        ({"corpus": None, "on": pd.DataFrame({"a": [-1.0, 1]})}, "found counts that are no"),
        ({"corpus": None, "on": pd.DataFrame({"a": ["x", "y"]})}, "found counts that are no"),
        ({"corpus": None, "on": TEXTS, "units": ["a"]}, "found 1 units for 30 texts"),
        ({"corpus": None, "on": ["alpha", "beta"]}, "found no two terms that stand together"),
        ({"units": ["a"]}, "found units for a data set"),
        ({"method": "lsa"}, "found the method 'lsa'"),
        ({"method": 3}, "found int as the method"),
        ({"method": KMeans(2)}, "found components of shape"),
        ({"method": PCA()}, "found .*, expected"),
        ({"on": {"topic": "x"}}, "fields to choose by"),
        ({"on": {"session": 60}}, "found no 60 among the sessions"),
        ({"on": "A/RES/1/1"}, "found no 'A/RES/1/1'"),
    ],
)
def test_what_is_refused(corpus, how, said):
    how = {"corpus": corpus, "n_pairs": 2} | how
    with pytest.raises(UnresError, match=said):
        fit_topics(n_topics=2, **how)


def test_a_session_and_symbols(corpus):
    """Session 77 has two subjects, on eight resolutions."""
    by_session = fit_topics(corpus, 2, on={"session": 77})
    symbols = [s for s in corpus.resolutions.index if "/77/" in s]
    by_symbol = fit_topics(corpus, 2, on=symbols)
    for model in (by_session, by_symbol):
        assert {top[0] for top in model.top_terms(1)} == {"protect", "supply"}
        assert len(model.weights) == 8
    assert np.array_equal(by_session.components, by_symbol.components)
    one_more = fit_topics(corpus, 2, on={"session": [77, 78]})
    assert np.array_equal(one_more.components, fit_topics(corpus, 2).components)


@pytest.mark.parametrize("seed", [1, 2, 77])
def test_any_seed_gives_the_same_topics(corpus, many, seed):
    assert np.array_equal(
        fit_topics(corpus, 4, random_state=seed).weights, fit_topics(corpus, 4).weights
    )


def test_themes_are_sums_of_topics(corpus, tmp_path):
    model = fit_topics(corpus, 8)
    themes = model.at("themes")
    assert 1 < len(themes) < 8 and list(themes.labels) == list(themes.stability.index)
    assert np.allclose(themes.weights.sum(axis=1), 1)
    assert np.allclose(themes.components.sum(axis=1), 1)
    assert themes.prevalence()["prevalence"].sum() == pytest.approx(1)
    summed = model.prevalence()["prevalence"].groupby(model.themes).sum()
    assert themes.prevalence()["prevalence"].to_dict() == pytest.approx(summed.to_dict())
    own = corpus.wording_counts[model.wordings]
    assert np.allclose(themes.transform(own), themes.weights, atol=1e-3)
    assert themes.at("topics") is themes and themes.at("themes") is themes
    for k, one in enumerate((model, themes)):
        path = tmp_path / f"{k}.topics"
        one.save(path)
        again = open_topics(path, corpus)
        assert again.labels == one.labels and np.array_equal(again.weights, one.weights)
        pd.testing.assert_frame_equal(again.stability, one.stability)
        pd.testing.assert_frame_equal(again.to_frame(), one.to_frame())
        assert np.allclose(again.transform(own), one.transform(own))
    assert again.themes is None
    assert open_topics(tmp_path / "0.topics", corpus).at("themes").labels == themes.labels


def test_a_model_of_ones_own_texts_is_opened_again(many, tmp_path):
    many.save(tmp_path / "own.topics")
    again = open_topics(tmp_path / "own.topics")
    assert again.corpus is None and np.array_equal(again.weights, many.weights)
    pd.testing.assert_frame_equal(again.paragraph_topics(), many.paragraph_topics())


def test_order_of_texts_does_not_matter(many):
    """The same texts and units backwards."""
    rows = [row for _ in range(6) for row in TEXTS]
    units = [f"author {k % 60}" for k in range(180)]
    found = fit_topics(None, 3, on=rows[::-1], units=units[::-1])
    assert any(
        np.allclose(found.topic_terms().to_numpy()[list(p)], many.topic_terms(), atol=0.01)
        for p in permutations(range(3))
    )


def test_an_estimator_on_one_series():
    """One half of the series is empty: nothing comes back."""
    found = fit_topics(None, 3, on=TEXTS, units=["one"] * 30, method="lda", n_pairs=2)
    assert found.stability["stability"].tolist() == [0, 0, 0]


def test_an_estimator_that_fails_is_refused():
    wrong = MiniBatchNMF(3, beta_loss="none such")
    with pytest.raises(UnresError, match="MiniBatchNMF cannot be fitted on 30 texts .*beta_loss"):
        fit_topics(None, 3, on=TEXTS, method=wrong, n_pairs=2)
