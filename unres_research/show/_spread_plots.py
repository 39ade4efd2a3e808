"""Figures of how terms spread: what a rise is made of, who took a term up, what emerged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_whole
from unres_research.corpus._tokens import stop_words
from unres_research.errors import UnresError
from unres_research.show import _plot_captions as captions
from unres_research.show._captions import captioned
from unres_research.show._drawing import (
    BLUE,
    ORANGE,
    PALE_BLUE,
    VERMILION,
    annotate,
    axes_for,
    finish,
    name_rows,
)
from unres_research.show._labels import label as drawn
from unres_research.show._labels import on_lines
from unres_research.show._over_time import (
    WIDTH,
    Course,
    apart,
    events_of,
    inches_of,
    is_empty,
    mark,
    nothing,
    parts_of,
    refuse,
    said_of,
    sheet,
    table_of,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALL = "in all"
_WAYS = ("new", "took_up", "kept", "unknown")
_SAID = ("new series", "took it up", "kept it", "not known")
_BANDS = ((BLUE, ""), (PALE_BLUE, "///"), ("#E8E8E8", ""), ("#B4B4B4", "..."))
_BOX = {"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.8}
_NAMES = 0.3  # of the width of a panel: for the names of bands
_WORDS = 6  # of a phrase
_LETTERS = 4.5  # of the name of a row, for an inch of the figure


def rise(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw what a change in occurrences is made of, part after part, and all of it.

    `table` is from `un.analyse.rise`, of one term. A bar begins where the one above it ends; one
    that takes away is hatched. A term that cannot be counted has no bars: "too few".

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"term": "whales", "part": ["new series", "took it up", "in all"],
    ...     "series": [2, 1, 3], "occurrences": [5.0, -2.0, 3.0]})
    >>> [float(bar.get_width()) for bar in un.plot.rise(rows).patches]
    [5.0, -2.0, 3.0]
    """
    from matplotlib.ticker import MaxNLocator

    needed = ("term", "part", "series", "occurrences")
    table_of(table, needed, "un.analyse.rise", timed=False)
    if table["term"].nunique() != 1:
        raise UnresError(f"found {table['term'].nunique()} terms in a table, expected one to draw")
    values = table["occurrences"].to_numpy(dtype=float)
    whole = table["part"].eq(ALL).to_numpy()
    ends = np.cumsum(np.where(whole, 0, values))
    starts = np.where(whole, 0, ends - values)
    ax = axes_for(ax, (8, 0.34 * len(table) + 1.1))
    rows = [f"{part}  ({n:,})" for part, n in zip(table["part"], table["series"], strict=True)]
    y = name_rows(ax, rows, width=int(_LETTERS * inches_of(ax)[0]), most=2)
    if np.isnan(values).all():
        refuse(ax, "rarer than the data set counts", 60)
    else:
        colours = np.where(whole, "#555555", np.where(values >= 0, BLUE, ORANGE))
        bars = ax.barh(y, values, left=starts, color=colours, edgecolor="white", height=0.7)
        for bar, start, value, at in zip(bars, starts.tolist(), values.tolist(), y, strict=True):
            bar.set_hatch("" if value >= 0 else "///")
            said = f"{round(value):+,}".replace("-", "−") if round(value) else "0"
            annotate(ax, said, (max(start, start + value), at), bbox=_BOX)
        ax.vlines(ends[:-1], y[:-1], y[1:], color="#888888", linewidth=0.6, zorder=0)
        ax.axvline(0, color="black", linewidth=0.8)
        low, high = (f([0, *starts, *(starts + values)]) for f in (np.nanmin, np.nanmax))
        ticks = MaxNLocator(5, integer=True).tick_values(low, high)
        ax.set_xticks(ticks)
        ax.set_xlim(ticks[0] - 0.01 * np.ptp(ticks), ticks[-1] + 0.1 * np.ptp(ticks))
    said = f"occurrences of “{drawn(table['term'].iloc[0])}” (number of series)"
    finish(ax, fill(said, int(9 * inches_of(ax)[0])))
    return captioned(ax, *captions.rise(table, ALL))


