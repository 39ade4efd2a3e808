"""Figures: each takes a finished table and axes, draws, and returns the axes."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito (2008): told apart by the colour-blind
BLUE, ORANGE, GREEN, VERMILION, SKY, GREY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#8C8C8C",
)
_STYLE = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "figure.dpi": 100,
    "svg.hashsalt": "unres-research",
    "svg.fonttype": "none",
}


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    import matplotlib.pyplot as plt

    if ax is not None:
        return ax
    plt.rcParams.update(_STYLE)
    return plt.subplots(figsize=size, layout="constrained")[1]


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes belong to.

    Parameters
    ----------
    ax : matplotlib.axes.Axes

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> figure_of(figure.subplots()) is figure
    True
    """
    figure = ax.get_figure()
    assert figure is not None
    return figure  # type: ignore[return-value]


def structure(paragraphs: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the length of every paragraph with its opener.

    Parameters
    ----------
    paragraphs : pandas.DataFrame
        One row a paragraph: `paragraph`, `kind`, `opener`, `words`.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Notes
    -----
    For preambular and operative paragraphs: give no others, for all that is not operative
    has the colour of the preamble.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"paragraph": ["PP1", "OP1"], "kind": ["preambular", "operative"],
    ...     "opener": ["Noting", None], "words": [8, 20]})
    >>> ax = structure(table, Figure().subplots())
    >>> [int(bar.get_width()) for bar in ax.patches], ax.get_xlabel()
    ([8, 20], 'words')
    """
    ax = _axes(ax, (8, 0.21 * len(paragraphs) + 1))
    y = np.arange(len(paragraphs))
    operative = (paragraphs["kind"] == "operative").to_numpy()
    colours = np.where(operative, BLUE, ORANGE)
    ax.barh(y, paragraphs["words"], color=colours, height=0.75)
    for k, row in enumerate(paragraphs.itertuples()):
        ax.annotate(
            row.opener or "",
            (row.words, k),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color="#333333",
        )
    ax.set_yticks(y, paragraphs["paragraph"])
    ax.invert_yaxis()
    ax.set_xlabel("words")
    ax.margins(x=0.22, y=0.01)
    _legend(ax, {"preambular": ORANGE, "operative": BLUE}, loc="lower right")
    return ax


def coverage(earlier: pd.DataFrame, later: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw, paragraph by paragraph, which share of the words stood before and stands later.

    Parameters
    ----------
    earlier, later : pandas.DataFrame
        The `paragraphs` of both sides of one comparison: `paragraph`, `share` and
        `substantive_share` (0 to 1); the same rows in both.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        In per cent; earlier to the left; stock phrases in a lighter tone.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> earlier = pd.DataFrame({"paragraph": ["PP1"], "share": [0.5], "substantive_share": [0.4]})
    >>> later = pd.DataFrame({"paragraph": ["PP1"], "share": [0.25], "substantive_share": [0.2]})
    >>> [int(bar.get_width()) for bar in coverage(earlier, later, Figure().subplots()).patches]
    [-50, -40, 25, 20]
    """
    ax = _axes(ax, (8, 0.22 * len(earlier) + 1.5))
    y = np.arange(len(earlier))
    for table, sign, colour, pale in (
        (earlier, -100, BLUE, "#A6CDE6"),
        (later, 100, ORANGE, "#F8DDA6"),
    ):
        ax.barh(y, sign * table["share"], color=pale, height=0.75)
        ax.barh(y, sign * table["substantive_share"], color=colour, height=0.75)
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set_yticks(y, earlier["paragraph"])
    ax.invert_yaxis()
    ticks = np.arange(-100, 101, 25)
    ax.set_xticks(ticks, [str(abs(t)) for t in ticks])
    ax.set_xlim(-102, 102)
    ax.margins(y=0.01)
    ax.set_xlabel("words of the paragraph that stand in other resolutions, %")
    names = {
        "in earlier ones": BLUE,
        "stock phrases in earlier ones": "#A6CDE6",
        "in later ones": ORANGE,
        "stock phrases in later ones": "#F8DDA6",
    }
    _legend(ax, names, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, fontsize=8)
    return ax


