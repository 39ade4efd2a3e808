"""Tables of who carried a clause: places, sessions, series, and each of its words over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._compare import count_matched
from unres_research.analyse._runs import title_words
from unres_research.analyse.lineages import series
from unres_research.corpus._chosen import sessions_of
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.corpus._fingerprints import N

if TYPE_CHECKING:
    import pandas as pd

_PLACE = ["collection", "symbol", "paragraph"]
_ABOUT = ["adopted_on", "session", "committee", "title"]
_Span = tuple[str, int, int]  # a word and its place in the text


def joined(found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Runs of all collections in one table, the earliest first."""
    import pandas as pd

    columns = ["symbol", "source_paragraph", "start", "length", "source_start", "adopted_on"]
    tables = []
    for collection, runs in found.items():
        table = runs[columns].rename(columns={"source_paragraph": "paragraph"})
        table = table.astype({"symbol": object, "paragraph": object, "start": int, "length": int})
        table.insert(0, "collection", collection)
        tables.append(table)
    order = ["adopted_on", "symbol", "paragraph", "start"]
    return pd.concat(tables).sort_values(order, kind="stable", ignore_index=True)


def session_names(corpus: Corpus) -> pd.Series:
    """Session of every resolution, index `symbol`: 78, "ES-10", or "" outside the Assembly."""
    import pandas as pd

    return pd.Series(sessions_of(corpus), index=corpus.resolutions.index, dtype=object)


def places(runs: pd.DataFrame, collections: Mapping[str, Corpus], words: int) -> pd.DataFrame:
    """Paragraphs that share a run with a clause of so many words."""
    import pandas as pd

    found = (
        count_matched(runs.assign(place=runs["start"]), _PLACE)
        .rename("matched_words")
        .reset_index()
    )
    longest = runs.groupby(_PLACE)["length"].max().to_numpy()
    found["longest_run"] = longest.astype(int)
    found["whole"] = longest == words
    tables = [found.iloc[:0].assign(kind=[], **{name: [] for name in _ABOUT})]
    for collection, table in found.groupby("collection", sort=False):
        tables.append(_about(table, collections[str(collection)]))
    order = ["matched_words", "adopted_on", "symbol", "paragraph"]
    filled = [table for table in tables if len(table)] or tables
    return pd.concat(filled).sort_values(
        order, ascending=[False, True, True, True], ignore_index=True
    )


