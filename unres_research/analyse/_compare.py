"""Compare a text with a data set: where its words stood before, where they went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import symbols
from unres_research.analyse import lineages
from unres_research.analyse.related import related
from unres_research.corpus import _features as features
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import N
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

RELATED = 20
STOCK = lineages.STOCK
GROUPS = (
    "cited and borrowed",
    "cited, not borrowed",
    "cited, not in the data set",
    "borrowed, not cited",
)


@dataclass(frozen=True)
class Shared:
    """Wording that a text shares with resolutions on one side of its date; made by `compare`.

    Attributes
    ----------
    side : str
        "earlier" or "later".
    n : int
        Least length of a shared run, in words.
    words : int
        Words of the text's preambular, operative and sub-paragraphs.
    covered_words : int
        Words that stand in a run of n or more words that also stands in one paragraph of
        a resolution on this side.
    substantive_words : int
        Those of them that are not stock: that stand in no run of six words which `stock`
        families of resolutions carry (see `compare`).
    paragraphs : pandas.DataFrame
        One row a paragraph of the text: `paragraph`, `words`, `covered_words`,
        `substantive_words`, `share`, `substantive_share` (by words), `best_symbol`,
        `best_paragraph`, `best_words` (the source paragraph that covers most),
        `first_symbol`, `first_date` (the earliest that holds its longest run),
        `longest_run`, and `best_text` when the data set holds texts.
    sources : pandas.DataFrame
        One row a resolution, most covered words first: `symbol`, `adopted_on`, `title`,
        `committee`, `covered_words`, `substantive_words`, `share`, `longest_run`, `cited`
        (by the text).
    runs : pandas.DataFrame
        One row a run and place: `paragraph`, `start`, `length` (words), `symbol`,
        `source_paragraph`, `source_start`, `adopted_on`.
    is_stock : dict of str to numpy.ndarray
        By paragraph, shape (words,), bool: which words are stock.

    Examples
    --------
    >>> import pandas as pd
    >>> none = pd.DataFrame()
    >>> Shared("earlier", 6, 200, 50, 40, none, none, none, {}).share
    0.25
    """

    side: str
    n: int
    words: int
    covered_words: int
    substantive_words: int
    paragraphs: pd.DataFrame
    sources: pd.DataFrame
    runs: pd.DataFrame
    is_stock: dict[str, np.ndarray]

    @property
    def share(self) -> float:
        """Covered words by all words; NaN for a text without words."""
        return self.covered_words / self.words if self.words else float("nan")


@dataclass(frozen=True)
class Comparison:
    """A text beside a data set; made by `compare`.

    Attributes
    ----------
    symbol : str or None
        Of the text, see `own_symbol`.
    date : str
        ISO date that parts earlier from later.
    n : int
        Least length of a shared run, in words.
    words : int
        Words of the text's preambular, operative and sub-paragraphs.
    excluded : tuple of str
        Resolutions left out: the text itself, what it was adopted as, what was asked.
    earlier, later : Shared
    related : pandas.DataFrame
        The 20 resolutions most related: index `symbol`, one column a component, see
        `related`.

    Examples
    --------
    See `compare`.
    """

    symbol: str | None
    date: str
    n: int
    words: int
    excluded: tuple[str, ...]
    earlier: Shared
    later: Shared
    related: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain dicts and lists, ready for JSON.

        Returns
        -------
        dict
            What `unres compare --json` prints.
        """
        return {
            "symbol": self.symbol,
            "date": self.date,
            "n": self.n,
            "words": self.words,
            "excluded": list(self.excluded),
            "earlier": _side_dict(self.earlier),
            "later": _side_dict(self.later),
            "paragraphs": _paragraph_dicts(self.earlier, self.later),
            "related": _records(self.related.round(6).reset_index()),
        }