def sources(table: pd.DataFrame, ax: Axes | None = None, *, n: int = 12) -> Axes:
    """Draw the resolutions that share most wording with a text, cited ones set apart.

    Parameters
    ----------
    table : pandas.DataFrame
        `sources` of one side of a comparison.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.
    n : int
        How many, from the top of the table.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"symbol": ["A/RES/77/901"], "matched_words": [30], "cited": [True],
    ...     "title": ["Lamps"], "adopted_on": pd.to_datetime(["2023-05-03"])})
    >>> [t.get_text() for t in sources(table, Figure().subplots()).get_yticklabels()]
    ['A/RES/77/901  (2023-05)']
    """
    top = table.head(n)
    ax = _axes(ax, (8, 0.3 * len(top) + 1))
    y = np.arange(len(top))
    colours = np.where(top["cited"], BLUE, GREY)
    ax.barh(y, top["matched_words"], color=colours, height=0.75)
    for k, row in enumerate(top.itertuples()):
        label = f"{row.matched_words}  {shorten(row.title, 58, placeholder=' …')}"
        ax.annotate(
            label,
            (row.matched_words, k),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    dates = top["adopted_on"].dt.strftime("%Y-%m")
    ax.set_yticks(y, [f"{s}  ({d})" for s, d in zip(top["symbol"], dates, strict=True)])
    ax.invert_yaxis()
    ax.set_xlim(0, top["matched_words"].max() * 2.1 if len(top) else 1)
    ax.set_xlabel("words of the text in shared runs")
    if top["cited"].any():
        _legend(ax, {"cited by the text": BLUE, "not cited": GREY}, loc="lower right")
    return ax


def over_time(
    earlier: pd.DataFrame, later: pd.DataFrame, date: str, ax: Axes | None = None, *, n: int = 6
) -> Axes:
    """Draw when the resolutions were adopted that share wording with a text.

    Parameters
    ----------
    earlier, later : pandas.DataFrame
        The `sources` of both sides of one comparison.
    date : str
        ISO date of the text.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.
    n : int
        How many are named on each side, those with most substantive words.

    Returns
    -------
    matplotlib.axes.Axes
        Words that are no stock phrase, on a scale that shows small numbers too (square
        root).

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"symbol": ["A/RES/77/901"], "substantive_words": [30],
    ...     "cited": [True], "adopted_on": pd.to_datetime(["2023-05-03"])})
    >>> ax = over_time(table, table.head(0), "2024-05-03", Figure().subplots())
    >>> [t.get_text() for t in ax.texts]
    ['this text', '  A/RES/77/901']
    """
    import pandas as pd

    ax = _axes(ax, (8.5, 4.2))
    both = pd.concat([earlier, later])
    both = both[both["substantive_words"] > 0]
    for cited, colour, name in (
        (False, GREY, "not cited by the text"),
        (True, BLUE, "cited by it"),
    ):
        part = both[both["cited"] == cited]
        ax.scatter(
            part["adopted_on"],
            part["substantive_words"],
            s=22,
            color=colour,
            alpha=0.75,
            linewidth=0,
            label=name,
        )
    when = pd.Timestamp(date)
    ax.axvline(when, color=VERMILION, linewidth=1.2)
    top = float(both["substantive_words"].max()) if len(both) else 1.0
    ax.annotate(
        "this text",
        (when, top * 1.12),
        (4, 0),
        textcoords="offset points",
        color=VERMILION,
        fontsize=9,
        va="top",
    )
    for table in (earlier, later):
        best = table.sort_values("substantive_words", ascending=False).head(n)
        _spread_labels(ax, best, top)
    ax.set_yscale("function", functions=(lambda v: np.sqrt(np.maximum(v, 0)), np.square))
    ax.set_ylim(0, top * 1.15)
    ax.set_yticks([t for t in (5, 25, 50, 100, 200, 300, 400, 500, 750, 1000) if t < top * 1.1])
    ax.set_ylabel("words in shared runs, without stock phrases")
    ax.set_xlabel("date of adoption")
    ax.margins(x=0.1)
    ax.legend(loc="upper left")
    return ax


def _spread_labels(ax: Axes, rows: pd.DataFrame, top: float) -> None:
    """Write symbols beside their points, a little apart where points are close."""
    taken: list[tuple[float, float]] = []
    for row in rows.itertuples():
        x, y = row.adopted_on.toordinal(), np.sqrt(row.substantive_words / max(top, 1))
        while any(abs(x - a) < 200 and abs(y - b) < 0.045 for a, b in taken):
            y -= 0.045
        taken.append((x, y))
        ax.annotate(
            f"  {row.symbol}",
            (row.adopted_on, row.substantive_words),
            (row.adopted_on, max(top, 1) * max(y, 0.02) ** 2),
            textcoords="data",
            fontsize=8,
            va="center",
            ha="left",
        )


def keyness(table: pd.DataFrame, ax: Axes | None = None, *, n: int = 15) -> Axes:
    """Draw the terms that set a group apart, by how many times as often it uses them.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of one group from `Keyness.distinct`, or those of `Keyness.to_frame` that you
        want to show.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.
    n : int
        How many terms at each end.

    Returns
    -------
    matplotlib.axes.Axes
        On a logarithmic scale; 1 is as often as elsewhere.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> rows = pd.DataFrame({"term": ["whales", "schools"], "log_odds": [2.0, -1.0],
    ...     "low": [1.0, -2.0], "high": [3.0, -0.5], "count": [9, 1], "count_rest": [2, 7]})
    >>> [t.get_text() for t in keyness(rows, Figure().subplots()).get_yticklabels()]
    ['whales  (9 / 2)', 'schools  (1 / 7)']
    """
    import pandas as pd

    more = table[table["log_odds"] > 0].head(n)
    less = table[table["log_odds"] < 0].tail(n)
    rows = pd.concat([more, less])
    ax = _axes(ax, (8, max(3.2, 0.24 * len(rows) + 1.2)))
    y = np.arange(len(rows))
    colours = np.where(rows["log_odds"] > 0, BLUE, VERMILION)
    ax.hlines(y, np.exp(rows["low"]), np.exp(rows["high"]), color=colours, linewidth=1.6)
    ax.scatter(np.exp(rows["log_odds"]), y, c=colours, s=28, zorder=2)
    ax.axvline(1, color="black", linewidth=0.8)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:g}")
    counts = zip(rows["term"], rows["count"], rows["count_rest"], strict=True)
    ax.set_yticks(y, [f"{term}  ({a:,} / {b:,})" for term, a, b in counts])
    ax.invert_yaxis()
    ax.margins(y=0.04)
    ax.grid(axis="x", color="#EEEEEE")
    ax.set_axisbelow(True)
    ax.set_xlabel("times as often as in the rest (logarithmic scale, with intervals)")
    ax.set_ylabel("term (occurrences here / in the rest)")
    return ax


