"""Figures of how terms spread: bars, bands, arrows and names are what the table says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hostile_names import HOSTILE
from lxml import etree
from matplotlib.colors import to_rgba
from matplotlib.text import Text

from unres_research.errors import UnresError
from unres_research.show import plot as plots
from unres_research.show._captions import caption_of, figure_of
from unres_research.show._drawing import BLUE, VERMILION

RISE = pd.DataFrame(
    {
        "term": "x",
        "part": ["new series", "absent series", "took it up", "length of texts", "in all"],
        "series": [3, 2, 1200, 4, 9],
        "occurrences": [12.0, -20.0, 5.0, -0.4, -3.4],
    }
)
SPREAD = pd.DataFrame(
    {
        "term": ["x"] * 3 + ["y"] * 2,
        "session": [74, 75, 76, 75, 76],
        "new": [0, 1, 1, 1, 0],
        "took_up": [0, 2, 0, 0, 3],
        "kept": [0, 1, 4, 0, 0],
        "unknown": [2, 0, 0, 0, 0],
        "complete": [True, True, False, True, False],
    }
)
EMERGING = pd.DataFrame(
    {
        "phrase": ["whales", "sails of ships", "bells"],
        "direction": ["rising", "rising", "fading"],
        "series_before": [1, 4, 9],
        "series_after": [8, 1000, 2],
    }
)


def rows_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def texts(ax):
    return [t.get_text() for t in ax.texts if t.get_text()]


def span(band):
    """Lowest and highest corner of a band."""
    heights = band.get_paths()[0].vertices[:, 1]
    return [float(heights.min()), float(heights.max())]


def test_bars_of_a_rise_begin_where_the_one_before_ends():
    ax = plots.rise(RISE)
    bars = ax.patches
    assert [bar.get_width() for bar in bars] == RISE["occurrences"].tolist()
    starts = [bar.get_x() for bar in bars]
    assert np.allclose(starts, [0, 12, -8, -3, 0])
    assert rows_of(ax) == [
        "new series  (3)", "absent series  (2)", "took it up  (1,200)", "length of texts  (4)",
        "in all  (9)",
    ]  # fmt: skip
    assert texts(ax) == ["+12", "−20", "+5", "0", "−3"]
    assert [t.xy for t in ax.texts] == [(12, 0), (12, 1), (-3, 2), (-3, 3), (0, 4)]
    assert [bar.get_hatch() for bar in bars] == ["", "///", "", "///", "///"]
    assert len({bar.get_facecolor() for bar in bars}) == 3  # adds, takes away, in all
    steps = ax.collections[0].get_segments()
    assert np.allclose([s[:, 0] for s in steps], np.repeat([[12], [-8], [-3], [-3.4]], 2, axis=1))
    assert ax.get_xlabel() == "occurrences of “x” (number of series)"
    low, high = ax.get_xlim()
    assert low < -8 and high > 12


def test_a_narrow_rise_names_its_parts_in_full():
    import matplotlib.pyplot as plt

    ax = plt.subplots(figsize=(4, 4), layout="constrained")[1]
    plots.rise(RISE.assign(part="returning series"), ax)
    assert [name.replace("\n", " ") for name in rows_of(ax)][0] == "returning series  (3)"


def test_a_rise_of_a_term_that_cannot_be_counted_has_no_bars():
    ax = plots.rise(RISE.assign(occurrences=np.nan))
    assert not ax.patches
    assert texts(ax) == ["too few: rarer than the data set counts"]
    with pytest.raises(UnresError, match="found 2 terms in a table, expected one"):
        plots.rise(pd.concat([RISE, RISE.assign(term="y")]))


def test_bands_of_adoption_are_the_sums_of_the_ways():
    figure = plots.adoption(SPREAD)
    assert [ax.get_title("left") for ax in figure.axes] == ["x", "y"]
    one, two = figure.axes
    bands = [c for c in one.collections if c.get_label()[0] != "_"]
    assert [band.get_label() for band in bands] == [
        "new series", "took it up", "kept it", "not known",
    ]  # fmt: skip
    assert [span(band) for band in bands] == [[0, 2], [0, 4], [0, 9], [0, 11]]
    edges = [line.get_ydata().tolist() for line in one.lines]
    assert edges == [[0, 1, 2, 2], [0, 3, 4, 4], [0, 4, 9, 9], [2, 6, 11, 11]]
    assert {line.get_drawstyle() for line in one.lines} == {"steps-post"}
    assert one.lines[0].get_xdata().tolist() == [-0.5, 0.5, 1.5, 2.5]
    assert texts(one) == ["2 new series", "2 took it up", "5 kept it", "2 not known"]
    assert all(float(place).is_integer() for place in two.get_yticks())
    assert texts(two) == ["1 new series", "3 took it up"]  # what there is none of has no name
    assert [t.xy for t in one.texts] == [(2.5, 1), (2.5, 3), (2.5, 6.5), (2.5, 10)]
    assert two.lines[0].get_xdata().tolist() == [0.5, 1.5, 2.5]  # from its first use on
    assert [label.get_text() for label in one.get_xticklabels()] == ["74", "75", "76*"]
    assert figure.get_supylabel() == "resolutions so far"
    said = figure.get_supxlabel().replace("\n", " ").split("   ")
    assert said == [
        "session", "*\xa0not over in the data",
        "not known: of the first session in the data", "each panel has its own scale",
    ]  # fmt: skip
    assert [ax.get_title("left") for ax in plots.adoption(SPREAD, "y").axes] == ["y"]
    assert all(tick % 1 == 0 for ax in (one, two) for tick in ax.get_yticks())  # resolutions
    two_in_all = plots.adoption(SPREAD.assign(new=0, took_up=0, unknown=0, kept=[0, 2, 0, 1, 1]))
    assert all(tick % 1 == 0 for ax in two_in_all.axes for tick in ax.get_yticks())
    hatches = {band.get_hatch() or str(band.get_facecolor()) for band in bands}
    assert len(hatches) == 4  # told apart without colours


def test_events_of_adoption_are_thin_lines_and_notes_say_what_is_there():
    figure = plots.adoption(SPREAD[SPREAD["term"] == "y"], events={76: "a <decision>"})
    (ax,) = figure.axes
    assert [line.get_xdata() for line in ax.lines if line.get_linestyle() == ":"] == [[1, 1]]
    assert texts(ax)[-1] == "a"
    said = figure.get_supxlabel().replace("\n", " ").split("   ")
    assert said == ["session", "*\xa0not over in the data", "┊a\xa0a <decision>"]
    with pytest.raises(UnresError, match="99.*times of the table"):
        plots.adoption(SPREAD, events={99: "nothing"})


def test_names_of_bands_lie_over_none_other():
    thin = SPREAD.head(3).assign(new=[0, 0, 100], took_up=[0, 0, 1], kept=[0, 0, 1])
    for width in (4, 9):
        figure = plots.adoption(thin, width=width)
        figure.draw_without_rendering()
        boxes = sorted(
            (Text.get_window_extent(t) for t in figure.axes[0].texts), key=lambda b: b.y0
        )
        assert len(boxes) == 4
        assert all(low.y1 <= high.y0 + 1 for low, high in zip(boxes, boxes[1:], strict=False))
        assert all(box.x1 <= figure.bbox.x1 for box in boxes)


def test_groups_of_one_term_are_panels():
    rows = SPREAD.assign(group=["a"] * 3 + ["b"] * 2, term="x")
    figure = plots.adoption(rows)
    assert [ax.get_title("left") for ax in figure.axes] == ["a", "b"]
    assert texts(figure.axes[1]) == ["1 new series", "3 took it up"]
    with pytest.raises(UnresError, match="found 2 terms in a table with groups"):
        plots.adoption(SPREAD.assign(group="a"))


def test_terms_that_cannot_be_counted_have_a_panel_with_the_reason():
    table = SPREAD.copy()
    table.attrs["uncounted"] = {"z": "rarer than the data set counts"}
    figure = plots.adoption(table)
    last = figure.axes[2]
    assert last.get_title("left") == "z" and not last.lines and not last.collections
    assert texts(last) == ["too few: rarer than the data set counts"]
    nothing = table.head(0)
    nothing.attrs = table.attrs
    (ax,) = plots.adoption(nothing).axes
    assert texts(ax) == ["too few: rarer than the data set counts"]
    assert len(plots.adoption(table, "x").axes) == 1


def test_arrows_of_emerging_go_from_before_to_after():
    ax = plots.emerging(EMERGING)
    assert rows_of(ax) == ["whales", "sails of ships", "bells"]
    arrows = [t for t in ax.texts if t.arrow_patch is not None]
    assert [(t.xyann[0], t.xy[0]) for t in arrows] == [(1, 8), (4, 1000), (9, 2)]
    assert [t.arrow_patch.get_linestyle() for t in arrows] == ["-", "-", "--"]
    colours = [t.arrow_patch.get_edgecolor() for t in arrows]
    assert colours[0] == colours[1] == to_rgba(BLUE) and colours[2] == to_rgba(VERMILION)
    assert texts(ax) == ["1 → 8", "4 → 1,000", "9 → 2"]
    assert [t.xy[0] for t in ax.texts if t.get_text()] == [8, 1000, 9]
    assert ax.lines[0].get_xdata().tolist() == [1, 4, 9] and ax.lines[0].get_marker() == "|"
    y = ax.get_yticks()
    assert np.allclose(ax.lines[0].get_ydata(), y)
    assert y[1] < ax.lines[1].get_ydata()[0] < y[2]  # what rose stands above the line
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # from above
    assert ax.get_xlim()[0] < 0 and ax.get_xlim()[1] > 1000


def test_so_many_of_each_direction():
    many = pd.concat([EMERGING.assign(phrase=EMERGING["phrase"] + f" {k}") for k in range(15)])
    names = rows_of(plots.emerging(many.sort_values("direction", ascending=False), n=2))
    assert len(names) == 4 and sum("bells" in name for name in names) == 2
    assert len(rows_of(plots.emerging(many, n=30))) == 45


def test_a_phrase_is_named_by_its_first_words():
    phrase = "one two three four five six seven eight"
    ax = plots.emerging(EMERGING.assign(phrase=phrase))
    said = [name.replace("\n", " ") for name in rows_of(ax)]
    assert said == ["one two three four five six …"] * 3
    six = plots.emerging(EMERGING.assign(phrase=phrase.rsplit(" ", 2)[0]))
    assert "…" not in rows_of(six)[0]


def test_long_names_lie_over_none_other():
    import matplotlib.pyplot as plt

    long = "responsibilities notwithstanding internationally misunderstandings"
    mixed = pd.concat([EMERGING, EMERGING.assign(phrase=long)] * 5)
    for own in (None, plt.subplots(figsize=(4, 6), layout="constrained")[1]):
        ax = plots.emerging(mixed, own)
        ax.figure.draw_without_rendering()
        boxes = sorted((t.get_window_extent() for t in ax.get_yticklabels()), key=lambda b: b.y0)
        assert all(low.y1 <= high.y0 + 2 for low, high in zip(boxes, boxes[1:], strict=False))
        assert all(box.x0 >= 0 for box in boxes)


@pytest.mark.parametrize(("draw", "table"), [
    (plots.rise, RISE), (plots.adoption, SPREAD), (plots.emerging, EMERGING),
])  # fmt: skip
def test_other_tables_are_refused(draw, table):
    empty = [table.head(0)] * (draw is plots.rise)  # the others say why there is no row
    for wrong in (*empty, table.drop(columns=table.columns[0]), pd.DataFrame()):
        with pytest.raises(UnresError, match="found a table of .* expected one from un.analyse"):
            draw(wrong)
    with pytest.raises(UnresError, match="found None for the table"):
        draw(None)


@pytest.mark.parametrize(("draw", "table", "otherwise"), [
    (plots.adoption, SPREAD, "no resolution has the terms"),
    (plots.emerging, EMERGING, "no such word or phrase changed"),
])  # fmt: skip
def test_a_table_without_rows_is_drawn_with_its_reason(draw, table, otherwise):
    empty = table.head(0)
    empty.attrs = {}
    for reason, said in (("", otherwise), ("no <passage> $x$ is left", "no <passage> $x$ is left")):
        empty.attrs["reason"] = reason
        figure = figure_of(draw(empty))
        (ax,) = figure.axes
        (text,) = ax.texts
        assert " ".join(text.get_text().split()) == f"nothing to draw: {said}"
        assert not text.get_parse_math() and not len(ax.get_xticks()) and caption_of(figure)


def test_the_axis_of_a_rise_ends_beyond_its_bars():
    """Bars reach from -8 to 12, in five steps of four."""
    ax = plots.rise(RISE)
    assert ax.get_xticks().tolist() == [-8, -4, 0, 4, 8, 12]
    assert ax.get_xlim()[0] < -8 and ax.get_xlim()[1] > 12


@pytest.mark.filterwarnings("ignore:Glyph")  # no font has them all
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_are_drawn_as_they_are(name, tmp_path):
    uncounted = SPREAD.copy()
    uncounted.attrs["uncounted"] = {name: name}
    drawn = [
        plots.rise(RISE.assign(term=name)).figure, plots.rise(RISE.assign(part=name)).figure,
        plots.emerging(EMERGING.assign(phrase=name)).figure,
        plots.adoption(SPREAD.head(3).assign(term=name)), plots.adoption(uncounted),
        plots.adoption(SPREAD.assign(term="x", group=["a"] * 3 + [name] * 2), width=4),
    ]  # fmt: skip
    for figure in drawn:
        figure.savefig(tmp_path / "a.svg")
        etree.parse(tmp_path / "a.svg")
        dollars = [t for t in figure.findobj(Text) if "$" in t.get_text()]
        assert not any(text.get_parse_math() for text in dollars)


@pytest.mark.parametrize("n", [1, 3, 12, 30])
def test_many_terms(n):
    rows = pd.concat([SPREAD.head(3).assign(term=f"term {k}") for k in range(n)])
    figure = plots.adoption(rows)
    assert [ax.get_title("left") for ax in figure.axes[:n]] == [f"term {k}" for k in range(n)]
    plots.adoption(rows[rows["session"] == 74]).canvas.draw()  # one time
