"""Figures of terms over time, and of what they move against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_known
from unres_research.errors import UnresError
from unres_research.show import _plot_captions as captions
from unres_research.show._captions import captioned
from unres_research.show._drawing import (
    BEYOND,
    BLUE,
    GO_ON,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    SKY,
    VERMILION,
    axes_for,
    end_of,
    finish,
    go_on,
    name_rows,
    ticks_to,
)
from unres_research.show._labels import label as drawn
from unres_research.show._labels import on_lines
from unres_research.show._over_time import (
    WIDTH,
    Course,
    apart,
    chosen,
    events_of,
    inches_of,
    join,
    mark,
    panel,
    parts_of,
    points,
    said_of,
    sheet,
    table_of,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_UNITS = {
    "words": ("occurrences in 10,000 words", 1, "words"),
    "paragraphs": ("share of paragraphs, %", 100, "paragraphs"),
    "resolutions": ("share of resolutions, %", 100, "resolutions"),
    "series": ("share of series, %", 100, "series"),
    "count": ("number of resolutions", 1, "resolutions"),
}
_NEEDED = ("term", "value", "low", "high", "unit", "enough", "complete", "reason")
_LINE = 0.17  # inches that a name takes
_LETTERS = 15  # of a name, an inch
_MOST = 0.62  # of the width of a figure: for names
_BEYOND = 0.25  # of the greater end: what lies so far beyond both is told
_SMALLEST = 4.5  # points, of the figures in a heat map
_LEAST = 0.1  # where a scale from 0 ends at least


def trends(
    table: pd.DataFrame,
    terms: str | Sequence[str] | None = None,
    *,
    columns: int | None = None,
    width: float = WIDTH,
    events: Mapping[Any, str] | None = None,
) -> Figure:
    """Draw terms over time, one small panel a term; return the figure.

    `table` is from `un.trends`; `terms` says which, in order, by default all; `width` is that of
    the figure in inches, `columns` how many panels stand in a row (by default one in three inches).
    Each term has its own scale: compare heights inside a panel only. Of a table with groups there
    is one panel a group, of one term, and all have the same scale. Under the times stands what is
    counted in, in thousands of words or as a number. A value without an interval is a cross, and
    where no time has one there is no line: "too few". A time that the data set does not cover from
    end to end has an open circle and a star. The line breaks where sessions are missing, and
    around those of which the data set has fewer than nine in ten numbers. An interval that goes
    beyond four times the highest value leaves its panel, and an arrowhead says so. `events` are
    thin lines with letters, explained below: {time of the table: what happened}.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.trends(un.corpus.example_corpus(), ["whales"], unit="resolutions")
    >>> un.plot.trends(table, events={78: "a decision"}).axes[0].get_title("left")
    'whales'
    """
    time, unit = _made_of(table)
    parts, times = parts_of(table, terms), Course.of(table, time)
    known, grouped = events_of(events, times), "group" in table
    made = sheet(len(parts), columns, width, 2.2, 3, sharey=grouped)
    scaled = [(name, _scaled(part, unit)) for name, part in parts]
    ends = [end_of(p["value"], p["high"][p["enough"]], _LEAST) for _, p in scaled]
    beyond = False
    for ax, (name, part) in zip(made.axes, scaled, strict=True):
        top = max(ends) if grouped else None
        beyond |= panel(ax, part, times, least=_LEAST, top=top, letters=made.letters)
        ax.set_title(on_lines(name, made.letters), fontsize=9.5)
        mark(ax, known, times)
        finish(ax, "")
    below = None if grouped else _counted(table, time, unit)
    for ax in made.named():
        times.tick(ax, made.inches, below)
    counted = "thousands of words" if unit == "words" else _UNITS[unit][2]
    notes = [time if grouped else f"{time}; below it {counted}", *times.notes()]
    notes += ["each panel has its own scale"] * (len(parts) > 1 and not grouped)
    notes += _without(parts) + [GO_ON.strip(" ()")] * beyond
    notes += said_of(known)
    made.below(notes)
    made.figure.supylabel(_UNITS[unit][0], fontsize=10)
    named = [name for name, _ in parts]
    return captioned(made.figure, *captions.trends(table, time, unit, named))


def heat(
    table: pd.DataFrame, terms: str | Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw many terms over time as a table of shaded figures; each row has its own shade.

    `table` is from `un.trends`, without groups; `terms` stand from top to bottom. The greatest
    value of a term is blue, 0 is white, so that courses can be compared and heights cannot: these
    are the figures, which are left out where cells have no room for them. A figure in brackets
    has too little behind it for an interval. A gap parts sessions between which others are missing.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.trends(un.corpus.example_corpus(), ["whales", "bells"], unit="count")
    >>> [text.get_text() for text in un.plot.heat(table).texts]
    ['0', '3', '3', '0']
    """
    time, unit = _made_of(table)
    _without_groups(table)
    terms, times = chosen(table, terms), Course.of(table, time)
    wide = table.pivot(index="term", columns=time, values=["value", "enough"])
    value = _UNITS[unit][1] * wide["value"].loc[terms, list(times.at)].to_numpy(dtype=float)
    enough = wide["enough"].loc[terms, list(times.at)].to_numpy(dtype=bool)
    top = np.nanmax(np.column_stack([value, np.zeros(len(value))]), axis=1, keepdims=True)
    shade = np.nan_to_num(value / np.where(top > 0, top, 1))
    ax = axes_for(ax, (min(WIDTH, max(6, 0.75 * len(times.at) + 3)), 0.34 * len(terms) + 1.1))
    edges = np.arange(len(terms) + 1) - 0.5
    for x, column in zip(times.at.values(), shade.T, strict=True):
        looks: dict[str, Any] = {"cmap": "Blues", "vmin": 0, "vmax": 2}  # figures stay readable
        ax.pcolormesh([x - 0.5, x + 0.5], edges, column[:, None], **looks)
    inches, _ = inches_of(ax)
    name_rows(ax, terms, width=int(min(40, 4.5 * inches)), most=2)
    ax.set_ylim(len(terms) - 0.5, -0.5)
    ax.set_xlim(-0.5, max(times.at.values()) + 0.5)
    digits = 0 if unit == "count" else (2 if np.nanmax(value, initial=0) < 10 else 1)
    times.tick(ax, 0.7 * inches)
    texts = [
        [_cell(n, told, digits) for n, told in zip(*row, strict=True)]
        for row in zip(value, enough, strict=True)
    ]
    points_in = 0.6 * 72 * inches / len(times.at)  # width of a cell
    letters = max(len(text) for row in texts for text in row)
    looks = {"ha": "center", "va": "center"}
    looks["fontsize"] = float(min(points_in / (0.62 * letters + 0.6), 8))
    readable = looks["fontsize"] >= _SMALLEST
    for row, column in np.ndindex(shade.shape) if readable else ():
        ax.text(list(times.at.values())[column], row, texts[row][column], **looks)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    notes = [f"{time}: {_UNITS[unit][0]}", *["each row has its own shade"] * (len(terms) > 1)]
    notes += ["( )\xa0no interval"] * (readable and not enough.all()) + times.notes(points=False)
    finish(ax, _lines(ax, 8, "   ".join(notes)))
    return captioned(ax, *captions.heat(table, time, unit, terms))