def compare(
    record: Resolution,
    corpus: Corpus,
    *,
    n: int = N,
    date: str | None = None,
    exclude: Iterable[str] = (),
    stock: int = STOCK,
) -> Comparison:
    r"""Compare a text with the resolutions of a data set.

    Parameters
    ----------
    record : Resolution
        Any text that `unres_research.load` reads.
    corpus : Corpus
    n : int
        Least length of a shared run in words, at least 6.
    date : str, optional
        ISO date that parts earlier from later; by default the text's date of
        distribution (a draft) or of adoption. Resolutions of that very day are on
        neither side.
    exclude : iterable of str
        Symbols to leave out. The text's own symbol, and resolutions whose record names
        it as the draft that they came from, are left out by themselves.
    stock : int
        A word is stock when it stands in a run of six words that so many families of the
        data set carry, earlier or later; a family is what returns under one title
        (`lineages.families`). Titles of instruments and conferences, names of bodies and
        closing formulas are stock; what few unrelated texts share is substantive.

    Returns
    -------
    Comparison

    Raises
    ------
    UnresError
        When the text prints no date and none is given, when n is below 6 or stock below 1, or
        when a symbol to leave out is not in the data set.

    Notes
    -----
    "Earlier" knows only the data set: what stood in a resolution before its first date
    shows as new. Shared wording does not tell who wrote it, nor that one text was the source
    of the other: much of it is formula. Annexes of resolutions count as places; headings of
    the text do not count as its words.

    Where stock ends is a choice. For A/78/L.86 the substantive words hardly move between 15
    and 50 families; look at several values before you build on one.

    Examples
    --------
    A text of eleven words; seven of them, "decides to protect the fish coral and", stand
    in a resolution of May 2023.

    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly,\n\n1. Decides to protect the fish, coral "
    ...     "and dolphins of our ports.")
    >>> found = compare(text, example_corpus(), date="2023-06-01")
    >>> found.words, found.earlier.covered_words, found.later.covered_words
    (11, 7, 0)
    """
    sides = _sides(record, corpus, n=n, date=date, exclude=exclude, stock=stock)
    found = related(record, corpus, exclude=sides["excluded"], n=RELATED)
    return Comparison(**sides, related=found)


def _sides(
    record: Resolution,
    corpus: Corpus,
    *,
    n: int = N,
    date: str | None = None,
    exclude: Iterable[str] = (),
    stock: int = STOCK,
) -> dict[str, Any]:
    """All of a comparison but what is related."""
    if stock < 1:
        raise UnresError(f"found stock = {stock}, expected at least 1 family")
    own = own_symbol(record)
    date = _checked(date) if date else _date_of(record)
    excluded = _excluded(own, corpus, exclude)
    words = features.body_words(record)
    total = sum(map(len, words.values()))
    runs = _runs(words, corpus, min(n, N), excluded)  # stock needs runs of six whatever n is
    is_stock = _stock_words(runs, corpus, total, stock)
    runs = runs[runs["length"] >= n]
    when = np.datetime64(date)
    earlier, later = runs["adopted_on"] < when, runs["adopted_on"] > when
    sides = {
        side: _shared(side, runs[mask], words, corpus, n, record.cites, is_stock)
        for side, mask in (("earlier", earlier), ("later", later))
    }
    about = {"symbol": own, "date": date, "n": n, "words": total, "excluded": excluded}
    return about | sides


def provenance(record: Resolution, corpus: Corpus, **options: Any) -> Shared:
    r"""Where a text's words stood before: the `earlier` side of `compare`.

    Parameters
    ----------
    record : Resolution
    corpus : Corpus
    **options
        `n`, `date`, `exclude` and `stock` of `compare`.

    Returns
    -------
    Shared

    Raises
    ------
    UnresError
        As `compare` does.

    Notes
    -----
    For both sides call `compare` once.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly,\n\n1. Decides to tune the violins, drums "
    ...     "and bells of all States.")
    >>> provenance(text, example_corpus(), date="2025-01-01").sources["symbol"].iloc[0]
    'A/RES/78/907'
    """
    found: Shared = _sides(record, corpus, **options)["earlier"]
    return found


