"""What topics are found in: paragraphs of a data set, or texts and counts of a user's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._groups import chosen_symbols
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._association import Texts
from unres_research.analyse._topics._parts import body_wordings
from unres_research.analyse._topics._procedural import procedural
from unres_research.corpus import Corpus, stop_words, topical_terms, words
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

USUAL_DF = 0.35  # share of the resolutions that hold a word, above which it is left out


@dataclass(frozen=True)
class Material:
    """Texts to find topics in, and what they are in the data set."""

    corpus: Corpus | None
    texts: Texts
    columns: np.ndarray  # of the terms in the vocabulary of the data set
    wordings: np.ndarray  # or numbers of the texts
    procedural: pd.DataFrame | None = None
    within: np.ndarray | None = None  # symbols of the resolutions, where not all of the data set

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        wordings: np.ndarray,
        columns: np.ndarray,
        known: Any = None,
        within: np.ndarray | None = None,
    ) -> Material:
        """From wordings of a data set: each belongs to the series that it stood in first."""
        from scipy.sparse import csr_array

        counts = csr_array(corpus.wording_counts[wordings][:, columns]).astype(float)
        terms = corpus.vocabulary["term"].to_numpy()[columns]
        return cls(corpus, Texts(counts, terms, _first_series(corpus, wordings)), columns,
                   wordings, known, within)  # fmt: skip


def material_of(corpus: Corpus | None, on: Any, units: Any, max_df: float) -> Material:
    """What `fit_topics` was asked to find topics in."""
    import pandas as pd

    own = isinstance(on, pd.DataFrame) or (corpus is None and on is not None)
    if own:
        return _own(on, units)
    if corpus is None:
        raise UnresError("found no data set and no texts, expected a data set or texts in `on`")
    if units is not None:
        raise UnresError("found units for a data set, expected none: its units are the series")
    chosen = None if on is None else chosen_symbols(corpus, on)
    rows = None if chosen is None else corpus.rows_of(chosen)
    n = len(corpus) if chosen is None else len(chosen)
    least = min(20, 1 + n // 20)
    columns = topical_terms(corpus, ngram_range=(1, 1), min_df=least, max_df=max_df)
    known = procedural(corpus, columns)
    kept = ~known["procedural"].to_numpy()
    wordings = body_wordings(corpus, rows)
    if rows is not None and len(wordings):  # terms that so many of these texts hold
        held = (corpus.wording_counts[wordings][:, columns] > 0).sum(axis=0)
        kept &= np.asarray(held).ravel() >= least
    gone = known.loc[known["procedural"]].drop(columns="procedural").reset_index(drop=True)
    within = None if chosen is None or n == len(corpus) else np.array(chosen, dtype=object)
    return Material.of(corpus, wordings, columns[kept], gone, within)


def _own(on: Any, units: Any) -> Material:
    """Texts or counts of a user's own."""
    import pandas as pd
    from scipy.sparse import csr_array

    if isinstance(on, pd.DataFrame):
        counts, terms = csr_array(_checked(on)), on.columns.astype(str).to_numpy()
    else:
        counts, terms = _counted(on)
    n = counts.shape[0]
    named = [f"text {k}" for k in range(n)] if units is None else _names(units)
    if len(named) != n:
        raise UnresError(f"found {len(named)} units for {n} texts, expected one a text")
    texts = Texts(counts, np.asarray(terms, dtype=object), np.asarray(named))
    return Material(None, texts, np.zeros(0, dtype=int), np.arange(n))


def _checked(on: pd.DataFrame) -> np.ndarray:
    """Counts of a user's own; `UnresError` where they are none."""
    if on.columns.nlevels > 1:
        raise UnresError(
            f"found {on.columns.nlevels} levels of columns in the counts, expected one: the terms"
        )
    names = on.columns.astype(str)
    if names.has_duplicates:
        raise UnresError(
            f"found the term {names[names.duplicated()][0]!r} twice in the counts, expected each "
            "once; add up its columns"
        )
    values = on.to_numpy()
    if values.dtype.kind not in "biuf" or not np.isfinite(values).all() or (values < 0).any():
        raise UnresError(
            "found counts that are no numbers, or below 0, expected a table of texts x terms "
            "with numbers from 0"
        )
    broken = values[values != np.floor(values)]
    if len(broken):
        raise UnresError(
            f"found {broken[0]:.4g} among the counts, expected whole numbers: how often each term "
            "stands in each text; give counts, not shares or tf-idf"
        )
    return np.asarray(values, dtype=float)


def _names(units: Any) -> list[str]:
    """Names of units, one a text."""
    if isinstance(units, (str, Mapping)) or not isinstance(units, Iterable):
        raise UnresError(
            f"found {str(units)[:40]!r} as units, expected a list of names, one a text"
        )
    return [str(unit) for unit in units]


def _counted(on: Any) -> tuple[Any, np.ndarray]:
    """Counts of the words of texts, without those of drafting and function words."""
    from collections import Counter

    from scipy.sparse import csr_array

    given = on if isinstance(on, Iterable) and not isinstance(on, (str, Mapping)) else None
    texts = [] if given is None else list(given)
    if not texts or not all(isinstance(text, str) for text in texts):
        raise UnresError(
            f"found {type(on).__name__} to find topics in, expected texts as a list of str, or "
            "counts as a pandas.DataFrame (texts x terms)"
        )
    stop = stop_words(("function", "drafting"))
    counted = [
        Counter(w for w in words(text) if w not in stop and len(w) > 2 and not w[0].isdigit())
        for text in texts
    ]
    often = Counter(word for one in counted for word in one)
    terms = sorted(word for word, n in often.items() if n >= min(5, 1 + len(texts) // 20))
    place = {word: k for k, word in enumerate(terms)}
    cells = [
        (r, place[w], n) for r, one in enumerate(counted) for w, n in one.items() if w in place
    ]
    row, column, value = np.array(cells, dtype=float).reshape(-1, 3).T
    shape = (len(texts), len(terms))
    return csr_array((value, (row.astype(int), column.astype(int))), shape=shape), np.array(terms)


def _first_series(corpus: Corpus, wordings: np.ndarray) -> np.ndarray:
    """Name of the series in which each wording stood first: the symbol of its first text."""
    table = corpus.paragraphs[corpus.body()]
    order = corpus.resolutions.index.get_indexer(table["symbol"])
    first = np.full(corpus.n_wordings, len(corpus))
    np.minimum.at(first, table["wording"].to_numpy(), order)
    unit = unit_of(corpus)
    names = corpus.resolutions["symbol"].to_numpy()
    leading = np.full(unit.max() + 1, len(names))
    np.minimum.at(leading, unit, np.arange(len(names)))
    return names[leading[unit[first[wordings]]]].astype(str)
