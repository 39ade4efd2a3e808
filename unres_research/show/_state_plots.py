"""Figures of States: where their votes place them, how they agree, who sponsors with whom."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_kind, check_known
from unres_research.errors import UnresError
from unres_research.show import _plot_captions as captions
from unres_research.show._captions import captioned
from unres_research.show._drawing import BLUE, GREY, VERMILION, axes_for, finish
from unres_research.show._labels import name_points, on_lines
from unres_research.show._over_time import inches_of, refuse, table_of

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from matplotlib.axes import Axes

_NAMED = 2.0  # States that are named when nobody chose, for an inch
_MOST = 40  # States in a figure of pairs
_LETTERS = 12.0  # of a sentence below a figure, for an inch
_TYPE = 8  # points, of that sentence
_NAME = 22  # letters of the name of a State
_FAINT = 80  # lines; more are drawn fainter
_SMALLEST = 5.0  # type in a cell, points
_SHARES = {
    "share": "identical votes, % of the roll calls both voted in",
    "index": "agreement, %: an abstention beside a yes or a no is half",
    "pi": "agreement beyond chance (pi) × 100: 0 is chance, 100 is always alike",
}


def positions(
    table: pd.DataFrame, states: str | Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw where the votes of States place them, with intervals.

    `table` is from `un.votes(corpus).positions()`. With one dimension States stand in their order,
    the first one below; with two on a plane, where only named ones have intervals. `states` are
    those that are named, as the table spells them; by default some from all over the range. What
    a dimension is about the figure does not say, nor anything of texts without a vote.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"state": ["Fiji", "Malta"], "x": [-1.0, 1.0], "x_low": [-1.5, 0.5],
    ...     "x_high": [-0.5, 1.5], "roll_calls": [30, 40]})
    >>> ax = un.plot.positions(rows, ["Malta"])
    >>> [text.get_text() for text in ax.texts]
    ['Malta']
    """
    table_of(table, ("state", "x", "x_low", "x_high"), "un.votes(corpus).positions", timed=False)
    rows = table[table["x"].notna()].sort_values("x", kind="stable").reset_index(drop=True)
    chosen = [] if states is None else as_list(states, "States")
    check_known(chosen, table["state"].tolist(), "States of the table")
    plane = "y" in table
    ax = axes_for(ax, (8, 5.6))
    if rows.empty:
        refuse(ax, "contested votes", 60)
        return captioned(finish(ax, "position"), *captions.positions(table, 0))
    at = (
        rows["state"].isin(chosen).to_numpy()
        if chosen
        else _some(rows, plane, int(_NAMED * inches_of(ax)[0]))
    )
    x, y = rows["x"].to_numpy(), rows["y"].to_numpy() if plane else np.arange(len(rows))
    told = at if plane else np.ones(len(rows), dtype=bool)
    ax.hlines(y[told], rows["x_low"][told], rows["x_high"][told], color=BLUE, alpha=0.35, lw=1)
    if plane:
        ax.vlines(x[told], rows["y_low"][told], rows["y_high"][told], color=BLUE, alpha=0.35, lw=1)
    ax.plot(x[~at], y[~at], "o", color=GREY, markersize=3)
    ax.plot(x[at], y[at], "o", color=BLUE, markersize=5)
    ax.axvline(0, color="#BBBBBB", linewidth=0.7, zorder=0)
    ax.margins(x=0.12, y=0.06)
    if not plane:
        ax.set_yticks([])
    left = len(table) - len(rows)
    said, across = _axes_said(table.attrs, plane, left)
    _told(ax, said, across)
    names = [on_lines(name, _NAME) for name in rows["state"][at]]
    name_points(ax, names, (x[at], y[at]), (x, y))
    return captioned(ax, *captions.positions(table, len(rows)))


