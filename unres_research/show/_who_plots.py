"""Figures of who stands behind words: sponsors of first sources, votes beside new wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_kind
from unres_research.analyse._who._behind import Behind
from unres_research.analyse._who._reworded import Reworded
from unres_research.show import _plot_captions as captions
from unres_research.show._captions import captioned
from unres_research.show._drawing import (
    BLUE,
    GREY,
    ORANGE,
    SKY,
    VERMILION,
    annotate,
    axes_for,
    finish,
    name_rows,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_LINE = 0.28  # inches of a row
_ROOM = 1.75  # times the longest bar, for what is written beside it
_NAMED = 3  # pairs that are named


def behind(found: Behind, ax: Axes | None = None) -> Axes:
    """Draw for every paragraph who sponsored the resolution that first had its longest run.

    A bar counts the States on the list of sponsors of that resolution: those that sponsor the
    draft of the text, those that joined the text later, and the others. Beside it stand the
    resolution, the year, and how it was adopted (with votes in favour, against and abstaining);
    there is no bar where no State is listed, or nothing is known.

    Examples
    --------
    >>> import unres_research as un
    >>> corpus = un.corpus.example_corpus()
    >>> found = un.compare(corpus.resolution("A/RES/78/908"), corpus)
    >>> ax = un.plot.behind(un.analyse.behind(found))
    >>> [label.get_text() for label in ax.texts]
    ['A/RES/78/907, 2024 · vote 3–2–1 · a group or officer']
    """
    check_kind(found, Behind, "the result", "what un.analyse.behind(found) returned")
    table = found.clauses
    ax = axes_for(ax, (8, _LINE * len(table) + 1.4))
    y = name_rows(ax, table["paragraph"].tolist())
    sizes = _sizes(table)
    left = np.zeros(len(table))
    for (_, colour), size in zip(_looks(found), sizes, strict=True):
        ax.barh(y, size, left=left, color=colour, height=0.72)
        left = left + size
    for at, (end, row) in enumerate(zip(left.tolist(), table.itertuples(), strict=True)):
        annotate(ax, _said(row), (end, at), color="#333333")
    ax.set_xlim(0, _ROOM * max(float(left.max(initial=0)), 1))
    ax.margins(y=0.01)
    above: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 1}
    label = "States that sponsored the first resolution with the longest shared run"
    finish(ax, label, colours=dict(_looks(found)), **above)
    return captioned(ax, *captions.behind(found))


def _looks(found: Behind) -> list[tuple[str, str]]:
    """What the parts of a bar are, and their colours."""
    joined = len(found.all_own) - len(found.draft)
    return [
        (f"sponsor the draft, too ({len(found.draft)} in all)", ORANGE),
        (f"joined it later ({joined} in all)", SKY),
        ("do not sponsor it", GREY),
    ]


def _sizes(table: pd.DataFrame) -> list[np.ndarray]:
    """Lengths of the three parts of every bar."""
    names = ("common_draft", "common", "sponsors")
    draft, common, every = (table[n].astype("Float64").fillna(0).to_numpy(float) for n in names)
    return [draft, common - draft, every - common]


def _said(row: Any) -> str:
    """Write which resolution was first, when, and how it was adopted."""
    import pandas as pd

    if not isinstance(row.symbol, str):
        return "in no earlier resolution"
    parts = [f"{row.symbol}{f' and {row.also} more' if row.also else ''}, {row.adopted_on:%Y}"]
    if row.adoption == "recorded vote":
        votes = (row.in_favour, row.against, row.abstaining)
        parts.append("vote " + "–".join(str(int(v)) if v == v else "?" for v in votes))
    elif row.adoption == "without a vote":
        parts.append("no vote")
    else:
        parts.append("adoption unknown")
    if pd.isna(row.sponsors) or not row.sponsors:
        parts.append(row.listed if row.listed != "unknown" else "sponsors unknown")
    return " · ".join(parts)


def reworded(found: Reworded, ax: Axes | None = None) -> Axes:
    """Draw, for texts voted on twice, how much was new and how many States changed their vote.

    One point a text and its predecessor, both put to a vote: the share of its runs of six words
    that the predecessor has not, and the States that moved towards yes less those that moved
    towards no, by those that voted both times. The pairs that changed most are named.

    Examples
    --------
    See `unres_research.analyse.reworded`.
    """
    check_kind(found, Reworded, "the result", "what un.analyse.reworded(corpus) returned")
    table = found.voted
    ax = axes_for(ax, (8, 4.4))
    ax.axhline(0, color="black", linewidth=0.8)
    for name, colour, kept in (
        ("gained support", BLUE, table["net"] > 0),
        ("lost support", VERMILION, table["net"] < 0),
        ("neither", GREY, table["net"] == 0),
    ):
        rows = table[kept]
        look: dict[str, Any] = {"s": 20, "color": colour, "alpha": 0.6, "linewidth": 0}
        ax.scatter(100 * rows["new"], 100 * rows["net"], label=f"{name} ({len(rows)})", **look)
    order = table["net"].abs().sort_values(ascending=False, kind="stable").index[:_NAMED]
    for row in table.loc[order].itertuples():
        right = row.new > 0.6
        side: dict[str, Any] = {"xytext": (-5, 0), "ha": "right"} if right else {}
        annotate(ax, row.symbol, (100 * row.new, 100 * row.net), **side)
    ax.margins(x=0.04, y=0.08)
    above: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 3}
    y = "States towards yes less towards no,\n% of those that voted both times"
    finish(ax, "wording that the predecessor has not, %", y, **above)
    return captioned(ax, *captions.reworded(found))
