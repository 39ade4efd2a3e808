"""Groups of resolutions, or of their paragraphs, that are counted apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

GROUPINGS = ("session", "month", "committee", "agenda_item", "vote", "part", "subject")
PARTS = ("preamble", "operative")
_VOTES = {"recorded vote": "with a vote", "without a vote": "without a vote"}


def part_of(corpus: Corpus) -> np.ndarray:
    """Part of every body paragraph: "preamble", "operative" or NaN.

    Sub-paragraphs stand after the paragraph that they belong to, and in the same part.
    """
    table = corpus.paragraphs
    kind = table["kind"].map({"preambular": "preamble", "operative": "operative"})
    return kind.groupby(table["symbol"].to_numpy()).ffill().to_numpy(dtype=object)


def keys_of(corpus: Corpus, by: object) -> pd.Series:
    """Tuple of the groups that every resolution stands in, empty where in none."""
    import pandas as pd

    if isinstance(by, (Mapping, pd.Series)):
        given = pd.Series(by)
        corpus.rows_of(list(given.index))  # raises when one is not there
        if given.index.has_duplicates:
            twice = given.index[given.index.duplicated()][0]
            raise UnresError(f"found {twice} twice in the groups, expected each symbol once")
        several = [value for value in given.tolist() if not pd.api.types.is_scalar(value)]
        if several:
            raise UnresError(
                f"found {str(several[0])[:40]} as the group of a resolution, expected one name or "
                "number"
            )
        return _singly(given.reindex(corpus.resolutions.index))
    if not isinstance(by, str) or by not in GROUPINGS:
        raise UnresError(
            f"found no groups by {str(by)[:80]!r}, expected one of {', '.join(GROUPINGS)}, or the "
            "group of each resolution, as a mapping or a series by symbol"
        )
    return _known(corpus.resolutions, by)


def _known(table: pd.DataFrame, by: str) -> pd.Series:
    import pandas as pd

    if by == "month":
        return _singly(table["adopted_on"].dt.strftime("%Y-%m"))
    if by == "vote":
        return _singly(table["adoption"].map(_VOTES))
    if by == "agenda_item":  # numbered anew in every session
        regular = table["session"].astype(object)
        sessions = regular.where(regular.notna(), table["special_session"])
        named = [
            tuple(f"session {session}, item {item}" for item in items)
            for session, items in zip(sessions, table["agenda_items"], strict=True)
        ]
        return pd.Series(named, index=table.index, dtype=object)
    if by == "subject":
        return table["subjects"].map(tuple)
    return _singly(table[by])


def _singly(values: pd.Series) -> pd.Series:
    """One group each, none where it is missing."""
    import pandas as pd

    missing = values.isna()
    groups = [
        () if gone else (value,) for value, gone in zip(values.tolist(), missing, strict=True)
    ]
    return pd.Series(groups, index=values.index, dtype=object)


def in_order(names: set[Any]) -> list[Any]:
    """Names in order, numbers inside words by size."""
    if all(isinstance(name, str) for name in names):
        return sorted(names, key=_by_size)
    try:
        return sorted(names)
    except TypeError:
        raise UnresError(
            "found groups of several kinds, as numbers beside words, expected names that can be "
            "put in order"
        ) from None


def _by_size(name: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", name)]