def afterlife(record: Resolution, corpus: Corpus, **options: Any) -> Shared:
    r"""Where a text's words went afterwards: the `later` side of `compare`.

    Parameters
    ----------
    record : Resolution
    corpus : Corpus
    **options
        `n`, `date`, `exclude` and `stock` of `compare`.

    Returns
    -------
    Shared

    Raises
    ------
    UnresError
        As `compare` does.

    Notes
    -----
    For both sides call `compare` once.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly,\n\n1. Decides to tune the violins, drums "
    ...     "and bells of all States.")
    >>> afterlife(text, example_corpus(), date="2024-01-01").share
    1.0
    """
    found: Shared = _sides(record, corpus, **options)["later"]
    return found


def own_symbol(record: Resolution) -> str | None:
    """Symbol of a record: the printed one, else the one that its file is named after.

    Parameters
    ----------
    record : Resolution

    Returns
    -------
    str or None
        None when there is neither.

    Examples
    --------
    >>> from unres_research.records import Source
    >>> own_symbol(Resolution(None, "draft", "", source=Source("A_78_L.86.txt", "text", "")))
    'A/78/L.86'
    """
    if record.symbol or record.source is None:
        return record.symbol
    try:
        return symbols.normalise(PurePath(record.source.path).stem)
    except UnresError:
        return None


def _checked(date: str) -> str:
    try:
        return Date.fromisoformat(date).isoformat()
    except ValueError:
        raise UnresError(f"found the date {date!r}, expected one like '2024-06-25'") from None


def _date_of(record: Resolution) -> str:
    date = (
        record.distributed_on or record.adopted_on
        if record.kind == "draft"
        else record.adopted_on or record.distributed_on
    )
    if not date:
        raise UnresError(
            f"found no date in {own_symbol(record) or 'the text'}, expected one that parts "
            "earlier resolutions from later ones; give date='2024-06-25' (--date)"
        )
    return date


def _excluded(own: str | None, corpus: Corpus, exclude: Iterable[str]) -> tuple[str, ...]:
    asked = [symbols.normalise(s) for s in exclude]
    corpus.rows_of(asked)  # raises when one is not there
    table = corpus.resolutions
    if own is None:
        return tuple(asked)
    came = table.index[table["draft_symbols"].map(lambda drafts: own in set(drafts))]
    itself = [own] if own in table.index else []
    return tuple(dict.fromkeys([*itself, *came, *asked]))


def _runs(
    words: dict[str, list[str]], corpus: Corpus, n: int, excluded: tuple[str, ...]
) -> pd.DataFrame:
    """All shared runs with every paragraph in which they stand."""
    found = corpus.runs.shared_runs(list(words.values()), n=n)
    places = corpus.paragraphs[["wording", "symbol", "paragraph"]]
    places = places[places["wording"].isin(found["wording"].unique())]
    places = places[~places["symbol"].isin(excluded)]
    joined = found.merge(places, on="wording")
    joined["source_paragraph"] = joined.pop("paragraph")
    joined["paragraph"] = np.array(list(words), dtype=object)[joined["text"]]
    joined["adopted_on"] = joined["symbol"].map(corpus.resolutions["adopted_on"])
    offsets = np.cumsum([0, *(len(w) for w in words.values())])
    joined["place"] = offsets[joined["text"]] + joined["start"]
    return joined.rename(columns={"wording_start": "source_start"})


