"""What the benchmark of topics measures, on the example whose subjects are known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import topics
from benchmarks.topic_ways import WAYS, fit_of
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._parts import body_wordings
from unres_research.corpus import example_corpus


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


def test_leading_topic_of_a_resolution(corpus):
    """One paragraph a resolution: the topic with the greatest share, none without shares."""
    wordings = body_wordings(corpus)
    shares = np.eye(3)[np.arange(len(wordings)) % 3] * 0.5 + 0.1
    shares[4] = np.nan
    found = topics.leading(corpus, wordings, shares)
    of = dict(zip(corpus.paragraphs["wording"], corpus.paragraphs["symbol"], strict=True))
    where = corpus.resolutions.index.get_indexer([of[w] for w in wordings])
    assert found[where].tolist() == [-1 if k == 4 else k % 3 for k in range(len(wordings))]


def test_halves_have_no_series_in_common(corpus):
    everything = topics.sample(corpus)
    assert everything == corpus.resolutions["symbol"].tolist()
    one, two = topics.halved(corpus, everything, 0)
    assert sorted([*one, *two]) == sorted(everything) and len(one) == len(two) == 8
    unit = dict(zip(corpus.resolutions["symbol"], unit_of(corpus), strict=True))
    assert not {unit[s] for s in one} & {unit[s] for s in two}
    assert topics.halved(corpus, everything, 1)[0] != one
    assert topics.sample(corpus, 0.25) == topics.sample(corpus, 0.25)
    assert len(topics.sample(corpus, 0.25)) == 4


def test_judge_without_shares(corpus):
    """Of 16 wordings 4 hold "protect", 3 of them "fish": log(4) / log(16 / 3)."""
    found = topics.judge(corpus, topics.Topics([["protect", "fish"]]))
    assert found["npmi"] == pytest.approx(np.log(4) / np.log(16 / 3))
    assert found["diversity"] == 1 and set(found) == {"npmi", "c_v", "diversity"}


def test_judge_with_shares(corpus, monkeypatch):
    fitted = topics.ours(corpus, 4)(topics.sample(corpus), 0)
    known = np.repeat(np.eye(4, dtype=bool), 4, axis=0)  # four resolutions of each subject
    monkeypatch.setattr(topics, "subjects", lambda corpus: (known, []))
    found = topics.judge(corpus, fitted)
    assert (found["nmi"], found["f1"]) == pytest.approx((1, 1))


def test_stabilities_of_a_fit_that_never_changes(corpus):
    seen = []

    def fit(symbols, seed):
        seen.append((len(symbols), seed))
        return topics.Topics([["protect"], ["supply"]])

    assert topics.stabilities(corpus, fit, 2) == {"seeds": 1, "halves": 1}
    assert seen == [(16, 0), (16, 1), (8, 0), (8, 0), (8, 1), (8, 1)]


def test_stabilities_of_a_fit_that_goes_by_its_seed(corpus):
    """Seeds 0 and 1 have a term of three in common, halves the same seed."""
    tops = [[["protect", "fish"]], [["protect", "supply"]]]
    found = topics.stabilities(corpus, lambda symbols, seed: topics.Topics(tops[seed]), 2)
    assert found == pytest.approx({"seeds": 1 / 3, "halves": 1})


def test_a_topic_without_a_match_counts(corpus):
    assert topics.alike([["a"], ["b"]], [["a"]]) == topics.alike([["a"]], [["a"], ["b"]]) == 0.5


def test_every_way_gives_terms_and_shares(corpus):
    """Of scikit-learn, which is there; four words tell the subjects of the example apart."""
    for name, (way, package) in WAYS.items():
        if package == "sklearn":
            found = fit_of(corpus, way, 4)(topics.sample(corpus), 0)
            shares = found.shares[~np.isnan(found.shares[:, 0])]
            assert len(found.tops) == 4 and found.shares.shape == (16, 4), name
            assert np.allclose(shares.sum(axis=1), 1), name
    counts = dict(WAYS)["scikit-learn NMF, counts"][0]
    tops = fit_of(corpus, counts, 4)(topics.sample(corpus), 0).tops
    assert {"protect", "repair", "supply", "tune"} <= {term for top in tops for term in top[:2]}


def test_a_row_has_every_measure(corpus):
    found = topics.measure(corpus, topics.ours(corpus, 4), 1.0, 2)
    assert {*found} >= {*topics._HEADS} - {"nmi", "f1"}
    assert found["topics"] == 4 and found["processor"] >= 0 and found["memory"] > 10


def test_a_package_that_is_missing_is_said(capsys, monkeypatch):
    monkeypatch.setattr(topics, "find_spec", lambda name: None)
    monkeypatch.setattr("sys.argv", ["topics", "--quick", "gensim NMF"])
    assert topics.main() == 0
    out = capsys.readouterr().out
    assert "2 pairs of halves" in out
    assert [line for line in out.splitlines() if line.startswith("| gensim")] == [
        f"| gensim NMF | {k} | gensim is not installed, see benchmarks |" for k in (20, 40)
    ]


def test_the_seed_of_ours_and_its_draws_are_measured_apart(corpus, monkeypatch):
    given = []

    def fit(*arguments, **options):
        given.append(options)
        return model

    model = topics.un.analyse.fit_topics(corpus, 4)
    monkeypatch.setattr(topics.un.analyse, "fit_topics", fit)
    for drawn in (False, True):
        topics.ours(corpus, 4, drawn)(["A/RES/77/901"], 3)
    assert given == [{"on": ["A/RES/77/901"], name: 3} for name in ("random_state", "draws")]
