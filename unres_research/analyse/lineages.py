"""Lineages: which earlier resolution a text renews, and how much of its wording is new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse import intervals
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import N
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

BACK = 3  # sessions in which a predecessor is looked for
LEAST_SCORE = 0.55
LEAST_CITED = 0.4
SAME_TITLE = 0.95
LEAST_MARGIN = 0.02
FORMULAIC = 20  # families: wording that as many carry says nothing of descent
_CHUNK = 4_096  # rows of a product at a time
_SMALL_WORDS = frozenset(re.findall(r"\w+", "a an and at by for from in of on or the to with"))


# near-duplicates ----------------------------------------------------------------------


def near_duplicates(corpus: Corpus, *, least: float = 0.5) -> pd.DataFrame:
    """All pairs of wordings that share most of the shorter one's runs of six words.

    Paragraphs with equal words are one wording, so that what returns unchanged every year
    is compared once. Exact: no pair is missed and none is estimated.

    Parameters
    ----------
    corpus : Corpus
    least : float
        Least share of the shorter wording's distinct runs, above 0, at most 1.

    Returns
    -------
    pandas.DataFrame
        One row a pair: `first`, `second` (wordings, the smaller number first), `shared`
        (distinct runs, count), `share` (of the shorter one's runs), ordered by wording.
        Wordings of fewer than six words have no runs and are in no pair.

    Raises
    ------
    UnresError
        When `least` is out of range.

    Notes
    -----
    A pair that shares enough must share one of the rarest runs of the shorter wording: of r
    runs, ceil(least r) are shared, so any r - ceil(least r) + 1 of them meet. Only
    those few are looked up, which spares the products of the common ones (prefix filtering).
    Not for small `least`: near 0 nearly every pair that shares a formula is a result.

    References
    ----------
    Chaudhuri, Ganti & Kaushik (2006), A primitive operator for similarity joins in data
    cleaning, ICDE 2006.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> pairs = near_duplicates(example_corpus(), least=0.3)
    >>> len(pairs), pairs.loc[0, ["first", "second", "shared"]].astype(int).tolist()
    (4, [0, 1, 2])
    """
    if not 0 < least <= 1:
        raise UnresError(f"found least = {least}, expected a share above 0 and at most 1")
    return similar_rows(run_matrix(corpus), least)


def run_matrix(corpus: Corpus) -> csr_array:
    """Which runs of six words every wording has.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    scipy.sparse.csr_array
        Shape (wordings, distinct runs), int32, 1 where a wording has a run.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> run_matrix(example_corpus()).sum(axis=1).tolist()[:2]
    [6, 6]
    """
    from scipy.sparse import csr_array

    ids, ends = corpus.runs.all_runs()
    shape = (corpus.runs.n_wordings, corpus.runs.n_runs)
    parts = (np.ones(len(ids), np.int32), ids.astype(np.int32), ends.astype(np.int32))
    matrix = csr_array(parts, shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def similar_rows(matrix: csr_array, least: float) -> pd.DataFrame:
    """All pairs of rows of a 0-1 matrix that share enough of the smaller one's columns.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array
        Values 0 and 1, of any type.
    least : float
        Least share of the smaller row's columns, above 0, at most 1.

    Returns
    -------
    pandas.DataFrame
        As `near_duplicates` gives it.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> rows = csr_array([[1, 1, 1, 0], [0, 1, 1, 1], [0, 0, 0, 1]])
    >>> similar_rows(rows, 0.6)[["first", "second", "shared"]].values.tolist()
    [[0, 1, 2], [1, 2, 1]]
    """
    import pandas as pd

    matrix = matrix.astype(np.int32)  # counts beyond 127 would overflow int8
    matrix.eliminate_zeros()
    sorted_matrix, sizes = _rarest_first(matrix)
    prefix = _prefixes(sorted_matrix, sizes, least)
    columns = sorted_matrix.T.tocsr()
    found = []
    for start in range(0, matrix.shape[0], _CHUNK):
        met = (prefix[start : start + _CHUNK] @ columns).tocoo()
        small, large = met.row.astype(np.int64) + start, met.col.astype(np.int64)
        ordered = (sizes[small] < sizes[large]) | ((sizes[small] == sizes[large]) & (small < large))
        small, large = small[ordered], large[ordered]
        shared = _overlaps(sorted_matrix, small, large)
        enough = shared >= least * sizes[small] - 1e-9
        found.append(np.stack([small[enough], large[enough], shared[enough]]))
    small, large, shared = np.concatenate([np.empty((3, 0), dtype=np.int64), *found], axis=1)
    table = pd.DataFrame(
        {
            "first": np.minimum(small, large),
            "second": np.maximum(small, large),
            "shared": shared,
            "share": shared / sizes[small],
        }
    )
    return table.sort_values(["first", "second"]).reset_index(drop=True)


def _rarest_first(matrix: csr_array) -> tuple[csr_array, np.ndarray]:
    """Number the columns by how rare they are, and sort each row by that."""
    from scipy.sparse import csr_array

    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rank = np.empty(matrix.shape[1], dtype=np.int32)
    rank[np.argsort(frequency, kind="stable")] = np.arange(matrix.shape[1], dtype=np.int32)
    renamed = csr_array((matrix.data, rank[matrix.indices], matrix.indptr), shape=matrix.shape)
    renamed.sort_indices()
    return renamed, np.diff(matrix.indptr).astype(np.int64)


def _prefixes(matrix: csr_array, sizes: np.ndarray, least: float) -> csr_array:
    """Keep of every row the rarest columns, as many as a similar row must meet."""
    from scipy.sparse import csr_array

    wanted = sizes - np.ceil(least * sizes - 1e-9).astype(np.int64) + 1
    place = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1].astype(np.int64), sizes)
    kept = place < np.repeat(wanted, sizes)
    ends = np.concatenate([[0], np.cumsum(np.minimum(wanted, sizes))])
    return csr_array((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def _overlaps(matrix: csr_array, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Count the columns that rows share, pair by pair; bounded pieces at a time."""
    pieces = [np.empty(0, dtype=np.int64)]
    for at in range(0, len(left), 200_000):
        some = slice(at, at + 200_000)
        both = matrix[left[some]].multiply(matrix[right[some]])
        pieces.append(np.asarray(both.sum(axis=1), dtype=np.int64).ravel())
    return np.concatenate(pieces)


# families and predecessors ------------------------------------------------------------


def families(corpus: Corpus) -> np.ndarray:
    """Number the resolutions by title: those that return under one title are one family.

    Years, other numbers and capitals do not count. A resolution without a title (those of
    the Security Council) is a family of its own.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    numpy.ndarray
        Shape (resolutions,), int, rows as in `corpus.resolutions`.

    Notes
    -----
    A plain measure of what is unrelated, made to count carriers of a phrase. A text
    that was renamed starts a new family; `predecessors` looks closer.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> len(set(families(example_corpus()).tolist()))
    16
    """
    import pandas as pd

    table = corpus.resolutions
    names = [
        " ".join(_title_words(title)) or symbol
        for symbol, title in zip(table["symbol"], table["title"], strict=True)
    ]
    return pd.factorize(np.array(names, dtype=object))[0]


@lru_cache(maxsize=50_000)
def _title_words(title: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", title.lower()))


def _told_words(title: str) -> list[str]:
    return [w for w in _title_words(title) if w not in _SMALL_WORDS]


def predecessors(corpus: Corpus, *, back: int = BACK) -> pd.DataFrame:
    """For every resolution the one of an earlier session that it renews.

    Candidates are the resolutions of the `back` sessions before. Each is scored by the mean
    of two shares: of wording (distinct runs of six words that fewer than 20 families of
    titles carry, by the smaller of the two texts) and of title (words weighted by how rare
    they are in titles, shared by all). A candidate qualifies when the score is at least
    0.55, or at least 0.4 where the later text cites the earlier, or when the titles are the
    same but for numbers and small words (a share of 0.95). Of those that qualify the latest
    session counts, and in it the highest score; when another one there comes within 0.02 of
    it, none is chosen.

    Parameters
    ----------
    corpus : Corpus
    back : int
        Sessions, at least 1.

    Returns
    -------
    pandas.DataFrame
        One row a resolution of a regular session that has a session before it in the data
        set; index `symbol`: `session`, `predecessor` (missing when there is none), `gap`
        (sessions from it to this one, 1 for the last session), `wording`, `title`, `subjects`
        (shared by all UNBIS terms of both, NaN when one has none), `cited` (by the later
        text), `score` (without a predecessor that of the best candidate), `reason` ("" or why
        there is none: "no candidate", "too little in common", "two candidates alike").

    Raises
    ------
    UnresError
        When `back` is below 1.

    Notes
    -----
    Subjects and agenda items are shown or left aside, not weighed: a third of the
    resolutions have no subjects in the metadata when they are new, and numbers of agenda
    items change from session to session. A text that takes up two earlier ones has one
    predecessor here.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> predecessors(example_corpus())["reason"].value_counts().to_dict()
    {'too little in common': 8}
    """
    import pandas as pd

    if back < 1:
        raise UnresError(f"found back = {back}, expected at least 1 session")
    table = corpus.resolutions
    session = pd.to_numeric(table["session"], errors="coerce").to_numpy(dtype=float)
    wording, title = _shared_wording(corpus), _shared_titles(table["title"])
    rows = []
    first = np.fmin.reduce(session, initial=np.inf)
    for k in np.flatnonzero(session > first).tolist():
        earlier = np.flatnonzero((session < session[k]) & (session >= session[k] - back))
        scores = _scores(wording, title, k, earlier)
        rows.append({"symbol": table.index[k], "session": table["session"].iloc[k]})
        rows[-1] |= _choose(table, session, k, earlier, scores)
    columns = [
        "symbol",
        "session",
        "predecessor",
        "gap",
        "wording",
        "title",
        "subjects",
        "cited",
        "score",
        "reason",
    ]
    found = pd.DataFrame(rows, columns=columns).set_index("symbol")
    return found.astype({"gap": "Int64", "cited": "boolean"})


def resolution_runs(corpus: Corpus, *, stock: int | None = None) -> csr_array:
    """Which runs of six words every resolution has in its body.

    Parameters
    ----------
    corpus : Corpus
    stock : int, optional
        Leave out runs that so many families of titles, or more, carry.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (resolutions, distinct runs), int32, 1 where a preambular, operative or
        sub-paragraph has a run.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> resolution_runs(example_corpus()).sum(axis=1).tolist()[:2]
    [6, 6]
    """
    from scipy.sparse import csr_array

    table = corpus.paragraphs[corpus.body()]
    rows = corpus.resolutions.index.get_indexer(table["symbol"])
    shape = (len(corpus), corpus.runs.n_wordings)
    ones = np.ones(len(table), dtype=np.int32)
    found = csr_array((ones, (rows, table["wording"].to_numpy())), shape=shape) @ run_matrix(corpus)
    found.data[:] = 1
    if stock is None:
        return found
    carried_by = carriers(found, families(corpus))
    keep = carried_by < stock
    return (found @ _diagonal(keep.astype(np.int32))).tocsr()


def _diagonal(values: np.ndarray) -> csr_array:
    from scipy.sparse import csr_array, dia_array

    size = len(values)
    found = csr_array(dia_array((values[None, :], [0]), shape=(size, size)))
    found.eliminate_zeros()
    return found


def carriers(found: csr_array, family: np.ndarray) -> np.ndarray:
    """Number of families that carry every run."""
    from scipy.sparse import csr_array

    ones = np.ones(len(family), dtype=np.int32)
    shape = (int(family.max(initial=-1)) + 1, len(family))
    by_family = csr_array((ones, (family, np.arange(len(family)))), shape=shape) @ found
    return np.bincount(by_family.indices, minlength=found.shape[1])


def _shared_wording(corpus: Corpus) -> csr_array:
    """Share of the smaller text's runs, for all pairs of resolutions; stock left out."""
    runs = resolution_runs(corpus, stock=FORMULAIC)
    sizes = np.diff(runs.indptr)
    shared = (runs @ runs.T).tocsr()
    row = np.repeat(np.arange(len(sizes)), np.diff(shared.indptr))
    smaller = np.minimum(sizes[row], sizes[shared.indices])
    shared.data = shared.data / smaller
    shared.sort_indices()
    return shared


def _shared_titles(titles: pd.Series) -> csr_array:
    """Weighted Jaccard of the words of all pairs of titles that share any."""
    import pandas as pd
    from scipy.sparse import csr_array

    told = [sorted(set(_told_words(title))) for title in titles]
    columns, names = pd.factorize(np.array([w for t in told for w in t], dtype=object))
    ends = np.cumsum([0, *map(len, told)])
    ones = np.ones(len(columns), dtype=np.int32)
    words = csr_array((ones, columns, ends), shape=(len(told), len(names)))
    weights = np.log(len(titles) / words.sum(axis=0)) + 0.1
    weighted = words @ _diagonal(weights)
    shared = (weighted @ words.T).tocsr()
    total = weighted.sum(axis=1)
    row = np.repeat(np.arange(len(titles)), np.diff(shared.indptr))
    both = total[row] + total[shared.indices] - shared.data
    shared.data = np.minimum(1, shared.data / both)  # rounding may lead above 1
    shared.sort_indices()
    return shared


def _scores(
    wording: csr_array, title: csr_array, k: int, earlier: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    dense = [np.zeros(wording.shape[0]) for _ in range(2)]
    for values, matrix in zip(dense, (wording, title), strict=True):
        part = slice(matrix.indptr[k], matrix.indptr[k + 1])
        values[matrix.indices[part]] = matrix.data[part]
    return dense[0][earlier], dense[1][earlier]


def _choose(
    table: pd.DataFrame,
    session: np.ndarray,
    k: int,
    earlier: np.ndarray,
    scores: tuple[np.ndarray, np.ndarray],
) -> dict[str, object]:
    """Choose the predecessor among the candidates, session by session from the latest."""
    if not len(earlier):
        return {"reason": "no candidate"}
    wording, title = scores
    score = (wording + title) / 2
    cited = table.index[earlier].isin(table["cites"].iloc[k])
    enough = (score >= LEAST_SCORE) | (cited & (score >= LEAST_CITED)) | (title >= SAME_TITLE)
    if not enough.any():
        best = int(np.argmax(score))
        return {"score": score[best], "reason": "too little in common"}
    latest = session[earlier[enough]].max()
    among = np.flatnonzero(enough & (session[earlier] == latest))
    best = among[np.argmax(score[among])]
    rivals = among[(score[among] >= score[best] - LEAST_MARGIN) & (among != best)]
    if len(rivals):
        return {"score": score[best], "reason": "two candidates alike"}
    return {
        "predecessor": table.index[earlier[best]],
        "gap": int(session[k] - latest),
        "wording": wording[best],
        "title": title[best],
        "subjects": _jaccard(table["subjects"].iloc[k], table["subjects"].iloc[earlier[best]]),
        "cited": bool(cited[best]),
        "score": score[best],
        "reason": "",
    }


def _jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a and b else float("nan")


def series(corpus: Corpus, found: pd.DataFrame | None = None) -> pd.Series:
    """Name the lineage of every resolution after its first member.

    Parameters
    ----------
    corpus : Corpus
    found : pandas.DataFrame, optional
        What `predecessors` gave; made when missing.

    Returns
    -------
    pandas.Series
        Symbol of the first resolution of the lineage (in the data set), index `symbol`, name
        "series". A resolution without predecessor and heir is a lineage of one.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> series(example_corpus())["A/RES/78/901"]
    'A/RES/78/901'
    """
    table = predecessors(corpus) if found is None else found
    before = table["predecessor"].dropna().to_dict()

    def first(symbol: str) -> str:
        while symbol in before:  # ends: a predecessor is of an earlier session
            symbol = before[symbol]
        return symbol

    return corpus.resolutions["symbol"].map(first).rename("series").rename_axis("symbol")


# new wording --------------------------------------------------------------------------


def new_wording(corpus: Corpus, *, back: int | None = None) -> pd.DataFrame:
    """Count the words of every resolution that stand in no earlier one.

    A word is new when it stands in no run of six or more words that also stands in one
    paragraph of a resolution adopted before.

    Parameters
    ----------
    corpus : Corpus
    back : int, optional
        Look only at so many sessions before, and at the same session, so that all sessions
        have the same memory; by default at the whole data set.

    Returns
    -------
    pandas.DataFrame
        One row a resolution, index `symbol`: `session`, `committee`, `adopted_on`, `words`
        (of preambular, operative and sub-paragraphs), `new_words` (count), `share` (new
        words by words; NaN without words), `memory` (regular sessions of the data set before
        its own that were looked at; missing for special sessions). With `back`, resolutions
        of special sessions are neither counted nor looked at.

    Raises
    ------
    UnresError
        When `back` is below 1.

    Notes
    -----
    "New" knows only what it looks at: in the first session nearly everything looks new, and a
    text renewed every three years needs three sessions to show. Compare only resolutions
    of equal `memory`. Paragraphs of fewer than six words count as new. Places in
    annexes and headings count as earlier places; their own words are not counted.

    Examples
    --------
    The first resolution is all new. The second shares "decides to protect the fish coral and"
    with it; its other four words stand in no shared run.

    >>> from unres_research.corpus import example_corpus
    >>> table = new_wording(example_corpus())
    >>> table.loc[["A/RES/77/901", "A/RES/77/902"], "new_words"].tolist()
    [11, 4]
    """
    import pandas as pd

    if back is not None and back < 1:
        raise UnresError(f"found back = {back}, expected at least 1 session")
    about = corpus.resolutions[["session", "committee", "adopted_on", "words"]]
    session = pd.to_numeric(about["session"], errors="coerce")
    table = corpus.paragraphs[corpus.body()]
    memory = _Memory(corpus, session.to_numpy(), back)
    new = np.zeros(len(corpus), dtype=np.int64)
    for some in np.array_split(np.arange(len(table)), max(1, len(table) // 20_000)):
        part = table.iloc[some]
        row = corpus.resolutions.index.get_indexer(part["symbol"])
        fresh = part["words"].to_numpy() - memory.old_words(part["wording"].to_numpy(), row)
        new += np.bincount(row, weights=fresh, minlength=len(corpus)).astype(np.int64)
    words = about["words"].to_numpy()
    share = np.divide(new, words, out=np.full(len(new), np.nan), where=words > 0)
    found = about.assign(new_words=new, share=share, memory=_sessions_before(session, back))
    found = found.rename_axis("symbol")
    return found if back is None else found[session.notna().to_numpy()]


def _sessions_before(session: pd.Series, back: int | None) -> pd.Series:
    """Count the sessions in the data set before each one, at most so far back."""
    known = np.unique(session.dropna())
    lowest = session - (np.inf if back is None else back)
    counts = np.searchsorted(known, session) - np.searchsorted(known, lowest)
    return session.where(session.isna(), counts).astype("Int64")


def new_by_group(
    table: pd.DataFrame,
    by: str | Sequence[str] = ("session",),
    *,
    memory: int | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Share of new wording by group, for groups with the same memory.

    Parameters
    ----------
    table : pandas.DataFrame
        What `new_wording` gave.
    by : str or sequence of str
        Columns to group by: "session", "committee". What has no committee is a group of its
        own, with the name missing.
    memory : int, optional
        Only resolutions that were compared with so many sessions before; by default the
        greatest number in the table. Without `back` that is the last session alone.
    n_resamples : int
        Bootstrap samples of whole resolutions.
    seed : int

    Returns
    -------
    pandas.DataFrame
        One row a group: the columns of `by`, `resolutions`, `words`, `new_words`, `share`
        (new words by words), `share_low`, `share_high` (95 per cent, bootstrap over
        resolutions, NaN for fewer than five), `median` (of the resolutions' shares).

    Notes
    -----
    A long new text moves the share of its group; the median shows the usual resolution.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> new_by_group(new_wording(corpus, back=1))[["session", "words", "new_words"]].values
    array([['78', 88, 62]], dtype=object)
    """
    import pandas as pd

    by = [by] if isinstance(by, str) else list(by)
    wanted = table["memory"].max() if memory is None else memory
    kept = table[(table["memory"] == wanted).fillna(False)]
    rows = []
    for key, group in kept.groupby(by, sort=True, dropna=False):
        words, new = group["words"].to_numpy(), group["new_words"].to_numpy()
        low, high = intervals.ratio(new, words, n_resamples=n_resamples, random_state=seed)
        rows.append(
            {
                **dict(zip(by, key, strict=True)),
                "resolutions": len(group),
                "words": int(words.sum()),
                "new_words": int(new.sum()),
                "share": new.sum() / words.sum() if words.sum() else np.nan,
                "share_low": low,
                "share_high": high,
                "median": group["share"].median(),
            }
        )
    figures = ["resolutions", "words", "new_words", "share", "share_low", "share_high", "median"]
    return pd.DataFrame(rows, columns=[*by, *figures])


class _Memory:
    """When every run stood in a resolution: first day in each session, and ever."""

    def __init__(self, corpus: Corpus, session: np.ndarray, back: int | None) -> None:
        self.ids, self.ends = corpus.runs.all_runs()
        days = corpus.resolutions["adopted_on"].to_numpy().astype("datetime64[D]")
        self.days = days.astype(np.int32)
        self.session = session if back else np.zeros(len(session))
        self.back = back or 0
        row = corpus.resolutions.index.get_indexer(corpus.paragraphs["symbol"])
        wording = corpus.paragraphs["wording"].to_numpy()
        self.first = {
            s: self._first_days(corpus, wording, row, self.session[row] == s)
            for s in np.unique(self.session[~np.isnan(self.session)])
        }

    def _first_days(
        self, corpus: Corpus, wording: np.ndarray, row: np.ndarray, inside: np.ndarray
    ) -> np.ndarray:
        """Day on which every run first stood in these paragraphs; far away where it did not."""
        never = np.iinfo(np.int32).max
        of_wording = np.full(corpus.runs.n_wordings, never, dtype=np.int32)
        np.minimum.at(of_wording, wording[inside], self.days[row[inside]])
        first = np.full(corpus.runs.n_runs, never, dtype=np.int32)
        np.minimum.at(first, self.ids, np.repeat(of_wording, np.diff(self.ends)))
        return first

    def old_words(self, wording: np.ndarray, row: np.ndarray) -> np.ndarray:
        """Words of paragraphs that stand in a run known before their day, by paragraph."""
        counts = self.ends[wording + 1] - self.ends[wording]
        which = np.repeat(np.arange(len(wording)), counts)
        at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        ids = self.ids[np.repeat(self.ends[wording], counts) + at]
        known = self._known(ids, row[which])
        return covered_by_runs(which[known], at[known], len(wording))

    def _known(self, ids: np.ndarray, row: np.ndarray) -> np.ndarray:
        known = np.zeros(len(ids), dtype=bool)
        for s, first in self.first.items():
            near = (self.session[row] >= s) & (self.session[row] - self.back <= s)
            known |= near & (first[ids] < self.days[row])
        return known


def covered_by_runs(which: np.ndarray, at: np.ndarray, size: int) -> np.ndarray:
    """Words that runs of six cover, by paragraph.

    Parameters
    ----------
    which, at : numpy.ndarray
        Paragraph of each run, and the place of its first word, in order; shape (runs,).
    size : int
        Number of paragraphs.

    Returns
    -------
    numpy.ndarray
        Words (count), shape (size,).

    Examples
    --------
    >>> covered_by_runs(np.array([0, 0, 0, 2]), np.array([0, 1, 9, 4]), 3).tolist()
    [13, 0, 6]
    """
    fresh = np.full(len(at), N, dtype=np.int64)
    same = np.diff(which) == 0
    fresh[1:][same] = np.minimum(np.diff(at)[same], N)
    return np.bincount(which, weights=fresh, minlength=size).astype(np.int64)
