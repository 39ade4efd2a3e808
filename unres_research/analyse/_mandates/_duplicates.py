"""Requests that stand nearly unchanged in several lineages: pairs for a person to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._mandates._alike import Likeness, likeness_of
from unres_research.analyse._runs import is_substantive, resolution_runs, similar_rows
from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

_SIDE = ["symbol", "paragraph", "committee", "series", "heads", "what", "due"]
COLUMNS = [*(f"first_{name}" for name in _SIDE), *(f"second_{name}" for name in _SIDE),
           "share", "share_of_longer", "shared_runs", "shared_words", "first_words",
           "second_words", "weight", "texts_share", "both_reports", "same_addressee",
           "same_committee", "same_due", "same_day"]  # fmt: skip
_OF_ALL = {"heads": "head", "what": "what", "due": "due", "due_after": "due_after"}
CAPTION = (
    "Pairs of requests that stand nearly unchanged in the latest texts of two series; share: of "
    "the shorter one's runs of six words, stock phrases left out; texts_share: of the smaller "
    "text's runs, those that both whole texts have."
)
_LEAST = 6  # telling runs of the shorter one: eleven words
_WHOLE = 6  # words of a run


def latest_of(asked: pd.DataFrame) -> pd.DataFrame:
    """Requests of the latest text of each series among them."""
    when = asked[["series", "adopted_on", "symbol"]].drop_duplicates()
    when = when.sort_values(["adopted_on", "symbol"], kind="stable")
    kept = set(when.drop_duplicates("series", keep="last")["symbol"])
    return asked[asked["symbol"].isin(kept)]


def duplicates(corpus: Corpus, asked: pd.DataFrame, min_share: float) -> pd.DataFrame:
    """One row a pair of paragraphs of two series."""
    import pandas as pd

    like = likeness_of(corpus)
    places = paragraphs_of(latest_of(asked))
    runs = _compact(like.telling_runs[places["wording"].to_numpy()])
    enough = np.flatnonzero(np.diff(runs.indptr) >= _LEAST)
    places, runs = places.iloc[enough].reset_index(drop=True), runs[enough]
    pairs = similar_rows(runs, min_share) if len(places) else pd.DataFrame()
    if not len(pairs):
        return pd.DataFrame(columns=COLUMNS)
    series = places["series"].to_numpy()
    first, second = (pairs[name].to_numpy() for name in ("first", "second"))
    apart = series[first] != series[second]
    pairs, first, second = pairs[apart], first[apart], second[apart]
    table = pd.concat(
        [
            places.iloc[at][_SIDE].reset_index(drop=True).add_prefix(f"{name}_")
            for name, at in (("first", first), ("second", second))
        ],
        axis=1,
    )
    sizes = np.diff(runs.indptr)
    table["share"] = pairs["share"].to_numpy()
    shared = pairs["shared"].to_numpy()
    table["share_of_longer"] = shared / np.maximum(sizes[first], sizes[second])
    table["shared_runs"] = shared
    table = table.assign(**_words(places, first, second, like))
    table["weight"] = _weights(runs, first, second, like)
    table["texts_share"] = _texts(corpus, table)
    return _same(table, places, first, second)


def _compact(matrix: csr_array) -> csr_array:
    """The same rows without columns that none has; the number of columns costs time."""
    from scipy.sparse import csr_array

    columns, at = np.unique(matrix.indices, return_inverse=True)
    return csr_array((matrix.data, at, matrix.indptr), shape=(matrix.shape[0], len(columns)))


def paragraphs_of(asked: pd.DataFrame) -> pd.DataFrame:
    """One row a paragraph that asks something: heads and times of all that it asks."""
    place, keys = ["symbol", "paragraph"], ["committee", "series", "wording", "adopted_on"]
    table = asked.drop_duplicates(place)[[*place, *keys]].reset_index(drop=True)
    at = asked.groupby(place, sort=False).ngroup().to_numpy()
    for name, column in _OF_ALL.items():
        held: list[dict[Any, None]] = [{} for _ in range(len(table))]
        known = asked[column].notna().to_numpy(dtype=bool)
        for row, value in zip(at[known].tolist(), asked[column][known].tolist(), strict=True):
            held[row].setdefault(value)
        table[name] = [tuple(values) for values in held]
    return table


def _words(
    places: pd.DataFrame, first: np.ndarray, second: np.ndarray, like: Likeness
) -> dict[str, Any]:
    """Words of both, and of the first those that stand in a run that the second has, too."""
    ids, ends = like.corpus.runs.all_runs()
    wording = places["wording"].to_numpy()
    words = _lengths(like.corpus)
    shared = []
    for a, b in zip(wording[first].tolist(), wording[second].tolist(), strict=True):
        held = np.isin(ids[ends[a] : ends[a + 1]], ids[ends[b] : ends[b + 1]])
        covered = np.zeros(len(held) + _WHOLE, dtype=int)
        at = np.flatnonzero(held)
        np.add.at(covered, at, 1)
        np.subtract.at(covered, at + _WHOLE, 1)
        shared.append(int((np.cumsum(covered) > 0).sum()))
    return {
        "shared_words": shared, "first_words": words[wording[first]],
        "second_words": words[wording[second]],
    }  # fmt: skip


def _texts(corpus: Corpus, table: pd.DataFrame) -> np.ndarray:
    """Share of the smaller text's telling runs that both texts of a pair have."""
    runs = resolution_runs(corpus)
    place = corpus.resolutions.index.get_indexer
    at = [place(table[name]) for name in ("first_symbol", "second_symbol")]
    texts, rows = np.unique(np.concatenate(at), return_inverse=True)
    some = _compact(runs[texts][:, np.flatnonzero(is_substantive(corpus))])
    shared = (some @ some.T).toarray()
    one, other = np.split(rows, 2)
    smaller = np.minimum(*(np.diff(some.indptr)[side] for side in (one, other)))
    return np.asarray(shared[one, other] / smaller)


def _lengths(corpus: Corpus) -> np.ndarray:
    """Words of every wording."""
    table = corpus.paragraphs
    found = np.zeros(corpus.n_wordings, dtype=np.int64)
    found[table["wording"].to_numpy()] = table["words"].to_numpy()
    return found


def _weights(runs: Any, first: np.ndarray, second: np.ndarray, like: Likeness) -> np.ndarray:
    """How telling what a pair shares is: sum over runs of one by how many paragraphs have them."""
    holders = np.bincount(runs.indices, minlength=runs.shape[1])
    both = runs[first].multiply(runs[second]).tocsr()
    return np.asarray(both @ (2.0 / np.maximum(holders, 1)))


def _same(
    table: pd.DataFrame, places: pd.DataFrame, first: np.ndarray, second: np.ndarray
) -> pd.DataFrame:
    def both(name: str) -> list[tuple[Any, Any]]:
        values = places[name].tolist()
        return [(values[a], values[b]) for a, b in zip(first, second, strict=True)]

    table["both_reports"] = ["report" in a and "report" in b for a, b in both("what")]
    table["same_addressee"] = [bool(set(a) & set(b)) for a, b in both("heads")]
    table["same_committee"] = [a == b for a, b in both("committee")]
    table["same_due"] = [bool(set(a) & set(b)) for a, b in both("due")]
    table["same_day"] = [a == b for a, b in both("adopted_on")]
    order = ["weight", "share", "first_symbol", "second_symbol", "first_paragraph"]
    ascending = [False, False, True, True, True]
    return table[COLUMNS].sort_values(order, ascending=ascending, ignore_index=True, kind="stable")