def _some(rows: pd.DataFrame, plane: bool, most: int) -> np.ndarray:
    """Which States are named when nobody chose: at even steps; on a plane those outermost too."""
    at = np.zeros(len(rows), dtype=bool)
    at[np.linspace(0, len(rows) - 1, min(most, len(rows))).round().astype(int)] = True
    if plane:
        at[rows["y"].abs().sort_values().index[-most // 4 :]] = True
    return at


def _axes_said(about: dict[str, Any], plane: bool, left: int) -> tuple[str, str]:
    """What stands below and beside: what was voted on, and what no position tells."""
    shares = [f"{100 * share:.0f}%" for share in about.get("explained", [])]
    first = f" ({shares[0]} of the variance of votes)" if shares else ""
    said = f"first dimension{first}, bars: 95% intervals by series. "
    if "level" in about:
        said = said.replace("95%", f"{100 * about['level']:.0f}%")
    if "roll_calls" in about:
        said += f"{about['roll_calls']:,} contested roll calls of {about['series']:,} series; "
    said += "texts adopted without a vote, rejected ones and reasons are not in it"
    states, are = ("State", "is") if left == 1 else ("States", "are")
    said += f". {left:,} {states} with too few votes {are} left out" if left else ""
    across = f"second dimension ({shares[1]})" if plane and len(shares) > 1 else ""
    return said, across or ("second dimension" if plane else "States in their order")


def agreement(
    table: pd.DataFrame,
    states: str | Sequence[str] | None = None,
    ax: Axes | None = None,
    *,
    column: str = "share",
) -> Axes:
    """Draw how often each two States voted alike, as a table of shaded figures.

    `table` is from `un.votes(corpus).agreement(states)`, without groups; `states` stand in the
    order that is given. `column` is "share", "index" or "pi". Figures in brackets have no
    interval; "–" is a pair that never voted both, or for which the figure is not defined.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"state": ["Fiji"], "other": ["Malta"], "share": [0.75], "low": [0.6]})
    >>> [text.get_text() for text in un.plot.agreement(rows).texts]
    ['75', '75']
    """
    check_known([column], list(_SHARES), "figures of agreement")
    table_of(table, ("state", "other", column), "un.votes(corpus).agreement", timed=False)
    if table.duplicated(["state", "other"]).any():
        raise UnresError("found pairs twice in the table, expected one group: choose one of `by`")
    known = list(dict.fromkeys([*table["state"], *table["other"]]))
    chosen = known if states is None else as_list(states, "States")
    check_known(chosen, known, "States of the table")
    if not 2 <= len(chosen) <= _MOST:
        raise UnresError(
            f"found {len(chosen)} States, expected from 2 to {_MOST} that a figure can show; give "
            "`states`"
        )
    values, sure = _square(table, chosen, column)
    ax = axes_for(ax, (max(5, 0.42 * len(chosen) + 2.4), max(3.4, 0.36 * len(chosen) + 1.9)))
    looks: dict[str, Any] = {"cmap": "Blues", "vmin": 0, "vmax": 2}  # figures stay readable
    looks |= {"cmap": "RdBu", "vmin": -2, "vmax": 2} if column == "pi" else {}
    ax.pcolormesh(np.ma.masked_invalid(values), **looks)
    _write(ax, values, sure)
    middle = np.arange(len(chosen)) + 0.5
    names = [on_lines(name, _NAME) for name in chosen]
    size = float(np.clip(0.5 * 72 * inches_of(ax)[1] / len(chosen), 4, 9))
    ax.set_yticks(middle, names, fontsize=size)
    ax.set_xticks(middle, names, fontsize=size, rotation=55, ha="right", rotation_mode="anchor")
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    said = f"{_SHARES[column]}; absences are not counted. Recorded votes on adopted texts alone"
    said += "; ( ) no interval" if not sure[np.isfinite(values)].all() else ""
    _told(ax, said, part=0.75)  # names stand beside the axes
    shown = table["state"].isin(chosen) & table["other"].isin(chosen)
    return captioned(ax, *captions.agreement(table[shown], _SHARES[column], len(chosen)))


def _told(ax: Axes, said: str, across: str = "", *, part: float = 1.0) -> Axes:
    """Write below the axes what they show and what they do not."""
    finish(ax, fill(said, int(part * _LETTERS * inches_of(ax)[0])), across)
    ax.xaxis.label.set_fontsize(_TYPE)
    return ax


def _square(table: pd.DataFrame, chosen: list[str], column: str) -> tuple[np.ndarray, np.ndarray]:
    """Values of pairs on both sides of the diagonal, and whether they have an interval."""
    at = {name: k for k, name in enumerate(chosen)}
    values = np.full((len(chosen), len(chosen)), np.nan)
    sure = np.zeros(values.shape, dtype=bool)
    low = {"share": "low", "index": "index_low", "pi": "pi_low"}[column]
    ends = table[low] if low in table else table[column] * np.nan
    rows = zip(table["state"], table["other"], table[column], ends, strict=True)
    for one, two, value, end in rows:
        if one in at and two in at:
            for place in ((at[one], at[two]), (at[two], at[one])):
                values[place], sure[place] = value, end == end
    return values, sure


def _write(ax: Axes, values: np.ndarray, sure: np.ndarray) -> None:
    """Write figures into cells, where they have room."""
    inches, _ = inches_of(ax)
    size = min(8.0, 0.62 * 72 * inches / len(values) / 3)
    if size < _SMALLEST:
        return
    for (row, column), value in np.ndenumerate(values):
        if row == column:
            continue
        text = "–" if np.isnan(value) else f"{round(100 * value)}"
        text = text if sure[row, column] or text == "–" else f"({text})"
        looks: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": size}
        ax.text(column + 0.5, row + 0.5, text, **looks)


def cosponsors(graph: nx.Graph, ax: Axes | None = None) -> Axes:
    """Draw which States sponsor together, as a network on a circle.

    `graph` is from `un.sponsors(corpus).graph`. The wider a line, the greater its weight; the
    larger a State, the more it sponsors. States with strong lines stand near each other, as far
    as a circle allows: the order is no measure. At most forty States: raise `least`, or choose.

    Examples
    --------
    >>> import networkx as nx, unres_research as un
    >>> graph = nx.Graph(least=5, weight="shared")
    >>> graph.add_edge("Fiji", "Malta", weight=7)
    >>> sorted(text.get_text() for text in un.plot.cosponsors(graph).texts)[:2]
    ['Fiji', 'Malta']
    """
    import networkx as nx

    check_kind(graph, nx.Graph, "the graph", "one from un.sponsors(corpus).graph")
    n, least = graph.number_of_nodes(), graph.graph.get("least", 1)
    if n > _MOST:
        raise UnresError(
            f"found {n} States, expected at most {_MOST} that a figure can show; raise `least`, or "
            "give `states` to un.sponsors(corpus).graph"
        )
    ax = axes_for(ax, (7.5, 8))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    if not graph.number_of_edges():
        refuse(ax, f"no two States share {least} resolutions", 60)
        return captioned(finish(ax, ""), *captions.cosponsors(graph))
    names = nx.spectral_ordering(graph, seed=0) if n > 2 else list(graph)
    angles = 2 * np.pi * np.arange(n) / n
    at = np.column_stack([np.cos(angles), np.sin(angles)])
    _lines(ax, graph, dict(zip(names, at, strict=True)))
    times = np.array([graph.nodes[name].get("sponsored", 1) for name in names], dtype=float)
    sizes = (15 + 85 * times / times.max()) * min(1.0, min(inches_of(ax)) / 7)
    ax.scatter(at[:, 0], at[:, 1], s=sizes, color=VERMILION, zorder=3, linewidth=0)
    size = float(np.clip(1.5 * min(inches_of(ax)), 5, 8.5))
    for name, angle, (x, y) in zip(names, np.degrees(angles).tolist(), at.tolist(), strict=True):
        left = 90 < angle < 270
        looks: dict[str, Any] = {"rotation": angle - 180 * left, "fontsize": size, "va": "center"}
        looks |= {"ha": "right" if left else "left", "rotation_mode": "anchor"}
        ax.text(1.06 * x, 1.06 * y, on_lines(name, _NAME, 1), **looks)
    ax.set_xlim(-1.8, 1.8)
    ax.set_ylim(-1.8, 1.8)
    ax.set_aspect("equal")
    what = {"ratio_lists": "how many times as often as lists of such lengths would have it"}
    what["jaccard"] = "share of the resolutions that either sponsors"
    width = what.get(graph.graph.get("weight", ""), "resolutions in common")
    said = f"lines: at least {least:,} resolutions in common; their width: {width}. Sponsors of "
    said += "adopted texts in their own name; groups, and why a State signed, are not in it"
    return captioned(_told(ax, said), *captions.cosponsors(graph))


def _lines(ax: Axes, graph: nx.Graph, found: dict[str, np.ndarray]) -> None:
    from matplotlib.collections import LineCollection

    edges = sorted(graph.edges(data="weight", default=1), key=lambda edge: edge[2])
    weights = np.array([weight for *_, weight in edges], dtype=float)
    strength = (weights - 0.9 * weights.min()) / (weights.max() - 0.9 * weights.min())
    ends = [(found[a], found[b]) for a, b, _ in edges]
    few = min(1.0, _FAINT / len(edges))  # many lines are fainter, and thinner
    lines = LineCollection(ends, linewidths=0.3 + 2.5 * few * strength, colors=BLUE, zorder=1)
    lines.set_alpha((few**0.5 * (0.1 + 0.6 * strength**2)).tolist())
    ax.add_collection(lines)
