"""Figures of terms over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_kind, check_known, check_whole
from unres_research.errors import UnresError
from unres_research.show._drawing import (
    BLUE,
    GO_ON,
    GREY,
    ORANGE,
    STYLE,
    VERMILION,
    annotate,
    axes_for,
    finish,
    name_rows,
    over,
)
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
    check_whole(columns, "columns", 1, 20)
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


def rise(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw what a change in occurrences is made of, part after part, and all of it.

    `table` is from `un.analyse.rise`, of one term. A bar begins where the one above it ends.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"term": "whales", "part": ["new series", "took it up", "in all"],
    ...     "series": [2, 1, 3], "occurrences": [5.0, -2.0, 3.0]})
    >>> [bar.get_width() for bar in un.plot.rise(rows).patches]
    [5.0, -2.0, 3.0]
    """
    needed = ("term", "part", "series", "occurrences")
    rows = _table_with(table, needed, "un.analyse.rise")
    if rows["term"].nunique() != 1:
        raise UnresError(f"found {rows['term'].nunique()} terms in the table, expected one to draw")
    values = rows["occurrences"].to_numpy(dtype=float)
    whole = rows["part"].eq("in all").to_numpy()
    starts = np.where(whole, 0, np.cumsum(np.where(whole, 0, values)) - values)
    ax = axes_for(ax, (8, 0.34 * len(rows) + 1.1))
    y = name_rows(
        ax, [f"{part}  ({n:,})" for part, n in zip(rows["part"], rows["series"], strict=True)]
    )
    colours = np.where(whole, "#555555", np.where(values >= 0, BLUE, ORANGE))
    hatches = ["" if value >= 0 else "///" for value in values]
    bars = ax.barh(y, values, left=starts, color=colours, height=0.7)
    for bar, hatch in zip(bars, hatches, strict=True):
        bar.set_hatch(hatch)
    for k, (start, value) in enumerate(zip(starts, values, strict=True)):
        annotate(ax, f"{value:+,.0f}", (max(start, start + value), k))
    ax.axvline(0, color="black", linewidth=0.8)
    ax.margins(x=0.1)
    return finish(ax, f"occurrences of “{drawn(rows['term'].iloc[0])}”  (number of series)")


