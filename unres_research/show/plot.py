"""Figures: each takes a finished result or table, draws it, and returns the axes.

Nothing is computed here. `ax` is where to draw, by default the axes of a new figure. Shares from 0
to 1 are drawn in per cent, intervals as lines. The text of labels is shown as it is ("$" begins no
mathematics), on one line of at most 100 characters, without control characters.
"""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._compare import Comparison
from unres_research.analyse._keyness import Keyness
from unres_research.analyse._speech_acts import SpeechActs
from unres_research.corpus import body_words
from unres_research.errors import UnresError
from unres_research.records import Resolution
from unres_research.show import _plot_captions as captions
from unres_research.show._captions import captioned
from unres_research.show._drawing import (
    BLUE,
    GO_ON,
    GREEN,
    GREY,
    ORANGE,
    PALE_BLUE,
    PALE_GREY,
    PALE_ORANGE,
    PINK,
    SKY,
    THREE,
    VERMILION,
    annotate,
    axes_for,
    dots,
    end_of,
    finish,
    go_on,
    name_rows,
    ticks_to,
)
from unres_research.show._labels import label as drawn
from unres_research.show._labels import name_points
from unres_research.show._mandate_plots import mandates
from unres_research.show._over_time import nothing
from unres_research.show._spread_plots import adoption, emerging, rise
from unres_research.show._state_plots import agreement, cosponsors, positions
from unres_research.show._topic_plots import topic_map, topic_profile, topic_sheet, topic_trends
from unres_research.show._trend_plots import background, heat, slopes, trends
from unres_research.show._who_plots import behind, reworded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = [
    "adoption",
    "agreement",
    "background",
    "behind",
    "citations",
    "cosponsors",
    "coverage",
    "heat",
    "keyness",
    "mandates",
    "new_wording",
    "over_time",
    "slopes",
]
__dir__ = __all__.copy  # what tab completion shows
__all__ += [
    "emerging",
    "reworded",
    "rise",
    "sources",
    "speech_acts",
    "structure",
    "topic_map",
    "topic_profile",
    "topic_sheet",
    "topic_trends",
    "trends",
    "positions",
]


def structure(record: Resolution, ax: Axes | None = None) -> Axes:
    """Draw the length in words of every preambular and operative paragraph, with its opener.

    Footnotes are left out. A sub-paragraph has the colour of the paragraph that it belongs to.

    Examples
    --------
    >>> import unres_research as un
    >>> ax = un.plot.structure(un.corpus.example_corpus().resolution("A/RES/78/907"))
    >>> [int(bar.get_width()) for bar in ax.patches], ax.get_xlabel()
    ([11], 'words')
    """
    words = body_words(record)
    kinds: dict[str, str] = {}
    for paragraph in record.body:  # parents stand before what belongs to them
        kinds[paragraph.id] = kinds.get(paragraph.parent or "", paragraph.kind)
    looks = {"preambular": ORANGE, "operative": BLUE}
    ax = axes_for(ax, (8, 0.21 * len(words) + 1))
    y = name_rows(ax, list(words))
    colours = [looks.get(kinds[pid], BLUE) for pid in words]
    ax.barh(y, [len(w) for w in words.values()], color=colours, height=0.75)
    for k, (pid, found) in enumerate(words.items()):
        annotate(ax, record[pid].opener or "", (len(found), k), color="#333333")
    ax.margins(x=0.22, y=0.01)
    finish(ax, "words", colours=looks, loc="lower right")
    return captioned(ax, *captions.structure(record))


