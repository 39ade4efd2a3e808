"""Measures of topics: by hand, by gensim, by scipy and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import nnls
from scipy.sparse import csr_array
from sklearn.metrics import normalized_mutual_info_score

from unres_research.analyse._topics import _measures

TEXTS = """fish coral reef boat/fish coral tide/fish reef tide boat/coral reef/fish boat net
pupil teacher lesson/pupil lesson book/teacher lesson book fish/pupil teacher book reef
lesson pupil/boat book/net tide coral fish pupil"""
LISTS = [text.split() for text in TEXTS.replace("\n", "/").split("/")]
TERMS = sorted({word for text in LISTS for word in text})
PRESENT = csr_array(np.array([[float(t in text) for t in TERMS] for text in LISTS]))


def at(*named):
    return [[TERMS.index(term) for term in top.split()] for top in named]


SEA, SCHOOL, MIXED = at("fish coral reef boat", "pupil teacher lesson book", "fish lesson net book")

# gensim 4.4.0: CoherenceModel(topics=[SEA, SCHOOL, MIXED], texts=LISTS, dictionary=Dictionary(LISTS),
# coherence="c_npmi" or "c_v", window_size=110).get_coherence_per_topic()
NPMI = [0.1536299148669601, 0.29801134526644424]  # every pair of these meets in a text
C_V = [0.6838228291701209, 0.8301374139389711, 0.19908155297183935]


def test_npmi_is_that_of_gensim():
    assert _measures.npmi(PRESENT, [SEA, SCHOOL]).tolist() == pytest.approx(NPMI)


def test_c_v_is_that_of_gensim():
    assert _measures.c_v(PRESENT, [SEA, SCHOOL, MIXED]).tolist() == pytest.approx(C_V)


def test_c_v_by_hand():
    """In four texts a three times, b twice, together twice: NPMI log(4/3) / log(2)."""
    present = csr_array(np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 1.0]]))
    met = np.log(4 / 3) / np.log(2)
    # vectors (1, met) and (met, 1), their sum points along (1, 1)
    cosine = (1 + met) / np.sqrt(2 * (1 + met**2))
    assert _measures.c_v(present, [[0, 1], [1, 0]]).tolist() == pytest.approx([cosine, cosine])


def test_c_v_of_terms_that_every_text_holds():
    assert _measures.c_v(csr_array(np.ones((3, 2))), [[0, 1]]).tolist() == pytest.approx([1])


def test_distinct_by_hand():
    assert _measures.distinct(["ab", "cd"]) == 1
    assert _measures.distinct(["ab", "bc", "bd"]) == 4 / 6


def test_predicted_by_hand():
    """Texts of two terms: one is seen, and the other is promised rightly, or not."""
    pairs = csr_array(np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]] * 40))
    right, wrong = np.kron(np.eye(2), [1.0, 1]), np.array([[1.0, 0, 1, 0], [0, 1, 0, 1]])
    assert _measures.predicted(pairs, right) == pytest.approx(1)
    assert _measures.predicted(pairs, wrong) == pytest.approx(0)
    # of the promised (1, 2) besides the seen term one is there: cosine 1 / sqrt(5) or 2 / sqrt(5)
    both = np.array([[1.0, 1, 2, 0], [0, 0, 0, 1]])
    texts = csr_array(np.array([[1.0, 1, 0, 0]] * 80))
    assert _measures.predicted(texts, both) == pytest.approx(1 / 5)


def test_predicted_by_another_way():
    rng = np.random.default_rng(4)
    texts, topics = rng.random((30, 8)) * (rng.random((30, 8)) < 0.6), rng.random((3, 8))
    texts = texts[(texts > 0).sum(axis=1) > 1]
    seen = np.zeros(texts.shape, dtype=bool)
    seen[texts > 0] = np.random.default_rng(7).random((texts > 0).sum()) < 0.5
    found = []
    for row, half in zip(texts, seen, strict=True):
        if half.any() and (row * ~half).any():
            promised = nnls(topics.T, row * half)[0] @ topics
            a, b = promised[~half], row[~half]
            found.append((a @ b) ** 2 / (a @ a) / (b @ b))
    measured = _measures.predicted(csr_array(texts), topics, 7)
    assert measured == pytest.approx(np.mean(found), abs=1e-3)


def test_agreement_by_hand():
    """The nearest pair is not the best pairing: 2/4 and 2/3 are more than 3/4 and 0."""
    assert _measures.agreement(["abcd", "ab"], ["abc", "cd"]).tolist() == [2 / 4, 2 / 3]
    assert _measures.agreement(["ab", "cd", "ef"], ["cd", "ag"]).tolist() == [1 / 3, 1, 0]


def test_subject_agreement_by_hand():
    alike = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
    units = np.arange(4)
    assert _measures.subject_agreement(np.array([2, 2, 0, 0]), alike, units) == pytest.approx(
        (1, 1)
    )
    # every topic has one of the two of every subject: nothing in common, F1 2 * 1 / (2 + 2)
    found = _measures.subject_agreement(np.array([0, 1, 0, 1]), alike, units)
    assert found == pytest.approx((0, 0.5))


def test_subject_agreement_counts_a_series_once():
    """A text without a topic or a subject does not count, four texts of a series count as one."""
    subjects = np.array([[1, 0]] * 4 + [[0, 1], [0, 1], [0, 0]], dtype=bool)
    topics, units = np.array([0, 0, 0, 0, 1, -1, 0]), np.array([0, 0, 0, 0, 1, 2, 3])
    assert _measures.subject_agreement(topics, subjects, units) == pytest.approx((1, 1))
    topics[3] = 1
    # topic 0 holds 3/4 of the first subject: F1 2 * .75 / (.75 + 1), and 2 / (1.25 + 1)
    _, f1 = _measures.subject_agreement(topics, subjects, units)
    assert f1 == pytest.approx(np.mean([1.5 / 1.75, 2 / 2.25]))


def test_mutual_information_is_that_of_scikit_learn():
    rng = np.random.default_rng(5)
    topics, single = rng.integers(0, 4, 60), rng.integers(0, 5, 60)
    found, _ = _measures.subject_agreement(topics, np.eye(5, dtype=bool)[single], np.arange(60))
    assert found == pytest.approx(normalized_mutual_info_score(single, topics))


def test_a_subject_is_shared_by_its_resolution():
    """Two subjects of a text have half of it each: with one topic there is nothing to tell."""
    subjects = np.ones((2, 2), dtype=bool)
    found, f1 = _measures.subject_agreement(np.array([0, 1]), subjects, np.arange(2))
    # subjects even in both topics: no information; F1 2 * 1 / (1 + 2)
    assert (found, f1) == pytest.approx((0, 2 / 3))


def test_nothing_to_tell_is_nan():
    one = np.ones((2, 1), dtype=bool)
    assert np.isnan(_measures.subject_agreement(np.zeros(2, int), one, np.arange(2))[0])
    assert np.isnan(_measures.subject_agreement(np.zeros(2, int), ~one, np.arange(2))).all()
    assert np.isnan(_measures.subject_agreement(np.full(2, -1), one, np.arange(2))).all()


def test_two_subjects_share_the_weight_of_their_resolution():
    """Topics two thirds and one; subjects 1.5, 0.5 and 1 of 3, each in one topic only."""
    has = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=bool)
    mutual, _ = _measures.subject_agreement(np.array([0, 0, 1]), has, np.arange(3))
    topics, subjects = np.array([2, 1]) / 3, np.array([3, 1, 2]) / 6
    of_topics, of_subjects = (-(p * np.log(p)).sum() for p in (topics, subjects))
    assert mutual == pytest.approx(of_topics / ((of_topics + of_subjects) / 2))