def _stock_words(runs: pd.DataFrame, corpus: Corpus, size: int, stock: int) -> np.ndarray:
    """Which words stand in a run of six words that so many families carry."""
    counts = (runs["length"] - N + 1).to_numpy()
    step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    window = np.repeat(runs["place"].to_numpy(), counts) + step
    family = lineages.families(corpus)[corpus.resolutions.index.get_indexer(runs["symbol"])]
    carried = np.unique(window * (len(corpus) + 1) + np.repeat(family, counts))
    carriers = np.bincount(carried // (len(corpus) + 1), minlength=size)
    common = np.flatnonzero(carriers >= stock)
    found = np.zeros(size + N, dtype=bool)
    for k in range(N):
        found[common + k] = True
    return found[:size]


def _shared(
    side: str,
    runs: pd.DataFrame,
    words: dict[str, list[str]],
    corpus: Corpus,
    n: int,
    cites: tuple[str, ...],
    is_stock: np.ndarray,
) -> Shared:
    total = sum(map(len, words.values()))
    columns = [
        "paragraph",
        "start",
        "length",
        "symbol",
        "source_paragraph",
        "source_start",
        "adopted_on",
    ]
    kept = _without(runs, is_stock)
    return Shared(
        side=side,
        n=n,
        words=total,
        covered_words=int(covered(runs, []).sum()),
        substantive_words=int(covered(kept, []).sum()),
        paragraphs=corpus.with_texts(
            _by_paragraph(runs, kept, words),
            symbol="best_symbol",
            paragraph="best_paragraph",
            name="best_text",
        ),
        sources=_by_source(runs, kept, corpus, total, cites),
        runs=runs.sort_values(["text", "start", "adopted_on", "symbol"])[columns].reset_index(
            drop=True
        ),
        is_stock=_parted(is_stock, {pid: len(w) for pid, w in words.items()}),
    )


def _without(runs: pd.DataFrame, is_stock: np.ndarray) -> pd.DataFrame:
    """Return the runs as if the stock words were not there: places and lengths without them."""
    kept = np.concatenate([[0], np.cumsum(~is_stock)])
    start, end = runs["place"].to_numpy(), (runs["place"] + runs["length"]).to_numpy()
    return runs.assign(place=kept[start], length=kept[end] - kept[start])


def covered(runs: pd.DataFrame, by: list[str]) -> pd.Series:
    """Count the distinct words that runs cover, by group.

    Parameters
    ----------
    runs : pandas.DataFrame
        Columns `place` (first word, counted through the whole text) and `length`, and
        those of `by`.
    by : list of str
        Columns to group by; empty for one total.

    Returns
    -------
    pandas.Series
        Words (count) by group; a word in several runs of a group counts once.

    Examples
    --------
    >>> import pandas as pd
    >>> covered(pd.DataFrame({"place": [0, 3, 20], "length": [6, 6, 6]}), []).tolist()
    [15]
    """
    import pandas as pd

    if by:
        group = runs.groupby(by, sort=True).ngroup().to_numpy()
    else:
        group = np.zeros(len(runs), dtype=int)
    start, end = runs["place"].to_numpy(), (runs["place"] + runs["length"]).to_numpy()
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    span = int(end.max(initial=0)) + 1
    reach = np.maximum.accumulate(end + group * span)
    before = np.concatenate([[0], reach[:-1]]) - group * span
    fresh = np.maximum(0, end - np.maximum(start, before))
    counts = np.bincount(group, weights=fresh).astype(int)
    if not by:
        return pd.Series(counts)
    return pd.Series(counts, index=runs.groupby(by, sort=True).size().index)


def _by_paragraph(
    runs: pd.DataFrame, kept: pd.DataFrame, words: dict[str, list[str]]
) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame({"paragraph": list(words), "words": [len(w) for w in words.values()]})
    table = table.set_index("paragraph")
    table["covered_words"] = covered(runs, ["paragraph"]).reindex(table.index, fill_value=0)
    table["substantive_words"] = covered(kept, ["paragraph"]).reindex(table.index, fill_value=0)
    known = table["words"].where(table["words"] > 0)
    table["share"] = table["covered_words"] / known
    table["substantive_share"] = table["substantive_words"] / known
    best = _best_sources(runs).groupby("paragraph").first()
    first = runs.sort_values(["length", "adopted_on", "symbol"], ascending=[False, True, True])
    first = first.groupby("paragraph").first()
    table["best_symbol"] = best["symbol"].reindex(table.index)
    table["best_paragraph"] = best["source_paragraph"].reindex(table.index)
    table["best_words"] = best["covered_words"].reindex(table.index, fill_value=0)
    table["longest_run"] = first["length"].reindex(table.index, fill_value=0)
    table["first_symbol"] = first["symbol"].reindex(table.index)
    table["first_date"] = first["adopted_on"].reindex(table.index)
    return table.reset_index()


def _best_sources(runs: pd.DataFrame) -> pd.DataFrame:
    """Source paragraphs of every paragraph, those that cover most first, then the earliest."""
    keys = ["paragraph", "symbol", "source_paragraph"]
    found = covered(runs, keys).rename("covered_words").reset_index()
    grouped = runs.groupby(keys, sort=True)
    found["longest_run"] = grouped["length"].max().to_numpy()
    found["adopted_on"] = grouped["adopted_on"].first().to_numpy()
    order = ["covered_words", "adopted_on", "symbol", "source_paragraph"]
    return found.sort_values(order, ascending=[False, True, True, True], kind="stable")


def _by_source(
    runs: pd.DataFrame, kept: pd.DataFrame, corpus: Corpus, total: int, cites: tuple[str, ...]
) -> pd.DataFrame:
    table = covered(runs, ["symbol"]).rename("covered_words").reset_index()
    table["substantive_words"] = covered(kept, ["symbol"]).to_numpy()
    table["longest_run"] = runs.groupby("symbol", sort=True)["length"].max().to_numpy()
    table["share"] = table["covered_words"] / total if total else np.nan
    table["cited"] = table["symbol"].isin(cites)
    for column in ("adopted_on", "title", "committee"):
        table[column] = table["symbol"].map(corpus.resolutions[column])
    order = ["covered_words", "adopted_on", "symbol"]
    table = table.sort_values(order, ascending=[False, True, True], kind="stable")
    return table.reset_index(drop=True)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts; what is undefined is None, for JSON has no NaN."""
    rows = table.to_dict("records")
    return [{k: None if v != v else v for k, v in row.items()} for row in rows]


# sources of the words -------------------------------------------------------------------


def main_sources(shared: Shared, *, n: int = 6) -> pd.DataFrame:
    """Choose the few resolutions that together cover most of a text.

    The first covers most substantive words, the next most of those that are left, and so on;
    stock phrases do not count.

    Parameters
    ----------
    shared : Shared
        One side of a comparison.
    n : int
        How many at most.

    Returns
    -------
    pandas.DataFrame
        `symbol`, `adopted_on`, `title`, `cited`, `covered_words`, `added_words` (substantive
        words that none of the rows above covers; count). Resolutions that add nothing are
        left out.

    Notes
    -----
    The greedy choice covers at least 63 per cent of what the best choice of n would. That
    a resolution comes first does not make it the origin: others may share the same words.

    References
    ----------
    Nemhauser, Wolsey & Fisher (1978), An analysis of approximations for maximizing submodular
    set functions, Mathematical Programming 14.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly," + chr(10) + chr(10)
    ...     + "1. Decides to tune the violins, drums and bells of all States.")
    >>> main_sources(provenance(text, example_corpus(), date="2025-01-01"))["added_words"].tolist()
    [11]
    """
    masks = _masks(shared)
    left = ~np.concatenate([*shared.is_stock.values(), np.empty(0, dtype=bool)])
    chosen: list[tuple[str, int]] = []
    order = shared.sources["symbol"].tolist()
    while len(chosen) < n and order:
        gains = [int((masks[s] & left).sum()) for s in order]
        best = int(np.argmax(gains))
        if not gains[best]:
            break
        chosen.append((order[best], gains[best]))
        left &= ~masks[order.pop(best)]
    table = shared.sources.set_index("symbol").loc[[s for s, _ in chosen]]
    table["added_words"] = [gain for _, gain in chosen]
    columns = ["adopted_on", "title", "cited", "covered_words", "added_words"]
    return table[columns].reset_index()


def _masks(shared: Shared) -> dict[str, np.ndarray]:
    """Which words of the text each resolution covers."""
    masks = {s: np.zeros(shared.words, dtype=bool) for s in shared.sources["symbol"]}
    sizes = shared.paragraphs.set_index("paragraph")["words"]
    first = (sizes.cumsum() - sizes).to_dict()
    for row in shared.runs.itertuples():
        start = first[row.paragraph] + row.start
        masks[row.symbol][start : start + row.length] = True
    return masks


def word_sources(shared: Shared, main: pd.DataFrame) -> dict[str, np.ndarray]:
    """Tell for every word of a text which main source it is shared with.

    Parameters
    ----------
    shared : Shared
        One side of a comparison.
    main : pandas.DataFrame
        Column `symbol`, the most important first: from `main_sources`.

    Returns
    -------
    dict of str to numpy.ndarray
        By paragraph, shape (words,), int: row of the first source in `main` that has the
        word in a shared run; len(main) where only other resolutions have it; -1 where none
        has.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly," + chr(10) + chr(10)
    ...     + "1. Decides to tune the violins, drums and bells of all towns.")
    >>> shared = provenance(text, example_corpus(), date="2025-01-01")
    >>> word_sources(shared, main_sources(shared))["OP1"].tolist()
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1]
    """
    masks = _masks(shared)
    found = np.full(shared.words, -1)
    for mask in masks.values():
        found[mask] = len(main)
    for k in reversed(range(len(main))):
        found[masks[main["symbol"].iloc[k]]] = k
    sizes = shared.paragraphs.set_index("paragraph")["words"]
    return _parted(found, sizes.to_dict())


def _parted(values: np.ndarray, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Part values of all words of a text by paragraph."""
    parts = np.split(values, np.cumsum(list(sizes.values()), dtype=int))
    return dict(zip(sizes, parts, strict=False))  # after the last paragraph nothing is left