def _about(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Add what a data set knows of the paragraphs, and their texts where it holds them."""
    about = corpus.resolutions.assign(session=session_names(corpus))
    kinds = corpus.paragraphs.loc[corpus.rows_of(table["symbol"].unique().tolist())]
    kinds = kinds.set_index(["symbol", "paragraph"])["kind"]
    at = list(zip(table["symbol"], table["paragraph"], strict=True))
    made = table.assign(kind=kinds.loc[at].to_numpy())
    for name in _ABOUT:
        made[name] = about[name].reindex(table["symbol"]).to_numpy()
    return corpus.with_texts(made)


def place_of(carriers: pd.DataFrame, row: int) -> dict[str, str] | None:
    """One of the places, as plain values."""
    if carriers.empty:
        return None
    found = carriers.iloc[row]
    return {
        "symbol": found["symbol"],
        "paragraph": found["paragraph"],
        "adopted_on": f"{found['adopted_on']:%Y-%m-%d}",
        "collection": found["collection"],
    }


def by_session(
    carriers: pd.DataFrame, found: pd.DataFrame, corpus: Corpus, words: int, without: Iterable[str]
) -> pd.DataFrame:
    """One row a session: resolutions that carry a clause, and those with half of its words."""
    import pandas as pd

    own = corpus.collection
    names = session_names(corpus)
    kept = ~corpus.resolutions.index.isin(list(without))
    half = found[found["matched_words"] >= words / 2]
    counts = {
        "resolutions": _resolutions(carriers[carriers["collection"] == own]),
        "of": names[kept].value_counts(),
        "with_half": _resolutions(half[half["collection"] == own]),
        "most_words": found[found["collection"] == own].groupby("session")["matched_words"].max(),
    }
    order = _in_order(names.unique())
    table = pd.DataFrame({name: column.reindex(order) for name, column in counts.items()})
    table = table.fillna(0).astype(int)
    table["share"] = table["resolutions"] / table["of"]  # NaN where none is left
    return table.rename_axis("session").reset_index()


def _in_order(sessions: Iterable[Any]) -> list[Any]:
    """Regular sessions by number, then the special ones."""
    return sorted(sessions, key=lambda name: (isinstance(name, str), name))


def _resolutions(table: pd.DataFrame) -> pd.Series:
    return table.groupby("session")["symbol"].nunique()


def series_of(collections: Mapping[str, Corpus]) -> pd.Series:
    """Series of every resolution, named after its first member, index `symbol`.

    Of a selection, what has the title of a series belongs to it; the rest goes by title.
    """
    import pandas as pd

    main, *others = collections.values()
    found = series(main)
    named = dict(zip(_titles(main), found, strict=True))
    named.pop((), None)
    parts = [found]
    for corpus in others:
        keys = _titles(corpus)
        names = [named.setdefault(key or (symbol,), symbol) for symbol, key in keys.items()]
        parts.append(pd.Series(names, index=keys.index))
    return pd.concat(parts)


@once_per_corpus
def _titles(corpus: Corpus) -> pd.Series:
    """Words of every title, as families go by them."""
    return corpus.resolutions["title"].map(title_words)


def by_series(carriers: pd.DataFrame, names: pd.Series, main: Corpus) -> pd.DataFrame:
    """One row a series that carries a clause."""
    import pandas as pd

    columns = ["series", "title", "committees", "resolutions", "of", "older", "first",
               "first_date", "latest", "latest_date"]  # fmt: skip
    sizes = names[names.index.isin(main.resolutions.index)].value_counts()
    rows = []
    for name, some in carriers.groupby(names[carriers["symbol"]].to_numpy(), sort=False):
        one, last = some.iloc[0], some.iloc[-1]
        committees = tuple(dict.fromkeys(some["committee"].dropna()))
        held = some.drop_duplicates("symbol")["collection"] == main.collection
        counts = int(held.sum()), int(sizes.get(name, 0)), int((~held).sum())
        ends = (one["symbol"], one["adopted_on"], last["symbol"], last["adopted_on"])
        rows.append((name, last["title"], committees, *counts, *ends))
    table = pd.DataFrame(rows, columns=columns)
    order = ["resolutions", "older", "first_date", "series"]
    return table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


# words ----------------------------------------------------------------------------------


class Held:
    """Which words of a clause, or runs of six words, every resolution holds; the earliest first."""

    def __init__(self, runs: pd.DataFrame, size: int) -> None:
        import pandas as pd

        keys = list(zip(runs["collection"], runs["symbol"], strict=True))
        self.code, self.names = pd.factorize(np.array([*keys, None], dtype=object)[:-1])
        at = np.unique(self.code, return_index=True)[1]
        self.days = runs["adopted_on"].to_numpy()[at]
        self.start = runs["start"].to_numpy()
        self.end = self.start + runs["length"].to_numpy()
        self.size = size

    def matrix(self, n: int) -> np.ndarray:
        """Shape (resolutions, runs of n words), bool."""
        edges = np.zeros((len(self.names), self.size + 1), dtype=np.int32)
        np.add.at(edges, (self.code, self.start), 1)
        np.subtract.at(edges, (self.code, self.end - n + 1), 1)
        return np.asarray(np.cumsum(edges, axis=1)[:, : max(0, self.size - n + 1)] > 0)

    def ends(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First and last resolution that holds each column; -1 where none does."""
        if not len(matrix):
            return (np.full(matrix.shape[1], -1),) * 2
        first, last = matrix.argmax(axis=0), len(matrix) - 1 - matrix[::-1].argmax(axis=0)
        known = matrix.any(axis=0)
        return np.where(known, first, -1), np.where(known, last, -1)

    def told(self, rows: np.ndarray, name: str) -> dict[str, list[Any]]:
        """Columns that name resolutions: `first_symbol`, `first_date`, `first_collection`."""
        import pandas as pd

        at = rows.tolist()
        return {
            f"{name}_symbol": [self.names[k][1] if k >= 0 else None for k in at],
            f"{name}_date": [pd.Timestamp(self.days[k]) if k >= 0 else pd.NaT for k in at],
            f"{name}_collection": [self.names[k][0] if k >= 0 else None for k in at],
        }


def word_table(
    runs: pd.DataFrame, spans: Sequence[_Span], text: str, is_formulaic: np.ndarray
) -> pd.DataFrame:
    """One row a word of a clause: where it first and last stood in a run of six words."""
    import pandas as pd

    held = Held(runs, len(spans))
    matrix = held.matrix(1)
    first, last = held.ends(matrix)
    told = {"word": [text[a:b] for _, a, b in spans], "resolutions": matrix.sum(axis=0)}
    told |= {**held.told(first, "first"), **held.told(last, "latest")}
    return pd.DataFrame({**told, "is_formulaic": is_formulaic})


def stretches(
    runs: pd.DataFrame, spans: Sequence[_Span], text: str, collections: Mapping[str, Corpus]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Runs that came and went together, and how many resolutions of each session hold them."""
    import pandas as pd

    held = Held(runs, len(spans))
    matrix = held.matrix(N)
    ends = list(zip(*(rows.tolist() for rows in held.ends(matrix)), strict=True))
    cut: list[tuple[int, int, int, int]] = []
    members: list[np.ndarray] = []
    for (first, last), group in groupby(range(len(ends)), key=ends.__getitem__):
        at = list(group)
        if first >= 0:
            cut.append((at[0], at[-1] + N, first, last))
            members.append(np.asarray(matrix[:, at[0] : at[-1] + 1].all(axis=1)))
    table = pd.DataFrame(cut, columns=["start", "end", "first", "latest"], dtype=int)
    table["text"] = [text[spans[a][1] : spans[b - 1][2]] for a, b, *_ in cut]
    table["resolutions"] = [int(which.sum()) for which in members]
    for name in ("first", "latest"):
        told = held.told(table.pop(name).to_numpy(), name)
        table = table.assign(**told)
    return table, _by_session(held, members, collections)


def _by_session(
    held: Held, members: Sequence[np.ndarray], collections: Mapping[str, Corpus]
) -> pd.DataFrame:
    """Count, for every stretch, the resolutions of each session; a selection is one column."""
    import pandas as pd

    main = next(iter(collections))
    names = session_names(collections[main])
    order = [*(name for name in collections if name != main), *_in_order(names.unique())]
    columns = [order.index(names[s] if c == main else c) for c, s in held.names]
    belongs = np.zeros((len(columns), len(order)), dtype=int)
    belongs[np.arange(len(columns)), columns] = 1
    counts = np.array(members, dtype=int).reshape(len(members), len(columns)) @ belongs
    return pd.DataFrame(counts, columns=order)


# lineage --------------------------------------------------------------------------------


def home(own: Iterable[str], carriers: pd.DataFrame, names: pd.Series) -> list[str]:
    """Symbols of the text's own series, or else of the one that carries most.

    `own` are the text's own symbols, `carriers` places that hold the clause or most of it.
    """
    known = names[names.index.isin(list(own))].unique()
    if names.isin(known).sum() <= len(known):  # none but the text itself
        counts = names[carriers["symbol"].unique()].value_counts(sort=False)
        known = [counts.idxmax()] if len(counts) else known
    return list(names.index[names.isin(known)])


def lineage(
    members: Sequence[str],
    own: Sequence[str | None],
    without: Mapping[str, str],
    found: pd.DataFrame,
    runs: pd.DataFrame,
    collections: Mapping[str, Corpus],
) -> pd.DataFrame:
    """One row a resolution of a series: its paragraph that holds most of a clause, and what.

    `own` are the text's own symbol and paragraph, `without` symbols left out with the reason.
    """
    import pandas as pd

    best = found.drop_duplicates("symbol").set_index("symbol")
    rows = [_best(symbol, without.get(symbol, ""), best, runs) for symbol in members]
    columns = ["symbol", "left_out", "paragraph", "matched_words", "whole", "held", "text"]
    table = pd.DataFrame(rows, columns=columns).astype({"paragraph": object, "text": object})
    table.loc[table["symbol"] == own[0], "paragraph"] = own[1]
    about = pd.concat([c.resolutions[["adopted_on", "title"]] for c in collections.values()])
    for name in about:
        table[name] = about[name].reindex(table["symbol"]).to_numpy()
    return table.sort_values(["adopted_on", "symbol"], kind="stable", ignore_index=True)


def _best(symbol: str, left_out: str, best: pd.DataFrame, runs: pd.DataFrame) -> tuple[Any, ...]:
    if left_out or symbol not in best.index:
        return symbol, left_out, None, np.nan if left_out else 0, False, (), None
    at = best.loc[symbol]
    same = (runs["symbol"] == symbol) & (runs["paragraph"] == at["paragraph"])
    held = ((0, int(at["matched_words"])),) if at["whole"] else spans_of(runs[same])
    return symbol, "", at["paragraph"], at["matched_words"], at["whole"], held, at.get("text")


def spans_of(runs: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    """Stretches of words that some runs hold together.

    >>> import pandas as pd
    >>> spans_of(pd.DataFrame({"start": [2, 0, 12], "length": [7, 6, 6]}))
    ((0, 9), (12, 18))
    """
    found: list[tuple[int, int]] = []
    for start, length in sorted(zip(runs["start"], runs["length"], strict=True)):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], int(start + length))
        else:
            found.append((int(start), int(start + length)))
    return tuple(found)
