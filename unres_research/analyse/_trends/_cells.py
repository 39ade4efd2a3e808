"""Sessions, months, groups: which paragraphs are counted together, and what there is of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from unres_research._inputs import check_known
from unres_research.analyse._days import until_day
from unres_research.analyse._grouping import in_order, keys_of, part_of
from unres_research.analyse._groups import chosen_symbols
from unres_research.analyse._topics._model import TopicModel
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

TIMES = ("session", "year", "quarter", "month")
_FIRST = 1945  # year in which the first session would have begun, one before its number
_BEGINS = "-09-01"  # sessions begin in September


@dataclass(frozen=True)
class Group:
    """Body paragraphs that are counted together, summed by resolution."""

    name: Any  # None where nothing is split
    belongs: csr_array  # shape (resolutions, wordings): how often each stands there
    words: np.ndarray  # by resolution
    paragraphs: np.ndarray

    def sums(self, held: csr_array) -> np.ndarray:
        """Sum what wordings hold (wordings x columns) by resolution."""
        return np.asarray((self.belongs @ held).todense())


@dataclass(frozen=True)
class Time:
    """A session or a part of a year, and the resolutions adopted in it."""

    name: Any
    rows: np.ndarray  # of `corpus.resolutions`
    complete: bool  # whether the data set reaches from its beginning to its end


def times_of(
    corpus: Corpus, by: str, until: str | None = None, where: Any = None
) -> tuple[Time, ...]:
    """Sessions, years, quarters or months in which regular sessions adopted something."""
    check_known([by], TIMES, "times to count by")
    table = corpus.resolutions
    sessions = sessions_of(table, until)
    inside = ~np.isnan(sessions)
    if where is not None:
        inside &= table.index.isin(chosen_symbols(corpus, where))
        if not inside.any():
            raise UnresError(
                f"found no resolution with {str(where)[:80]!r} in a regular session, expected one"
            )
    if by == "session":
        names = [int(s) for s in np.unique(sessions[~np.isnan(sessions)])]
        kept = ((s, inside & (sessions == s)) for s in names)
        return tuple(
            Time(s, np.flatnonzero(rows), _over(corpus, s)) for s, rows in kept if rows.any()
        )
    return tuple(_calendar(corpus, by, inside))


def sessions_of(table: pd.DataFrame, until: str | None) -> np.ndarray:
    """Session of every resolution that counts, NaN of the rest."""
    sessions = table["session"].to_numpy(dtype=float, na_value=np.nan)
    if np.isnan(sessions).all():
        raise UnresError(
            f"found no regular session of the General Assembly among {len(table)} resolutions, "
            "expected at least one: trends run over sessions"
        )
    sessions = np.where(until_day(table, until), sessions, np.nan)
    if np.isnan(sessions).all():
        raise UnresError(f"found no resolution until {until} in any session, expected at least one")
    return sessions


def _over(corpus: Corpus, session: int) -> bool:
    """Whether the data set reaches beyond a session."""
    return corpus.last_date >= f"{_FIRST + session + 1}{_BEGINS}"


def _calendar(corpus: Corpus, by: str, inside: np.ndarray) -> Iterator[Time]:
    """Parts of years, from the first that has a resolution to the last, empty ones too."""
    import pandas as pd

    when = corpus.resolutions["adopted_on"]
    period = when.dt.to_period({"year": "Y", "quarter": "Q", "month": "M"}[by])
    known = period[inside].dropna()
    first = int(corpus.resolutions["session"].min())
    begins = pd.Timestamp(f"{_FIRST + first}{_BEGINS}")
    for one in pd.period_range(known.min(), known.max()):
        rows = np.flatnonzero(inside & (period == one).to_numpy())
        complete = one.start_time >= begins and str(one.end_time.date()) <= corpus.last_date
        name: Any = one.year if by == "year" else str(one)
        yield Time(name, rows, bool(complete))


def groups_of(corpus: Corpus, split: Any) -> tuple[Group, ...]:
    """Groups of body paragraphs: by a field of their resolutions, by part, or by topic."""
    body = np.flatnonzero(corpus.body())
    if split is None:
        return (_group(corpus, None, body),)
    if isinstance(split, TopicModel):
        names, of = split.labels, _topic_of(split)[body]
        return tuple(_group(corpus, name, body[of == k]) for k, name in enumerate(names))
    if isinstance(split, str) and split == "part":
        part = part_of(corpus)[body]
        return tuple(_group(corpus, p, body[part == p]) for p in ("preamble", "operative"))
    keys = keys_of(corpus, split).to_numpy()
    if not any(keys):
        raise UnresError(
            f"found no resolution with a group in split = {str(split)[:80]!r}, expected at least "
            "one; leave it out to count all together"
        )
    at = corpus.resolutions.index.get_indexer(corpus.paragraphs["symbol"])[body]
    holders = {name: np.array([name in key for key in keys])
               for name in in_order({name for key in keys for name in key})}  # fmt: skip
    return tuple(_group(corpus, name, body[held[at]]) for name, held in holders.items())


def _group(corpus: Corpus, name: Any, rows: np.ndarray) -> Group:
    table = corpus.paragraphs.iloc[rows]
    at = corpus.resolutions.index.get_indexer(table["symbol"])
    words, n = table["words"].to_numpy(), len(corpus)
    belongs = csr_array(
        (np.ones(len(rows), dtype=np.int64), (at, table["wording"].to_numpy())),
        shape=(n, corpus.n_wordings),
    )
    return Group(name, belongs, np.bincount(at, words, n), np.bincount(at, minlength=n))


def _topic_of(model: TopicModel) -> np.ndarray:
    """Number of the topic that most of a paragraph belongs to, -1 where it has none."""
    found = np.full(model.corpus.n_wordings, -1)
    known = ~np.isnan(model.weights).any(axis=1)
    found[model.wordings[known]] = model.weights[known].argmax(axis=1)
    return found[model.corpus.paragraphs["wording"].to_numpy()]