def citations(found: Any, ax: Axes | None = None) -> Axes:
    """Draw a text with what it cites and what cites it, over time.

    Parameters
    ----------
    found : networkx.DiGraph
        From `citations.around`.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The text in the middle of the height, cited ones above it and citing ones below, all by
        date; documents without a date at the left. Thin lines are citations among the dated
        ones, arrows those from and to the text.

    Raises
    ------
    UnresError
        When no document has a date.

    Examples
    --------
    >>> import networkx as nx
    >>> from matplotlib.figure import Figure
    >>> small = nx.DiGraph([("b", "a")])
    >>> nx.set_node_attributes(small, {"a": "2020-01-01", "b": "2021-01-01"}, "date")
    >>> nx.set_node_attributes(small, {"a": "cited", "b": "text"}, "relation")
    >>> [t.get_text() for t in citations(small, Figure().subplots()).texts if t.get_text()]
    ['b', 'a']
    """
    import pandas as pd

    dates = {n: pd.Timestamp(d) for n, d in found.nodes(data="date") if d}
    if not dates:
        raise UnresError("found no document with a date, expected one at least to draw over time")
    ax = _axes(ax, (9.5, 6.2))
    known = sorted(dates.values())
    undated = known[0] - pd.Timedelta(days=260)
    lanes: dict[str, list[str]] = {}
    for node, relation in sorted(
        found.nodes(data="relation"), key=lambda x: str(dates.get(x[0], ""))
    ):
        lanes.setdefault(relation, []).append(node)
    place = _places(lanes, dates, undated)
    text = lanes["text"][0]
    for citing, cited in found.edges:
        own = text in (citing, cited)
        if not own and not (citing in dates and cited in dates):
            continue
        ax.annotate(
            "",
            place[cited],
            place[citing],
            arrowprops={
                "arrowstyle": "->" if own else "-",
                "color": "#555555" if own else "#D5D5D5",
                "linewidth": 1.1 if own else 0.6,
                "shrinkA": 7,
                "shrinkB": 7,
            },
            zorder=1 if own else 0,
        )
    looks = {
        "text": (VERMILION, "this text"),
        "cited": (BLUE, "cited by it"),
        "cites": (ORANGE, "cites it"),
        "near": (GREY, "tied to two or more of these"),
    }
    for relation, (colour, name) in looks.items():
        nodes = lanes.get(relation, [])
        if nodes:
            x, y = zip(*(place[n] for n in nodes), strict=True)
            ax.scatter(x, y, s=90 if relation == "text" else 40, color=colour, label=name, zorder=3)
        for node in nodes:
            ax.annotate(
                node,
                place[node],
                (0, 7),
                textcoords="offset points",
                fontsize=7.5,
                ha="center",
                zorder=4,
                bbox={"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.75},
            )
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.margins(x=0.09, y=0.08)
    ax.set_xlabel("date of adoption (at the left: not in the data set)")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    return ax


_LEVELS = {
    "text": (0.0,),
    "cited": (1.0, 1.4, 1.8, 2.2, 2.6),
    "cites": (-1.0, -1.4, -1.8, -2.2),
    "near": (3.2, -2.8, 3.6, -3.2, 4.0, -3.6, 4.4, -4.0),
}
_ROOM = 330  # days that a label takes


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
                place[node] = (undated, 0.0 if relation == "text" else 0.6 + 0.4 * k)
                continue
            free = [y for y in levels if y not in last or (when - last[y]).days > _ROOM]
            y = free[0] if free else min(levels, key=lambda v: last[v])
            last[y] = when
            place[node] = (when, y)
    return place


def new_wording(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the share of new wording by session, one line a group.

    Parameters
    ----------
    table : pandas.DataFrame
        From `lineages.new_by_group`, grouped by "session" and, if you like, "committee".
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        In per cent, with 95 per cent intervals.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> rows = pd.DataFrame({"session": ["77", "78"], "share": [0.25, 0.5],
    ...     "share_low": [0.2, 0.4], "share_high": [0.3, 0.6]})
    >>> new_wording(rows, Figure().subplots()).lines[0].get_ydata().tolist()
    [25.0, 50.0]
    """
    ax = _axes(ax, (8, 3.8))
    groups = table.groupby("committee", sort=False) if "committee" in table else [("all", table)]
    colours = (BLUE, ORANGE, GREEN, VERMILION, SKY, "#CC79A7", "black", GREY)
    markers = ("o", "s", "D", "^", "v", "P", "X", "*")
    names = sorted(set(table["session"]), key=int)
    for k, (name, rows) in enumerate(groups):
        x = np.array([names.index(s) for s in rows["session"]]) + 0.07 * (k - 3) * (
            "committee" in table
        )
        colour = colours[k % 8]
        ax.vlines(x, 100 * rows["share_low"], 100 * rows["share_high"], linewidth=1.2, color=colour)
        ax.plot(
            x,
            100 * rows["share"],
            marker=markers[k % 8],
            markersize=6,
            linewidth=0.8,
            label=name,
            color=colour,
        )
    ax.set_xticks(range(len(names)), names)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("session")
    ax.set_ylabel("words that are new, % (95 % intervals)")
    if "committee" in table:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), title="committee")
    return ax


def acts(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the share of each kind of act, one mark a group.

    Parameters
    ----------
    table : pandas.DataFrame
        From `SpeechActs.profile`, of at most three groups.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        In per cent of the operative paragraphs.

    Raises
    ------
    UnresError
        When there are more than three groups.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> rows = pd.DataFrame({"group": "a", "act": ["directive"], "share": [0.5], "low": [0.4],
    ...     "high": [0.6], "paragraphs": 20})
    >>> acts(rows, Figure().subplots()).lines[0].get_xdata().tolist()
    [50.0]
    """
    names = list(dict.fromkeys(table["group"]))
    if len(names) > 3:
        raise UnresError(f"found {len(names)} groups, expected at most 3: draw two figures")
    kinds = [a for a in dict.fromkeys(table["act"])]
    ax = _axes(ax, (8, 0.45 * len(kinds) + 1.2))
    looks = zip(names, (VERMILION, BLUE, GREY), ("D", "o", "s"), (-0.2, 0, 0.2), strict=False)
    for name, colour, marker, shift in looks:
        rows = table[table["group"] == name].set_index("act").loc[kinds]
        y = np.arange(len(kinds)) + shift
        ax.hlines(y, 100 * rows["low"], 100 * rows["high"], color=colour, linewidth=1.5)
        label = f"{name} ({rows['paragraphs'].iloc[0]:,} operative paragraphs)"
        ax.plot(100 * rows["share"], y, marker, color=colour, label=label, markersize=6)
    ax.set_yticks(np.arange(len(kinds)), kinds)
    ax.invert_yaxis()
    ax.grid(axis="y", color="#E5E5E5")
    ax.set_axisbelow(True)
    ax.set_xlim(left=-1)
    ax.set_xlabel("share of operative paragraphs, % (95 % intervals)")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1))
    return ax


