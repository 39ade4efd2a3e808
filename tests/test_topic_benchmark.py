"""What the benchmark of topics measures, on the example whose subjects are known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import topics
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
    one, two = topics.halved_symbols(corpus, 0)
    assert sorted([*one, *two]) == sorted(corpus.resolutions["symbol"])
    unit = dict(zip(corpus.resolutions["symbol"], unit_of(corpus), strict=True))
    assert not {unit[s] for s in one} & {unit[s] for s in two}
    assert topics.halved_symbols(corpus, 1)[0] != one


def test_judge_without_shares(corpus):
    """Of 16 wordings 4 hold "protect", 3 of them "fish": log(4) / log(16 / 3)."""
    found = topics.judge(corpus, np.array([]), [["protect", "fish"]], None)
    assert found["npmi"] == pytest.approx(np.log(4) / np.log(16 / 3))
    assert found["diversity"] == 1 and set(found) == {"npmi", "c_v", "diversity"}


def test_judge_with_shares(corpus, monkeypatch):
    fitted = topics.ours(corpus, 4)(body_wordings(corpus), 0)
    monkeypatch.setattr(topics, "subjects", lambda corpus: (known, []))
    known = np.repeat(np.eye(4, dtype=bool), 4, axis=0)  # four resolutions of each subject
    found = topics.judge(corpus, body_wordings(corpus), *fitted)
    assert (found["nmi"], found["f1"]) == pytest.approx((1, 1))


def test_stabilities_of_a_fit_that_never_changes(corpus):
    seen = []

    def fit(wordings, seed):
        seen.append((len(wordings), seed))
        return topics.Topics([["protect"], ["supply"]])

    assert topics.stabilities(corpus, fit, 2) == {"seeds": 1, "halves": 1}
    assert [seed for _, seed in seen] == [0, 1, 0, 0, 1, 1]
    assert sum(n for n, seed in seen[2:]) == 2 * seen[0][0]


def test_stabilities_of_a_fit_that_goes_by_its_seed(corpus):
    """Seeds 0 and 1 have a term of three in common, halves the same seed."""
    tops = [[["protect", "fish"]], [["protect", "supply"]]]
    found = topics.stabilities(corpus, lambda wordings, seed: topics.Topics(tops[seed]), 2)
    assert found == pytest.approx({"seeds": 1 / 3, "halves": 1})
