"""Prevalence of topics in groups of resolutions, and its intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list
from unres_research.analyse._rates import by_unit, log_error, refusal
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._grouping import Held, grouped, held
from unres_research.analyse._topics._parts import check_within, own_rows, with_word
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

PRIOR = 3.0  # degrees of freedom that the whole data set's variance counts for
_SIZES = ("resolutions", "series", "words")


def prevalence_of(
    model: TopicModel, symbols: str | Iterable[str] | None, by: object
) -> pd.DataFrame:
    """Prevalence of topics in a group, or in each of several."""
    whole, inside = held(model), members(model, symbols)
    if not whole.words[inside].sum():
        raise UnresError("found no paragraphs with topics in the group, expected at least one")
    known = known_of(model, whole)
    if by is not None:
        return _by_group(model, inside, known, by)
    table, sizes = _table(model, whole, inside, known)
    paragraphs = int(whole.paragraphs[inside].sum())
    table.attrs = {"resolutions": sizes["resolutions"], "series": sizes["series"],
                   "paragraphs": paragraphs, "words": sizes["words"]}  # fmt: skip
    return with_word(model, table.set_index("topic"))


def known_of(model: TopicModel, whole: Held) -> Known:
    units = unit_of(model.corpus)
    return Known.of(by_unit(whole.mass, units), by_unit(whole.words, units))


def members(model: TopicModel, symbols: str | Iterable[str] | None) -> np.ndarray:
    """Which resolutions are named; by default all that topics were found in."""
    if symbols is None:
        return own_rows(model)
    wanted = as_list(symbols, "symbols")
    model.corpus.rows_of(wanted)  # raises when one is not there
    check_within(model, wanted)
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
    long.attrs = {"left_out": int(left.sum()), "by": by if isinstance(by, str) else ""}
    return with_word(model, long)


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
    """What the whole data set tells of every topic, and of how series vary."""

    share: np.ndarray
    variance: np.ndarray  # of the logarithm of the share, of one series that has all words

    @classmethod
    def of(cls, mass: np.ndarray, words: np.ndarray) -> Known:
        """From words of topics by series, shape (series, topics), and words in all."""
        mass, words = mass[words > 0], words[words > 0]
        error = log_error(mass, words)[0] if len(words) > 1 else np.full(mass.shape[1], np.nan)
        return cls(mass.sum(axis=0) / words.sum(), np.nan_to_num(error) ** 2 / _unequal(words))

    def expected(self, share: np.ndarray, words: np.ndarray) -> np.ndarray:
        """Variance of the logarithm of the share of a group, had it the whole's variance.

        By how unequal its series are, and less where it holds more of the topic: what few have
        varies more.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            rarer = np.minimum(1, self.share / share)
        return self.variance * _unequal(words) * rarer


def _unequal(words: np.ndarray) -> float:
    """1 / n for n series of one length, more where few have most of the words."""
    return float((words**2).sum() / words.sum() ** 2)


@dataclass(frozen=True)
class Moderated:
    """Share of every topic in a group of series, and how well it is known."""

    share: np.ndarray
    error: np.ndarray  # standard error of its logarithm
    freedom: np.ndarray
    reason: np.ndarray  # "", or why nothing can be inferred

    @classmethod
    def of(cls, mass: np.ndarray, words: np.ndarray, known: Known) -> Moderated:
        """From words of topics by series, and words in all."""
        mass, words = mass[words > 0], words[words > 0]
        reason = refusal(mass, words)
        if (reason != "").all():
            nothing = np.full(len(reason), np.nan)
            share = mass.sum(axis=0) / words.sum() if len(words) else nothing
            return cls(share, nothing, nothing, reason)
        error, freedom = log_error(mass, words)
        share = mass.sum(axis=0) / words.sum()
        both = freedom + PRIOR
        variance = (freedom * error**2 + PRIOR * known.expected(share, words)) / both
        reason = np.where((reason == "") & (share >= 1), "nothing but this topic", reason)
        return cls(share, np.sqrt(variance), both, reason)


def around_skew(
    share: np.ndarray, error: np.ndarray, freedom: np.ndarray, level: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of a share that leaves out so much (0 to 1), half on each side.

    What is found is taken for the true share times a gamma variable of mean 1 and variance
    `error`**2, as sums are of which few units hold much (Fay & Feuer). Its quantiles are taken at
    the level that Student's t has on the scale of the normal; near 1 a share is set on logits.
    """
    from scipy.special import gammainccinv, gammaincinv, ndtr, stdtrit

    tail = ndtr(stdtrit(freedom, level / 2))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shape, odds = 1 / error**2, share / (1 - share)
        greater = np.maximum(1, gammainccinv(shape, tail) / shape)
        less = np.minimum(1, gammaincinv(shape, tail) / shape)
        low, high = (
            1 / (1 + np.exp(np.where(error > 0, np.log(times), 0) / (1 - share)) / odds)
            for times in (greater, less)
        )
    return low, high


def group_intervals(
    mass: np.ndarray, words: np.ndarray, known: Known
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ends of the intervals of topics in a group of series, and why there is none."""
    found = Moderated.of(mass, words, known)
    ends = around_skew(found.share, found.error, found.freedom, 0.05)
    low, high = (np.where(found.reason == "", end, np.nan) for end in ends)
    return low, high, found.reason
