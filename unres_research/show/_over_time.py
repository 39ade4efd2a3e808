"""What figures over time share: places of times, lines that break, panels, what stands below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Real
from string import ascii_lowercase
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_kind, check_known, check_whole
from unres_research.errors import UnresError
from unres_research.show._drawing import (
    BEYOND,
    BLUE,
    GREY,
    STYLE,
    annotate,
    end_of,
    go_on,
    ticks_to,
)
from unres_research.show._labels import label as drawn
from unres_research.show._labels import on_lines

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TIMES = ("session", "year", "quarter", "month")
WIDTH = 9.0  # inches, of a figure in a notebook
LOW = 0.9  # share of a session's numbers: with fewer of them the line breaks
_GAP = 0.6  # of a step, where times are missing
_WIDTHS = 2, 40
_LETTER = 0.068  # inches, of a figure in type of 7.5 points
_BELOW = 13.5  # letters an inch, of what stands below


@dataclass(frozen=True)
class Course:
    """Times of a table in their order, and where each stands on the axis."""

    name: str
    at: dict[Any, float]
    complete: dict[Any, bool]
    thin: frozenset[Any]  # times of which the data set has few of the numbers
    missing: tuple[float, ...]  # places between times where others are missing

    @classmethod
    def of(cls, table: pd.DataFrame, name: str) -> Course:
        """Read the times of a table."""
        values = table[name].drop_duplicates().tolist()
        numbers = all(isinstance(v, Real) for v in values)
        values = sorted(values, key=None if numbers else str)
        at: dict[Any, float] = {}
        missing: list[float] = []
        for k, value in enumerate(values):
            if k and numbers and value - values[k - 1] > 1:
                missing.append(k - 0.5 + _GAP * (len(missing) + 0.5))
            at[value] = k + _GAP * len(missing)
        complete = table.groupby(name)["complete"].all() if "complete" in table else {}
        held = table.groupby(name)["coverage"].min() if "coverage" in table else {}
        thin = frozenset(v for v in values if v in held and held[v] < LOW)
        over = {v: bool(complete[v]) if v in complete else True for v in values}
        return cls(name, at, over, thin, tuple(missing))

    def places(self, times: Sequence[Any]) -> np.ndarray:
        """Where times stand."""
        return np.array([self.at[t] for t in times], dtype=float)

    def broken(self, one: Any, other: Any) -> bool:
        """Whether a line between two times that follow each other would bridge a break."""
        between = any(self.at[one] < place < self.at[other] for place in self.missing)
        return between or bool({one, other} & self.thin)

    def label(self, time: Any) -> str:
        """A time with its marks."""
        return f"{drawn(time)}{'' if self.complete[time] else '*'}{'†' * (time in self.thin)}"

    def tick(self, ax: Axes, inches: float, below: Mapping[Any, str] | None = None) -> None:
        """Name as many times as there is room for; `below` stands under each."""
        below = below or {}
        letters = max(len(x) for t in self.at for x in (self.label(t), below.get(t, "")))
        room = max(1, int(inches / ((letters + 1) * _LETTER)))
        step = max(1, -(-len(self.at) // room))
        shown = list(self.at)[::-1][::step][::-1]  # the last one always
        names = [f"{self.label(t)}\n{below[t]}" if t in below else self.label(t) for t in shown]
        ax.set_xticks(self.places(shown), names)
        ax.tick_params(axis="x", labelsize=7.5)
        for place in self.missing:
            looks: dict[str, Any] = {"fontsize": 9, "ha": "center", "va": "center"}
            ax.text(place, 0, "//", transform=ax.get_xaxis_transform(), **looks)

    def notes(self, *, points: bool = True) -> list[str]:
        """What the marks stand for, those of points too where there are any."""
        over = f"*\xa0not over in the data{', drawn open' * points}"
        said = [over] * (not all(self.complete.values()))
        said += [f"†\xa0fewer than {LOW:.0%} of its numbers in the data"] * bool(self.thin)
        return said + [f"//\xa0{self.name}s missing"] * bool(self.missing)


def join(
    ax: Axes,
    times: Course,
    named: Sequence[Any],
    y: np.ndarray,
    told: np.ndarray,
    *,
    width: float = 0.9,
    **looks: Any,
) -> None:
    """Draw a line through values, broken where the data are, dotted to what is not over.

    It is fainter from and to values without an interval.
    """
    from matplotlib.collections import LineCollection

    x, lines, styles, widths = times.places(named), [], [], []
    for k, (one, other) in enumerate(pairwise(named)):
        if not times.broken(one, other) and not np.isnan(y[k : k + 2]).any():
            lines.append(np.column_stack([x[k : k + 2], y[k : k + 2]]))
            styles.append("-" if times.complete[one] and times.complete[other] else ":")
            widths.append(width if told[k : k + 2].all() else width / 2)
    looks = {"colors": "#777777", "zorder": 1, **looks}
    ax.add_collection(LineCollection(lines, linestyles=styles, linewidths=widths, **looks))


def points(
    ax: Axes,
    times: Course,
    named: Sequence[Any],
    y: np.ndarray,
    told: np.ndarray,
    colour: str,
    shift: float = 0,
) -> None:
    """Draw values: full, open where the time is not over, a cross where there is no interval."""
    x, over = times.places(named) + shift, np.array([times.complete[t] for t in named], dtype=bool)
    kinds: tuple[tuple[np.ndarray, str, dict[str, Any]], ...] = (
        (told & over, "o", {"markerfacecolor": colour}),
        (told & ~over, "o", {"markerfacecolor": "white"}),
        (~told, "x", {"markeredgecolor": GREY}),
    )
    for rows, marker, looks in kinds:
        if rows.any():
            ax.plot(x[rows], y[rows], marker, color=colour, markersize=5, **looks)


def panel(
    ax: Axes,
    rows: pd.DataFrame,
    times: Course,
    *,
    least: float = 0,
    top: float | None = None,
    letters: float = 32,
) -> bool:
    """Draw value, low, high of one thing over time; whether an interval goes on beyond the panel.

    Where no time has enough for an interval, no line is drawn, and the reason is written.
    """
    rows = rows.iloc[np.argsort(times.places(rows[times.name].tolist()), kind="stable")]
    named = rows[times.name].tolist()
    y, low, high = (rows[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    told = rows["enough"].to_numpy(dtype=bool)
    x, ends = times.places(named), ~np.isnan(low)
    top = (end_of(y, high[told], least) if top is None else top) or 1.0
    ticks = ticks_to(top / BEYOND)
    top = max(top, float(ticks[-1]))
    if told.any():
        join(ax, times, named, y, told)
    else:
        reasons = rows["reason"].mode()
        refuse(ax, reasons.iloc[0] if len(reasons) else "", letters)
        top *= 1.4
    ax.vlines(x[ends], low[ends], high[ends], color=BLUE, linewidth=1.2)
    points(ax, times, named, y, told, BLUE)
    ax.set_xlim(-0.4, max(times.at.values()) + 0.4)
    ax.set_ylim(-0.04 * top, top)
    ax.set_yticks(ticks)
    return go_on(ax, x[ends], high[ends], top, BLUE)


def inches_of(ax: Axes) -> tuple[float, float]:
    """Width and height of the figure that axes are in."""
    box, dpi = ax.figure.bbox, float(ax.figure.dpi)
    return float(box.width) / dpi, float(box.height) / dpi


def refuse(ax: Axes, why: str, letters: float) -> None:
    """Write in a panel why no line is drawn."""
    said = f"too {why[2:]}" if why.startswith("a few ") else f"too few: {why or 'no interval'}"
    looks: dict[str, Any] = {"fontsize": 7.5, "va": "top", "color": "#444444"}
    ax.text(0.02, 0.98, on_lines(said, letters), transform=ax.transAxes, **looks)


def is_empty(table: Any, needed: Sequence[str]) -> bool:
    """Whether a table has these columns and no row."""
    import pandas as pd

    return isinstance(table, pd.DataFrame) and table.empty and not set(needed) - set(table)


def nothing(ax: Axes, table: Any, otherwise: str) -> Axes:
    """Say in empty axes why a table has no rows: its reason, or what is known otherwise."""
    why = str(getattr(table, "attrs", {}).get("reason") or otherwise)
    looks: dict[str, Any] = {"fontsize": 9, "ha": "center", "va": "center", "color": "#444444"}
    ax.text(0.5, 0.5, on_lines(f"nothing to draw: {why}", 60, 3), transform=ax.transAxes, **looks)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    return ax


@dataclass(frozen=True)
class Sheet:
    """A figure of small multiples: its axes in use, and how large they are."""

    figure: Figure
    axes: list[Axes]
    width: float
    columns: int

    @property
    def letters(self) -> float:
        """Letters of a title, on one line."""
        return 10.7 * self.inches

    @property
    def inches(self) -> float:
        """Width of a panel without the numbers beside it."""
        return (self.width - 0.3) / self.columns - 0.45

    def below(self, notes: Sequence[str]) -> None:
        """Write what is to know, under all panels."""
        said = fill("   ".join(notes), int(_BELOW * self.width))
        self.figure.supxlabel(said, fontsize=8.5).set_parse_math(False)

    def named(self) -> Iterator[Axes]:
        """Lowest panels of all columns: the ones that name times."""
        yield from self.axes[-self.columns :]


def sheet(
    n: int, columns: int | None, width: float, height: float, usual: float, **looks: Any
) -> Sheet:
    """Make `n` panels in rows of `columns`, by default as many as are `usual` inches wide."""
    import matplotlib.pyplot as plt

    known = isinstance(width, Real) and not isinstance(width, bool)
    if not known or not _WIDTHS[0] <= width <= _WIDTHS[1]:
        raise UnresError(
            f"found width = {str(width)[:40]}, expected inches from {_WIDTHS[0]} to {_WIDTHS[1]}"
        )
    columns = min(n, max(1, round(width / usual))) if columns is None else columns
    check_whole(columns, "columns", 1, 20)
    plt.rcParams.update(STYLE)
    rows = -(-n // columns)
    size = (width, height * rows + 0.6)
    figure, axes = plt.subplots(
        rows, columns, figsize=size, layout="constrained", squeeze=False, sharex=True, **looks
    )
    for ax in axes.flat[n:]:
        ax.set_axis_off()
    made = Sheet(figure, list(axes.flat[:n]), float(width), columns)
    for ax in made.named():
        ax.tick_params(labelbottom=True)
    return made


def events_of(events: Mapping[Any, str] | None, times: Course) -> list[tuple[Any, str]]:
    """What happened, in the order of the times."""
    if events is None:
        return []
    check_kind(events, Mapping, "the events", "what happened by time, as {78: 'A/RES/78/265'}")
    check_known(list(events), list(times.at), "times of the table")
    if len(events) > len(ascii_lowercase):
        raise UnresError(f"found {len(events)} events, expected at most {len(ascii_lowercase)}")
    return sorted(events.items(), key=lambda event: times.at[event[0]])


def mark(ax: Axes, events: Sequence[tuple[Any, str]], times: Course) -> None:
    """Draw a thin line with a letter for every event."""
    for letter, (when, _) in zip(ascii_lowercase, events, strict=False):
        ax.axvline(times.at[when], color="#999999", linewidth=0.7, linestyle=":", zorder=0)
        at: dict[str, Any] = {"xycoords": ax.get_xaxis_transform(), "fontsize": 7, "va": "top"}
        annotate(ax, letter, (times.at[when], 1), xytext=(4, 0), color="#555555", **at)


def said_of(events: Sequence[tuple[Any, str]]) -> list[str]:
    """What the letters of events stand for."""
    return [f"┊{k}\xa0{drawn(what)}" for k, (_, what) in zip(ascii_lowercase, events, strict=False)]


def chosen(table: pd.DataFrame, wanted: Any, column: str = "term") -> list[str]:
    """Terms of a table, or what else its rows are of, as they were asked for; at least one."""
    known = table[column].drop_duplicates().tolist()
    found = known if wanted is None else as_list(wanted, f"{column}s")
    if not found:
        raise UnresError(f"found no {column}s to draw, expected at least one")
    check_known(found, known, f"{column}s of the table")
    return list(dict.fromkeys(found))


def parts_of(table: pd.DataFrame, wanted: Any = None) -> list[tuple[str, pd.DataFrame]]:
    """Rows of every panel: one a term, or one a group of one term."""
    terms = chosen(table, wanted)
    if "group" not in table:
        return [(term, table[table["term"] == term]) for term in terms]
    if len(terms) > 1:
        raise UnresError(
            f"found {len(terms)} terms in a table with groups, expected one: the panels are groups"
        )
    rows = table[table["term"] == terms[0]]
    return [(str(name), part) for name, part in rows.groupby("group", sort=False)]


def table_of(table: Any, needed: Sequence[str], source: str, *, timed: bool = True) -> str:
    """Check a table, and return the name of its times."""
    import pandas as pd

    check_kind(table, pd.DataFrame, "the table", f"a table from {source}")
    lacking = [name for name in needed if name not in table]
    time = [name for name in TIMES if name in table]
    lacking += ["a time"] * (timed and not time)
    if lacking or not len(table):
        raise UnresError(
            f"found a table of {len(table)} rows without {', '.join(lacking) or 'any'}, expected "
            f"one from {source}"
        )
    if timed:
        keys = [name for name in ("term", "measure", "group", time[0]) if name in table]
        twice = table[table.duplicated(keys)]
        if len(twice):
            named = ", ".join(str(key)[:40] for key in twice[keys].iloc[0])
            raise UnresError(
                f"found {named} twice in the table, expected one row each, as in one from {source}"
            )
    return time[0] if timed else ""


def apart(ends: list[float], top: float, step: float) -> np.ndarray:
    """Heights for names near the ends of lines, so far apart that no two meet.

    >>> apart([1.0, 1.0, 5.0], 6.0, 0.5).tolist()
    [1.0, 1.5, 5.0]
    """
    order = np.argsort(ends, kind="stable")
    places = np.array(ends)
    low = -np.inf
    for k in order:
        low = places[k] = max(places[k], low + step)
    high = top
    for k in order[::-1]:
        high = places[k] = min(places[k], high)
        high -= step
    return places