def by_citation(record: Resolution, corpus: Corpus, shared: Shared) -> pd.DataFrame:
    """Part resolutions into cited and borrowed, cited only, and borrowed without citation.

    Parameters
    ----------
    record : Resolution
        The text.
    corpus : Corpus
    shared : Shared
        Its earlier side: `compare(record, corpus).earlier`.

    Returns
    -------
    pandas.DataFrame
        One row a resolution that is cited or shares wording: `symbol`, `group` ("cited and
        borrowed", "cited, not borrowed", "cited, not in the data set", "borrowed, not cited"),
        `adopted_on`, `title`, `covered_words`, `substantive_words`. Borrowed means that at
        least one substantive word is shared: stock phrases alone are no borrowing. What is
        neither cited nor borrowed (stock alone) is left out, and cited documents that are no
        resolutions. Within a group by substantive words.

    Notes
    -----
    A cited resolution that is not in the data set, that was adopted on the text's own day or
    that was left out of the comparison may have lent words all the same. "Not cited" means
    that the text does not name it; the series to which it belongs may be named
    through another session's resolution.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly," + chr(10) + chr(10)
    ...     + "1. Recalls its resolution 77/901, and decides to tune all bells.")
    >>> corpus = example_corpus()
    >>> shared = provenance(text, corpus, date="2025-01-01")
    >>> by_citation(text, corpus, shared)["group"].tolist()
    ['cited, not borrowed']
    """
    import pandas as pd

    lent = shared.sources.set_index("symbol")
    cited = [s for s in record.cites if "/RES/" in s]
    table = pd.DataFrame(index=pd.Index(dict.fromkeys([*cited, *lent.index]), name="symbol"))
    for column in ("covered_words", "substantive_words"):
        table[column] = lent[column].reindex(table.index, fill_value=0)
    is_cited, borrowed = table.index.isin(cited), table["substantive_words"] > 0
    groups = np.where(borrowed, "borrowed, not cited", "stock alone")
    groups = np.where(is_cited, "cited, not borrowed", groups)
    groups = np.where(is_cited & borrowed, "cited and borrowed", groups)
    known = table.index.isin(corpus.resolutions.index)
    table["group"] = np.where(known, groups, "cited, not in the data set")
    for column in ("adopted_on", "title"):
        table[column] = corpus.resolutions[column].reindex(table.index)
    table = table[table["group"] != "stock alone"].reset_index()
    order = table.assign(rank=table["group"].map(GROUPS.index)).sort_values(
        ["rank", "substantive_words", "covered_words", "symbol"],
        ascending=[True, False, False, True],
    )
    columns = ["symbol", "group", "adopted_on", "title", "covered_words", "substantive_words"]
    return order[columns].reset_index(drop=True)


