"""Figures of topics: a map, small multiples over time, one topic on a sheet, profiles of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_kind, check_known, check_whole
from unres_research.errors import UnresError
from unres_research.show import _plot_captions as captions
from unres_research.show._captions import captioned
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
    annotate,
    axes_for,
    dots,
    finish,
    name_rows,
    over,
)
from unres_research.show._labels import label as drawn
from unres_research.show._labels import name_points, on_lines
from unres_research.show._over_time import WIDTH

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from unres_research.analyse import TopicModel

_COLOURS = (BLUE, ORANGE, GREEN, VERMILION, SKY, PINK, "#222222")
_MARKERS = ("o", "s", "D", "^", "v", "P", "X", "p")
_PALE = "#767676"  # of what is unstable: grey, and still read on white
_OPEN = GREY  # edge of an open mark
NOT_MEASURED = "stability not measured"
_LARGEST = 550.0  # square points of the most prevalent topic
_NAMED = 60  # topics that a map names
_PHRASES, _SUBJECTS = 10, 5  # on a sheet
_SHOWN = 8  # topics of a profile that nobody chose
_LOOKS: dict[str, dict[str, Any]] = {  # told apart in grey, too
    "doubtful": {"facecolor": "white"},
    "unstable": {"facecolor": "white", "edgecolor": _OPEN, "linestyle": (0, (2.5, 1.5))},
}
_FOUR = ((VERMILION, "D", -0.27), (BLUE, "o", -0.09), (ORANGE, "^", 0.09), (GREY, "s", 0.27))


def topic_map(model: TopicModel, ax: Axes | None = None) -> Axes:
    """Draw topics on a plane: near ones share words, large ones have many words of the data set.

    Of a model of texts of your own, large ones have a great mean share of the texts. Colour and
    shape tell the theme. Unstable topics are grey and dashed, doubtful ones open in the colour of
    their theme; where stability was not measured, the label below says so. The sixty most
    prevalent topics are named, and the places of names are found for the size that the figure has
    now. Places are those of `TopicModel.positions`: neighbours mean something, wide gaps and
    directions do not.

    Examples
    --------
    >>> import unres_research as un
    >>> ax = un.plot.topic_map(un.fit_topics(un.corpus.example_corpus(), 4))
    >>> len(ax.texts), ax.get_xlabel()[:35]
    (4, 'area: share of words (largest: 25 %')
    """
    _check_model(model)
    table = model.positions()
    fit = table.attrs["fit"]
    own = model.corpus is None
    shares = model.paragraph_topics().mean() if own else model.prevalence()["prevalence"]
    table["prevalence"] = shares.fillna(0)
    table[["word", "theme"]] = _standing(model)[["word", "theme"]]
    said = "; stability not measured" * bool((table["word"] == NOT_MEASURED).any())
    n = len(table)
    ax = axes_for(ax, (WIDTH, 7 if n <= 20 else 10 if n <= 40 else 14.5))
    top = max(float(table["prevalence"].max()), 1e-9)
    table["area"] = np.maximum(_LARGEST * table["prevalence"] / top, 12)
    table["radius"] = 0.0
    _draw_topics(ax, table)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.margins(0.13)
    ax.set_aspect("equal", adjustable="datalim")
    if not np.isnan(fit):
        said += f"; correlation of distances here with those of words: {fit:.2f}"
    below: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.05), "ncols": 3}
    below = below | {"fontsize": 8} if ax.get_legend_handles_labels()[1] else {}
    of = "mean share of texts" if own else "share of words"
    finish(ax, f"area: {of} (largest: {100 * top:.0f} %){said}", **below)
    ax.xaxis.label.set_fontsize(9)
    named = table.nlargest(_NAMED, "prevalence")
    looks = [
        {"fontsize": 7.5, "color": _PALE if w == "unstable" else "black"} for w in named["word"]
    ]
    at, beside = ((t["x"].to_numpy(), t["y"].to_numpy()) for t in (named, table))
    names = [on_lines(label, 26, 3) for label in named.index]
    name_points(ax, names, at, beside, radii=named["radius"], looks=looks)
    return captioned(ax, *captions.topic_map(model))


def _check_model(model: object) -> None:
    from unres_research.analyse import TopicModel

    check_kind(model, TopicModel, "the model", "a topic model of fit_topics")


def _draw_topics(ax: Axes, table: pd.DataFrame) -> None:
    """Draw the marks of topics, small ones over large ones, and the legend; fill `radius`."""
    themes = dict.fromkeys(table.sort_values("prevalence", ascending=False)["theme"])
    kinds = {
        theme: (_MARKERS[k % len(_MARKERS)], _COLOURS[k % len(_COLOURS)])
        for k, theme in enumerate(themes)
    }
    for topic, row in table.sort_values("area", ascending=False, kind="stable").iterrows():
        marker, colour = kinds[row["theme"]]
        unit, reach = _shape(marker)
        table.loc[topic, "radius"] = reach * np.sqrt(row["area"] / unit)
        looks: dict[str, Any] = {"marker": marker, "linewidth": 1.3, "zorder": 2}
        looks |= {"facecolor": colour, "edgecolor": colour} | _LOOKS.get(row["word"], {})
        ax.scatter(row["x"], row["y"], s=row["area"] / unit, **looks)
    for theme, (marker, colour) in kinds.items():
        if theme:
            best = _best(table.loc[table["theme"] == theme, "word"])
            shown: dict[str, Any] = {"facecolor": colour, "edgecolor": colour} | _LOOKS.get(
                best, {}
            )
            ax.scatter([], [], s=45, marker=marker, label=on_lines(theme, 40), **shown)
    for word, said in (("doubtful", "open: doubtful"), ("unstable", "dashed and grey: unstable")):
        if (table["word"] == word).any():
            ax.scatter([], [], s=45, label=said, **{"edgecolor": "#222222"} | _LOOKS[word])


def _best(words: pd.Series) -> str:
    """The word for the most stable of topics: how their theme looks in a legend."""
    held = set(words)
    if held - {"doubtful", "unstable"}:
        return "stable"
    return "doubtful" if "doubtful" in held else "unstable"


def _shape(marker: str) -> tuple[float, float]:
    """Area that a marker of size 1 covers, and how far it reaches from its middle."""
    from matplotlib.markers import MarkerStyle

    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    x, y = np.asarray(path.to_polygons()[0]).T
    area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
    return float(area), float(np.hypot(x, y).max())


def topic_trends(
    table: pd.DataFrame | TopicModel,
    topics: str | Sequence[str] | None = None,
    *,
    columns: int = 4,
) -> Figure:
    """Draw the prevalence of topics over time, one small panel a topic; return the figure.

    `table` is from `TopicModel.prevalence(by="session")`, or by "month"; or a model, of which
    prevalence by session is drawn. It has one row a group and topic, with columns `group`, `topic`,
    `prevalence`, `low`, `high`, `reason`. `topics` says which, in order, by default all; `columns`
    how many panels stand in a row. A share without an interval is an open circle, and the reasons
    stand below. Each panel has its own scale: compare heights inside a panel only; an interval that
    goes beyond four times the highest share leaves it, and an arrowhead at the edge says so. A
    panel of an unstable topic (column `word`) is grey.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> table = pd.DataFrame({"group": [77, 78], "topic": "sea", "prevalence": [0.25, 0.5],
    ...     "low": [0.2, 0.4], "high": [0.3, 0.6], "reason": ""})
    >>> un.plot.topic_trends(table).axes[0].get_title("left")
    'sea'
    """
    check_whole(columns, "columns", 1, 20)
    table = _by_session(table)
    _check_trends(table)
    import matplotlib.pyplot as plt

    plt.rcParams.update(STYLE)
    known = table["topic"].drop_duplicates().tolist()
    topics = known if topics is None else as_list(topics, "topics")
    if not topics:
        raise UnresError("found no topics to draw, expected at least one")
    check_known(topics, known, "topics of the table")
    groups = table["group"].drop_duplicates().tolist()
    rows = -(-len(topics) // columns)
    looks: dict[str, Any] = {"figsize": (WIDTH, 1.65 * rows + 0.7), "layout": "constrained"}
    figure, axes = plt.subplots(rows, columns, sharex=True, squeeze=False, **looks)
    beyond = False
    for ax, topic in zip(axes.flat, topics, strict=False):
        about_it = table[table["topic"] == topic]
        beyond |= panel(ax, about_it, groups)
        colour = _PALE if _words(about_it).any() else "black"
        ax.set_title(on_lines(topic, 108 // columns), fontsize=8.5, color=colour)
        finish(ax, "")
    for ax in axes.flat[len(topics) :]:
        ax.set_axis_off()
    for ax in axes.flat[max(0, len(topics) - columns) : len(topics)]:
        ax.tick_params(labelbottom=True)
    why = table.loc[table["topic"].isin(topics) & table["low"].isna(), "reason"]
    said = "; ".join(drawn(reason) for reason in why.drop_duplicates().head(4) if reason)
    notes = [table.attrs.get("by", ""), *["each panel has its own scale"] * (len(topics) > 1)]
    notes += [f"○ no interval: {said}" * bool(said), GO_ON.strip(" ()") * beyond]
    notes += ["grey: unstable"] * bool((_words(table[table["topic"].isin(topics)])).any())
    below = fill("   ".join(note for note in notes if note), 135)
    figure.supxlabel(below, fontsize=8.5).set_parse_math(False)
    figure.supylabel("share of words, %", fontsize=9)
    return captioned(figure, *captions.topic_trends(table, topics))


def _by_session(table: pd.DataFrame | TopicModel) -> pd.DataFrame:
    """Prevalence by session of a model; a table as it is."""
    from unres_research.analyse import TopicModel

    return table.prevalence(by="session") if isinstance(table, TopicModel) else table


def _check_trends(table: object) -> None:
    """Raise `UnresError` unless a table of prevalence by groups was given."""
    import pandas as pd

    expected = "a table of model.prevalence(by='session')"
    check_kind(table, pd.DataFrame, "the table", expected)
    assert isinstance(table, pd.DataFrame)
    wanted = ("group", "topic", "prevalence", "low", "high", "reason")
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise UnresError(f"found no column {missing[0]!r} in the table, expected {expected}")


def panel(ax: Axes, rows: pd.DataFrame, groups: list[Any]) -> bool:
    """Draw one topic over time; whether an interval goes on beyond the panel."""
    x = np.array([groups.index(group) for group in rows["group"]])
    values = 100 * rows[["prevalence", "low", "high"]]
    values = values.assign(enough=rows["low"].notna())
    colour = _OPEN if _words(rows).any() else BLUE
    beyond = over(ax, x, values, least=0.01, colour=colour)
    step = max(1, -(-len(groups) // 8))
    ticks = range(len(groups) - 1, -1, -step)[::-1]  # the last one always
    ax.set_xticks(ticks, [drawn(groups[k]) for k in ticks])
    ax.tick_params(labelsize=7.5)
    if len(groups) > 1 and max(len(str(group)) for group in groups) > 4:
        ax.tick_params(axis="x", rotation=90)
    return beyond


def _words(table: pd.DataFrame) -> np.ndarray:
    """Which rows are of unstable topics, where the table says so."""
    if "word" not in table:
        return np.zeros(len(table), dtype=bool)
    return np.asarray(table["word"] == "unstable")


def topic_profile(
    groups: dict[str, pd.DataFrame],
    topics: str | Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the shares of topics in several groups side by side, `topics` from top to bottom.

    By default the eight topics that are most prevalent in the first group are drawn.

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
    import pandas as pd

    if not isinstance(groups, Mapping):
        raise UnresError(
            f"found {str(groups)[:40]!r}, expected groups by name: {{'all': model.prevalence()}}"
        )
    wanted = None if topics is None else as_list(topics, "topics")
    if not groups or wanted == []:
        raise UnresError(
            f"found {len(groups)} groups and {len(wanted or ())} topics to draw, expected some of "
            "both"
        )
    for table in groups.values():
        check_kind(table, pd.DataFrame, "a group", "a table of model.prevalence()")
        if "prevalence" not in table.columns:
            raise UnresError(
                "found no column 'prevalence' in a group, expected a table of model.prevalence()"
            )
        if table.index.has_duplicates:
            raise UnresError(
                f"found {str(table.index[table.index.duplicated()][0])!r} twice in a group, "
                "expected each topic once: a table of model.prevalence()"
            )
    topics = wanted or _leading(next(iter(groups.values())))
    for table in groups.values():
        check_known(topics, table.index, "topics")
    rows = [(on_lines(name, 48), table.loc[topics], "prevalence") for name, table in groups.items()]
    unstable = np.zeros(len(topics), dtype=bool)
    for _, table, _ in rows:
        unstable |= _words(table)
    ax = dots(topics, rows, _FOUR, ax)
    names = [label.get_text() for label in ax.get_yticklabels()]
    said = [f"{name} (unstable)" if un else name for name, un in zip(names, unstable, strict=True)]
    ax.set_yticks(range(len(topics)), said)
    for k in np.flatnonzero(unstable):
        ax.axhspan(k - 0.5, k + 0.5, color="#EEEEEE", zorder=0)
        ax.get_yticklabels()[k].set_color(_PALE)
    ax.set_ylim(len(topics) - 0.5, -0.5)
    short = max((len(line) for name, *_ in rows for line in name.split("\n")), default=0) <= 30
    above: dict[str, Any] = {"loc": "lower right", "bbox_to_anchor": (1, 1), "ncols": 1 + short}
    finish(ax, "share of words, %", **above)
    return captioned(ax, *captions.topic_profile(groups, topics))


def _leading(table: pd.DataFrame) -> list[str]:
    """Most prevalent topics, so many as a profile has room for."""
    order = table["prevalence"].sort_values(ascending=False, kind="stable")
    return list(order.index[:_SHOWN])


def _standing(model: TopicModel) -> pd.DataFrame:
    """Columns `theme` ("": none), `word`, `stability`, `low`, `high`, one row a topic."""
    import pandas as pd

    table = model.stability
    if table is None:
        columns = {"word": NOT_MEASURED, "stability": np.nan, "low": np.nan, "high": np.nan}
        table = pd.DataFrame(columns, index=list(model.labels))
    return table.assign(theme="" if model.themes is None else model.themes.to_numpy())


def topic_sheet(model: TopicModel, topic: str | None = None) -> Figure:
    """Draw one topic on a sheet: its phrases, subjects, committees, course, and where to read it.

    Phrases have their share of the topic's phrases (bars) and how exclusive they are to it (points,
    1: found in no other), see `TopicModel.phrases`; library subjects the topic's share in the words
    of their series, see `TopicModel.subjects`; committees and sessions its prevalence, with
    intervals where there are any. The paragraphs are those of `TopicModel.representatives`. The
    line below the name says how stable the topic is, or that this was not measured; of an unstable
    one all is grey. By default it is the most prevalent topic. UnresError when the model has no
    such topic.

    Examples
    --------
    >>> import unres_research as un
    >>> model = un.fit_topics(un.corpus.example_corpus(), 4)
    >>> figure = un.plot.topic_sheet(model, model.labels[0])
    >>> len(figure.axes)
    6
    """
    _check_model(model)
    topic = _leading(model.prevalence())[0] if topic is None else topic
    check_known([topic], model.labels, "topics of the model")
    import matplotlib.pyplot as plt

    plt.rcParams.update(STYLE)
    looks: dict[str, Any] = {"figsize": (WIDTH, 8.6), "layout": "constrained"}
    looks |= {"height_ratios": [1.5, 1.5, 1.2, 1], "width_ratios": [1, 0.7, 1.5]}
    figure, axes = plt.subplot_mosaic("FET;FEC;SSC;PPP", **looks)
    known = _standing(model).loc[topic]
    unstable = known["word"] == "unstable"
    colour = _OPEN if unstable else BLUE
    _phrases(axes["F"], axes["E"], _rows_of(model.phrases(_PHRASES), topic), colour)
    _subjects(axes["S"], _rows_of(model.subjects(_SUBJECTS), topic), colour)
    sessions, committees = (_by(model, by, topic) for by in ("session", "committee"))
    if len(sessions):
        panel(
            axes["T"], sessions.assign(word="unstable" if unstable else ""), list(sessions["group"])
        )
    _committees(axes["C"], committees, colour)
    _paragraphs(axes["P"], _rows_of(model.representatives(per_topic=5), topic))
    titles = {"F": "share in the topic, %", "E": "exclusive to it", "T": "by session, % of words",
              "C": "by committee, % of words", "S": "library subjects: the topic's share, %",
              "P": "paragraphs that stand for it"}  # fmt: skip
    for name, title in titles.items():
        ax = axes[name]
        ax.set_title(title, fontsize=9.5)
        if name != "E" and not (ax.patches or ax.texts or ax.lines):
            ax.text(0, 0.5, "none", fontsize=8, transform=ax.transAxes)
        finish(ax, "")
    heading = figure.suptitle(
        f"{on_lines(topic, 96)}\n{fill(_about(model, topic), 92)}", fontsize=11, x=0.01, ha="left"
    )
    heading.set_parse_math(False)
    heading.set_color(_PALE if unstable else "black")
    return captioned(figure, *captions.topic_sheet(model, topic))


def _by(model: TopicModel, by: str, topic: str) -> pd.DataFrame:
    """Prevalence of a topic by session or committee; no rows where no resolution has one."""
    if model.corpus.resolutions[by].isna().all():
        return model.prevalence().head(0)
    return _rows_of(model.prevalence(by=by), topic)


def _rows_of(table: pd.DataFrame, topic: str) -> pd.DataFrame:
    return table[table["topic"] == topic].reset_index(drop=True)


def _about(model: TopicModel, topic: str) -> str:
    """Theme, stability and prevalence of a topic, in one line."""
    row, known = model.prevalence().loc[topic], _standing(model).loc[topic]
    of = "" if np.isnan(row["low"]) else f" ({100 * row['low']:.1f} to {100 * row['high']:.1f})"
    said = [] if known["theme"] in ("", topic) else [f"theme: {on_lines(known['theme'], 40, 1)}"]
    if model.stability is None:
        said.append(NOT_MEASURED)
    else:
        least, most = known["low"], known["high"]
        reason = known.get("reason", "")
        why = f", {reason}" * bool(reason)
        said.append(f"{known['word']}{why}: {known['stability']:.2f} ({least:.2f} to {most:.2f})")
    where = "all words"
    if model.within is not None:
        where = f"the words of {len(model.within):,} resolutions"
    return "   ".join([*said, f"{100 * row['prevalence']:.1f} %{of} of {where}"])


def _phrases(ax: Axes, beside: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Bars of how frequent phrases are, and points of how exclusive."""
    y = name_rows(ax, rows["phrase"], width=34, fontsize=8)
    ax.barh(y, 100 * rows["frequency"], color=colour, height=0.7)
    ax.set_ylim(max(len(y), _PHRASES) - 0.4, -0.6)
    beside.hlines(y, 0, rows["exclusivity"], color="#DDDDDD", linewidth=1)
    beside.plot(rows["exclusivity"], y, "o", color=colour, markersize=5)
    beside.set_xlim(0, 1.04)
    beside.set_ylim(ax.get_ylim())
    beside.set_yticks([])


