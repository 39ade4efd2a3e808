"""Figures of terms over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_kind, check_known, check_whole
from unres_research.errors import UnresError
from unres_research.show._drawing import BLUE, GO_ON, GREY, STYLE, axes_for, finish, name_rows, over
from unres_research.show._labels import label as drawn
from unres_research.show._labels import on_lines

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TIMES = ("session", "year", "quarter", "month")
_UNITS = {
    "words": ("occurrences in 10,000 words", 1, "words"),
    "paragraphs": ("share of paragraphs, %", 100, "paragraphs"),
    "resolutions": ("share of resolutions, %", 100, "resolutions"),
    "series": ("share of series, %", 100, "series"),
    "count": ("number of resolutions", 1, "resolutions"),
}
_MOST_TICKS = 9
_LINE = 0.19  # inches that a name takes
_DARK = 0.6  # of the greatest value: figures on it are white


def trends(
    table: pd.DataFrame,
    terms: str | Sequence[str] | None = None,
    *,
    columns: int = 3,
    events: Mapping[Any, str] | None = None,
) -> Figure:
    """Draw terms over time, one small panel a term; return the figure.

    `table` is from `un.trends`; `terms` says which, in order, by default all; `columns` how many
    panels stand in a row. Each term has its own scale: compare heights inside a panel only. Of a
    table with groups there is one panel a group, of one term, and all have the same scale. Under
    the times stands what is counted in, in thousands of words or as a number. A value without an
    interval is an open circle; a time that the data set does not cover from end to end has a star.
    An interval that goes beyond four times the highest value leaves its panel, and an arrowhead
    says so. `events` are thin lines: {time of the table: what happened}.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.trends(un.corpus.example_corpus(), ["whales"], unit="resolutions")
    >>> un.plot.trends(table, events={78: "a decision"}).axes[0].get_title("left")
    'whales'
    """
    check_whole(columns, "columns", 1)
    import matplotlib.pyplot as plt

    plt.rcParams.update(STYLE)
    time, unit = _made_of(table)
    panels = _panels(table, terms)
    times = table[time].drop_duplicates().tolist()
    known = _events(events, times)
    rows = -(-len(panels) // columns)
    looks: dict[str, Any] = {"figsize": (9, 2.2 * rows + 0.6), "layout": "constrained"}
    looks |= {"sharex": True, "sharey": "group" in table, "squeeze": False}
    figure, axes = plt.subplots(rows, columns, **looks)
    beyond, tops = False, []
    for ax, (name, part) in zip(axes.flat, panels, strict=False):
        beyond |= _panel(ax, part, time, times, unit)
        tops.append(ax.get_ylim()[1])
        ax.set_title(on_lines(name, 96 // columns), fontsize=9.5)
        _mark(ax, known, times, named=ax is axes.flat[0])
        finish(ax, "")
    _ticks(axes.flat[0], table, panels[0][1], time, times, unit)
    if "group" in table:
        axes.flat[0].set_ylim(-0.04 * max(tops), max(tops))
    for ax in axes.flat[len(panels) :]:
        ax.set_axis_off()
    for ax in axes.flat[max(0, len(panels) - columns) : len(panels)]:
        ax.tick_params(labelbottom=True)
    figure.supxlabel(_below(table, panels, time, unit, beyond), fontsize=8.5).set_parse_math(False)
    figure.supylabel(_UNITS[unit][0], fontsize=10)
    return figure


def heat(
    table: pd.DataFrame, terms: str | Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw many terms over time as a table of shaded figures; each row has its own shade.

    `table` is from `un.trends`, without groups; `terms` stand from top to bottom. The greatest
    value of a term is dark, 0 is white, so that courses can be compared and heights cannot: these
    are the figures. A figure in brackets has too little behind it for an interval.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.trends(un.corpus.example_corpus(), ["whales", "bells"], unit="count")
    >>> [text.get_text() for text in un.plot.heat(table).texts]
    ['0', '3', '3', '0']
    """
    time, unit = _made_of(table)
    if "group" in table:
        raise UnresError("found a table with groups, expected one without: draw one group")
    terms = _terms(table, terms)
    times = table[time].drop_duplicates().tolist()
    wide = table.pivot(index="term", columns=time, values=["value", "enough", "complete"])
    value = _UNITS[unit][1] * wide["value"].loc[terms, times].to_numpy(dtype=float)
    enough = wide["enough"].loc[terms, times].to_numpy(dtype=bool)
    top = np.nanmax(np.column_stack([value, np.zeros(len(value))]), axis=1, keepdims=True)
    shade = np.nan_to_num(value / np.where(top > 0, top, 1))
    ax = axes_for(ax, (max(6, 0.75 * len(times) + 3), 0.34 * len(terms) + 1.1))
    ax.imshow(shade, cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
    name_rows(ax, terms, width=40)
    ax.invert_yaxis()
    digits = 0 if unit == "count" else (2 if np.nanmax(value, initial=0) < 10 else 1)
    size = 8 if len(times) < 15 else 6
    for (row, column), number in np.ndenumerate(value):
        text = "–" if np.isnan(number) else f"{number:,.{digits}f}"
        text = text if enough[row, column] else f"({text})"
        colour = "white" if shade[row, column] > _DARK else "black"
        ax.text(column, row, text, ha="center", va="center", fontsize=size, color=colour)
    over_ = dict(zip(table[time], table["complete"], strict=True))
    ax.set_xticks(range(len(times)), [f"{drawn(t)}{'' if over_[t] else '*'}" for t in times])
    if max(len(str(t)) for t in times) > 4:
        ax.tick_params(axis="x", rotation=90)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    star = "" if all(over_.values()) else "   * not over in the data"
    return finish(ax, f"{time}: {_UNITS[unit][0]}; ( ) no interval{star}")


def slopes(
    table: pd.DataFrame, terms: str | Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw terms from the first time to the last, with the course between them.

    `table` is from `un.trends`, without groups. Both ends have their interval and figure; the thin
    line goes through all times between, so that what came and went is not hidden. Lines are named
    at their right end, without a legend.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.trends(un.corpus.example_corpus(), ["whales", "bells"], unit="count")
    >>> ax = un.plot.slopes(table)
    >>> [text.get_text() for text in ax.texts]
    ['bells 0 → 3', 'whales 3 → 0']
    """
    time, unit = _made_of(table)
    if "group" in table:
        raise UnresError("found a table with groups, expected one without: draw one group")
    terms = _terms(table, terms)
    times = table[time].drop_duplicates().tolist()
    scale = _UNITS[unit][1]
    ax = axes_for(ax, (8, max(3.2, 0.32 * len(terms) + 1.6)))
    looks = [(BLUE, "-"), ("black", "--"), (GREY, "-."), (BLUE, ":"), ("black", "-"), (GREY, "--")]
    ends, names = [], []
    for k, term in enumerate(terms):
        rows = table[table["term"] == term]
        colour, line = looks[k % len(looks)]
        x = np.array([times.index(t) for t in rows[time]])
        y = scale * rows["value"].to_numpy()
        ax.plot(x, y, line, color=colour, linewidth=1)
        ax.plot(x[1:-1], y[1:-1], "o", color=colour, markersize=2.5)
        _ends(ax, x[[0, -1]], scale * rows[["value", "low", "high"]].to_numpy()[[0, -1]], colour)
        digits = 0 if unit == "count" else (1 if np.nanmax(y, initial=0) >= 10 else 2)
        ends.append(float(np.nan_to_num(y[-1])))
        names.append(f"{drawn(term)} {y[0]:,.{digits}f} → {y[-1]:,.{digits}f}")
    ax.set_ylim(bottom=0)
    top = ax.get_ylim()[1]
    places = _apart(ends, top, _LINE * top * ax.figure.dpi / ax.bbox.height)
    for name, end, place in zip(names, ends, places, strict=True):
        ax.annotate(
            name, (len(times) - 1, end), (len(times) - 0.85, place), fontsize=8, va="center",
            arrowprops={"arrowstyle": "-", "color": "#BBBBBB", "linewidth": 0.6},
        )  # fmt: skip
    ax.set_xticks(range(len(times)), [drawn(t) for t in times])
    ax.set_xlim(-0.3, len(times) - 1 + 0.75 * len(times))
    return finish(ax, time, _UNITS[unit][0])


def _ends(ax: Axes, x: np.ndarray, values: np.ndarray, colour: str) -> None:
    told = ~np.isnan(values[:, 1])
    ax.vlines(x[told], values[told, 1], values[told, 2], color=colour, linewidth=1, alpha=0.5)
    ax.plot(x[told], values[told, 0], "o", color=colour, markersize=5)
    ax.plot(x[~told], values[~told, 0], "o", color=colour, markersize=5, markerfacecolor="white")


def _apart(ends: list[float], top: float, step: float) -> np.ndarray:
    """Heights for names near the ends of lines, so far apart that no two meet.

    >>> _apart([1.0, 1.0, 5.0], 6.0, 0.5).tolist()
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


def _made_of(table: pd.DataFrame) -> tuple[str, str]:
    """Name of the time and the unit of a table from `un.trends`."""
    import pandas as pd

    check_kind(table, pd.DataFrame, "the table", "a table from un.trends")
    lacking = [
        name for name in ("term", "value", "unit", "enough", "complete") if name not in table
    ]
    time = [name for name in TIMES if name in table]
    if lacking or not time or not len(table):
        raise UnresError(
            f"found a table of {len(table)} rows without {', '.join(lacking) or 'a time'}, "
            "expected one from un.trends"
        )
    return time[0], str(table["unit"].iloc[0])


def _terms(table: pd.DataFrame, terms: str | Sequence[str] | None) -> list[str]:
    """Terms of a table, in the order that was asked for; at least one."""
    known = table["term"].drop_duplicates().tolist()
    wanted = known if terms is None else as_list(terms, "terms")
    if not wanted:
        raise UnresError("found no terms to draw, expected at least one")
    check_known(wanted, known, "terms of the table")
    return wanted


def _panels(
    table: pd.DataFrame, terms: str | Sequence[str] | None
) -> list[tuple[str, pd.DataFrame]]:
    wanted = _terms(table, terms)
    if "group" not in table:
        return [(term, table[table["term"] == term]) for term in wanted]
    if len(wanted) > 1:
        raise UnresError(
            f"found {len(wanted)} terms in a table with groups, expected one: the panels are groups"
        )
    rows = table[table["term"] == wanted[0]]
    return [(str(name), part) for name, part in rows.groupby("group", sort=False)]


def _panel(ax: Axes, rows: pd.DataFrame, time: str, times: list[Any], unit: str) -> bool:
    x = np.array([times.index(t) for t in rows[time]])
    values = _UNITS[unit][1] * rows[["value", "low", "high"]].astype(float)
    beyond = over(ax, x, values.assign(enough=rows["enough"]), least=0.1)
    ax.locator_params(axis="y", nbins=4)
    return beyond


def _ticks(
    ax: Axes, table: pd.DataFrame, rows: pd.DataFrame, time: str, times: list[Any], unit: str
) -> None:
    """Name times, with a star where they are not over, and what is counted in."""
    per = 1000 if unit == "words" else 1
    of = dict(zip(rows[time], rows[_UNITS[unit][2]] / per, strict=True))
    complete = dict(zip(table[time], table["complete"], strict=True))
    step = max(1, -(-len(times) // _MOST_TICKS))
    shown = times[::step]
    below = [f"\n{of[t]:,.0f}" if t in of and "group" not in table else "" for t in shown]
    names = [f"{drawn(t)}{'' if complete[t] else '*'}" for t in shown]
    ax.set_xticks(range(0, len(times), step), [a + b for a, b in zip(names, below, strict=True)])
    ax.tick_params(axis="x", labelsize=7.5)


def _below(
    table: pd.DataFrame, panels: list[tuple[str, pd.DataFrame]], time: str, unit: str, beyond: bool
) -> str:
    import pandas as pd

    _, _, of = _UNITS[unit]
    grouped = "group" in table
    counted = f"{time}; below it " + ("thousands of words" if unit == "words" else of)
    notes = [time if grouped else counted]
    notes += ["* not over in the data"] * bool((~table["complete"]).any())
    notes += ["each panel has its own scale"] * (len(panels) > 1 and not grouped)
    drawn_rows = pd.concat([part for _, part in panels])
    why = drawn_rows.loc[~drawn_rows["enough"], "reason"].drop_duplicates().head(4)
    notes += [f"○ no interval: {'; '.join(drawn(reason) for reason in why)}"] * bool(len(why))
    notes += [GO_ON.strip(" ()")] * beyond
    return fill("   ".join(notes), 150)


def _events(events: Mapping[Any, str] | None, times: list[Any]) -> dict[Any, str]:
    if events is None:
        return {}
    check_kind(events, Mapping, "the events", "what happened by time, as {78: 'A/RES/78/265'}")
    check_known(list(events), times, "times of the table")
    return dict(events)


def _mark(ax: Axes, events: dict[Any, str], times: list[Any], *, named: bool) -> None:
    for when, what in events.items():
        at = times.index(when)
        ax.axvline(at, color="#999999", linewidth=0.7, linestyle=":", zorder=0)
        if named:
            looks: dict[str, Any] = {
                "xycoords": ax.get_xaxis_transform(),
                "fontsize": 7,
                "va": "top",
            }
            looks |= {
                "textcoords": "offset points",
                "rotation": 90,
                "ha": "right",
                "color": "#555555",
            }
            ax.annotate(on_lines(what, 24), (at, 1), (-1, -2), **looks)
