"""Prevalence of topics in groups of resolutions, and its intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list
from unres_research.analyse import intervals
from unres_research.analyse._rates import by_unit, log_error, refusal
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._grouping import Held, grouped, held
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

_MIN_SERIES = 50  # for the interval of a topic that a group is not about
_UNEVEN = 3.0  # times as many series above the average as series alike
_SIZES = ("resolutions", "series", "words")


def prevalence_of(
    model: TopicModel, symbols: str | Iterable[str] | None, by: object
) -> pd.DataFrame:
    """Prevalence of topics in a group, or in each of several."""
    whole, inside = held(model), members(model, symbols)
    if not whole.words[inside].sum():
        raise UnresError("found no paragraphs with topics in the group, expected at least one")
    units = unit_of(model.corpus)
    known = Known.of(by_unit(whole.mass, units), by_unit(whole.words, units))
    if by is not None:
        return _by_group(model, inside, known, by)
    table, sizes = _table(model, whole, inside, known)
    paragraphs = int(whole.paragraphs[inside].sum())
    table.attrs = {"resolutions": sizes["resolutions"], "series": sizes["series"],
                   "paragraphs": paragraphs, "words": sizes["words"]}  # fmt: skip
    return table.set_index("topic")


def members(model: TopicModel, symbols: str | Iterable[str] | None) -> np.ndarray:
    """Which resolutions are named, all of them by default."""
    if symbols is None:
        return np.ones(len(model.corpus), dtype=bool)
    wanted = as_list(symbols, "symbols")
    model.corpus.rows_of(wanted)  # raises when one is not there
    return np.asarray(model.corpus.resolutions["symbol"].isin(wanted))


def _by_group(model: TopicModel, inside: np.ndarray, known: Known, by: object) -> pd.DataFrame:
    import pandas as pd

    tables, left = [], inside.copy()
    for name, rows, found in grouped(model, by):
        left &= ~rows
        if (rows & inside).any():
            table, sizes = _table(model, found, rows & inside, known)
            table.insert(0, "group", name)
            tables.append(table.assign(**sizes))
    if not tables:
        raise UnresError(
            f"found none of {inside.sum():,} resolutions in a group, expected at least one"
        )
    long = pd.concat(tables, ignore_index=True)
    long.attrs = {"left_out": int(left.sum())}
    return long


def _table(
    model: TopicModel, found: Held, inside: np.ndarray, known: Known
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """One row a topic, for the resolutions that are inside; and how much they are."""
    import pandas as pd

    units, some = unit_of(model.corpus), found.of(inside)
    own, holds = units[inside], some.words > 0
    low, high, reason = group_intervals(by_unit(some.mass, own), by_unit(some.words, own), known)
    total = some.words.sum()
    share = some.mass.sum(axis=0) / total if total else np.full(len(model), np.nan)
    sizes = (int(holds.sum()), len(set(own[holds])), int(total))
    columns = {"prevalence": share, "low": low, "high": high, "reason": reason}
    table = pd.DataFrame({"topic": list(model.labels)} | columns)
    return table, dict(zip(_SIZES, sizes, strict=True))


@dataclass(frozen=True)
class Known:
    """What the whole data set tells of every topic."""

    share: np.ndarray
    even: np.ndarray  # whether no few series hold most of it

    @classmethod
    def of(cls, mass: np.ndarray, words: np.ndarray) -> Known:
        """From words of topics by series, shape (series, topics), and words in all."""
        share = mass.sum(axis=0) / words.sum()
        above = (mass > np.multiply.outer(words, share)).sum(axis=0)
        return cls(share, above * log_error(mass, words)[0] ** 2 < _UNEVEN)


def group_intervals(
    mass: np.ndarray, words: np.ndarray, known: Known
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ends of the intervals of topics in a group of series, and why there is none."""
    mass, words = mass[words > 0], words[words > 0]
    reason = refusal(mass, words)
    if not len(words):
        nothing = np.full(len(reason), np.nan)
        return nothing, nothing, reason
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = log_error(mass, words)[0] ** -2 if len(mass) > 1 else np.zeros(len(reason))
    about = (mass.sum(axis=0) >= 2 * known.share * words.sum()) & (alike >= len(mass) / 3)
    few = "" if len(mass) >= _MIN_SERIES else f"fewer than {_MIN_SERIES} series"
    loose = np.where(known.even, few, "a few texts hold most of it")
    reason = np.where((reason == "") & ~about, loose, reason)
    ends = intervals.ratio(mass, words, share=True)
    low, high = (np.where(reason == "", end, np.nan) for end in ends)
    return low, high, reason
