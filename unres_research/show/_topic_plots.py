"""Figures of topics: a map, small multiples over time, one topic on a sheet, profiles of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_known, check_whole
from unres_research.errors import UnresError
from unres_research.show._drawing import (
    BLUE,
    GO_ON,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    SKY,
    STYLE,
    VERMILION,
    axes_for,
    dots,
    finish,
    over,
)
from unres_research.show._labels import label as drawn
from unres_research.show._labels import name_points, on_lines

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from unres_research.analyse import TopicModel

_COLOURS = (BLUE, ORANGE, GREEN, VERMILION, SKY, PINK, "#222222")
_MARKERS = ("o", "s", "D", "^", "v", "P", "X", "p")
_PALE = "#767676"  # of what is unstable: grey, and still read on white
_OPEN = "#AAAAAA"  # edge of an open mark
_LARGEST = 550.0  # square points of the most prevalent topic
_NAMED = 60  # topics that a map names
_FOUR = ((VERMILION, "D", -0.27), (BLUE, "o", -0.09), (ORANGE, "^", 0.09), (GREY, "s", 0.27))


def topic_map(model: TopicModel, ax: Axes | None = None) -> Axes:
    """Draw topics on a plane: near ones share words, large ones have many words of the data set.

    Colour and shape tell the theme. Unstable topics are grey and open, doubtful ones open in the
    colour of their theme. The sixty most prevalent topics are named, and the places of names are
    found for the size that the figure has now. Places are those of `TopicModel.positions`:
    neighbours mean something, wide gaps and directions do not.

    Examples
    --------
    >>> import unres_research as un
    >>> ax = un.plot.topic_map(un.fit_topics(un.corpus.example_corpus(), 4))
    >>> len(ax.texts), ax.get_xlabel()[:35]
    (4, 'area: share of words (largest: 25 %')
    """
    table = model.positions()
    fit = table.attrs["fit"]
    table["prevalence"] = model.prevalence()["prevalence"].fillna(0)
    table["word"], table["theme"] = _word_of(model), _theme_of(model)
    n = len(table)
    ax = axes_for(ax, (10, 6.5) if n <= 20 else (11, 8.5) if n <= 40 else (13, 10.5))
    top = max(float(table["prevalence"].max()), 1e-9)
    table["area"] = np.maximum(_LARGEST * table["prevalence"] / top, 12)
    table["radius"] = 0.0
    _draw_topics(ax, table)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.margins(0.13)
    ax.set_aspect("equal", adjustable="datalim")
    said = (
        "" if np.isnan(fit) else f"; correlation of distances here with those of words: {fit:.2f}"
    )
    below: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.05), "ncols": 3}
    finish(ax, f"area: share of words (largest: {100 * top:.0f} %){said}", **below, fontsize=8)
    ax.xaxis.label.set_fontsize(9)
    named = table.nlargest(_NAMED, "prevalence")
    looks = [
        {"fontsize": 7.5, "color": _PALE if w == "unstable" else "black"} for w in named["word"]
    ]
    at, beside = ((t["x"].to_numpy(), t["y"].to_numpy()) for t in (named, table))
    names = [on_lines(label, 26, 3) for label in named.index]
    name_points(ax, names, at, beside, radii=named["radius"], looks=looks)
    return ax


def _draw_topics(ax: Axes, table: pd.DataFrame) -> None:
    """Draw the marks of topics, theme by theme, each with its name in the legend; fill `radius`."""
    themes = dict.fromkeys(table.sort_values("prevalence", ascending=False)["theme"])
    for k, theme in enumerate(themes):
        marker, colour = _MARKERS[k % len(_MARKERS)], _COLOURS[k % len(_COLOURS)]
        rows = table[table["theme"] == theme]
        area, reach = _shape(marker)
        size = rows["area"] / area
        table.loc[rows.index, "radius"] = reach * np.sqrt(size)
        word = rows["word"].to_numpy()
        face = np.where(word == "stable", colour, "white")
        edge = np.where(word == "unstable", _OPEN, colour)
        looks: dict[str, Any] = {"marker": marker, "linewidth": 1.3, "zorder": 2}
        ax.scatter(rows["x"], rows["y"], s=size, facecolor=face, edgecolor=edge, **looks)
        ax.scatter([], [], s=45, color=colour, marker=marker, label=on_lines(theme, 48))
    for which, said, line in (
        ("doubtful", "open: doubtful", "#222222"),
        ("unstable", "open and grey: unstable", _OPEN),
    ):
        if (table["word"] == which).any():
            ax.scatter([], [], s=45, facecolor="white", edgecolor=line, label=said)


def _shape(marker: str) -> tuple[float, float]:
    """Area that a marker of size 1 covers, and how far it reaches from its middle."""
    from matplotlib.markers import MarkerStyle

    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    x, y = np.asarray(path.to_polygons()[0]).T
    area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
    return float(area), float(np.hypot(x, y).max())


def topic_trends(
    table: pd.DataFrame, topics: str | Sequence[str] | None = None, *, columns: int = 4
) -> Figure:
    """Draw the prevalence of topics over time, one small panel a topic; return the figure.

    `table` is from `TopicModel.prevalence(by="session")`, or by "month": one row a group and topic,
    with columns `group`, `topic`, `prevalence`, `low`, `high`, `reason`. `topics` says which, in
    order, by default all; `columns` how many panels stand in a row. A share without an interval is
    an open circle, and the reasons stand below. Each panel has its own scale: compare heights
    inside a panel only; an interval that goes beyond four times the highest share leaves it, and an
    arrowhead at the edge says so. A panel of an unstable topic (column `word`) is grey.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> table = pd.DataFrame({"group": [77, 78], "topic": "sea", "prevalence": [0.25, 0.5],
    ...     "low": [0.2, 0.4], "high": [0.3, 0.6], "reason": ""})
    >>> un.plot.topic_trends(table).axes[0].get_title("left")
    'sea'
    """
    check_whole(columns, "columns", 1)
    import matplotlib.pyplot as plt

    plt.rcParams.update(STYLE)
    known = table["topic"].drop_duplicates().tolist()
    topics = known if topics is None else as_list(topics, "topics")
    if not topics:
        raise UnresError("found no topics to draw, expected at least one")
    check_known(topics, known, "topics of the table")
    groups = table["group"].drop_duplicates().tolist()
    rows = -(-len(topics) // columns)
    looks: dict[str, Any] = {"figsize": (10, 1.65 * rows + 0.7), "layout": "constrained"}
    figure, axes = plt.subplots(rows, columns, sharex=True, squeeze=False, **looks)
    beyond = False
    for ax, topic in zip(axes.flat, topics, strict=False):
        about_it = table[table["topic"] == topic]
        beyond |= panel(ax, about_it, groups)
        colour = _PALE if _words(about_it).any() else "black"
        ax.set_title(on_lines(topic, 128 // columns), fontsize=8.5, color=colour)
        finish(ax, "")
    for ax in axes.flat[len(topics) :]:
        ax.set_axis_off()
    for ax in axes.flat[max(0, len(topics) - columns) : len(topics)]:
        ax.tick_params(labelbottom=True)
    why = table.loc[table["topic"].isin(topics) & table["low"].isna(), "reason"]
    said = "; ".join(drawn(reason) for reason in why.drop_duplicates().head(4) if reason)
    notes = [f"○ no interval: {said}" * bool(said), GO_ON.strip(" ()") * beyond]
    notes += ["grey: unstable"] * bool((_words(table[table["topic"].isin(topics)])).any())
    figure.supxlabel("   ".join(note for note in notes if note), fontsize=8.5).set_parse_math(False)
    figure.supylabel("share of words, % (each panel has its own scale)", fontsize=9)
    return figure


def panel(ax: Axes, rows: pd.DataFrame, groups: list[Any]) -> bool:
    """Draw one topic over time; whether an interval goes on beyond the panel."""
    x = np.array([groups.index(group) for group in rows["group"]])
    values = 100 * rows[["prevalence", "low", "high"]]
    values = values.assign(enough=rows["low"].notna())
    colour = _OPEN if _words(rows).any() else BLUE
    beyond = over(ax, x, values, least=0.01, colour=colour)
    step = -(-len(groups) // 8)
    ax.set_xticks(range(0, len(groups), step), [drawn(group) for group in groups[::step]])
    ax.tick_params(labelsize=7.5)
    if len(groups) > 1 and max(len(str(group)) for group in groups) > 4:
        ax.tick_params(axis="x", rotation=90)
    ax.locator_params(axis="y", nbins=4)
    return beyond


def _words(table: pd.DataFrame) -> np.ndarray:
    """Which rows are of unstable topics, where the table says so."""
    if "word" not in table:
        return np.zeros(len(table), dtype=bool)
    return np.asarray(table["word"] == "unstable")


def topic_profile(
    groups: dict[str, pd.DataFrame], topics: str | Sequence[str], ax: Axes | None = None
) -> Axes:
    """Draw the shares of topics in several groups side by side, `topics` from top to bottom.

    `groups` has for each name, at most four (else UnresError), a table indexed by topic with
    `prevalence` and, where known, `low` and `high`, which are drawn as lines: from
    `TopicModel.prevalence`, or the range of a statement. Topics that any of the tables calls
    unstable (column `word`) are named so, and stand on grey.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> table = pd.DataFrame({"prevalence": [0.5, 0.25]}, index=["sea", "schools"])
    >>> un.plot.topic_profile({"text": table}, ["schools", "sea"]).lines[0].get_xdata().tolist()
    [25.0, 50.0]
    """
    topics = as_list(topics, "topics")
    if not isinstance(groups, Mapping):
        raise UnresError(
            f"found {str(groups)[:40]!r}, expected groups by name: {{'all': model.prevalence()}}"
        )
    for table in groups.values():
        check_known(topics, table.index, "topics")
    rows = [(on_lines(name, 48), table.loc[topics], "prevalence") for name, table in groups.items()]
    unstable = np.zeros(len(topics), dtype=bool)
    for _, table, _ in rows:
        unstable |= _words(table)
    ax = dots(topics, rows, _FOUR, ax)
    names = [on_lines(topic, 44) for topic in topics]
    said = [f"{name} (unstable)" if un else name for name, un in zip(names, unstable, strict=True)]
    ax.set_yticks(range(len(topics)), said)
    for k in np.flatnonzero(unstable):
        ax.axhspan(k - 0.5, k + 0.5, color="#EEEEEE", zorder=0)
        ax.get_yticklabels()[k].set_color(_PALE)
    ax.set_ylim(len(topics) - 0.5, -0.5)
    return finish(ax, "share of words, %", loc="lower left", bbox_to_anchor=(0, 1), ncols=2)


def _word_of(model: TopicModel) -> Any:
    found: Any = model.stability
    return "stable" if callable(found) else found["word"]


def _theme_of(model: TopicModel) -> Any:
    return getattr(model, "themes", "topic")