def adoption(table: pd.DataFrame, *, columns: int = 2) -> Figure:
    """Draw how many resolutions have taken terms up so far, one panel a term; return the figure.

    `table` is from `un.analyse.adoption`. From below: new series, series that took the term up when
    they were renewed, and those of which it is not known (their earlier texts are not in the data).

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.analyse.adoption(un.corpus.example_corpus(), ["whales"])
    >>> un.plot.adoption(table).axes[0].get_title("left")
    'whales'
    """
    check_whole(columns, "columns", 1, 20)
    import matplotlib.pyplot as plt

    plt.rcParams.update(STYLE)
    rows = _table_with(table, ("term", "cumulative", "cumulative_new"), "un.analyse.adoption")
    time = next((name for name in TIMES if name in rows), TIMES[0])
    terms = rows["term"].drop_duplicates().tolist()
    lines = -(-len(terms) // columns)
    looks: dict[str, Any] = {"figsize": (9, 2.4 * lines + 0.6), "layout": "constrained"}
    figure, axes = plt.subplots(lines, columns, sharex=True, squeeze=False, **looks)
    times = rows[time].drop_duplicates().tolist()
    for ax, term in zip(axes.flat, terms, strict=False):
        _stacked(ax, rows[rows["term"] == term], time, times, named=ax is axes.flat[0])
        ax.set_title(on_lines(term, 96 // columns), fontsize=9.5)
        finish(ax, "")
    step = max(1, -(-len(times) // _MOST_TICKS))
    axes.flat[0].set_xticks(range(0, len(times), step), [drawn(t) for t in times[::step]])
    for ax in axes.flat:
        ax.tick_params(axis="x", rotation=90, labelsize=7.5)
    for ax in axes.flat[len(terms) :]:
        ax.set_axis_off()
    figure.supylabel("resolutions so far", fontsize=10)
    figure.supxlabel(time, fontsize=9)
    return figure


def _stacked(ax: Axes, rows: pd.DataFrame, time: str, times: list[Any], *, named: bool) -> None:
    x = np.array([times.index(t) for t in rows[time]])
    parts = {
        "new series": rows["cumulative_new"],
        "renewed, took it up": rows["cumulative_took_up"],
    }
    parts["earlier text not known"] = rows["cumulative"] - sum(parts.values())
    looks = ((BLUE, ""), ("#A6CDE6", "///"), ("#D9D9D9", "..."))
    base = np.zeros(len(x))
    for (name, values), (colour, hatch) in zip(parts.items(), looks, strict=True):
        top = base + values.to_numpy(dtype=float)
        kind: dict[str, Any] = {"step": "post", "facecolor": colour, "hatch": hatch, "label": name}
        ax.fill_between(x, base, top, edgecolor="white", linewidth=0, **kind)
        ax.step(x, top, where="post", color="#444444", linewidth=0.7)
        base = top
    ax.set_ylim(bottom=0)
    if named:
        ax.legend(loc="upper left", fontsize=8)


def emerging(table: pd.DataFrame, ax: Axes | None = None, *, n: int = 20) -> Axes:
    """Draw in how many series words and phrases stood before and after, what rose above.

    `table` is from `un.analyse.emerging`: those rows that are to be drawn; the first `n` of each
    direction are. An arrow goes from before to after.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"phrase": ["whales", "sails"], "direction": ["rising", "fading"],
    ...     "series_before": [1, 9], "series_after": [8, 2], "q": [0.01, 0.02]})
    >>> [label.get_text() for label in un.plot.emerging(rows).get_yticklabels()]
    ['whales', 'sails']
    """
    import pandas as pd

    check_whole(n, "n", 1, 200)
    needed = ("phrase", "direction", "series_before", "series_after")
    rows = _table_with(table, needed, "un.analyse.emerging")
    parts = [part.head(n) for _, part in rows.groupby("direction", sort=False)]
    rows = pd.concat(parts)
    ax = axes_for(ax, (8, 0.24 * len(rows) + 1.1))
    y = name_rows(ax, rows["phrase"].tolist(), width=44)
    before, after = rows["series_before"].to_numpy(), rows["series_after"].to_numpy()
    for at, a, b in zip(y, before, after, strict=True):
        colour = BLUE if b >= a else VERMILION
        line = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (b, at), (a, at), arrowprops={**line, "linestyle": "-" if b >= a else "--"})
    ax.plot(before, y, "|", color="black", markersize=7)
    for at, a, b in zip(y, before, after, strict=True):
        annotate(ax, f"{a:,} → {b:,}", (max(a, b), at), color="#333333")
    ax.set_xlim(0, max(1, before.max(initial=0), after.max(initial=0)) * 1.15)
    return finish(ax, "series that use it, before (|) and after (arrowhead)")


def background(
    table: pd.DataFrame, measures: str | Sequence[str] | None = None, *, columns: int = 3
) -> Figure:
    """Draw what terms move against: lengths, votes, acts by session; return the figure.

    `table` is from `un.analyse.background`; `measures` says which, in order. Each panel has its own
    scale; a session that is not over has a star, and crosses are all sessions to the same day.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.analyse.background(un.corpus.example_corpus())
    >>> un.plot.background(table, "words, mean").axes[0].get_title("left")
    'words, mean'
    """
    check_whole(columns, "columns", 1, 20)
    import matplotlib.pyplot as plt

    plt.rcParams.update(STYLE)
    needed = ("measure", "value", "low", "high", "same_date", "complete")
    rows = _table_with(table, needed, "un.analyse.background")
    known = rows["measure"].drop_duplicates().tolist()
    wanted = known if measures is None else as_list(measures, "measures")
    if not wanted:
        raise UnresError("found no measures to draw, expected at least one")
    check_known(wanted, known, "measures of the table")
    time = next((name for name in TIMES if name in rows), TIMES[0])
    times = rows[time].drop_duplicates().tolist()
    lines = -(-len(wanted) // columns)
    looks: dict[str, Any] = {"figsize": (9, 1.9 * lines + 0.6), "layout": "constrained"}
    figure, axes = plt.subplots(lines, columns, sharex=True, squeeze=False, **looks)
    for ax, name in zip(axes.flat, wanted, strict=False):
        _ground(ax, rows[rows["measure"] == name], time, times)
        ax.set_title(on_lines(name, 96 // columns), fontsize=9.5)
        finish(ax, "")
    for ax in axes.flat[len(wanted) :]:
        ax.set_axis_off()
    complete = dict(zip(rows[time], rows["complete"], strict=True))
    names = [f"{drawn(t)}{'' if complete[t] else '*'}" for t in times]
    axes.flat[0].set_xticks(range(len(times)), names)
    for ax in axes.flat[max(0, len(wanted) - columns) : len(wanted)]:
        ax.tick_params(labelbottom=True)
    star = "" if all(complete.values()) else "   * not over; × all to the same day"
    figure.supxlabel(f"{time}   each panel has its own scale{star}", fontsize=8.5)
    return figure


def _ground(ax: Axes, rows: pd.DataFrame, time: str, times: list[Any]) -> None:
    scale = 100 if rows["unit"].iloc[0].startswith("share") else 1
    x = np.array([times.index(t) for t in rows[time]])
    value, low, high = (
        scale * rows[name].to_numpy(dtype=float) for name in ("value", "low", "high")
    )
    ax.plot(x, value, "o-", color=BLUE, markersize=4, linewidth=0.8)
    ax.vlines(x, low, high, color=BLUE, linewidth=1.2)
    if not rows["complete"].all():
        ax.plot(
            x, scale * rows["same_date"].to_numpy(dtype=float), "x", color="#555555", markersize=4
        )
    ax.set_ylim(bottom=np.nanmin(value, initial=0))
    ax.locator_params(axis="y", nbins=4)
    if scale == 100:
        ax.set_ylabel("%", fontsize=8)


def _table_with(table: Any, needed: Sequence[str], source: str) -> pd.DataFrame:
    import pandas as pd

    check_kind(table, pd.DataFrame, "the table", f"a table from {source}")
    lacking = [name for name in needed if name not in table]
    if lacking or not len(table):
        raise UnresError(
            f"found a table of {len(table)} rows without {', '.join(lacking) or 'any'}, expected "
            f"one from {source}"
        )
    return table