def profile(groups: dict[str, pd.DataFrame], topics: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw shares of topics for several groups side by side, with intervals where known.

    Parameters
    ----------
    groups : dict of str to pandas.DataFrame
        Name of the group, and a table indexed by topic with `prevalence` (0 to 1) and, where
        known, `low` and `high`. At most three groups.
    topics : sequence of str
        Which topics, from top to bottom.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        In per cent.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"prevalence": [0.5, 0.25]}, index=["sea", "schools"])
    >>> ax = profile({"text": table}, ["schools", "sea"], Figure().subplots())
    >>> ax.lines[0].get_xdata().tolist()
    [25.0, 50.0]
    """
    if len(groups) > 3:
        raise UnresError(f"found {len(groups)} groups, expected at most 3: draw two figures")
    ax = _axes(ax, (8, 0.42 * len(topics) + 1.3))
    looks = zip((VERMILION, BLUE, GREY), ("D", "o", "s"), (-0.22, 0, 0.22), strict=True)
    for (name, table), (colour, marker, shift) in zip(groups.items(), looks, strict=False):
        rows = table.loc[list(topics)]
        x, y = 100 * rows["prevalence"].to_numpy(), np.arange(len(topics)) + shift
        if "low" in rows:
            ax.hlines(y, 100 * rows["low"], 100 * rows["high"], color=colour, linewidth=1.5)
        ax.plot(x, y, marker, color=colour, label=name, markersize=6)
    ax.set_yticks(np.arange(len(topics)), topics)
    ax.invert_yaxis()
    ax.grid(axis="y", color="#E5E5E5")
    ax.set_axisbelow(True)
    ax.set_xlabel("share of words, %")
    ax.set_xlim(left=-0.5)
    ax.legend(loc="lower right")
    return ax


def stability(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how stable each topic is, the most stable first; those below 0.5 set apart.

    Parameters
    ----------
    table : pandas.DataFrame
        Index `topic`; column `stability` (0 to 1), from `TopicModel.stability` with ten terms.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"stability": [0.25, 1.0]}, index=["sea", "schools"])
    >>> [t.get_text() for t in stability(table, Figure().subplots()).get_yticklabels()]
    ['schools', 'sea']
    """
    table = table.sort_values("stability", ascending=False)
    ax = _axes(ax, (8, 0.21 * len(table) + 1))
    y = np.arange(len(table))
    firm = (table["stability"] >= 0.5).to_numpy()
    ax.hlines(y, 0, table["stability"], color="#DDDDDD", linewidth=1)
    ax.scatter(table["stability"], y, c=np.where(firm, BLUE, VERMILION), s=30, zorder=2)
    ax.axvline(0.5, color="black", linewidth=0.8, linestyle=":")
    ax.set_yticks(y, table.index, fontsize=8)
    ax.invert_yaxis()
    ax.set_xlim(0, 1.02)
    ax.margins(y=0.01)
    ax.set_xlabel("overlap of the ten strongest terms with refits on half of the resolutions")
    _legend(
        ax, {"0.5 and more": BLUE, "below 0.5: do not rely on it": VERMILION}, loc="lower right"
    )
    return ax


