"""Whether topics are more or less prevalent in one group than in another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_known
from unres_research.analyse._rates import by_unit
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._grouping import Held, grouped, held
from unres_research.analyse._topics._parts import own_rows, with_word
from unres_research.analyse._topics._prevalence import (
    Known,
    Moderated,
    around_skew,
    known_of,
    members,
)
from unres_research.analyse._trends._sentences import ALARM, until_said
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

_HALVINGS = 50
_LEAST = -60.0  # logarithm of p
_NAMED = 5  # topics of a sentence
_NEVER_ALIKE = 0.99  # correlation: two groups never tell quite the same


@dataclass(frozen=True)
class Group:
    """What one side of a difference holds, by series."""

    mass: np.ndarray  # shape (series of the data set, topics)
    words: np.ndarray
    resolutions: int

    @classmethod
    def of(cls, model: TopicModel, found: Held, inside: np.ndarray) -> Group:
        units = unit_of(model.corpus)
        mass = by_unit(found.mass * inside[:, None], units)
        return cls(mass, by_unit(found.words * inside, units), int((found.words[inside] > 0).sum()))

    def about(self) -> dict[str, int]:
        return {
            "resolutions": self.resolutions,
            "series": int((self.words > 0).sum()),
            "words": int(self.words.sum()),
        }


def differences_of(model: TopicModel, first: Any, second: Any, by: object) -> pd.DataFrame:
    """Table of the differences between two groups, or between one and all others."""
    import pandas as pd

    from unres_research.analyse._rates import q_values

    groups = _named(model, first, second) if by is None else _by(model, first, second, by)
    for group, name in zip(groups, ("first", "second"), strict=True):
        if not group.words.sum():
            raise UnresError(
                f"found no paragraphs with topics in the {name} group, expected at least one"
            )
    found = compare(*groups, known_of(model, held(model)))
    one, two = (group.mass.sum(axis=0) / group.words.sum() for group in groups)
    columns = {"first": one, "second": two, "difference": one - two, "low": found.low,
               "high": found.high, "p": found.p, "q": q_values(found.p)}  # fmt: skip
    table = pd.DataFrame(columns, index=pd.Index(model.labels, name="topic"))
    table["reason"] = found.reason
    both = int(((groups[0].words > 0) & (groups[1].words > 0)).sum())
    table.attrs = {"first": groups[0].about(), "second": groups[1].about(), "paired": both}
    return with_word(model, table)


def changes_of(
    model: TopicModel, first: int | None, last: int | None, until: str | None
) -> pd.DataFrame:
    """Differences between two sessions, both to the same day where the later one is not over."""
    from unres_research.analyse._trends._cells import sessions_of, times_of

    inside = own_rows(model)
    times = [t for t in times_of(model.corpus, "session") if inside[t.rows].any()]
    if len(times) < 2:
        raise UnresError(
            f"found {len(times)} session among the resolutions that the topics were found in, "
            "expected two or more to see what changed"
        )
    complete = {time.name: time.complete for time in times}
    sessions = (times[0].name if first is None else first, times[-1].name if last is None else last)
    check_known(sessions, list(complete), "sessions")
    if until is None and not complete[sessions[1]]:
        until = model.corpus.last_date[5:]
    of = np.where(inside, sessions_of(model.corpus.resolutions, until), np.nan)
    symbols = model.corpus.resolutions["symbol"].to_numpy()
    early, late = (symbols[of == session].tolist() for session in sessions)
    table = differences_of(model, late, early, None)
    table = table.rename(columns={"first": "after", "second": "before"})
    table.insert(0, "before", table.pop("before"))
    table = table.sort_values("difference", ascending=False, kind="stable")
    table.attrs = {"sessions": sessions, "until": until, "paired": table.attrs["paired"]}
    table.attrs |= _changes_said(table, sessions, until)
    return table


def _changes_said(
    table: pd.DataFrame, sessions: tuple[int, int], until: str | None
) -> dict[str, Any]:
    """Caption of a table of changes, and which topics rose and fell."""
    between = f"from session {sessions[0]} to session {sessions[1]}{until_said(until)}"
    sure = table[(table["q"] < ALARM) & (table.get("word", "") != "unstable")]
    rose, fell = sure[sure["difference"] > 0], sure[sure["difference"] < 0][::-1]
    return {
        "caption": f"Prevalence of topics {between}: shares of words.",
        "summary": tuple(
            f"Topics that {verb} {between} (q < {ALARM}; unstable ones are left out): "
            f"{_moves(rows)}."
            for verb, rows in (("rose", rose), ("fell", fell))
        ),
    }


def _moves(rows: pd.DataFrame) -> str:
    said = [f"“{t}” ({row['before']:.1%} to {row['after']:.1%})" for t, row in rows.iterrows()]
    more = f", and {len(said) - _NAMED} more" if len(said) > _NAMED else ""
    return ("; ".join(said[:_NAMED]) or "none") + more


def _named(model: TopicModel, first: Any, second: Any) -> tuple[Group, Group]:
    """Two groups of resolutions by symbol."""
    one, whole = members(model, first), held(model)
    two = members(model, None) & ~one if second is None else members(model, second)
    if second is None and not two.any():
        raise UnresError(
            f"found all {one.sum():,} resolutions that the topics were found in in the first "
            "group, expected some others; fit a larger part of the data set, or name two groups"
        )
    if (one & two).any():
        twice = model.corpus.resolutions["symbol"].to_numpy()[one & two]
        raise UnresError(
            f"found {twice[0]} in both groups{' and more' if len(twice) > 1 else ''}, expected "
            "groups that share no resolution; a group beside all others needs only the first"
        )
    return Group.of(model, whole, one), Group.of(model, whole, two)


def _by(model: TopicModel, first: Any, second: Any, by: object) -> tuple[Group, Group]:
    """Two groups by name, or one and all that stand in another."""
    groups = {name: (rows, found) for name, rows, found in grouped(model, by)}
    check_known([first] if second is None else [first, second], list(groups), "groups")
    if first == second:
        raise UnresError(f"found {first!r} twice, expected two groups to compare")
    if second is None and len(groups) == 2:
        second = next(name for name in groups if name != first)
    rows, found = groups[first]
    one = Group.of(model, found, rows)
    if second is not None:
        rows, found = groups[second]
        return one, Group.of(model, found, rows)
    others = np.any([inside for inside, _ in groups.values()], axis=0) & ~rows
    return one, Group.of(model, found, others)


@dataclass(frozen=True)
class Compared:
    """Difference of the shares of every topic."""

    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    reason: np.ndarray


def compare(first: Group, second: Group, known: Known) -> Compared:
    """Compare what two groups hold, series by series.

    The interval comes from those of the two shares (Zou & Donner), which may be skew, and from
    how alike the groups are in the series that stand in both; p is the level at which it ends
    at no difference.
    """
    sides = [Moderated.of(group.mass, group.words, known) for group in (first, second)]
    alike = _correlation(first, second)
    with np.errstate(invalid="ignore"):
        parts = np.stack([(side.share * side.error) ** 2 for side in sides])
        weights = np.stack([side.freedom for side in sides])
        freedom = parts.sum(axis=0) ** 2 / (parts**2 / weights).sum(axis=0)
    reason = np.where(sides[0].reason == "", sides[1].reason, sides[0].reason)
    given = reason == ""
    low, high = _ends(sides, alike, freedom, np.full(len(given), 0.05))
    p = _level_at_zero(sides, alike, freedom)
    low, high, p = (np.where(given, values, np.nan) for values in (low, high, p))
    return Compared(low, high, p, reason)


def _correlation(first: Group, second: Group) -> np.ndarray:
    """How alike series that stand in both groups lie apart from the groups' shares."""
    apart = []
    for group in (first, second):
        share = group.mass.sum(axis=0) / group.words.sum()
        apart.append(group.mass - np.multiply.outer(group.words, share))
    squares = np.sqrt((apart[0] ** 2).sum(axis=0) * (apart[1] ** 2).sum(axis=0))
    together = (apart[0] * apart[1]).sum(axis=0)
    found = np.divide(together, squares, out=np.zeros_like(squares), where=squares > 0)
    return np.clip(found, -_NEVER_ALIKE, _NEVER_ALIKE)


def _ends(
    sides: list[Moderated], alike: np.ndarray, freedom: np.ndarray, level: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of the difference that leaves out so much (0 to 1)."""
    one, two = sides
    (low, high), (low2, high2) = (around_skew(s.share, s.error, freedom, level) for s in sides)
    apart = one.share - two.share
    ends = []
    for a, b in ((one.share - low, high2 - two.share), (high - one.share, two.share - low2)):
        ends.append(np.sqrt(np.maximum(0, a**2 + b**2 - 2 * alike * a * b)))
    return apart - ends[0], apart + ends[1]


def _level_at_zero(sides: list[Moderated], alike: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """Level at which the interval ends at no difference, by halving its logarithm."""
    low, high = np.full(len(alike), _LEAST), np.zeros(len(alike))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        ends = _ends(sides, alike, freedom, np.exp(middle))
        out = (ends[0] > 0) | (ends[1] < 0)
        low, high = np.where(out, low, middle), np.where(out, middle, high)
    return np.exp(high)