# beside one resolution ------------------------------------------------------------------


def beside(record: Resolution, corpus: Corpus, symbol: str) -> pd.DataFrame:
    """Set a text beside one resolution of which the data set has only fingerprints.

    Parameters
    ----------
    record : Resolution
        The text.
    corpus : Corpus
    symbol : str
        A resolution of the data set.

    Returns
    -------
    pandas.DataFrame
        One row a paragraph of the text: `paragraph`, `words`, `covered_words` (that stand in
        runs of six or more words in the resolution), `best_paragraph` (of the resolution, that
        covers most), `best_words`, `whole` (whether one run in it covers all words), `same_place`
        (whether that paragraph has the same id).

    Raises
    ------
    UnresError
        When the data set does not hold the resolution.

    Notes
    -----
    Paragraphs of fewer than six words have no fingerprint and show as not covered. What was
    changed inside a paragraph needs both texts: `align.align`.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly," + chr(10) + chr(10)
    ...     + "1. Decides to tune the violins, drums and bells of all States.")
    >>> beside(text, example_corpus(), "A/RES/78/907")[["best_paragraph", "whole"]].values.tolist()
    [['OP1', True]]
    """
    words = features.body_words(record)
    symbol = symbols.normalise(symbol)
    corpus.rows_of(symbol)  # raises when it is not there
    others = tuple(s for s in corpus.resolutions.index if s != symbol)
    runs = _runs(words, corpus, N, others)
    no_stock = np.zeros(sum(map(len, words.values())), dtype=bool)
    table = _by_paragraph(runs, _without(runs, no_stock), words)
    whole = runs[runs["length"] == runs["paragraph"].map(table.set_index("paragraph")["words"])]
    at = whole.groupby("paragraph")["source_paragraph"].agg(set)
    table["whole"] = table["paragraph"].isin(at.index)
    table["same_place"] = [p in at.get(p, ()) for p in table["paragraph"]]
    columns = ["paragraph", "words", "covered_words", "best_paragraph", "best_words"]
    return table[[*columns, "whole", "same_place"]]