def adoption(
    table: pd.DataFrame,
    terms: str | Sequence[str] | None = None,
    *,
    columns: int | None = None,
    width: float = WIDTH,
    events: Mapping[Any, str] | None = None,
) -> Figure:
    """Draw how many resolutions have used terms so far, one panel a term; return the figure.

    `table` is from `un.analyse.adoption`, `terms` as in `trends`; of a table with groups there is
    one panel a group, of one term. From below: resolutions of new series; of series that took the
    term up when they were renewed; of those that kept it, which is repetition; and those of the
    first session, of which it is not known. Each band is named with its number beside its end.
    Terms that cannot be counted have an empty panel with the reason, and so has a table without
    rows. `columns`, `width` and
    `events` as in `trends`; by default one panel in four and a half inches.

    Examples
    --------
    >>> import unres_research as un
    >>> table = un.analyse.adoption(un.corpus.example_corpus(), ["whales"])
    >>> un.plot.adoption(table).axes[0].get_title("left")
    'whales'
    """
    uncounted = getattr(table, "attrs", {}).get("uncounted", {}) if terms is None else {}
    if is_empty(table, ("term", *_WAYS)) and not uncounted:
        ax = axes_for(None, (width, 1.2))
        finish(nothing(ax, table, "no resolution has the terms"), "")
        return captioned(ax.figure.figure, *captions.adoption(table, "time", {}))
    if not uncounted or len(table):
        time = table_of(table, ("term", *_WAYS), "un.analyse.adoption")
        parts, times = parts_of(table, terms), Course.of(table, time)
    else:
        parts, times = [], Course("time", {}, {}, frozenset(), ())
    known = events_of(events, times)
    made = sheet(len(parts) + len(uncounted), columns, width, 2.4, 4.5)
    for ax, (name, rows) in zip(made.axes, parts, strict=False):
        _stacked(ax, rows.sort_values(time), times, made.inches)
        ax.set_title(on_lines(name, made.letters), fontsize=9.5)
        mark(ax, known, times)
        finish(ax, "")
    for ax, (name, why) in zip(made.axes[len(parts) :], uncounted.items(), strict=True):
        _refused(ax, name, why, made.letters)
    notes = []
    if parts:
        for ax in made.named():
            times.tick(ax, (1 - _NAMES) * made.inches)
        first = any(rows["unknown"].any() for _, rows in parts)
        notes = [time, *times.notes(points=False)]
        notes += ["not known: of the first session in the data"] * first
    notes += ["each panel has its own scale"] * (len(made.axes) > 1)
    made.below(notes + said_of(known))
    made.figure.supylabel("resolutions so far", fontsize=10)
    said = captions.adoption(table, times.name, dict(parts))
    return captioned(made.figure, *said)


def _refused(ax: Axes, name: str, why: str, letters: float) -> None:
    """Say why a term has no curve."""
    refuse(ax, why, letters)
    ax.set_title(on_lines(name, letters), fontsize=9.5)
    ax.set_yticks([])
    ax.tick_params(bottom=False, labelbottom=False)
    finish(ax, "")


