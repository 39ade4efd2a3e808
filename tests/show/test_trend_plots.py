"""Figures of terms over time: what is drawn is what the table says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hostile_names import HOSTILE
from lxml import etree
from matplotlib.text import Text

from unres_research.errors import UnresError
from unres_research.show import plot as plots
from unres_research.show._over_time import Course

TRENDS = pd.DataFrame(
    {
        "term": ["x"] * 3 + ["y"] * 3,
        "session": [74, 75, 76] * 2,
        "words": [70_000, 80_000, 90_400] * 2,
        "resolutions": [10, 15, 2000] * 2,
        "value": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "low": [0.5, np.nan, 2.5, 3.5, 4.5, 5.5],
        "high": [1.5, np.nan, 3.5, 4.5, 5.5, 6.5],
        "unit": "words",
        "complete": [True, True, False] * 2,
        "enough": [True, False, True, True, True, True],
        "reason": ["", "fewer than 10 occurrences", "", "", "", ""],
        "coverage": 1.0,
    }
)
SHARES = TRENDS.assign(
    value=[0.1, 0.9, 0.2, 0.3, 0.9, 0.4],
    low=[0.05, 0.8, 0.1, 0.2, 0.8, 0.3],
    high=[0.2, 1.0, 0.3, 0.4, 1.0, 0.5],
    unit="resolutions",
    enough=True,
    reason="",
)
FEW = TRENDS.assign(low=np.nan, high=np.nan, enough=False, reason="found in fewer than 5 series")
GROUND = pd.DataFrame(
    {
        "measure": ["resolutions"] * 3 + ["recorded votes"] * 3 + ["firmness"] * 3,
        "session": [74, 75, 76] * 3,
        "value": [300.0, 320.0, 200.0, 0.25, 0.5, 0.75, 2.0, 3.0, 4.0],
        "low": [np.nan] * 3 + [0.2, 0.4, 0.7] + [1.5, np.nan, 3.5],
        "high": [np.nan] * 3 + [0.3, 0.6, 0.8] + [2.5, np.nan, 4.5],
        "unit": ["count"] * 3 + ["share of resolutions"] * 3 + ["level"] * 3,
        "complete": [True, True, False] * 3,
        "coverage": 1.0,
        "same_date": [250.0, 260.0, 200.0, 0.2, 0.4, 0.75, 2.0, 3.5, 4.0],
        "enough": [False] * 3 + [True] * 3 + [True, False, True],
        "reason": ["exact, a number of what is there"] * 3 + [""] * 4 + ["few", ""],
    }
)


def segments(collection):
    return [np.round(segment, 9).tolist() for segment in collection.get_segments()]


def ticks(ax):
    return [label.get_text() for label in ax.get_xticklabels()]


def marks(ax):
    """Marker, face and places of every kind of point."""
    return {
        (line.get_marker(), line.get_markerfacecolor() == "white"): line.get_xydata().tolist()
        for line in ax.lines
        if line.get_marker() not in ("None", "^")
    }


def line_and_bars(ax):
    return ax.collections[0], ax.collections[1]


def notes(figure):
    return figure.get_supxlabel().replace("\n", " ").split("   ")


def test_a_panel_a_term_with_crosses_without_interval_and_open_circles_where_not_over():
    figure = plots.trends(TRENDS, ["y", "x"], columns=2)
    assert [ax.get_title("left") for ax in figure.axes] == ["y", "x"]
    ax = figure.axes[1]
    line, bars = line_and_bars(ax)
    assert segments(line) == [[[0, 1], [1, 2]], [[1, 2], [2, 3]]]
    styles = [dashes is not None for _, dashes in line.get_linestyles()]
    assert styles == [False, True]  # dotted to a session that is not over
    assert marks(ax) == {("o", False): [[0, 1]], ("o", True): [[2, 3]], ("x", False): [[1, 2]]}
    assert segments(bars) == [[[0, 0.5], [0, 1.5]], [[2, 2.5], [2, 3.5]]]
    assert ticks(ax) == ["74\n70", "75\n80", "76*\n90"]
    assert figure.get_supylabel() == "occurrences in 10,000 words"
    assert notes(figure) == [
        "session; below it thousands of words", "*\xa0not over in the data, drawn open",
        "each panel has its own scale", "×\xa0no interval: fewer than 10 occurrences",
    ]  # fmt: skip
    three = plots.trends(
        pd.concat([TRENDS, TRENDS.head(3).assign(term="z")]), ["x", "y", "z"], columns=2
    )
    assert [ax.axison for ax in three.axes] == [True, True, True, False]


def test_a_line_is_thin_at_values_without_an_interval():
    one, other = (line_and_bars(ax)[0] for ax in plots.trends(TRENDS).axes[:2])
    assert one.get_linewidths()[0] < other.get_linewidths()[0] == other.get_linewidths()[1]


def test_too_few_is_said_in_words_and_no_line_is_drawn():
    figure = plots.trends(pd.concat([FEW, SHARES.head(3).assign(term="z")]), ["x", "z"])
    refused, other = figure.axes[:2]
    said = [t.get_text().replace("\n", " ") for t in refused.texts]
    assert said == ["too few: found in fewer than 5 series"]
    uneven = plots.trends(FEW.assign(reason="a few texts hold most of it")).axes[0]
    assert uneven.texts[0].get_text().replace("\n", " ") == "too few texts hold most of it"
    assert refused.get_ylim()[1] > 1.4 * 3  # the words stand over the points
    (bars,) = refused.collections
    assert segments(bars) == [] and marks(refused) == {("x", False): [[0, 1], [1, 2], [2, 3]]}
    assert not other.texts and len(segments(other.collections[0])) == 2


def test_the_line_breaks_where_sessions_are_missing_or_hardly_there():
    """Session 76 is missing; of session 78 the data set has half of the numbers."""
    sessions = [74, 75, 77, 78, 79]
    rows = pd.concat([TRENDS.tail(1)] * 5).assign(
        session=sessions, value=[1.0, 2, 3, 4, 5], complete=True, coverage=[1, 0.9, 1, 0.5, 1]
    )
    figure = plots.trends(rows)
    ax = figure.axes[0]
    assert segments(ax.collections[0]) == [[[0, 1], [1, 2]]]
    assert [x for x, _ in marks(ax)["o", False]] == [0, 1, 2.6, 3.6, 4.6]
    assert [t.split("\n")[0] for t in ticks(ax)] == ["74", "75", "77", "78†", "79"]
    assert [(t.get_position(), t.get_text()) for t in ax.texts] == [((1.8, 0), "//")]
    assert notes(figure)[1:3] == [
        "†\xa0fewer than 90% of its numbers in the data", "//\xa0sessions missing",
    ]  # fmt: skip
    heat = plots.heat(rows)
    assert [t.get_position()[0] for t in heat.texts if t.get_text() != "//"] == [
        0, 1, 2.6, 3.6, 4.6,
    ]  # fmt: skip
    assert "//" in [t.get_text() for t in heat.texts]


def test_times_stand_in_order_whatever_order_the_rows_have():
    line = line_and_bars(plots.trends(TRENDS.iloc[::-1], "x").axes[0])[0]
    assert segments(line) == [[[0, 1], [1, 2]], [[1, 2], [2, 3]]]
    assert list(Course.of(TRENDS.iloc[::-1], "session").at) == [74, 75, 76]
    months = pd.DataFrame({"month": ["2020-10", "2019-12", "2020-02"]})
    assert Course.of(months, "month").at == {"2019-12": 0, "2020-02": 1, "2020-10": 2}


def test_intervals_that_leave_a_panel_have_an_arrowhead():
    table = TRENDS.assign(high=[30.0, np.nan, 12.6, 4.5, 5.5, 6.5])
    figure = plots.trends(table)
    assert notes(figure)[-1] == "▲:\xa0the interval goes on"
    ax, other = figure.axes[:2]
    assert ax.get_ylim()[1] == pytest.approx(12.6)  # 1.05 times four times 3
    heads = [line.get_xdata().tolist() for line in ax.lines if line.get_marker() == "^"]
    assert heads == [[0]]
    assert not [line for line in other.lines if line.get_marker() == "^"]
    assert other.get_ylim()[1] == 8  # a round number beyond 6.5
    assert ax.get_yticks()[-1] >= 12 and other.get_yticks()[-1] == 8


def test_groups_of_one_term_have_one_scale():
    table = SHARES.assign(group=SHARES["term"].map({"x": "First", "y": "Second"}), term="x")
    figure = plots.trends(table)
    assert [ax.get_title("left") for ax in figure.axes[:2]] == ["First", "Second"]
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    assert figure.axes[1].get_ylim()[1] == pytest.approx(105)
    assert ticks(figure.axes[0]) == ["74", "75", "76*"]
    with pytest.raises(UnresError, match="found 2 terms in a table with groups, expected one"):
        plots.trends(table.assign(term=["a", "b"] * 3))


def test_an_arrowhead_stands_where_the_common_scale_ends():
    """Of one group alone the interval would leave the panel; the scale of both holds it."""
    table = TRENDS.assign(group=["a"] * 3 + ["b"] * 3, term="x", high=[9, 9, 20, 5, 5, 30.0])
    table = table.assign(enough=True, low=0.5)
    figure = plots.trends(table)
    assert figure.axes[0].get_ylim()[1] == pytest.approx(1.05 * 24)  # four times 6
    heads = [[x for line in ax.lines if line.get_marker() == "^" for x in line.get_xdata()]
             for ax in figure.axes[:2]]  # fmt: skip
    assert heads == [[], [2]]


def test_events_are_thin_lines_with_letters_that_are_explained():
    figure = plots.trends(TRENDS, events={76: "the end", 75: "a decision"})
    for ax in figure.axes[:2]:
        lines = [line.get_xdata() for line in ax.lines if line.get_linestyle() == ":"]
        assert lines == [[1, 1], [2, 2]]
        assert [(t.get_text(), t.xy) for t in ax.texts] == [("a", (1, 1)), ("b", (2, 1))]
        assert all(0 < t.xyann[0] < 8 for t in ax.texts)  # points beside the line
    assert notes(figure)[-2:] == ["┊a\xa0a decision", "┊b\xa0the end"]
    with pytest.raises(UnresError, match="found no 99 among the times of the table"):
        plots.trends(TRENDS, events={99: "nothing"})
    many = pd.concat([TRENDS.head(1)] * 27).assign(session=range(50, 77))
    with pytest.raises(UnresError, match="found 27 events, expected at most 26"):
        plots.trends(many, events=dict.fromkeys(range(50, 77), "x"))


@pytest.mark.parametrize(("width", "columns", "named"), [(9, 1, 24), (4, 1, 6), (9, 3, 4)])
def test_as_many_times_are_named_as_there_is_room_for(width, columns, named):
    names = [f"202{y}-{m:02}" for y in (0, 1) for m in range(1, 13)]
    rows = pd.concat([TRENDS.head(1)] * 24).assign(month=names).drop(columns="session")
    three = pd.concat([rows.assign(term=t) for t in "abc"])
    figure = plots.trends(three, width=width, columns=columns)
    ax = figure.axes[2]
    figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert all(a.x1 < b.x0 for a, b in zip(boxes, boxes[1:], strict=False))
    assert len(boxes) >= named / 2


@pytest.mark.parametrize("draw", [plots.trends, plots.background, plots.adoption])
@pytest.mark.parametrize("width", [1.9, 40.1, "9", None, True])
def test_a_width_is_in_inches(draw, width):
    table = {plots.background: GROUND, plots.trends: TRENDS}.get(draw)
    if table is None:
        table = pd.DataFrame({"term": ["x"], "session": 74, "new": 1, "took_up": 0, "kept": 0,
                              "unknown": 0})  # fmt: skip
    with pytest.raises(UnresError, match="found width = .*, expected inches from 2 to 40"):
        draw(table, width=width)
    assert draw(table, width=4).get_figwidth() == 4


def test_few_words_are_not_counted_as_none():
    """126 words are not 0 thousand."""
    few = TRENDS.assign(words=[126, 3_340, 10_400] * 2)
    assert ticks(plots.trends(few).axes[0]) == ["74\n0.13", "75\n3.3", "76*\n10"]


def below(ax) -> list[str]:
    return ax.get_xlabel().replace("\n", " ").split("   ")


def test_heat_has_the_figures_and_its_own_shade_in_each_row():
    ax = plots.heat(TRENDS, ["y", "x"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["y", "x"]
    assert [t.get_text() for t in ax.texts] == ["4.00", "5.00", "6.00", "1.00", "(2.00)", "3.00"]
    shades = [mesh.get_array().ravel() for mesh in ax.collections]
    assert np.allclose(np.column_stack(shades), [[4 / 6, 5 / 6, 1], [1 / 3, 2 / 3, 1]])
    assert ticks(ax) == ["74", "75", "76*"]
    assert {t.get_color() for t in ax.texts} == {"black"}
    deepest = ax.collections[-1].to_rgba(1.0)[:3]  # where black has a contrast of 7 (WCAG, AAA)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in deepest]
    assert np.dot([0.2126, 0.7152, 0.0722], linear) > 7 * 0.05 - 0.05
    said = [
        "session: occurrences in 10,000 words",
        "each row has its own shade",
        "( )\xa0no interval",
    ]
    assert below(ax)[:3] == said
    assert "( )\xa0no interval" not in below(plots.heat(SHARES))  # where all have one
    assert "each row has its own shade" not in below(plots.heat(TRENDS, "x"))
    nothing = plots.heat(TRENDS.assign(value=[np.nan, 0, 0, 0, 0, 0.0]))
    assert [t.get_text() for t in nothing.texts][:2] == ["–", "(0.00)"]


def test_heat_of_many_times_has_no_figures_that_nobody_can_read():
    """Ninety months in twelve inches: a figure of five letters would have three points."""
    months = [f"20{year}-{month:02}" for year in range(15, 23) for month in range(1, 13)][:90]
    rows = TRENDS.iloc[[1]].drop(columns=["session", "coverage"])
    rows = pd.concat([rows.assign(month=month) for month in months])
    ax = plots.heat(rows)
    assert not ax.texts and len(ax.collections) == 90
    assert "( )\xa0no interval" not in below(ax)
    assert len(plots.heat(rows.head(12)).texts) == 12


def test_slopes_show_what_came_and_went():
    ax = plots.slopes(SHARES)
    course = ax.collections[0]
    assert segments(course) == [[[0, 10], [1, 90]], [[1, 90], [2, 20]]]
    assert course.get_alpha() is None and course.get_linewidths().min() > 1
    assert np.allclose(ax.lines[0].get_xydata(), [[1, 90]])
    said = ["x 10.0 → 20.0 (90.0 in 75)", "y 30.0 → 40.0 (90.0 in 75)"]
    assert [t.get_text() for t in ax.texts] == said
    ends = [np.array(s)[:, 1] for s in ax.collections[1].get_segments()]
    assert np.allclose(ends, [[5, 20], [10, 30]])
    heights = [t.xyann[1] for t in plots.slopes(SHARES.assign(value=0.5)).texts]
    assert heights[1] - heights[0] > 2  # equal ends, names apart
    with pytest.raises(UnresError, match="found one time in the table, expected two or more"):
        plots.slopes(SHARES[SHARES["session"] == 74])


def test_a_slope_tells_what_lies_far_beyond_both_ends():
    ax = plots.slopes(TRENDS.assign(value=[5.0, 1.0, 4.0, 2.0, 3.6, 3.0]))
    said = [
        "x 5.00 → 4.00 (1.00 in 75)",
        "y 2.00 → 3.00",
    ]  # 3 below 4; 0.6 above 3, under a quarter
    assert sorted(t.get_text() for t in ax.texts) == said


def test_one_long_interval_does_not_press_all_slopes_down():
    ax = plots.slopes(SHARES.assign(high=[9.0, 1, 0.3, 0.4, 1, 0.5]))
    assert ax.get_ylim()[1] == 160  # the next step of 40 above 1.5 times 90
    assert ax.get_yticks()[-1] == 160
    heads = [line.get_xdata() for line in ax.lines if line.get_marker() == "^"]
    assert len(heads) == 1 and abs(heads[0][0]) < 0.2
    assert ax.get_xlabel().endswith("▲:\xa0the interval goes on")


@pytest.mark.parametrize("n", [3, 12, 30])
def test_names_of_slopes_lie_over_none_other(n):
    rows = SHARES[SHARES["term"] == "x"]
    ax = plots.slopes(pd.concat([rows.assign(term=f"a term of {k}") for k in range(n)]))
    ax.figure.draw_without_rendering()
    boxes = sorted((Text.get_window_extent(t) for t in ax.texts), key=lambda box: box.y0)
    assert [t.get_text() for t in ax.texts] == [
        f"a term of {k} 10.0 → 20.0 (90.0 in 75)" for k in range(n)
    ]
    assert all(low.y1 <= high.y0 + 1 for low, high in zip(boxes, boxes[1:], strict=False))
    assert all(box.x1 <= ax.figure.bbox.x1 for box in boxes)


def test_narrow_slopes_keep_their_figures():
    import matplotlib.pyplot as plt

    ax = plt.subplots(figsize=(4, 3), layout="constrained")[1]
    names = ["governance of artificial intelligence", "capacity-building in all of the countries"]
    plots.slopes(SHARES.assign(term=np.repeat(names, 3)), ax=ax)
    said = [t.get_text().split("\n")[1] for t in ax.texts]
    assert said == ["10.0 → 20.0 (90.0 in 75)", "30.0 → 40.0 (90.0 in 75)"]
    ax.figure.draw_without_rendering()
    assert all(Text.get_window_extent(t).x1 <= ax.figure.bbox.x1 for t in ax.texts)


def test_background_is_what_the_table_says():
    figure = plots.background(GROUND, columns=3)
    number, votes, firmness = figure.axes
    titles = ["resolutions", "recorded votes, %", "firmness"]
    assert [ax.get_title("left") for ax in figure.axes] == titles
    line, bars = line_and_bars(votes)
    assert segments(line) == [[[0, 25], [1, 50]], [[1, 50], [2, 75]]]
    assert segments(bars) == [[[0, 20], [0, 30]], [[1, 40], [1, 60]], [[2, 70], [2, 80]]]
    drawn = marks(votes)
    assert drawn["o", False] == [[0, 25], [1, 50]] and drawn["o", True] == [[2, 75]]
    assert np.allclose(drawn["_", False], [[0, 20], [1, 40], [2, 75]])
    exact = marks(number)  # no interval, and none is needed
    assert exact["o", False] == [[0, 300], [1, 320]] and ("x", False) not in exact
    assert segments(line_and_bars(number)[1]) == [] and len(segments(number.collections[0])) == 2
    assert marks(firmness)["x", False] == [[1, 3]]
    assert ticks(number) == ["74", "75", "76*"]
    assert notes(figure) == [
        "session", "each panel has its own scale", "*\xa0not over in the data, drawn open",
        "–\xa0all to the same day", "×\xa0no interval: few",
    ]  # fmt: skip
    for complete in (True, GROUND["complete"]):  # years have no same day
        years = plots.background(GROUND.assign(complete=complete, same_date=np.nan), "firmness")
        assert ("_", False) not in marks(years.axes[0])
        assert "same day" not in years.get_supxlabel()


def test_background_of_a_panel_without_intervals_says_so():
    few = GROUND.assign(low=np.nan, high=np.nan, enough=False, reason="fewer than 5 series")
    ax = plots.background(few, "firmness").axes[0]
    assert [t.get_text().replace("\n", " ") for t in ax.texts] == ["too few: fewer than 5 series"]
    with pytest.raises(UnresError, match="found no measures to draw"):
        plots.background(GROUND, [])
    with pytest.raises(UnresError, match="found no 'length' among the measures of the table"):
        plots.background(GROUND, "length")


@pytest.mark.parametrize("draw", [plots.trends, plots.heat, plots.slopes])
def test_other_tables_are_refused(draw):
    for wrong, said in (
        (None, "found None for the table"),
        (TRENDS.drop(columns="value"), "without value, expected one from un.trends"),
        (TRENDS.drop(columns="session"), "without a time"),
        (TRENDS.head(0), "0 rows"),
        (TRENDS.assign(unit="pages"), "found no 'pages' among the units"),
    ):
        with pytest.raises(UnresError, match=said):
            draw(wrong)
    with pytest.raises(UnresError, match="found x, 74 twice in the table, expected one row each"):
        draw(pd.concat([TRENDS, SHARES]))
    with pytest.raises(UnresError, match="found no 'z' among the terms of the table"):
        draw(TRENDS, "z")
    with pytest.raises(UnresError, match="found no terms to draw"):
        draw(TRENDS, [])


@pytest.mark.parametrize("draw", [plots.heat, plots.slopes])
def test_groups_are_no_course(draw):
    with pytest.raises(UnresError, match="found a table with groups"):
        draw(TRENDS.assign(group="First"))


@pytest.mark.filterwarnings("ignore:Glyph")  # no font has them all
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_are_drawn_as_they_are(name, tmp_path):
    rows = TRENDS.assign(term=name).head(3)
    ground = GROUND.assign(measure=name).head(3)
    drawn = [
        plots.trends(rows, events={75: name}), plots.trends(FEW.head(3).assign(term=name, reason=name)),
        plots.trends(rows.assign(group=name)), plots.heat(rows).figure, plots.slopes(rows).figure,
        plots.background(ground), plots.trends(rows, width=4),
    ]  # fmt: skip
    for figure in drawn:
        figure.savefig(tmp_path / "a.svg")
        etree.parse(tmp_path / "a.svg")
        assert all(not text.get_parse_math() for text in figure.findobj(lambda a: hasattr(
            a, "get_parse_math")) if "$" in text.get_text())  # fmt: skip


@pytest.mark.parametrize("table", [TRENDS, TRENDS.head(1), FEW, FEW.head(1)])
def test_one_time_and_few(table):
    figure = plots.trends(table)
    figure.canvas.draw()
    plots.heat(table).figure.canvas.draw()


@pytest.mark.parametrize("n", [2, 3, 11, 30])
def test_many_panels_have_titles_of_their_own(n):
    figure = plots.trends(pd.concat([TRENDS.head(3).assign(term=f"term {k}") for k in range(n)]))
    assert [ax.get_title("left") for ax in figure.axes[:n]] == [f"term {k}" for k in range(n)]
    assert sum(ax.axison for ax in figure.axes) == n
    figure.canvas.draw()
    named = [ax for ax in figure.axes[:n] if ax.xaxis.get_major_ticks()[0].label1.get_visible()]
    assert named == figure.axes[max(0, n - 3) : n]