def coverage(found: Comparison, ax: Axes | None = None) -> Axes:
    """Draw which share of the words of each paragraph stood before (left) and stands later (right).

    Formulaic phrases have a lighter tone.

    Examples
    --------
    >>> import unres_research as un
    >>> corpus = un.corpus.example_corpus()
    >>> found = un.compare(corpus.resolution("A/RES/78/908"), corpus)
    >>> [int(bar.get_width()) for bar in un.plot.coverage(found).patches]
    [-54, -54, 0, 0]
    """
    ax = axes_for(ax, (8, 0.22 * len(found.earlier.paragraphs) + 1.5))
    y = name_rows(ax, found.earlier.paragraphs["paragraph"])
    for table, sign, colour, pale in (
        (found.earlier.paragraphs, -100, BLUE, PALE_BLUE),
        (found.later.paragraphs, 100, ORANGE, PALE_ORANGE),
    ):
        ax.barh(y, sign * table["share"], color=pale, height=0.75)
        ax.barh(y, sign * table["substantive_share"], color=colour, height=0.75)
    ax.axvline(0, color="black", linewidth=0.8)
    ticks = np.arange(-100, 101, 25)
    ax.set_xticks(ticks, [str(abs(t)) for t in ticks])
    ax.set_xlim(-102, 102)
    ax.margins(y=0.01)
    colours = {
        "in earlier ones": BLUE,
        "formulaic phrases in earlier ones": PALE_BLUE,
        "in later ones": ORANGE,
        "formulaic phrases in later ones": PALE_ORANGE,
    }
    label = "words of the paragraph that stand in other resolutions, %"
    above: dict[str, Any] = {"loc": "lower center", "bbox_to_anchor": (0.5, 1), "ncols": 4}
    finish(ax, label, colours=colours, fontsize=7.5, **above)
    return captioned(ax, *captions.coverage(found))


def sources(
    found: Comparison, ax: Axes | None = None, *, side: str = "earlier", n: int = 12
) -> Axes:
    """Draw the `n` resolutions that share most words with a text, cited ones set apart.

    `side` is "earlier" or "later", else UnresError.

    Examples
    --------
    >>> import unres_research as un
    >>> corpus = un.corpus.example_corpus()
    >>> found = un.compare(corpus.resolution("A/RES/78/908"), corpus)
    >>> [label.get_text() for label in un.plot.sources(found).get_yticklabels()]
    ['A/RES/78/907  (2024-05)']
    """
    if side not in ("earlier", "later"):
        raise UnresError(f"found the side {side!r}, expected 'earlier' or 'later'")
    top = (found.earlier if side == "earlier" else found.later).sources.head(n)
    ax = axes_for(ax, (8, 0.3 * len(top) + 1))
    y = name_rows(ax, [f"{row.symbol}  ({row.adopted_on:%Y-%m})" for row in top.itertuples()])
    ax.barh(y, top["matched_words"], color=np.where(top["cited"], BLUE, PALE_GREY), height=0.75)
    for k, row in enumerate(top.itertuples()):
        label = f"{row.matched_words:,}  {shorten(row.title, 58, placeholder=' …')}"
        annotate(ax, label, (row.matched_words, k))
    most = int(top["matched_words"].max()) if len(top) else 1
    ax.set_xlim(0, 2.6 * most)
    ax.set_xticks(ticks_to(most))  # beside the bars there are titles
    legend: dict[str, Any] = {}
    if top["cited"].any():
        legend = {
            "colours": {"cited by the text": BLUE, "not cited": PALE_GREY},
            "loc": "lower right",
        }
    finish(ax, "words of the text in shared runs", **legend)
    return captioned(ax, *captions.sources(found, side, len(top)))


