"""Figures: each takes a finished table and axes, draws, and returns the axes."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

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
        The `paragraphs` of both sides of one comparison: `paragraph`, `share` (0 to 1); the
        same rows in both.
    ax : matplotlib.axes.Axes, optional
        By default axes of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        In per cent; earlier to the left.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> earlier = pd.DataFrame({"paragraph": ["PP1"], "share": [0.5]})
    >>> later = pd.DataFrame({"paragraph": ["PP1"], "share": [0.25]})
    >>> [int(bar.get_width()) for bar in coverage(earlier, later, Figure().subplots()).patches]
    [-50, 25]
    """
    ax = _axes(ax, (8, 0.22 * len(earlier) + 1.2))
    y = np.arange(len(earlier))
    ax.barh(y, -100 * earlier["share"], color=BLUE, height=0.75)
    ax.barh(y, 100 * later["share"], color=ORANGE, height=0.75)
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set_yticks(y, earlier["paragraph"])
    ax.invert_yaxis()
    ticks = np.arange(-100, 101, 25)
    ax.set_xticks(ticks, [str(abs(t)) for t in ticks])
    ax.set_xlim(-102, 102)
    ax.margins(y=0.01)
    ax.set_xlabel(
        "words of the paragraph that stand in earlier (left) and later (right) resolutions, %"
    )
    ax.set_title("earlier", loc="left", color=BLUE)
    ax.set_title("later", loc="right", color=ORANGE)
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
    >>> table = pd.DataFrame({"symbol": ["A/RES/77/901"], "covered_words": [30], "cited": [True],
    ...     "title": ["Lamps"], "adopted_on": pd.to_datetime(["2023-05-03"])})
    >>> [t.get_text() for t in sources(table, Figure().subplots()).get_yticklabels()]
    ['A/RES/77/901  (2023-05)']
    """
    top = table.head(n)
    ax = _axes(ax, (8, 0.3 * len(top) + 1))
    y = np.arange(len(top))
    colours = np.where(top["cited"], BLUE, GREY)
    ax.barh(y, top["covered_words"], color=colours, height=0.75)
    for k, row in enumerate(top.itertuples()):
        label = f"{row.covered_words}  {shorten(row.title, 58, placeholder=' …')}"
        ax.annotate(
            label,
            (row.covered_words, k),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    dates = top["adopted_on"].dt.strftime("%Y-%m")
    ax.set_yticks(y, [f"{s}  ({d})" for s, d in zip(top["symbol"], dates, strict=True)])
    ax.invert_yaxis()
    ax.set_xlim(0, top["covered_words"].max() * 2.1 if len(top) else 1)
    ax.set_xlabel("words of the text in shared runs")
    if top["cited"].any():
        _legend(ax, {"cited by the text": BLUE, "not cited": GREY}, loc="lower right")
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
        Index `topic`; column `stability` (0 to 1), from `topics.stability` with ten terms.
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
        From `trends.by_session`.
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
        From `trends.by_session`, of two sessions or more.
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


def _legend(ax: Axes, colours: dict[str, str], **options: str) -> None:
    from matplotlib.patches import Patch

    ax.legend(handles=[Patch(color=c, label=name) for name, c in colours.items()], **options)
