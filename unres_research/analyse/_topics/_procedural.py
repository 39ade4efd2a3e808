"""Words that any subject uses: told by how widely they are spread over the texts.

A word of a subject comes back within a text that is about it, and is rare elsewhere; a word of
procedure stands once here and there. So of all series that would hold the word if its occurrences
fell on them by chance, in proportion to their length, the first kind is found in a small part and
the second in most. The logarithm of this share is what Church & Gale (1995) call residual inverse
document frequency; here texts have their own length, and the renewals of a text count as one. A
word that chance would put into most series cannot be told so ("efforts", "development"): there the
occurrences themselves must follow the length of the series.

References
----------
Church & Gale (1995), Inverse document frequency (IDF): a measure of deviations from Poisson,
Third Workshop on Very Large Corpora. Gries (2008), Dispersions and adjusted frequencies in
corpora, International Journal of Corpus Linguistics 13: why frequency alone does not tell.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from unres_research._numerals import ROMAN, ordinal
from unres_research.analyse._series import unit_of
from unres_research.corpus import Corpus, resolution_counts, stop_words
from unres_research.corpus._corpus import once_per_corpus

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

WIDE = 0.6  # of the series that chance would give it; set on sixty words judged by hand
MIN_SERIES = 30  # that hold a word, before it may be called widely spread
EVEN = 0.4  # divergence (nats) of a frequent word's occurrences from the length of the series
_OFTEN = 0.5  # of all series, by chance: a frequent word
_BESIDE = 0.5  # of a word's occurrences that a number follows: "chapter IV"


def procedural(corpus: Corpus, columns: np.ndarray | None = None) -> pd.DataFrame:
    """Tell terms of procedure from terms of subjects: one row a term, in the order of `columns`.

    By default all single words but function words. `resolutions` and `series` hold the term,
    `spread` is the share of the series that chance would give it (near 1: spread as by chance;
    NaN where none holds it), `procedural` a bool, `reason` "widely spread", "number", "before a
    number", "word of drafting" or "". Texts of a few words repeat nothing: there, and in data
    sets of fewer than 30 series, no word is called widely spread.
    """
    import pandas as pd

    columns = single_words(corpus) if columns is None else np.asarray(columns, dtype=int)
    terms = corpus.vocabulary["term"].to_numpy()[columns]
    resolutions, series, spread, wide = _spread(corpus, columns)
    drafting = stop_words("drafting")
    reason = np.full(len(terms), "", dtype=object)
    reason[wide] = "widely spread"
    reason[np.isin(terms, list(_before_numbers(corpus)))] = "before a number"
    reason[[all(w in drafting for w in term.split()) for term in terms]] = "word of drafting"
    reason[[all(map(is_number, term.split())) for term in terms]] = "number"
    found = {"term": terms, "resolutions": resolutions, "series": series, "spread": spread}
    return pd.DataFrame(found | {"procedural": reason != "", "reason": reason})


@once_per_corpus
def procedural_words(corpus: Corpus) -> frozenset[str]:
    """Single words of procedure; function words apart."""
    table = procedural(corpus)
    return frozenset(table.loc[table["procedural"], "term"])


@once_per_corpus
def empty_words(corpus: Corpus) -> frozenset[str]:
    """Words that tell no subject: function words, words of drafting and of procedure."""
    return stop_words(("function", "drafting")) | procedural_words(corpus)


def told_words(
    corpus: Corpus, counts: csr_array, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How many words of texts are of procedure, and how many are no function words.

    From counts on the vocabulary (texts x terms) and numbers of words. A word that is too rare
    for the vocabulary is too rare for procedure, and taken for no function word.
    """
    table = corpus.vocabulary
    single = (table["n"] == 1).to_numpy()
    function = single & table["term"].isin(stop_words("function")).to_numpy()
    of_procedure = single & table["term"].isin(procedural_words(corpus)).to_numpy()
    return counts @ of_procedure.astype(float), lengths - counts @ function.astype(float)


def substance(corpus: Corpus, counts: csr_array, lengths: np.ndarray) -> np.ndarray:
    """As many words of every text as its words that are not of procedure, function words apart."""
    above, below = told_words(corpus, counts, lengths)
    return np.asarray(lengths * (1 - above / np.maximum(below, 1)))


