"""What figures have in common: colours, axes, rows of dots, intervals that leave the axes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_kind
from unres_research.errors import UnresError
from unres_research.show._labels import label as drawn
from unres_research.show._labels import on_lines

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Okabe & Ito (2008): told apart by the colour-blind
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PINK, GREY = "#56B4E9", "#CC79A7", "#8C8C8C"
PALE_BLUE, PALE_ORANGE, PALE_GREY = "#A6CDE6", "#F8DDA6", "#CCCCCC"
STYLE = {
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


def axes_for(ax: Axes | None, size: tuple[float, float]) -> Axes:
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes

    if ax is not None:
        check_kind(ax, Axes, "ax", "axes of matplotlib, or None for a new figure")
        return ax
    plt.rcParams.update(STYLE)
    return plt.subplots(figsize=size, layout="constrained")[1]


def finish(ax: Axes, x: str, y: str = "", **legend: Any) -> Axes:
    """Label the axes, add a legend if one is described, and show "$" as it is."""
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    ax.set_xlabel(x)
    ax.set_ylabel(y)
    colours = legend.pop("colours", {})
    if legend:
        handles = {"handles": [Patch(color=c, label=name) for name, c in colours.items()]}
        ax.legend(**(handles if colours else {}), **legend)
    for text in ax.findobj(Text):
        text.set_parse_math(False)
    return ax


def name_rows(
    ax: Axes, labels: Sequence[str], *, width: int = 64, most: int = 1, **looks: Any
) -> np.ndarray:
    """Name the rows of a figure, the first one on top, and return their places."""
    y = np.arange(len(labels))
    ax.set_yticks(y, [on_lines(label, width, most) for label in labels], **looks)
    ax.invert_yaxis()
    return y


def annotate(ax: Axes, text: str, at: tuple[Any, Any], **looks: Any) -> None:
    """Write text a little to the right of a point."""
    looks = {"xytext": (4, 0), "va": "center", "fontsize": 8, **looks}
    ax.annotate(drawn(text) if text else "", at, textcoords="offset points", **looks)


def dots(
    names: Sequence[str],
    groups: Sequence[tuple[str, pd.DataFrame, str]],
    looks: Sequence[tuple[str, str, float]],
    ax: Axes | None,
) -> Axes:
    """Draw shares as dots in named rows, with bars where `low` and `high` are known.

    `groups` are label (as it is to be drawn), table with a row for each name, and the column of
    shares (0 to 1); `looks` are colour, marker and how far from the middle of its row.
    """
    if len(groups) > len(looks):
        found = f"found {len(groups)} groups, expected at most {len(looks)}"
        raise UnresError(f"{found}: draw two figures")
    ax = axes_for(ax, (8, 0.43 * len(names) + 1.3))
    y = name_rows(ax, names, width=44, most=2)
    for (label, rows, column), (colour, marker, shift) in zip(groups, looks, strict=False):
        if "low" in rows:
            low, high = 100 * rows["low"], 100 * rows["high"]
            ax.hlines(y + shift, low, high, color=colour, linewidth=1.5)
        ax.plot(100 * rows[column], y + shift, marker, color=colour, label=label, markersize=6)
    ax.grid(axis="y", color="#E5E5E5")
    ax.set_axisbelow(True)
    ax.set_xlim(left=-0.5)
    return ax


THREE = ((VERMILION, "D", -0.22), (BLUE, "o", 0.0), (GREY, "s", 0.22))


BEYOND = 1.05  # of what is drawn: where an axis ends
GO_ON = "  (▲:\xa0the interval goes on)"


def end_of(middle: Iterable[float], high: Iterable[float], least: float) -> float:
    """Where an axis from 0 ends: beyond the intervals, but not far beyond what they belong to."""
    top = float(np.nanmax([*middle, least]))
    return BEYOND * min(4 * top, float(np.nanmax([top, *high])))


def ticks_to(most: float) -> np.ndarray:
    """Round numbers from 0 to one that is not below the greatest that is drawn.

    >>> ticks_to(6.5).tolist(), ticks_to(100).tolist()
    ([0.0, 2.0, 4.0, 6.0, 8.0], [0.0, 25.0, 50.0, 75.0, 100.0])
    """
    from matplotlib.ticker import MaxNLocator

    return np.asarray(MaxNLocator(4).tick_values(0, most))


def go_on(ax: Axes, x: np.ndarray, high: Any, top: float, colour: str) -> bool:
    """Draw an arrowhead at the upper edge over each interval that goes on; whether any does."""
    over = x[np.asarray(high) > top]
    if len(over):
        looks: dict[str, Any] = {"color": colour, "markersize": 5, "clip_on": False}
        ax.plot(over, np.ones(len(over)), "^", transform=ax.get_xaxis_transform(), **looks)
    return len(over) > 0


def over(ax: Axes, x: np.ndarray, rows: pd.DataFrame, *, least: float, colour: str = BLUE) -> bool:
    """Draw values over time in one panel; whether an interval goes on beyond it.

    The columns of `rows` are value, low, high, and whether that is enough; else a point is open.
    """
    y, low, high, enough = (column.to_numpy() for _, column in rows.items())
    told = enough.astype(bool)
    ax.plot(x, y, color=GREY, linewidth=0.8, zorder=1)
    ax.vlines(x[told], low[told], high[told], color=colour)
    ax.plot(x[told], y[told], "o", color=colour, markersize=5)
    ax.plot(x[~told], y[~told], "o", color=GREY, markersize=5, markerfacecolor="white")
    top = end_of(y, high[told], least)
    ticks = ticks_to(top / BEYOND)
    top = max(top, float(ticks[-1]))
    ax.set_ylim(-0.04 * top, top)
    ax.set_yticks(ticks)
    return go_on(ax, x[told], high[told], top, colour)
