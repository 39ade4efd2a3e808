"""Which collections a search goes through, and what it says of them: the receipt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.corpus._corpus import Corpus
from unres_research.corpus._schema import SELECTION

if TYPE_CHECKING:
    import pandas as pd

RECEIPT = (
    *("collection", "resolutions", "paragraphs", "first_date", "last_date", "left_out"),
    "what",
)


def collections_of(corpus: Corpus) -> list[Corpus]:
    """List a data set, and its selection if it has one."""
    return [corpus] if corpus.selection is None else [corpus, corpus.selection]


def searched(
    corpora: Iterable[Corpus], left_out: Iterable[str] = (), *, before: str | None = None
) -> pd.DataFrame:
    """Account for what is searched, one row a collection.

    Parameters
    ----------
    corpora : iterable of Corpus
        As of `collections_of`.
    left_out : iterable of str
        Symbols of resolutions that are not searched.
    before : str, optional
        ISO date from which on nothing is searched; that is no leaving out.

    Returns
    -------
    pandas.DataFrame
        `collection` ("complete" or "selection"), `resolutions` and `paragraphs` (searched;
        counts), `first_date`, `last_date` (of those searched, ISO; None where there are none),
        `left_out` (count), `what` (by what a selection was chosen; empty for a complete one).

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = searched([example_corpus()], ["A/RES/77/901"])
    >>> found[["collection", "resolutions", "paragraphs", "left_out"]].values.tolist()
    [['complete', 15, 15, 1]]
    """
    import pandas as pd

    left = frozenset(left_out)
    rows = [_row(corpus, left, before) for corpus in corpora]
    return pd.DataFrame(rows, columns=list(RECEIPT))


def _row(corpus: Corpus, left: frozenset[str], before: str | None) -> dict[str, Any]:
    table = corpus.resolutions
    in_time = np.ones(len(table), dtype=bool)
    if before is not None:
        in_time = table["adopted_on"].to_numpy() < np.datetime64(before)
    out = in_time & table.index.isin(list(left))
    kept = table[in_time & ~out]
    days = kept["adopted_on"]
    return {
        "collection": corpus.collection,
        "resolutions": len(kept),
        "paragraphs": int(kept["paragraphs"].sum()),
        "first_date": str(days.min().date()) if len(kept) else None,
        "last_date": str(days.max().date()) if len(kept) else None,
        "left_out": int(out.sum()),
        "what": str(corpus.package["unres"].get("selected", "")),
    }


def said(receipt: pd.DataFrame) -> str:
    """Say in one sentence what was searched.

    >>> from unres_research.corpus import example_corpus
    >>> said(searched([example_corpus()], ["A/RES/77/901"]))
    'Searched: 15 resolutions of 2023-05-02 to 2024-05-08 (complete; 1 left out).'
    """
    parts = [_part(row, first=not k) for k, row in enumerate(receipt.to_dict("records"))]
    return f"Searched: {' and '.join(parts) or 'nothing'}."


def _part(row: dict[str, Any], *, first: bool) -> str:
    noun = f" resolution{'' if row['resolutions'] == 1 else 's'}" if first else ""
    dates = f" of {row['first_date']} to {row['last_date']}" if row["resolutions"] else ""
    kind = "a selection" if row["collection"] == SELECTION else row["collection"]
    kind += f": {row['what']}" if row["what"] else ""
    left = f"; {row['left_out']:,} left out" if row["left_out"] else ""
    return f"{row['resolutions']:,}{noun}{dates} ({kind}{left})"
