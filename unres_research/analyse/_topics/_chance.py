"""How well topics agree where there are none: those of texts whose words were dealt at random."""

from __future__ import annotations

from typing import Any

import numpy as np

from unres_research.analyse._topics import _consensus as agreed
from unres_research.analyse._topics._association import Texts
from unres_research.errors import UnresError

_N_PAIRS = 3
FEW_TOPICS = 10  # fewer are judged beside chance
_FEWEST = 20  # topics of dealt words that are looked at, in as many deals as it takes
_SEED = 90_001


def chance_of(texts: Texts, run_of: Any, n_topics: int) -> float:
    """Fit topics as asked, `run_of(texts)`, to the same texts with their words dealt anew.

    Texts keep their lengths, words their frequencies and texts their series. Given is the greatest
    agreement of two halves that any of these topics reaches: of few topics each is little more
    than the words that are many, which agree by themselves. Of ten topics and more hardly one in
    a hundred reaches what a stable one has (`python -m benchmarks.planted`).
    """
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
    """Deal the words of all texts anew, each as often as before."""
    from scipy.sparse import csr_array

    counts = texts.counts.tocsr()
    columns = np.random.default_rng(_SEED + deal).permutation(counts.indices)
    dealt = csr_array((counts.data.copy(), columns, counts.indptr.copy()), shape=counts.shape)
    dealt.sum_duplicates()
    return Texts(dealt, texts.terms, texts.units)