# as plain objects ---------------------------------------------------------------------


def _side_dict(shared: Shared) -> dict[str, Any]:
    wanted = shared.sources[["symbol", "covered_words", "cited"]]
    return {
        "covered_words": shared.covered_words,
        "substantive_words": shared.substantive_words,
        "share": round(shared.share, 6) if shared.words else None,
        "sources": wanted.to_dict("records"),
    }


def _paragraph_dicts(earlier: Shared, later: Shared) -> list[dict[str, Any]]:
    sides = {"earlier": _paragraph_side(earlier), "later": _paragraph_side(later)}
    rows = []
    for row in earlier.paragraphs.itertuples():
        one = {"id": row.paragraph, "words": int(row.words)}
        one |= {side: found[row.paragraph] for side, found in sides.items()}
        one["new_words"] = int(row.words - row.covered_words)
        rows.append(one)
    return rows


def _paragraph_side(shared: Shared) -> dict[str, dict[str, Any]]:
    numbered = shared.runs.assign(place=shared.runs["start"])
    best = _best_sources(numbered).rename(columns={"source_paragraph": "of"})
    sources: dict[str, list[dict[str, Any]]] = {}
    for row in best.itertuples():
        sources.setdefault(row.paragraph, []).append(
            {
                "symbol": row.symbol,
                "paragraph": row.of,
                "covered_words": int(row.covered_words),
                "longest_run": int(row.longest_run),
            }
        )
    return {
        row.paragraph: {
            "covered_words": int(row.covered_words),
            "sources": sources.get(row.paragraph, []),
        }
        for row in shared.paragraphs.itertuples()
    }