def over_time(found: Comparison, ax: Axes | None = None, *, n: int = 6) -> Axes:
    """Draw when the resolutions were adopted that share wording with a text.

    Words without formulaic phrases, on a scale that shows small numbers too (square root). The `n`
    resolutions with most of them are named on each side, beside their points; the places of names
    are found for the size that the figure has now.

    Examples
    --------
    >>> import unres_research as un
    >>> corpus = un.corpus.example_corpus()
    >>> found = un.compare(corpus.resolution("A/RES/78/908"), corpus)
    >>> [text.get_text() for text in un.plot.over_time(found).texts]
    ['this text', 'A/RES/78/907']
    """
    import pandas as pd
    from matplotlib.dates import date2num

    ax = axes_for(ax, (8.5, 4.6))
    tables = [side.sources for side in (found.earlier, found.later)]
    tables = [table[table["substantive_words"] > 0] for table in tables]
    everything = pd.concat(tables)
    kinds: tuple[tuple[bool, str, dict[str, Any]], ...] = (  # told apart without colour, too
        (False, "not cited by the text", {"s": 18, "facecolor": "none", "edgecolor": GREY}),
        (True, "cited by it", {"s": 32, "marker": "D", "color": BLUE, "linewidth": 0}),
    )
    for cited, name, looks in kinds:
        part = everything[everything["cited"] == cited]
        x, y = part["adopted_on"].to_numpy(), part["substantive_words"].to_numpy()
        ax.scatter(x, y, label=name, **looks)
    when = pd.Timestamp(found.date)
    ax.axvline(when, color=VERMILION, linewidth=1.2)
    top = float(everything["substantive_words"].max()) if len(everything) else 1.0
    annotate(ax, "this text", (when, top * 1.12), color=VERMILION, fontsize=9, va="top")
    ax.set_yscale("function", functions=(lambda v: np.sqrt(np.maximum(v, 0)), np.square))
    ax.set_ylim(0, top * 1.15)
    ticks = _root_ticks(top * 1.15)
    ax.set_yticks(ticks, [f"{t:,}" for t in ticks])
    dates = date2num([when, *everything["adopted_on"]])
    room = max(np.ptp(dates), 365)
    ax.set_xlim(dates.min() - 0.06 * room, dates.max() + 0.17 * room)  # names stand at the right
    label = "words in shared runs, without formulaic phrases\n(square-root scale)"
    above: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 2}
    finish(ax, "date of adoption", label, **above)
    _name_most(ax, tables, n, when)
    return captioned(ax, *captions.over_time(found, [min(n, len(table)) for table in tables]))


def _root_ticks(top: float) -> list[int]:
    """Round numbers up to `top`, with room between them on a square-root scale."""
    steps = (10, 15, 20, 25, 30, 40, 50, 60, 80)
    numbers = [s * 10**k // 10 for k in range(9) for s in steps if s * 10**k % 10 == 0]
    ticks: list[int] = []
    for number in reversed([v for v in numbers if v <= top]):
        if not ticks or np.sqrt(ticks[-1] / top) - np.sqrt(number / top) >= 0.075:
            ticks.append(number)
    return ticks[::-1]


def _name_most(ax: Axes, tables: list[pd.DataFrame], n: int, when: pd.Timestamp) -> None:
    """Name the `n` resolutions with most words of each side, beside their points."""
    import pandas as pd

    most: Any = {"by": "substantive_words", "ascending": False, "kind": "stable"}
    tops = [table.sort_values(**most).head(n) for table in tables]
    rows, points = pd.concat(tops), pd.concat(tables)
    at, beside = ((t["adopted_on"], t["substantive_words"]) for t in (rows, points))
    names = [drawn(symbol) for symbol in rows["symbol"]]
    name_points(ax, names, at, beside, wall=when, keep_off=ax.texts)


def keyness(table: pd.DataFrame | Keyness, ax: Axes | None = None, *, n: int = 15) -> Axes:
    """Draw the terms that set a group apart, by how many times as often it uses them.

    `table` holds rows of one group from `un.keyness`: those that you want to show, such as
    `.distinct(group)`, which are also drawn for the first group of a `Keyness`. `n` terms at each
    end are drawn, on a logarithmic scale; 1 is as often as elsewhere. A term that one side never
    has gets no point, for how many times as often has no answer: its interval goes on beyond the
    edge, where an arrowhead says so. Of a table without rows the reason is written.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"term": ["whales", "schools"], "log_odds": [2.0, -1.0],
    ...     "low": [1.0, -2.0], "high": [3.0, -0.5], "count": [9, 1], "count_rest": [2, 7]})
    >>> [label.get_text() for label in un.plot.keyness(rows).get_yticklabels()]
    ['whales  (9 / 2)', 'schools  (1 / 7)']
    """
    import pandas as pd
    from matplotlib.ticker import NullFormatter

    if isinstance(table, Keyness):
        table = table.distinct(next(iter(table.units)))
    if table.empty:
        ax = nothing(axes_for(ax, (8, 1.2)), table, "no such term")
        return captioned(finish(ax, ""), *captions.keyness(table))
    more = table[table["log_odds"] > 0].head(n)
    less = table[table["log_odds"] < 0].tail(n)
    rows = pd.concat([more, less])
    rows.attrs = table.attrs
    ax = axes_for(ax, (8, max(3.2, 0.24 * len(rows) + 1.2)))
    counts = zip(rows["term"], rows["count"], rows["count_rest"], strict=True)
    y = name_rows(ax, [f"{term}  ({a:,} / {b:,})" for term, a, b in counts])
    colours = np.where(rows["log_odds"] > 0, BLUE, VERMILION)
    here = np.isposinf(rows["high"]) & (rows["log_odds"] > 0)
    there = np.isneginf(rows["low"]) & (rows["log_odds"] < 0)
    known = ~(here | there).to_numpy()
    ends = np.r_[rows["low"], rows["high"], rows["log_odds"][known]]
    ends = ends[np.isfinite(ends)]
    least, most = (ends.min() - 1, ends.max() + 1) if len(ends) else (0.0, 0.0)
    if not known.all():  # a decade at least where an arrowhead stands
        least = min(least, -2.5 if there.any() else -0.2)
        most = max(most, 2.5 if here.any() else 0.2)
    low, high = rows["low"].clip(lower=least), rows["high"].clip(upper=most)
    ax.hlines(y, np.exp(low), np.exp(high), color=colours, linewidth=1.6)
    ax.scatter(np.exp(rows["log_odds"][known]), y[known], c=colours[known], s=28, zorder=2)
    ax.axvline(1, color="black", linewidth=0.8)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:,g}")
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_ylim(len(rows) - 0.4, -0.8)
    if not known.all():
        ax.set_xlim(*np.exp([least, most]))
    _only(ax, y[here], 1, BLUE, "only in the group")
    _only(ax, y[there], 0, VERMILION, "only in the rest")
    ax.grid(axis="x", color="#EEEEEE")
    ax.set_axisbelow(True)
    label = "times as often as in the rest\n(1: as often; logarithmic scale, with intervals)"
    finish(ax, label, "term (occurrences here / in the rest)")
    return captioned(ax, *captions.keyness(rows))


