"""How well topics agree where there are none: those of texts whose words were dealt at random."""

from __future__ import annotations

from typing import Any

import numpy as np

from unres_research.analyse._topics import _consensus as agreed
from unres_research.analyse._topics._association import Texts
from unres_research.errors import UnresError

_N_PAIRS = 3
_ROUNDS = 50  # in which words that a text got twice are dealt again
_FEW_TOPICS = 10  # fewer are judged beside chance
_FEWEST = 20  # topics of dealt words that are looked at, in as many deals as it takes
_SEED = 90_001


def chance_of(texts: Texts, run_of: Any, n_topics: int) -> float:
    """How well two halves agree on topics of the same texts with their words dealt anew.

    `run_of(texts)` gives what finds topics. Texts keep their lengths, words their frequencies and
    texts their series. Given is the greatest agreement that any of these topics reaches: of few
    topics each is little more than the words that are many, which agree by themselves. Of ten
    topics and more it is 0: how many of these are called stable where there are none, `python -m
    benchmarks.planted` measures. Of so few series that none is called stable it is 0, too.
    """
    if n_topics >= _FEW_TOPICS or len(texts.names) < agreed.FEW_UNITS:
        return 0.0
    reached = [0.0]
    for deal in range(-(-_FEWEST // n_topics)):
        dealt = _dealt(texts, deal)
        run, matrix, _ = run_of(dealt)
        try:
            found = agreed.consensus(dealt, matrix, run, n_pairs=_N_PAIRS, seed=_SEED + deal)
        except UnresError:  # no two words go together: topics of nothing do not agree
            continue
        reached.append(float(found.agree.mean(axis=0).max()))
    return max(reached)


def _dealt(texts: Texts, deal: int) -> Texts:
    """Deal the words of all texts anew: texts keep how many they have, words in how many they are.

    What a text gets twice is exchanged with other texts, again and again, as far as that helps.
    """
    from scipy.sparse import csr_array

    counts, random = texts.counts.tocsr(), np.random.default_rng(_SEED + deal)
    given = random.permutation(len(counts.indices))  # which of the words, with its count
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    for _ in range(_ROUNDS):
        columns = counts.indices[given]
        order = np.lexsort((columns, row))
        same = (np.diff(row[order]) == 0) & (np.diff(columns[order]) == 0)
        twice = order[1:][same]
        if not len(twice):
            break
        others = random.integers(0, len(given), len(twice))
        for a, b in zip(twice, others, strict=True):
            given[a], given[b] = given[b], given[a]
    parts = (counts.data[given], counts.indices[given], counts.indptr.copy())
    dealt = csr_array(parts, shape=counts.shape)
    dealt.sum_duplicates()
    return Texts(dealt, texts.terms, texts.units)
