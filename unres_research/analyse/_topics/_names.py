"""Names of topics: phrases that are frequent in a topic and found in few others."""

from __future__ import annotations

from functools import cache

import numpy as np

from unres_research.analyse._topics._procedural import empty_words, is_number
from unres_research.corpus import Corpus, stop_words, topical_terms
from unres_research.corpus._corpus import once_per_corpus

LONGEST = 40  # characters of a label
_PARTS = 3  # phrases of a label, at most
_BEST = 20  # terms of a topic that a label is made of
_FREQUENT = 300  # phrases of a topic that are ranked
_MOST = 0.5  # of a term's occurrences: a phrase that has so many stands for it
_CUT = 0.5  # of two words' occurrences that go on, or begin, with the same word
_RARE = 2e-4  # rate that is added below: what is rare is not exclusive by chance
_COMMON = 0.5


def weighted_phrases(
    corpus: Corpus, wordings: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Words and phrases that may name a topic, and their occurrences by topic.

    A wording's occurrences are divided between topics as its weights are: shape (topics, terms).
    """
    columns, terms = _candidates(corpus)
    counts = corpus.wording_counts[wordings][:, columns]
    return terms, np.ascontiguousarray((counts.T @ np.nan_to_num(weights)).T)


def exclusivity(occurrences: np.ndarray) -> np.ndarray:
    """Rate of a term in a topic, as a share of the sum of its rates in all; 0 to below 1."""
    rates = occurrences / np.maximum(occurrences.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(rates / (rates.sum(axis=0) + _RARE))


def frex(occurrences: np.ndarray, exclusive: np.ndarray, top: int = _FREQUENT) -> np.ndarray:
    """Harmonic mean of the ranks (0 to 1) by frequency and exclusivity, 0 beyond the `top` terms.

    For one topic. After Bischof & Airoldi (2012), Summarizing topical content with word frequency
    and exclusivity, ICML 2012; weighed alike as in Roberts, Stewart & Airoldi (2016), A model of
    text for experimentation in the social sciences, JASA 111.

    >>> frex(np.array([9.0, 3.0, 1.0]), np.array([0.2, 0.9, 0.5]), 2).round(2).tolist()
    [0.67, 0.67, 0.0]
    """
    from scipy.stats import rankdata

    kept = np.argsort(-occurrences, kind="stable")[:top]
    kept = kept[occurrences[kept] > 0]
    ranks = [rankdata(values[kept]) / max(len(kept), 1) for values in (occurrences, exclusive)]
    found = np.zeros(len(occurrences))
    found[kept] = 2 / (1 / ranks[0] + 1 / ranks[1])
    return found


def names_of(
    corpus: Corpus, wordings: np.ndarray, weights: np.ndarray, fallback: tuple[str, ...]
) -> tuple[str, ...]:
    """Labels of topics, all different, of at most 40 characters; `fallback` where none is found."""
    terms, occurrences = weighted_phrases(corpus, wordings, weights)
    best = best_phrases(corpus, terms, occurrences)
    labels: list[str] = []
    for k, (order, _) in enumerate(best):
        short = fallback[k][: LONGEST - 5]
        label = _label(terms[order[:_BEST]].tolist(), labels) or short
        n = 2
        while label in labels:
            label, n = f"{short} ({n})", n + 1
        labels.append(label)
    return tuple(labels)


def best_phrases(
    corpus: Corpus, terms: np.ndarray, occurrences: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Places of every topic's phrases, the best first, and their scores.

    A phrase that has most occurrences of a word stands for the word; one that is cut off is none.
    """
    exclusive, holders, cut = exclusivity(occurrences), _holders(terms), _cut_phrases(corpus)
    found = []
    for k in range(len(occurrences)):
        scores = frex(occurrences[k], exclusive[k])
        order = np.argsort(-scores, kind="stable")[: (scores > 0).sum()]
        whole = (_whole(i, terms, occurrences[k], holders, cut) for i in order.tolist())
        kept = list(dict.fromkeys(i for i in whole if terms[i] not in cut))
        found.append((np.array(kept, dtype=int), scores[kept]))
    return found


def _label(phrases: list[str], taken: list[str]) -> str:
    """Join phrases that have no word in common, at most three and 40 characters; "" for none."""
    parts: list[str] = []
    for phrase in phrases:
        label = " · ".join([*parts, phrase])
        if len(label) > LONGEST or _meet(" ".join(parts), phrase):
            continue
        if len(parts) == _PARTS - 1 and label in taken:
            continue
        parts.append(phrase)
        if len(parts) == _PARTS:
            break
    label = " · ".join(parts)
    return "" if label in taken else label


def _holders(terms: np.ndarray) -> dict[str, list[int]]:
    """Places of the phrases that hold a shorter one."""
    found: dict[str, list[int]] = {}
    for i, term in enumerate(terms.tolist()):
        for part in {*term.split(), *_ends(term)} - {term}:
            found.setdefault(part, []).append(i)
    return found


def _whole(
    i: int,
    terms: np.ndarray,
    occurrences: np.ndarray,
    holders: dict[str, list[int]],
    cut: frozenset[str],
) -> int:
    """Place of the phrase that has most occurrences of a term; its own where there is none."""
    while True:
        longer = [
            j
            for j in holders.get(terms[i], [])
            if occurrences[j] >= _MOST * occurrences[i] and terms[j] not in cut
        ]
        if not longer:
            return i
        i = max(longer, key=lambda j: (occurrences[j], -j))


@once_per_corpus
def _candidates(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """Columns and terms: topical ones that are not of words of procedure only."""
    least = min(20, 1 + len(corpus) // 20)
    columns = topical_terms(corpus, ngram_range=(1, 3), min_df=least, max_df=_COMMON)
    terms = corpus.vocabulary["term"].to_numpy()[columns]
    empty = empty_words(corpus)
    kept = [not all(w in empty or is_number(w) for w in term.split()) for term in terms]
    return columns[kept], terms[kept]


@once_per_corpus
def _cut_phrases(corpus: Corpus) -> frozenset[str]:
    """Phrases that mostly go on, or begin, with one more word: "situation of human"."""
    table, function = corpus.vocabulary, stop_words("function")
    table = table[table["count"] > 0]  # a part of a data set has the terms of the whole
    empty = function | stop_words("drafting")
    terms, counts = (table[name].to_numpy().tolist() for name in ("term", "count"))
    count = dict(zip(terms, counts, strict=True))
    threes = [term for term, n in zip(terms, table["n"].tolist(), strict=True) if n == 3]
    goes_on: set[str] = set()  # pairs of words
    begins: set[str] = set()
    for term in threes:
        n = count[term]
        first, middle, last = term.split()
        if last not in function and n >= _CUT * count.get(f"{first} {middle}", np.inf):
            goes_on.add(f"{first} {middle}")
        if first not in empty and n >= _CUT * count.get(f"{middle} {last}", np.inf):
            begins.add(f"{middle} {last}")
    ends = ((t, *_ends(t)) for t in threes)
    return frozenset({t for t, one, two in ends if one in begins or two in goes_on} | begins)


def _ends(phrase: str) -> tuple[str, str]:
    """First and last two words of three.

    >>> _ends("rule of law")
    ('rule of', 'of law')
    """
    words = phrase.split()
    return " ".join(words[:2]), " ".join(words[-2:])


def _meet(a: str, b: str) -> bool:
    """Whether phrases have a word in common, or words of one family: "fish" and "fisheries"."""
    return any(
        x == y or (min(len(x), len(y)) > 3 and (x.startswith(y) or y.startswith(x)))
        for x in _stems(a)
        for y in _stems(b)
    )


@cache
def _stems(phrase: str) -> tuple[str, ...]:
    """Stems of the words of a phrase that are no function words, parts of compounds apart."""
    from nltk.stem.snowball import SnowballStemmer

    stem, function = SnowballStemmer("english").stem, stop_words("function")
    return tuple(stem(w) for w in phrase.replace("-", " ").split() if w not in function)