def _only(ax: Axes, y: np.ndarray, edge: int, colour: str, text: str) -> None:
    """Draw arrowheads at the left (0) or right (1) edge, and say why the intervals go on."""
    if not len(y):
        return
    looks: dict[str, Any] = {"color": colour, "linestyle": "", "markersize": 6, "clip_on": False}
    ax.plot([edge] * len(y), y, "<>"[edge], transform=ax.get_yaxis_transform(), **looks)
    side: dict[str, Any] = {"xytext": (5 - 10 * edge, 2), "ha": ("left", "right")[edge]}
    for k in y:
        at: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "color": colour}
        annotate(ax, text, (edge, k), fontsize=7.5, **at, **{**side, "va": "bottom"})


_RELATIONS = {
    "text": (VERMILION, "*", ""),  # its name
    "cited": (BLUE, "^", "cited by it"),
    "cites": (ORANGE, "v", "cites it"),
    "near": (GREY, "o", "cites, or is cited by, two or more of these"),
}


def citations(graph: Any, ax: Axes | None = None) -> Axes:
    """Draw a text with what it cites and what cites it, over time; `graph` is from `around`.

    The text stands in the middle of the height, cited ones above it and citing ones below, all by
    date. Documents without a date (not in the data set) stand apart at the left, outside the axis,
    with the year that the symbol tells. Arrows are citations from and to the text, thin lines those
    among the dated others. What `around` left out is said. Where no document has a date, there is
    no axis.

    Examples
    --------
    >>> import networkx as nx, unres_research as un
    >>> small = nx.DiGraph([("b", "a")])
    >>> nx.set_node_attributes(small, {"a": "2020-01-01", "b": "2021-01-01"}, "date")
    >>> nx.set_node_attributes(small, {"a": "cited", "b": "text"}, "relation")
    >>> [text.get_text() for text in un.plot.citations(small).texts if text.get_text()]
    ['b', 'a']
    """
    import pandas as pd

    dates = {n: pd.Timestamp(d) for n, d in graph.nodes(data="date") if d}
    lanes: dict[str, list[str]] = {}
    nodes = sorted(graph.nodes(data="relation"), key=lambda x: str(dates.get(x[0], "")))
    for node, relation in nodes:
        lanes.setdefault(relation, []).append(node)
    known = list(dates.values()) or [pd.Timestamp(0)]
    first, last = min(known), max(known)
    apart = pd.Timedelta(days=max(150, (last - first).days * 0.2))
    place = _places(lanes, dates, first - apart)
    heights = [y for _, y in place.values()]
    ax = axes_for(ax, (9, float(np.clip(_LEVEL * (max(heights) - min(heights)) + 1.5, 4, 9))))
    text = lanes["text"][0]
    for citing, cited in graph.edges:
        own = text in (citing, cited)
        if own or (citing in dates and cited in dates):
            _arrow(ax, place[citing], place[cited], own)
    for relation, (colour, marker, name) in _RELATIONS.items():
        nodes = lanes.get(relation, [])
        if nodes:
            x, y = zip(*(place[n] for n in nodes), strict=True)
            size = 190 if relation == "text" else 44
            face = "white" if relation == "near" else colour
            label = name or drawn(shorten(nodes[0], 40, placeholder=" …"))
            looks: dict[str, Any] = {"facecolor": face, "edgecolor": colour, "marker": marker}
            ax.scatter(x, y, s=size, label=label, zorder=3, **looks)
        box = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none"}  # no line strikes a name
        for node in nodes:
            beside: dict[str, Any] = {"xytext": (0, 7), "va": "baseline", "ha": "center"}
            if node not in dates:
                beside = {"xytext": (-7, 0), "va": "center", "ha": "right"}
            year = "" if node in dates else graph.nodes[node].get("year", "")
            name = f"{node} ({year})" if year and f"({year})" not in node else node
            annotate(ax, name, place[node], fontsize=7.5, zorder=4, bbox=box, **beside)
    if not dates:
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
    elif len(dates) < len(graph):
        _set_apart(ax, first - apart / 2, first)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.margins(x=0.09, y=0.08)
    what = "date of adoption" if dates else "no date in the data set"
    label = f"{what}; arrows point to what is cited{_left_out(graph)}"
    finish(ax, label, loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    return captioned(ax, *captions.citations(graph))


def _set_apart(ax: Axes, line: pd.Timestamp, first: pd.Timestamp) -> None:
    """Draw the line left of which no dates are, and no ticks."""
    from matplotlib.dates import AutoDateLocator, date2num

    class Dated(AutoDateLocator):  # type: ignore[misc]
        def __call__(self) -> Any:
            ticks = np.asarray(super().__call__())
            return ticks[ticks > date2num(line)]

    ax.axvline(line, color=GREY, linewidth=0.8, linestyle=":")
    ax.xaxis.set_major_locator(Dated())
    looks: dict[str, Any] = {"xytext": (-6, 4), "ha": "right", "va": "bottom", "color": "#555555"}
    at: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    ax.annotate("no date in the data set", (line, 0), fontsize=8, **looks, **at)


def _left_out(graph: Any) -> str:
    """Say how many documents `around` left out, a line of the label of the axis."""
    direct, near = (graph.graph.get(name, 0) for name in ("left_out", "left_out_near"))
    if not direct and not near:
        return ""
    said = f"\n{len(graph)} documents are drawn; left out: {direct:,} cited or citing"
    return f"{said}, {near:,} others" if near else said


def _arrow(ax: Axes, start: tuple[Any, float], end: tuple[Any, float], own: bool) -> None:
    style, colour, width = ("->", "#555555", 1.1) if own else ("-", "#D5D5D5", 0.6)
    looks = {"arrowstyle": style, "color": colour, "linewidth": width, "shrinkA": 7, "shrinkB": 7}
    ax.annotate("", end, start, arrowprops=looks, zorder=1 if own else 0)


_LEVELS = {
    "text": (0.0,),
    "cited": (1.0, 1.4, 1.8, 2.2, 2.6),
    "cites": (-1.0, -1.4, -1.8, -2.2),
    "near": (3.2, -2.8, 3.6, -3.2, 4.0, -3.6, 4.4, -4.0),
}
_ROOM = 330  # days that a label takes
_LEVEL = 0.85  # inches: names and marks of two levels, 0.4 apart, do not meet


def _places(
    lanes: dict[str, list[str]], dates: dict[str, pd.Timestamp], undated: pd.Timestamp
) -> dict[str, tuple[pd.Timestamp, float]]:
    """Where each document stands: by date, and in a row where its label has room."""
    place: dict[str, tuple[pd.Timestamp, float]] = {}
    for relation, nodes in lanes.items():
        last: dict[float, pd.Timestamp] = {}
        levels = _LEVELS[relation]
        for k, node in enumerate(nodes):
            when = dates.get(node)
            if when is None:
                place[node] = (undated, 0.0 if relation == "text" else 0.6 + 0.3 * k)
                continue
            free = [y for y in levels if y not in last or (when - last[y]).days > _ROOM]
            y = free[0] if free else min(levels, key=lambda v: last[v])
            last[y] = when
            place[node] = (when, y)
    return place


def new_wording(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the share of new wording by session, one line a group, with 95 per cent intervals.

    `table` is `lineages.new_wording_by(...)`, by "session" and, if you like, "committee". An
    interval beyond four times the highest share leaves the figure, and an arrowhead says so.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"session": [77, 78], "share": [0.25, 0.5],
    ...     "share_low": [0.2, 0.4], "share_high": [0.3, 0.6]})
    >>> un.plot.new_wording(rows).lines[0].get_ydata().tolist()
    [25.0, 50.0]
    """
    ax = axes_for(ax, (8, 3.8))
    grouped = "committee" in table
    groups = table.groupby("committee", sort=False) if grouped else [("all", table)]
    colours = (BLUE, ORANGE, GREEN, VERMILION, SKY, PINK, "black", GREY)
    markers = ("o", "s", "D", "^", "v", "P", "X", "*")
    names = sorted(set(table["session"]))
    top, beyond = end_of(table["share"], table["share_high"], 0.001), False
    for k, (name, rows) in enumerate(groups):
        x = np.array([names.index(s) for s in rows["session"]]) + 0.07 * (k - 3) * grouped
        colour, marker = colours[k % 8], markers[k % 8]
        ax.vlines(x, 100 * rows["share_low"], 100 * rows["share_high"], linewidth=1.2, color=colour)
        looks: dict[str, Any] = {"marker": marker, "markersize": 6, "linewidth": 0.8}
        ax.plot(x, 100 * rows["share"], label=drawn(name), color=colour, **looks)
        beyond |= go_on(ax, x, rows["share_high"], top, colour)
    ax.set_xticks(range(len(names)), names)
    ax.set_ylim(0, 100 * top)
    legend: dict[str, Any] = {}
    if grouped:
        legend = {"loc": "upper left", "bbox_to_anchor": (1, 1), "title": "committee"}
    label = "words that are new, %\n(95 % intervals by series)"
    finish(ax, "session" + GO_ON * beyond, label, **legend)
    return captioned(ax, *captions.new_wording(table))


def speech_acts(profile: pd.DataFrame | SpeechActs, ax: Axes | None = None) -> Axes:
    """Draw the share of each kind of act in the operative paragraphs, one mark a group.

    `profile` is what `un.speech_acts(...)` returned, or its ``profile()``, of at most three groups
    (else UnresError).

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"group": "a", "act": ["directive"], "share": [0.5], "low": [0.4],
    ...     "high": [0.6], "paragraphs": 20})
    >>> un.plot.speech_acts(rows).lines[0].get_xdata().tolist()
    [50.0]
    """
    profile = profile.profile() if isinstance(profile, SpeechActs) else profile
    kinds = list(dict.fromkeys(profile["act"]))
    groups = []
    for name in dict.fromkeys(profile["group"]):
        rows = profile[profile["group"] == name].set_index("act").loc[kinds]
        label = f"{drawn(name)} ({rows['paragraphs'].iloc[0]:,} operative paragraphs)"
        groups.append((label, rows, "share"))
    ax = dots(kinds, groups, THREE, ax)
    ax.set_xlim(left=-1)
    label = "share of operative paragraphs, % (95 % intervals)"
    finish(ax, label, loc="lower left", bbox_to_anchor=(0, 1))
    return captioned(ax, *captions.speech_acts(profile))
