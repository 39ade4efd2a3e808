"""Figures: they show the table that they are given, with labelled axes."""

from __future__ import annotations

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")

from unres_research import plots
from unres_research.errors import UnresError


@pytest.fixture(autouse=True)
def close():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def labels(ax):
    return [t.get_text() for t in ax.get_yticklabels()]


def test_structure():
    table = pd.DataFrame(
        {
            "paragraph": ["PP1", "OP1"],
            "kind": ["preambular", "operative"],
            "opener": ["Noting", None],
            "words": [8, 20],
        }
    )
    ax = plots.structure(table)
    assert [bar.get_width() for bar in ax.patches] == [8, 20]
    assert labels(ax) == ["PP1", "OP1"]
    assert ax.get_xlabel() == "words"
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()


def test_coverage_has_earlier_left_and_later_right():
    names = {"paragraph": ["PP1", "PP2"]}
    earlier = pd.DataFrame(names | {"share": [0.5, 1.0], "substantive_share": [0.5, 0.25]})
    later = pd.DataFrame(names | {"share": [0.25, 0.0], "substantive_share": [0.0, 0.0]})
    ax = plots.coverage(earlier, later)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == [-50, -100, -50, -25, 25, 0, 0, 0]  # all shared words, then without stock
    assert "%" in ax.get_xlabel()


def test_sources_tell_cited_from_uncited():
    table = pd.DataFrame(
        {
            "symbol": ["A/RES/1/1", "A/RES/1/2"],
            "covered_words": [30, 10],
            "cited": [True, False],
            "title": ["One", "Two"],
            "adopted_on": pd.to_datetime(["2020-01-01", "2021-02-01"]),
        }
    )
    ax = plots.sources(table)
    assert labels(ax) == ["A/RES/1/1  (2020-01)", "A/RES/1/2  (2021-02)"]
    assert ax.get_legend() is not None
    assert len(plots.sources(table, n=1).patches) == 1


def test_profile_and_stability():
    index = pd.Index(["a", "b"], name="topic")
    group = pd.DataFrame({"prevalence": [0.2, 0.1], "low": [0.1, 0.05], "high": [0.3, 0.2]}, index)
    ax = plots.profile({"text": group[["prevalence"]], "all": group}, ["b", "a"])
    assert labels(ax) == ["b", "a"]
    assert ax.lines[0].get_xdata().tolist() == [10, 20]
    table = pd.DataFrame({"prevalence": [0.2, 0.1], "stability": [0.3, 0.9]}, index)
    assert labels(plots.stability(table)) == ["b", "a"]  # the most stable first


def test_trends_and_shares():
    table = pd.DataFrame(
        {
            "term": ["x", "x"],
            "session": [74, 75],
            "rate": [1.0, 2.0],
            "rate_low": [0.5, np.nan],
            "rate_high": [1.5, np.nan],
            "enough": [True, False],
            "share": [0.1, 0.2],
            "share_low": [0.05, 0.1],
            "share_high": [0.2, 0.3],
            "resolutions": [10, 20],
        }
    )
    figure = plots.trends(table, ["x"])
    ax = figure.axes[0]
    open_points = ax.lines[-1]
    assert open_points.get_markerfacecolor() == "white"
    assert open_points.get_xdata().tolist() == [75]
    shares = plots.shares(table, ["x"])
    texts = [t.get_text() for t in shares.get_legend().get_texts()]
    assert texts == ["session 74 (10 resolutions)", "session 75 (20 resolutions)"]


def test_draws_on_given_axes():
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    table = pd.DataFrame({"paragraph": ["PP1"], "share": [0.5], "substantive_share": [0.5]})
    assert plots.coverage(table, table, ax) is ax
    assert plots.figure_of(ax) is ax.get_figure()


def test_too_many_groups_are_refused_not_dropped():
    table = pd.DataFrame({"prevalence": [0.5]}, index=["sea"])
    with pytest.raises(UnresError, match="4 groups"):
        plots.profile(dict.fromkeys("abcd", table), ["sea"])
