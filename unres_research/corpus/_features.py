"""Features of resolutions and of a user's own text, on the vocabulary of a data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from unres_research._inputs import check_ngrams, check_share
from unres_research._names import BODY_KINDS
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._tokens import ngrams, stop_words, words
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def body_words(record: Resolution) -> dict[str, list[str]]:
    """Words of the preambular, operative and sub-paragraphs of a record.

    Parameters
    ----------
    record : Resolution

    Returns
    -------
    dict of str to list of str
        Words (see `words`) by paragraph id.

    Examples
    --------
    >>> from unres_research.records import Paragraph
    >>> body_words(Resolution("A/1", "draft", "", paragraphs=(
    ...     Paragraph("OP1", "operative", "Decides to meet;"), Paragraph("H1", "heading", "I"))))
    {'OP1': ['decides', 'to', 'meet']}
    """
    return {p.id: words(p.text) for p in record if p.kind in BODY_KINDS}


def count_text(texts: Iterable[Iterable[str]], corpus: Corpus) -> csr_array:
    """Count the terms of texts on the vocabulary of a data set.

    Parameters
    ----------
    texts : iterable of iterable of str
        Words of each text, as `words` gives them.
    corpus : Corpus

    Returns
    -------
    scipy.sparse.csr_array
        Shape (texts, terms), columns as in `corpus.vocabulary`. Terms that are not in the
        vocabulary are not counted.

    Examples
    --------
    Four words that the data set knows, and one phrase: "decides to".

    >>> from unres_research.corpus import example_corpus
    >>> counts = count_text([["decides", "to", "tune", "bells"]], example_corpus())
    >>> counts.shape, int(counts.sum())
    ((1, 31), 5)
    """
    from scipy.sparse import csr_array

    column_of = corpus.column_of
    rows, columns, values = [], [], []
    lists = _word_lists(texts)
    for row, tokens in enumerate(lists):
        terms = Counter(g for n in (1, 2, 3) for g in ngrams(tokens, n))
        for term, count in terms.items():
            if term in column_of:
                rows.append(row)
                columns.append(column_of[term])
                values.append(count)
    shape = (len(lists), len(column_of))
    return csr_array((np.array(values, dtype=np.int32), (rows, columns)), shape=shape)


def _word_lists(texts: Iterable[Iterable[str]]) -> list[list[str]]:
    given = [texts] if isinstance(texts, str) else list(texts)
    strings = [text for text in given if isinstance(text, str)]
    if strings:
        raise UnresError(
            f"found the string {strings[0][:40]!r}, expected lists of words, one a text: "
            "[words(text), ...]"
        )
    return [list(text) for text in given]


def topical_terms(
    corpus: Corpus,
    *,
    ngram_range: tuple[int, int] = (1, 2),
    min_df: int | None = None,
    max_df: float = 0.25,
) -> np.ndarray:
    """Columns of the vocabulary that can tell subjects apart.

    Left out are function words and words of drafting (at either end of a phrase),
    numbers, words of one or two letters, terms in fewer than `min_df` resolutions and terms
    in more than the share `max_df` of them.

    Parameters
    ----------
    corpus : Corpus
    ngram_range : tuple of int
        Least and greatest number of words in a term, 1 to 3.
    min_df : int, optional
        Resolutions that hold the term, at least; by default 10, and fewer where the data set, or
        the part of it, has fewer than 450 (one in fifty, and one more).
    max_df : float
        Share of the resolutions of the data set that hold it, at most; 0 to 1.

    Returns
    -------
    numpy.ndarray
        Column numbers of `corpus.counts`, shape (terms,), int; may be empty.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> columns = topical_terms(corpus, min_df=4)
    >>> sorted(corpus.vocabulary["term"][columns])
    ['protect', 'repair', 'supply', 'tune']
    """
    check_ngrams(ngram_range)
    check_share(max_df, "max_df")
    stop = stop_words(("function", "drafting"))
    min_df = min(10, 1 + len(corpus) // 50) if min_df is None else min_df
    table = corpus.vocabulary
    enough = table["resolutions"] >= min_df
    common = table["resolutions"] > max_df * len(corpus)
    wanted = table[enough & ~common & table["n"].between(*ngram_range)]
    return np.array([k for k, term in wanted["term"].items() if _is_topical(term, stop)], dtype=int)


def _is_topical(term: str, stop: frozenset[str]) -> bool:
    tokens = term.split()
    ends = (tokens[0], tokens[-1])
    return not any(w in stop or w[0].isdigit() or len(w) < 3 for w in ends)


def resolution_counts(corpus: Corpus, columns: np.ndarray | None = None) -> csr_array:
    """Counts of terms by resolution, body paragraphs only.

    Parameters
    ----------
    corpus : Corpus
    columns : numpy.ndarray, optional
        Columns of the vocabulary; by default all.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (resolutions, terms), rows as in `corpus.resolutions`.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> int(resolution_counts(corpus, corpus.columns(["whales"])).sum())
    3
    """
    from scipy.sparse import csr_array

    counts = corpus.wording_counts if columns is None else corpus.wording_counts[:, columns]
    table = corpus.paragraphs[corpus.body()]
    order = {symbol: row for row, symbol in enumerate(corpus.resolutions["symbol"])}
    rows = table["symbol"].map(order).to_numpy()
    shape = (len(order), corpus.n_wordings)
    ones = np.ones(len(table), dtype=np.int32)
    belongs = csr_array((ones, (rows, table["wording"].to_numpy())), shape=shape)
    return belongs @ counts