def lengths_of(corpus: Corpus) -> np.ndarray:
    """Number of words of every wording."""
    found = np.zeros(corpus.n_wordings)
    found[corpus.paragraphs["wording"].to_numpy()] = corpus.paragraphs["words"].to_numpy()
    return found


@once_per_corpus
def substance_of(corpus: Corpus) -> np.ndarray:
    """`substance` of every wording."""
    return substance(corpus, corpus.wording_counts, lengths_of(corpus))


def single_words(corpus: Corpus) -> np.ndarray:
    """Columns of the vocabulary that are one word, and no function word."""
    table, function = corpus.vocabulary, stop_words("function")
    return np.flatnonzero((table["n"] == 1) & ~table["term"].isin(function))


@cache
def is_number(word: str) -> bool:
    """Whether a word is a number: digits, a roman numeral, an ordinal.

    >>> [w for w in ("2030", "xiv", "twenty-third", "vivid") if is_number(w)]
    ['2030', 'xiv', 'twenty-third']
    """
    return word[0].isdigit() or bool(ROMAN.fullmatch(word)) or ordinal(word, "en") is not None


def _spread(
    corpus: Corpus, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Resolutions and series that hold terms; share of chance's series; whether widely spread.

    A series is a text as long as its resolutions are on average.
    """
    from scipy.sparse import csr_array

    counts = resolution_counts(corpus, columns).astype(float)
    units = unit_of(corpus)
    of = np.bincount(units)
    places = (units, np.arange(len(units)))
    mean = csr_array((1 / of[units], places), shape=(len(of), len(units)))
    table = corpus.paragraphs[corpus.body()]
    at = corpus.resolutions.index.get_indexer(table["symbol"])
    long = mean @ np.bincount(at, table["words"], minlength=len(units))
    long = long / max(long.sum(), 1)
    held, often = mean @ (counts > 0), (mean @ counts).tocsc()
    by_chance = np.array([-np.expm1(-long * n).sum() for n in often.sum(axis=0)])
    series = np.diff(held.tocsc().indptr)
    with np.errstate(invalid="ignore"):  # 0 / 0
        share = np.asarray(held.sum(axis=0)).ravel() / by_chance
    wide = (share >= WIDE) & (series >= MIN_SERIES)
    for k in np.flatnonzero(wide & (by_chance > _OFTEN * len(of))):
        wide[k] = _divergence(often[:, [k]].toarray().ravel(), long) < EVEN
    return np.diff((counts > 0).tocsc().indptr), series, share, wide


def _divergence(counts: np.ndarray, long: np.ndarray) -> float:
    """Kullback-Leibler divergence of occurrences from lengths, less what chance alone gives."""
    total, held = counts.sum(), counts > 0
    apart = (counts[held] * np.log(counts[held] / (total * long[held]))).sum()
    return float((apart - _by_chance(total * long[long > 0]).sum()) / total)


def _by_chance(means: np.ndarray) -> np.ndarray:
    """Expectation of x log(x / mean), x Poisson: near -mean log(mean), and 1/2 for great ones."""
    from scipy.special import gammaln

    x, found = np.arange(1, 60), np.full(len(means), 0.5)
    small = means[means < 20][:, None]
    chance = np.exp(x * np.log(small) - small - gammaln(x + 1))
    found[means < 20] = (chance * x * np.log(x / small)).sum(axis=1)
    return found


@once_per_corpus
def _before_numbers(corpus: Corpus) -> frozenset[str]:
    """Words that a number follows at least every second time: "section", "chapter"."""
    table = corpus.vocabulary
    table = table[table["count"] > 0]  # a part of a data set has the terms of the whole
    pairs = table.loc[table["n"] == 2, ["term", "count"]]
    words = pairs["term"].str.split(" ")
    first, last = words.str[0], words.str[1]
    numbered = pairs["count"][last.map(is_number)].groupby(first).sum()
    single = table[table["n"] == 1].set_index("term")["count"]
    share = numbered / single.reindex(numbered.index)
    return frozenset(share.index[share >= _BESIDE])