def slopes(
    table: pd.DataFrame, terms: str | Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw terms from the first time to the last, with the course between them.

    `table` is from `un.trends`, without groups. A line goes through all times; both ends have their
    interval and figure. A value between that lies well above or below both ends has its figure too,
    with its time, so that what came and went is not hidden. Lines are named at their right end,
    without a legend.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.trends(un.corpus.example_corpus(), ["whales", "bells"], unit="count")
    >>> ax = un.plot.slopes(table)
    >>> [text.get_text() for text in ax.texts]
    ['bells 0 → 3', 'whales 3 → 0']
    """
    time, unit = _made_of(table)
    _without_groups(table)
    terms, times = chosen(table, terms), Course.of(table, time)
    if len(times.at) < 2:
        raise UnresError("found one time in the table, expected two or more: a slope joins two")
    ax = axes_for(ax, (WIDTH, max(3.2, 0.24 * len(terms) + 1.6)))
    parts = [_scaled(table[table["term"] == term], unit).sort_values(time) for term in terms]
    most = max(p["value"].max() for p in parts)
    top = min(1.5 * most, max(end_of(p["value"], p["high"].iloc[[0, -1]], _LEAST) for p in parts))
    last, beyond, names, ends = max(times.at.values()), False, [], []
    for k, rows in enumerate(parts):
        colour = _COLOURS[k % len(_COLOURS)]
        y, named = rows["value"].to_numpy(), rows[time].tolist()
        join(ax, times, named, y, rows["enough"].to_numpy(), width=1.5, colors=colour)
        ax.plot(times.places(named[1:-1]), y[1:-1], ".", color=colour, markersize=5)
        shift = 0.25 * (k + 0.5) / len(terms) - 0.125  # so that intervals lie beside each other
        beyond |= _ends(ax, rows.iloc[[0, -1]], times, shift, top, colour)
        digits = 0 if unit == "count" else (1 if np.nanmax(y, initial=0) >= 10 else 2)
        ends.append(float(np.nan_to_num(y[-1])))
        names.append(f"{y[0]:,.{digits}f} → {y[-1]:,.{digits}f}{_between(times, named, y, digits)}")
    ticks = ticks_to(top / BEYOND)
    top = max(top, float(ticks[-1]))
    ax.set_ylim(-0.02 * top, top)
    ax.set_yticks(ticks)
    longest = max(len(term) + len(said) for term, said in zip(terms, names, strict=True))
    names_take = float(np.clip((longest + 4) / _LETTERS / inches_of(ax)[0] + 0.05, 0.25, _MOST))
    ax.set_xlim(-0.3, (last + 0.5) / (1 - names_take))
    ax.spines["bottom"].set_bounds(-0.3, last + 0.3)
    times.tick(ax, 0.4 * inches_of(ax)[0])
    notes = [time, *times.notes()] + [GO_ON.strip(" ()")] * beyond
    finish(ax, _lines(ax, 11, "   ".join(notes)), _UNITS[unit][0])
    _name_ends(ax, terms, names, ends, last)
    return captioned(ax, *captions.slopes(table, time, unit, terms))


_COLOURS = (BLUE, ORANGE, GREEN, VERMILION, SKY, PINK, "black", GREY)


def _between(times: Course, named: Sequence[Any], y: np.ndarray, digits: int) -> str:
    """Value that lies furthest beyond both ends, where that is a quarter of the greater end."""
    low, high = sorted((y[0], y[-1]))
    beyond = np.nan_to_num(np.maximum(y - high, low - y))
    k = int(beyond.argmax())
    if beyond[k] <= _BEYOND * max(abs(high), abs(low)):
        return ""
    return f" ({y[k]:,.{digits}f} in {times.label(named[k])})"


def background(
    table: pd.DataFrame,
    measures: str | Sequence[str] | None = None,
    *,
    columns: int | None = None,
    width: float = WIDTH,
) -> Figure:
    """Draw what terms move against: lengths, votes, acts by session; return the figure.

    `table` is from `un.analyse.background`; `measures` says which, in order; `columns` and `width`
    as in `trends`. Each panel has its own scale; an open circle is a session that is not over, and
    short strokes are all sessions to the same day. A cross has no interval, but for what is exact.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.analyse.background(un.corpus.example_corpus())
    >>> un.plot.background(table, "words, mean").axes[0].get_title("left")
    'words, mean'
    """
    needed = ("measure", "value", "low", "high", "unit", "same_date", "complete", "enough",
              "reason")  # fmt: skip
    time = table_of(table, needed, "un.analyse.background")
    wanted, times = chosen(table, measures, "measure"), Course.of(table, time)
    made = sheet(len(wanted), columns, width, 1.9, 3)
    beyond, parts, compared = False, [], bool(table["same_date"].notna().any())
    for ax, name in zip(made.axes, wanted, strict=True):
        rows = table[table["measure"] == name]
        share = str(rows["unit"].iloc[0]).startswith("share")
        exact = rows["reason"].astype(str).str.startswith("exact")
        part = _times(rows.assign(enough=rows["enough"] | exact), 100 if share else 1)
        parts.append((name, part))
        beyond |= panel(ax, part, times, letters=made.letters)
        same = part["same_date"].to_numpy(dtype=float)
        if compared:
            looks: dict[str, Any] = {"color": "#555555", "markersize": 7, "zorder": 3}
            ax.plot(times.places(part[time].tolist()), same, "_", **looks)
        low, high = ax.get_ylim()
        least, most = (f([*same, 0], initial=0) for f in (np.nanmin, np.nanmax))
        ax.set_ylim(min(low, 1.05 * least), max(high, 1.05 * most))
        ax.set_title(on_lines(name + ", %" * share, made.letters), fontsize=9.5)
        finish(ax, "")
    for ax in made.named():
        times.tick(ax, made.inches)
    notes = [time, "each panel has its own scale", *times.notes()]
    notes += ["–\xa0all to the same day"] * compared
    made.below(notes + _without(parts) + [GO_ON.strip(" ()")] * beyond)
    return captioned(made.figure, *captions.background(table, time, wanted))


def _made_of(table: pd.DataFrame) -> tuple[str, str]:
    """Name of the time and the unit of a table from `un.trends`."""
    time = table_of(table, _NEEDED, "un.trends")
    unit = str(table["unit"].iloc[0])
    check_known([unit], list(_UNITS), "units of tables from un.trends")
    return time, unit


def _without_groups(table: pd.DataFrame) -> None:
    if "group" in table:
        raise UnresError("found a table with groups, expected one without: draw one group")


def _scaled(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Rows with their values as they are drawn."""
    return _times(rows, _UNITS[unit][1])


def _times(rows: pd.DataFrame, scale: float) -> pd.DataFrame:
    names = [n for n in ("value", "low", "high", "same_date") if n in rows]
    return rows.assign(
        **{n: scale * rows[n].astype(float) for n in names}, enough=rows["enough"].astype(bool)
    )


def _counted(table: pd.DataFrame, time: str, unit: str) -> dict[Any, str]:
    """What is counted in, by time."""
    per = 1000 if unit == "words" else 1
    of = table.drop_duplicates(time).set_index(time)[_UNITS[unit][2]] / per
    return {t: f"{n:,.0f}" if n >= 10 else f"{n:.2g}" for t, n in of.items()}


def _without(parts: Sequence[tuple[str, pd.DataFrame]]) -> list[str]:
    """Why values have no interval, and why others, which have no mark, are missing."""
    said = []
    for label, missing in (("×\xa0no interval", False), ("no value", True)):
        kept = (part[~part["enough"] & part["value"].isna().eq(missing)] for _, part in parts)
        why = dict.fromkeys(reason for rows in kept for reason in rows["reason"])
        some = [drawn(reason) for reason in why if reason][:4]
        said += [f"{label}: {'; '.join(some)}"] * bool(some)
    return said


def _cell(number: float, told: bool, digits: int) -> str:
    """Figure of a cell, in brackets where it has no interval."""
    text = "–" if np.isnan(number) else f"{number:,.{digits}f}"
    return text if told else f"({text})"


def _ends(
    ax: Axes, rows: pd.DataFrame, times: Course, shift: float, top: float, colour: str
) -> bool:
    """Draw both ends of a course with their intervals; whether one goes on."""
    named = rows[times.name].tolist()
    value, low, high = (rows[n].to_numpy() for n in ("value", "low", "high"))
    told, x = rows["enough"].to_numpy(), times.places(named) + shift
    ax.vlines(x[told], low[told], high[told], color=colour, linewidth=1, alpha=0.5)
    points(ax, times, named, value, told, colour, shift)
    return go_on(ax, x[told], high[told], top, colour)


def _name_ends(
    ax: Axes, terms: Sequence[str], said: Sequence[str], ends: list[float], last: float
) -> None:
    """Write names and figures right of the ends of lines, none over another."""
    ax.figure.figure.draw_without_rendering()
    high, wide = (n / ax.figure.dpi for n in (ax.bbox.height, ax.bbox.width))
    low, top = ax.get_ylim()
    size = float(np.clip(72 * high / len(ends) / 1.4, 4, 8))
    room = ax.get_xlim()[1]
    letters = _LETTERS * 8 / size * wide * (room - last) / (room + 0.3) - 3
    longest = max(len(a) + len(b) for a, b in zip(terms, said, strict=True))
    two = longest > letters and high / len(ends) > 2 * _LINE
    step = min((1 + 0.8 * two) * _LINE, high / len(ends)) * (top - low) / high
    places = apart(ends, top - step / 2, step)
    for term, figures, end, place in zip(terms, said, ends, places, strict=True):
        name = on_lines(term, max(6, letters - (0 if two else len(figures))), 1)
        line = {"arrowstyle": "-", "color": "#BBBBBB", "linewidth": 0.6, "relpos": (0, 0.5)}
        looks: dict[str, Any] = {"fontsize": size, "va": "center", "arrowprops": line}
        looks["parse_math"] = False
        said_here = f"{name}\n{figures}" if two else f"{name} {figures}"
        ax.annotate(said_here, (last, end), (last + 0.06 * room, place), **looks)


def _lines(ax: Axes, letters: float, text: str) -> str:
    """Text below axes, of so many letters for an inch of their figure."""
    return fill(text, int(letters * inches_of(ax)[0]))