def _stacked(ax: Axes, rows: pd.DataFrame, times: Course, inches: float) -> None:
    x = times.places(rows[times.name].tolist())
    x = np.append(x - 0.5, x[-1] + 0.5)  # a time is a step as wide as it is long
    base = np.zeros(len(x))
    ends = []
    for way, said, (colour, hatch) in zip(_WAYS, _SAID, _BANDS, strict=True):
        values = rows[way].to_numpy(dtype=float).cumsum()
        values = np.append(values, values[-1])
        kind: dict[str, Any] = {"step": "post", "facecolor": colour, "hatch": hatch, "label": said}
        ax.fill_between(x, base, base + values, edgecolor="white", linewidth=0, **kind)
        ax.step(x, base + values, where="post", color="#444444", linewidth=0.7)
        if values[-1]:
            ends.append((base[-1] + values[-1] / 2, f"{values[-1]:,.0f} {said}"))
        base = base + values
    last = max(times.at.values()) + 0.5
    ax.set_xlim(-0.5 - 0.02 * last, (last + 0.5) / (1 - _NAMES) - 0.5)
    ax.set_ylim(0, max(1, 1.05 * base[-1]))
    ax.spines["bottom"].set_bounds(-0.5, last)
    ax.locator_params(axis="y", nbins=5, integer=True)
    places = apart([end for end, _ in ends], ax.get_ylim()[1], 0.1 * ax.get_ylim()[1])
    for (end, said), place in zip(ends, places, strict=True):
        line = {"arrowstyle": "-", "color": "#BBBBBB", "linewidth": 0.6, "relpos": (0, 0.5)}
        at = (x[-1], end), (last + 0.05 * (last + 0.5), place)
        ax.annotate(on_lines(said, 5 * inches, 1), *at, fontsize=7, va="center", arrowprops=line)


def emerging(table: pd.DataFrame, ax: Axes | None = None, *, n: int = 20) -> Axes:
    """Draw in how many series words and phrases stood before and after, what rose above.

    `table` is from `un.analyse.emerging`: those rows that are to be drawn; the first `n` of each
    direction are. An arrow goes from before to after, dashed where there are fewer. Of a phrase the
    first six words are named. Of a table without rows the reason is written.

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
    if is_empty(table, needed):
        ax = nothing(axes_for(ax, (8, 1.2)), table, "no such word or phrase changed")
        return captioned(finish(ax, ""), *captions.emerging(table))
    table_of(table, needed, "un.analyse.emerging", timed=False)
    parts = [part.head(n) for _, part in table.groupby("direction", sort=False)]
    rows = pd.concat(parts)
    rows.attrs = table.attrs
    names = [_first_words(phrase) for phrase in rows["phrase"]]
    inches = 8 if ax is None else inches_of(ax)[0]
    names = [on_lines(name, _LETTERS * inches) for name in names]
    takes = np.array([1 + 0.7 * name.count("\n") for name in names])  # lines of a row
    y = takes.cumsum() - takes / 2
    ax = axes_for(ax, (8, 0.2 * takes.sum() + 1.1))
    room = 72 * 0.8 * inches_of(ax)[1] / takes.sum()
    ax.set_yticks(y, names, fontsize=float(np.clip(room / 1.3, 4, 8)))
    before, after = rows["series_before"].to_numpy(), rows["series_after"].to_numpy()
    for at, a, b in zip(y, before, after, strict=True):
        colour = BLUE if b >= a else VERMILION
        line = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (b, at), (a, at), arrowprops={**line, "linestyle": "-" if b >= a else "--"})
        annotate(ax, f"{a:,} → {b:,}", (max(a, b), at), xytext=(6, 0), color="#333333")
    ax.plot(before, y, "|", color="black", markersize=7)
    for k in np.cumsum([len(part) for part in parts])[:-1]:
        ax.axhline(y[k] - takes[k] / 2, color="#BBBBBB", linewidth=0.6)
    most = max(1, before.max(initial=0), after.max(initial=0))
    ax.set_xlim(-0.02 * most, most * (1.1 + 0.8 / inches))
    ax.set_ylim(takes.sum() + 0.1, -0.1)
    ax.locator_params(axis="x", nbins=max(2, int(inches / 1.5)))
    finish(ax, "series that use it,\nbefore (|) and after (arrowhead)")
    return captioned(ax, *captions.emerging(rows))


def _first_words(phrase: object) -> str:
    """Beginning of a phrase, without function words where it is cut.

    >>> _first_words("one two three four five six seven")
    'one two three four five six …'
    >>> _first_words("bells of the ships of the sea")
    'bells of the ships …'
    """
    words = str(phrase).split()
    shown = words[:_WORDS]
    while len(words) > _WORDS and len(shown) > 1 and shown[-1] in stop_words(("function",)):
        shown.pop()  # a phrase does not end on "of the"
    return " ".join([*shown, *["…"] * (len(words) > _WORDS)])
