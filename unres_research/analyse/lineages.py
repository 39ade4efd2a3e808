"""Lineages: which earlier resolution a text renews, and how much of its wording is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_known, check_whole
from unres_research._parallel import each
from unres_research._progress import each as counting
from unres_research.analyse import intervals
from unres_research.analyse._days import until_day
from unres_research.analyse._runs import (
    families,
    is_substantive,
    resolution_runs,
    run_matrix,
    similar_rows,
    title_words,
)
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.corpus._fingerprints import N, ranges
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

__all__ = ["near_duplicates", "new_wording", "new_wording_by", "predecessors", "series"]
__dir__ = __all__.copy  # what tab completion shows

_MIN_SCORE, _MIN_CITED = 0.65, 0.4  # of a predecessor; of one that is cited
_SAME_TITLE = 0.95
_MARGIN = 0.02  # by which a predecessor must be ahead of its rivals
_ROWS = 1_024  # resolutions of a task
_AHEAD = 0.1  # score that a session weighs
_LITTLE, _BEGINNING = 0.1, 0.5  # wording, and weight of the first words, where titles begin alike
_SMALL_WORDS = set(re.findall(r"\w+", "a an and at by for from in of on or the to with"))


def near_duplicates(corpus: Corpus, *, min_share: float = 0.5) -> pd.DataFrame:
    """All pairs of wordings that share most of the shorter one's runs of six words.

    Paragraphs with equal words are one wording, so that what returns unchanged every year
    is compared once. Exact: no pair is missed and none is estimated.

    Parameters
    ----------
    corpus : Corpus
    min_share : float
        Least share of the shorter wording's distinct runs, above 0, at most 1.

    Returns
    -------
    pandas.DataFrame
        One row a pair: `first`, `second` (wordings, the smaller number first), `shared`
        (distinct runs, count), `share` (of the shorter one's runs), ordered by wording.
        Wordings of fewer than six words have no runs and are in no pair.

    Notes
    -----
    Of r runs, ceil(min_share r) are shared, so any r - ceil(min_share r) + 1 of them meet: only
    the rarest of the shorter wording are looked up (prefix filtering). Not for a small
    `min_share`: near 0 nearly every pair that shares a formula is a result.

    References
    ----------
    Chaudhuri, Ganti & Kaushik (2006), A primitive operator for similarity joins in data
    cleaning, ICDE 2006.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> pairs = near_duplicates(example_corpus(), min_share=0.3)
    >>> len(pairs), pairs.loc[0, ["first", "second", "shared"]].astype(int).tolist()
    (4, [0, 1, 2])
    """
    if not 0 < min_share <= 1:
        raise UnresError(f"found min_share = {min_share}, expected a share above 0 and at most 1")
    return similar_rows(run_matrix(corpus), min_share)


def predecessors(corpus: Corpus, *, back: int = 3) -> pd.DataFrame:
    """For every resolution the one of an earlier session that it renews.

    Every earlier resolution is scored by the mean of two shares: of wording (distinct runs of
    six words that fewer than 20 families of titles carry, by the smaller of the two texts) and
    of title (words weighted by how rare they are in titles, shared by all). It qualifies

    - with the same title but for numbers, hyphens and small words (a share of 0.95), however
      long ago; of several sessions the latest. The title counts as 1;
    - of the `back` sessions before, with a title that begins alike (the same words before a
      colon, or first words that weigh half of the shorter title), when it is cited and a tenth
      of the wording is shared. Here too the title counts as 1;
    - of the `back` sessions before, with a score of at least 0.65, or 0.4 when it is cited.

    Of those the latest session counts whose best score is at most 0.1 below the best of all,
    and in it the highest score; when another one there comes within 0.02 of it, none is chosen.

    Parameters
    ----------
    corpus : Corpus
    back : int
        Sessions to look back on for a text of another title, at least 1.

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
        When `back` is less than 1.

    Notes
    -----
    Subjects are shown, not weighed: a third of the resolutions have none in the metadata when
    they are new. A text that takes up two earlier ones has one predecessor here. What calls a
    meeting or proclaims a day often copies more of a series than the next text of that series
    does, and does not renew it: hence the weight of titles.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> predecessors(example_corpus())["reason"].value_counts().to_dict()
    {'too little in common': 8}
    """
    _check(back)
    kept = _kept_predecessors(corpus)
    if back not in kept:
        kept[back] = _find_predecessors(corpus, back)
    return kept[back].copy()


@once_per_corpus
def _kept_predecessors(corpus: Corpus) -> dict[int, pd.DataFrame]:
    """What was found by how many sessions it looked back on."""
    return {}


def _find_predecessors(corpus: Corpus, back: int) -> pd.DataFrame:
    import pandas as pd

    table = corpus.resolutions
    session = table["session"].to_numpy(dtype=float, na_value=np.nan)
    wording, title = _shared_wording(corpus), _shared_titles(table["title"])
    begins, family = _Beginnings(table["title"]), families(corpus)
    symbol, subjects, cites = (table[name].tolist() for name in ("symbol", "subjects", "cites"))
    place = {name: row for row, name in enumerate(symbol)}
    rows = []
    for k in np.flatnonzero(session > np.fmin.reduce(session, initial=np.inf)).tolist():
        earlier = np.flatnonzero(session < session[k])
        gap = session[k] - session[earlier]
        cited = np.isin(earlier, [place[name] for name in cites[k] if name in place])
        alike = begins.like(k, earlier, cited)
        words, name = (_row(matrix, k)[earlier] for matrix in (wording, title))
        name[family[earlier] == family[k]] = 1
        best, score, reason = _choose(gap, words, name, cited, alike, back)
        row = {"symbol": symbol[k], "session": int(session[k]), "score": score, "reason": reason}
        if best is not None:
            other = int(earlier[best])
            row |= {"predecessor": symbol[other], "gap": int(gap[best]), "cited": bool(cited[best])}
            row |= {"wording": words[best], "title": name[best]}
            row["subjects"] = _jaccard(subjects[k], subjects[other])
        rows.append(row)
    shown = ["predecessor", "gap", "wording", "title", "subjects", "cited", "score", "reason"]
    found = pd.DataFrame(rows, columns=["symbol", "session", *shown]).set_index("symbol")
    return found.astype({"session": "Int64", "gap": "Int64", "cited": "boolean"})


def _row(matrix: csr_array, k: int) -> np.ndarray:
    """One row of a matrix, with its zeros."""
    found = np.zeros(matrix.shape[1], dtype=matrix.dtype)
    low, high = matrix.indptr[k : k + 2]
    found[matrix.indices[low:high]] = matrix.data[low:high]
    return found


def _check(back: int | None) -> None:
    if back is not None:
        check_whole(back, "back", 1)


def _shared_wording(corpus: Corpus) -> csr_array:
    """Share of the smaller text's substantive runs, for all pairs of resolutions."""
    from scipy.sparse import vstack

    runs = resolution_runs(corpus)[:, np.flatnonzero(is_substantive(corpus))]
    sizes, columns = np.diff(runs.indptr), runs.T.tocsr()
    parts = (runs[k : k + _ROWS] for k in range(0, runs.shape[0], _ROWS))
    shared = vstack([*each(_product, parts, columns)], format="coo")
    smaller = np.minimum(sizes[shared.row], sizes[shared.col])
    shared.data = shared.data / smaller
    return shared.tocsr()


def _product(rows: csr_array, columns: csr_array) -> csr_array:
    return rows @ columns


def _shared_titles(titles: pd.Series) -> csr_array:
    """Weighted Jaccard of the words of all pairs of titles that share any."""
    import pandas as pd
    from scipy.sparse import csr_array

    told = [sorted(set(_telling(title))) for title in titles]
    columns, names = pd.factorize(np.array([w for t in told for w in t], dtype=object))
    ends = np.cumsum([0, *map(len, told)])
    words = csr_array((np.ones(len(columns)), columns, ends), shape=(len(told), len(names)))
    weighted = words.copy()
    weighted.data *= _rarity(len(titles), words.sum(axis=0))[words.indices]
    shared, total = (weighted @ words.T).tocoo(), weighted.sum(axis=1)
    both = total[shared.row] + total[shared.col] - shared.data
    shared.data = np.minimum(1, shared.data / both)  # rounding may lead above 1
    return shared.tocsr()


def _rarity(titles: int, holders: Any) -> Any:
    """Weight of a word of titles by how many have it."""
    return np.log(titles / holders) + 0.1


class _Beginnings:
    """Which titles begin alike."""

    def __init__(self, titles: pd.Series) -> None:
        self.words = [_telling(title) for title in titles]
        self.heads = [_telling(title.partition(":")[0]) * (":" in title) for title in titles]
        holders = Counter(word for words in self.words for word in set(words))
        self.weight = {w: _rarity(len(titles), n) for w, n in holders.items()}

    def like(self, k: int, others: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """Tell which of the others that are wanted have a title that begins as that of k."""
        found = np.zeros(len(others), dtype=bool)
        found[wanted] = [self._alike(k, i) for i in others[wanted]]
        return found

    def _alike(self, one: int, other: int) -> bool:
        if self.heads[one] and self.heads[one] == self.heads[other]:
            return True
        pairs = zip(self.words[one], self.words[other], strict=False)
        common = takewhile(lambda pair: pair[0] == pair[1], pairs)
        shorter = min(self._weigh(self.words[one]), self._weigh(self.words[other]))
        return self._weigh([word for word, _ in common]) >= _BEGINNING * shorter > 0

    def _weigh(self, words: Sequence[str]) -> float:
        return sum(self.weight[word] for word in words)


def _telling(title: str) -> list[str]:
    """Words of a title in order, without numbers and small words."""
    return [word for word in title_words(title) if word not in _SMALL_WORDS]


def _choose(
    gap: np.ndarray,
    wording: np.ndarray,
    title: np.ndarray,
    cited: np.ndarray,
    alike: np.ndarray,
    back: int,
) -> tuple[int | None, float, str]:
    """Place of the predecessor among the candidates, its score, and why there is none."""
    same, near = title >= _SAME_TITLE, gap <= back
    named = same | (alike & cited & (wording >= _LITTLE))
    score = (wording + np.where(named, 1, title)) / 2
    enough = near & (named | (score >= _MIN_SCORE) | (cited & (score >= _MIN_CITED)))
    enough = np.where(same, gap == gap[same].min(initial=np.inf), enough)
    if not (near | same).any():
        return None, np.nan, "no candidate"
    if not enough.any():
        return None, float(score[near].max()), "too little in common"
    late = enough & (score >= score[enough].max() - _AHEAD)
    among = np.flatnonzero(enough & (gap == gap[late].min()))
    best = int(among[np.argmax(score[among])])
    alone = (score[among] >= score[best] - _MARGIN).sum() == 1
    chosen = (best, "") if alone else (None, "two candidates alike")
    return chosen[0], float(score[best]), chosen[1]


def _jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a and b else float("nan")


def series(corpus: Corpus, found: pd.DataFrame | None = None) -> pd.Series:
    """Name the series of every resolution after its first member.

    A series is what predecessors lead through, together with all resolutions of the same title
    but for numbers, hyphens and capitals: two texts of one session may have one title.

    Parameters
    ----------
    corpus : Corpus
    found : pandas.DataFrame, optional
        What `predecessors` gave; made when missing.

    Returns
    -------
    pandas.Series
        Symbol of the first resolution of the series (in the data set), index `symbol`. A
        resolution that neither renews another nor is renewed is a series of one.

    Notes
    -----
    Resolutions of one series are nearly the same text: what is inferred from many resolutions
    takes the series as its unit.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> series(example_corpus())["A/RES/78/901"]
    'A/RES/78/901'
    """
    import pandas as pd
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    table = predecessors(corpus) if found is None else found
    before = table["predecessor"].dropna().to_dict()

    def first(symbol: str) -> str:
        while symbol in before:  # ends: a predecessor is of an earlier session
            symbol = before[symbol]
        return symbol

    symbols = corpus.resolutions.index
    roots, title = symbols.get_indexer([first(s) for s in symbols]), families(corpus)
    size = len(symbols)
    ties = coo_array((np.ones(size), (roots, size + title)), shape=(2 * size, 2 * size))
    part = connected_components(ties, directed=False)[1][roots]
    root = pd.Series(roots).groupby(part).transform("min")  # the first in the data set
    return pd.Series(symbols[root], index=symbols, name="series").rename_axis("symbol")


def new_wording(corpus: Corpus, *, back: int | None = None) -> pd.DataFrame:
    """Count the words of every resolution that stand in no earlier one.

    A word is new when it stands in no run of six or more words that also stands in one
    paragraph of a resolution adopted before.

    Parameters
    ----------
    corpus : Corpus
    back : int, optional
        Look only at so many sessions before (at least 1), and at the same session, so that all
        sessions have the same memory; by default at the whole data set.

    Returns
    -------
    pandas.DataFrame
        One row a resolution, index `symbol`: `session`, `committee`, `adopted_on`, `series`
        (symbol of its first member in the data set), `words` (of preambular, operative and
        sub-paragraphs), `new_words` (count), `share` (new words by words; NaN without words),
        `memory` (regular sessions of the data set before its own that were looked at; missing
        for special sessions). With `back`, resolutions of special sessions are neither counted
        nor looked at.

    Notes
    -----
    "New" knows only what it looks at: in the first session nearly everything looks new. Compare
    only resolutions of equal `memory`, and say which, for the share depends on it: of session 80
    of the built-in data it is 23, 11, 10 and 10 per cent with `back` 1, 2, 3 and 6. Paragraphs of
    fewer than six words count as new. Places in annexes and headings count as earlier places;
    their own words are not counted.

    Examples
    --------
    The second resolution shares "decides to protect the fish coral and" with the first.

    >>> from unres_research.corpus import example_corpus
    >>> table = new_wording(example_corpus())
    >>> table.loc[["A/RES/77/901", "A/RES/77/902"], "new_words"].tolist()
    [11, 4]
    """
    _check(back)
    about = corpus.resolutions[["session", "committee", "adopted_on", "words"]]
    session = about["session"].astype(float)
    table = corpus.paragraphs[corpus.body()]
    memory = _Memory(corpus, session.to_numpy(), back)
    rows = corpus.resolutions.index.get_indexer(table["symbol"])
    asked = np.stack([table["wording"].to_numpy(), rows])
    parts = np.array_split(asked, max(1, len(table) // 20_000), axis=1)
    done = each(_old_words, parts, memory)
    old = np.concatenate([*counting(done, "looking for new wording", len(parts), "part")])
    fresh = table["words"].to_numpy() - old
    new = np.bincount(rows, weights=fresh, minlength=len(corpus)).astype(np.int64)
    words = about["words"].to_numpy()
    share = np.divide(new, words, out=np.full(len(new), np.nan), where=words > 0)
    found = about.assign(new_words=new, share=share, memory=_sessions_before(session, back))
    found.insert(3, "series", _series_names(corpus))
    found = found.rename_axis("symbol")
    return found if back is None else found[session.notna().to_numpy()]


def _series_names(corpus: Corpus) -> np.ndarray:
    """Symbol of the first resolution of each one's series."""
    from unres_research.analyse._series import unit_of  # which needs `series` of this module

    units = unit_of(corpus)
    first = np.unique(units, return_index=True)[1]
    return np.asarray(corpus.resolutions.index.to_numpy()[first[units]])


def _sessions_before(session: pd.Series, back: int | None) -> pd.Series:
    """Count the sessions in the data set before each one, at most so far back."""
    known = np.unique(session.dropna())
    lowest = session - (np.inf if back is None else back)
    counts = np.searchsorted(known, session) - np.searchsorted(known, lowest)
    return session.where(session.isna(), counts).astype("Int64")


def new_wording_by(
    table: pd.DataFrame,
    by: str | Sequence[str] = "session",
    *,
    memory: int | None = None,
    until: str | None = None,
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
    until : str, optional
        Month and day, as "06-04": only what sessions adopted until that day. Texts late in a
        session are newer than most, so a session that is not over looks less new than it will;
        to compare it, cut all at the day of the last text.

    Returns
    -------
    pandas.DataFrame
        One row a group: the columns of `by`, `resolutions`, `series`, `words`, `new_words`,
        `share` (new words by words; one long text can move it), `share_low`, `share_high` (95
        per cent, `intervals.ratio` with the series as units; NaN where it refuses), `median`
        (of the resolutions' shares). `attrs`: `memory` (sessions; None where there is none) and
        `until`.

    Notes
    -----
    The share of a session is exact; the interval is about the process behind it (see
    `intervals.ratio`). Whether two sessions differ is not seen by whether intervals overlap.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> new_wording_by(new_wording(corpus, back=1))[["session", "words", "new_words"]].values
    array([[78, 88, 62]])
    """
    import pandas as pd

    by = as_list(by, "columns to group by")
    check_known(by, table.columns, "columns of the table")
    wanted = table["memory"].max() if memory is None else memory
    kept = table[(table["memory"] == wanted) & until_day(table, until)]
    rows = []
    for key, group in kept.groupby(by, sort=True, dropna=False):
        words, new = group["words"].to_numpy(), group["new_words"].to_numpy()
        interval = intervals.ratio(new, words, units=group["series"].to_numpy(), share=True)
        sizes = len(group), group["series"].nunique(), int(words.sum()), int(new.sum())
        share = new.sum() / words.sum() if words.sum() else np.nan
        rows.append((*key, *sizes, share, *interval, group["share"].median()))
    counts = ["resolutions", "series", "words", "new_words"]
    figures = ["share", "share_low", "share_high", "median"]
    found = pd.DataFrame(rows, columns=[*by, *counts, *figures])
    found.attrs = {"memory": None if pd.isna(wanted) else int(wanted), "until": until}
    return found


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
        first = self.ends[wording]
        counts = self.ends[wording + 1] - first
        which, at = np.repeat(np.arange(len(wording)), counts), ranges(0 * first, counts)
        ids = self.ids[ranges(first, counts)]
        known = self._known(ids, row[which])
        return _words_in_runs(which[known], at[known], len(wording))

    def _known(self, ids: np.ndarray, row: np.ndarray) -> np.ndarray:
        known = np.zeros(len(ids), dtype=bool)
        for s, first in self.first.items():
            near = (self.session[row] >= s) & (self.session[row] - self.back <= s)
            known |= near & (first[ids] < self.days[row])
        return known


def _old_words(asked: np.ndarray, memory: _Memory) -> np.ndarray:
    """Words of some paragraphs, by wording and row, that stood in a resolution before."""
    return memory.old_words(*asked)


def _words_in_runs(which: np.ndarray, at: np.ndarray, size: int) -> np.ndarray:
    """Words that runs of six hold, by paragraph: `which` paragraph, `at` which word, in order."""
    fresh = np.full(len(at), N, dtype=np.int64)
    same = np.diff(which) == 0
    fresh[1:][same] = np.minimum(np.diff(at)[same], N)
    return np.bincount(which, weights=fresh, minlength=size).astype(np.int64)
