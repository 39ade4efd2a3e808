"""Figures of terms over time: what is drawn is what the table says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from unres_research.errors import UnresError
from unres_research.show import plot as plots

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


def segments(collection, axis):
    return [segment[:, axis].tolist() for segment in collection.get_segments()]


def ticks(ax):
    return [label.get_text() for label in ax.get_xticklabels()]


def test_a_panel_a_term_and_open_points_without_bars():
    figure = plots.trends(TRENDS, ["y", "x"], columns=2)
    assert [ax.get_title("left") for ax in figure.axes] == ["y", "x"]
    ax = figure.axes[1]
    line, full, open_points = ax.lines
    assert line.get_ydata().tolist() == [1, 2, 3]
    assert (full.get_xdata().tolist(), full.get_ydata().tolist()) == ([0, 2], [1, 3])
    assert (open_points.get_xdata().tolist(), open_points.get_ydata().tolist()) == ([1], [2])
    assert open_points.get_markerfacecolor() == "white"
    assert segments(ax.collections[0], 1) == [[0.5, 1.5], [2.5, 3.5]]
    assert ticks(ax) == ["74\n70", "75\n80", "76*\n90"]
    assert figure.get_supylabel() == "occurrences in 10,000 words"
    said = figure.get_supxlabel().replace("\n", " ").split("   ")
    assert said == [
        "session; below it thousands of words", "* not over in the data",
        "each panel has its own scale", "○ no interval: fewer than 10 occurrences",
    ]  # fmt: skip
    three = plots.trends(pd.concat([TRENDS, TRENDS.assign(term="z")]), ["x", "y", "z"], columns=2)
    assert [ax.axison for ax in three.axes] == [True, True, True, False]


def test_intervals_that_leave_a_panel_have_an_arrowhead():
    table = TRENDS.assign(high=[30.0, np.nan, 12.6, 4.5, 5.5, 6.5])
    figure = plots.trends(table)
    assert figure.get_supxlabel().replace("\n", " ").endswith("▲: the interval goes on")
    ax, other = figure.axes[:2]
    assert ax.get_ylim()[1] == pytest.approx(12.6)  # 1.05 times four times 3
    head = ax.lines[3]
    assert (head.get_marker(), head.get_xdata().tolist()) == ("^", [0])
    assert len(other.lines) == 3 and other.get_ylim()[1] == pytest.approx(1.05 * 6.5)


def test_groups_of_one_term_have_one_scale():
    table = SHARES.assign(group=SHARES["term"].map({"x": "First", "y": "Second"}), term="x")
    figure = plots.trends(table)
    assert [ax.get_title("left") for ax in figure.axes[:2]] == ["First", "Second"]
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    assert figure.axes[1].get_ylim()[1] == pytest.approx(105)
    assert ticks(figure.axes[0]) == ["74", "75", "76*"]
    with pytest.raises(UnresError, match="found 2 terms in a table with groups, expected one"):
        plots.trends(table.assign(term=["a", "b"] * 3))


def test_events_are_thin_lines_named_once():
    figure = plots.trends(TRENDS, events={75: "a decision"})
    for ax in figure.axes[:2]:
        assert [line.get_xdata() for line in ax.lines if line.get_linestyle() == ":"] == [[1, 1]]
    assert [[t.get_text() for t in ax.texts] for ax in figure.axes[:2]] == [["a decision"], []]
    with pytest.raises(UnresError, match="found no 99 among the times of the table"):
        plots.trends(TRENDS, events={99: "nothing"})


def test_many_times_are_not_all_named():
    names = [f"2020-{m:02}" for m in range(1, 13)] + [f"2021-{m:02}" for m in range(1, 13)]
    rows = pd.concat([TRENDS.head(1)] * 24).assign(month=names).drop(columns="session")
    ax = plots.trends(rows).axes[0]
    assert [t.split("\n")[0] for t in ticks(ax)] == names[::3]


def test_heat_has_the_figures_and_its_own_shade_in_each_row():
    ax = plots.heat(TRENDS, ["y", "x"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["y", "x"]
    assert [t.get_text() for t in ax.texts] == ["4.00", "5.00", "6.00", "1.00", "(2.00)", "3.00"]
    assert np.allclose(ax.images[0].get_array(), [[4 / 6, 5 / 6, 1], [1 / 3, 2 / 3, 1]])
    assert ticks(ax) == ["74", "75", "76*"]
    nothing = plots.heat(TRENDS.assign(value=[np.nan, 0, 0, 0, 0, 0.0]))
    assert [t.get_text() for t in nothing.texts][:2] == ["–", "(0.00)"]


def test_slopes_show_what_came_and_went():
    ax = plots.slopes(SHARES)
    first, between = ax.lines[:2]
    assert np.allclose(first.get_ydata(), [10, 90, 20]) and np.allclose(between.get_ydata(), [90])
    assert [t.get_text() for t in ax.texts] == ["x 10.0 → 20.0", "y 30.0 → 40.0"]
    assert np.allclose(segments(ax.collections[0], 1), [[5, 20], [10, 30]])
    heights = [t.xyann[1] for t in plots.slopes(SHARES.assign(value=0.5)).texts]
    assert heights[1] - heights[0] > 2  # equal ends, names apart


@pytest.mark.parametrize("draw", [plots.trends, plots.heat, plots.slopes])
def test_other_tables_are_refused(draw):
    for wrong, said in (
        (None, "found None for the table"),
        (TRENDS.drop(columns="value"), "without value, expected one from un.trends"),
        (TRENDS.drop(columns="session"), "without a time"),
        (TRENDS.head(0), "0 rows"),
    ):
        with pytest.raises(UnresError, match=said):
            draw(wrong)
    with pytest.raises(UnresError, match="found no 'z' among the terms of the table"):
        draw(TRENDS, "z")
    with pytest.raises(UnresError, match="found no terms to draw"):
        draw(TRENDS, [])


@pytest.mark.parametrize("draw", [plots.heat, plots.slopes])
def test_groups_are_no_course(draw):
    with pytest.raises(UnresError, match="found a table with groups"):
        draw(TRENDS.assign(group="First"))


def test_names_are_drawn_as_they_are(tmp_path):
    name = "$x$ & <b> \x1b[1m" + "long " * 40
    for k, draw in enumerate((plots.trends, plots.heat, plots.slopes)):
        drawn = draw(TRENDS.assign(term=name).head(3))
        figure = drawn if k == 0 else drawn.figure
        figure.savefig(tmp_path / "a.svg")
        etree.parse(tmp_path / "a.svg")