def trends(table: pd.DataFrame, terms: Sequence[str], *, columns: int = 3) -> Figure:
    """Draw the rate of terms by session, one small panel a term.

    Rates with too few occurrences (`enough` is False) are open circles without an interval.

    Parameters
    ----------
    table : pandas.DataFrame
        From `unres_research.trends`.
    terms : sequence of str
        Which terms, in order.
    columns : int
        Panels in a row.

    Returns
    -------
    matplotlib.figure.Figure
        In occurrences in 10,000 words. Each panel has its own scale: compare heights inside
        a panel only.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": "whales", "session": [77, 78], "rate": [2.0, 1.0],
    ...     "rate_low": [1.0, 0.5], "rate_high": [3.0, 1.5], "enough": True})
    >>> trends(table, ["whales"]).axes[0].get_title("left")
    'whales'
    """
    import matplotlib.pyplot as plt

    plt.rcParams.update(_STYLE)
    rows = -(-len(terms) // columns)
    figure, axes = plt.subplots(
        rows,
        columns,
        figsize=(9, 2.2 * rows + 0.3),
        layout="constrained",
        sharex=True,
        squeeze=False,
    )
    for ax, term in zip(axes.flat, terms, strict=False):
        _trend(ax, table[table["term"] == term], term)
    for ax in axes.flat[len(terms) :]:
        ax.set_axis_off()
    for ax in axes.flat[max(0, len(terms) - columns) : len(terms)]:
        ax.tick_params(labelbottom=True)
    figure.supxlabel("session", fontsize=10)
    figure.supylabel("occurrences in 10,000 words", fontsize=10)
    return figure


def _trend(ax: Axes, rows: pd.DataFrame, term: str) -> None:
    enough = rows["enough"].to_numpy()
    x, y = rows["session"].to_numpy(), rows["rate"].to_numpy()
    ax.plot(x, y, color=GREY, linewidth=0.8, zorder=1)
    ax.vlines(x[enough], rows["rate_low"][enough], rows["rate_high"][enough], color=BLUE)
    ax.plot(x[enough], y[enough], "o", color=BLUE, markersize=5)
    ax.plot(x[~enough], y[~enough], "o", color=GREY, markersize=5, markerfacecolor="white")
    ax.set_title(term, fontsize=9.5)
    ax.set_ylim(bottom=min(0.0, -0.04 * float(np.nanmax([y.max(), 0.1]))))
    ax.set_xticks(x)


def shares(table: pd.DataFrame, terms: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw the share of resolutions that use each term, first and last session.

    Parameters
    ----------
    table : pandas.DataFrame
        From `unres_research.trends`, of two sessions or more.
    terms : sequence of str
        Which terms, from top to bottom.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        In per cent.

    Notes
    -----
    Shows nothing of the sessions between: for a term that came and went use `trends`.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"term": "whales", "session": [77, 78], "share": [0.5, 0.25],
    ...     "share_low": [0.25, 0.0], "share_high": [0.75, 0.5], "resolutions": 8})
    >>> ax = shares(table, ["whales"], Figure().subplots())
    >>> [line.get_xdata().tolist() for line in ax.lines]
    [[50.0], [25.0]]
    """
    ax = _axes(ax, (8, 0.42 * len(terms) + 1.2))
    sessions = (table["session"].min(), table["session"].max())
    for session, colour, marker, shift in zip(
        sessions, (GREY, BLUE), ("s", "o"), (-0.14, 0.14), strict=True
    ):
        rows = table[table["session"] == session].set_index("term").loc[list(terms)]
        y = np.arange(len(terms)) + shift
        ax.hlines(y, 100 * rows["share_low"], 100 * rows["share_high"], color=colour)
        ax.plot(
            100 * rows["share"],
            y,
            marker,
            color=colour,
            label=f"session {session} ({rows['resolutions'].iloc[0]} resolutions)",
        )
    ax.set_yticks(np.arange(len(terms)), terms)
    ax.invert_yaxis()
    ax.grid(axis="y", color="#E5E5E5")
    ax.set_axisbelow(True)
    ax.set_xlim(left=-0.5)
    ax.set_xlabel("resolutions that use the term, %")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    return ax


def _legend(ax: Axes, colours: dict[str, str], **options: Any) -> None:
    from matplotlib.patches import Patch

    ax.legend(handles=[Patch(color=c, label=name) for name, c in colours.items()], **options)