def _subjects(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Bars of the topic's share in the words of library subjects."""
    y = name_rows(ax, rows["subject"], width=34, most=2, fontsize=8)
    ax.barh(y, 100 * rows["share"], color=colour, height=0.7)
    for k, row in enumerate(rows.itertuples()):
        annotate(
            ax,
            f"{row.times:.0f} times the average, {row.series} series",
            (100 * row.share, k),
            fontsize=7.5,
        )
    top = 100 * rows["share"].max() if len(rows) else 1.0
    ax.set_xlim(0, 1.9 * top)  # with room for what stands beside
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= min(100, 1.3 * top)])
    ax.set_ylim(max(len(y), _SUBJECTS) - 0.4, -0.6)


def _committees(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Points of prevalence by committee, with intervals."""
    if rows.empty:
        return
    y = name_rows(ax, rows["group"], width=24, fontsize=8)
    told = rows["low"].notna().to_numpy()
    ax.hlines(y, 100 * rows["low"], 100 * rows["high"], color=colour, linewidth=1.5)
    share = 100 * rows["prevalence"].to_numpy()
    ax.plot(share[told], y[told], "o", color=colour, markersize=5)
    ax.plot(share[~told], y[~told], "o", color=GREY, markersize=5, markerfacecolor="white")
    ax.set_xlim(left=0)
    ax.grid(axis="y", color="#EEEEEE")


def _paragraphs(ax: Axes, rows: pd.DataFrame) -> None:
    """A line for each paragraph: symbol and number, date, share, title."""
    ax.set_axis_off()
    for k, row in enumerate(rows.itertuples()):
        line = (
            f"{row.symbol} {row.paragraph}",
            f"{row.adopted_on:%Y-%m}",
            f"{row.share:.0%}",
            row.title,
        )
        for x, text, most in zip((0, 0.2, 0.28, 0.34), line, (24, 10, 10, 74), strict=True):
            said = on_lines(text, most, 1)
            ax.text(
                x,
                0.95 - 0.2 * k,
                said,
                fontsize=8,
                va="top",
                transform=ax.transAxes,
                in_layout=False,
            )
