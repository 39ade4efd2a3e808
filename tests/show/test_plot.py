"""Figures: they show the table that they are given, with labelled axes."""

from __future__ import annotations

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")

from unres_research.errors import UnresError
from unres_research.show import plot as plots


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
            "matched_words": [30, 10],
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


# comparison, keyness, citations, lineages, acts


def sources_of(**columns):
    dates = pd.to_datetime(columns.pop("dates"))
    return pd.DataFrame(columns | {"adopted_on": dates})


def test_over_time_has_a_point_a_resolution_and_parts_before_from_after():
    from matplotlib.dates import date2num

    earlier = sources_of(
        symbol=["A/RES/1/1", "A/RES/1/2", "A/RES/1/3"],
        substantive_words=[30, 8, 0],  # the last shares stock phrases alone: no point
        cited=[True, False, False],
        dates=["2020-01-01", "2021-02-01", "2021-03-01"],
    )
    later = sources_of(
        symbol=["A/RES/2/1"], substantive_words=[50], cited=[False], dates=["2023-01-01"]
    )
    ax = plots.over_time(earlier, later, "2022-06-01", n=1)
    points = {
        (round(x), y): label.get_label()
        for label in ax.collections
        for x, y in label.get_offsets().tolist()
    }
    expected = {("2021-02-01", 8): "not", ("2023-01-01", 50): "not", ("2020-01-01", 30): "cited"}
    assert {k: v.split()[0] for k, v in points.items()} == {
        (round(date2num(np.datetime64(d))), y): v for (d, y), v in expected.items()
    }
    assert ax.lines[0].get_xdata()[0] == pd.Timestamp("2022-06-01")
    named = [t.get_text().strip() for t in ax.texts]
    assert named == ["this text", "A/RES/1/1", "A/RES/2/1"]  # one a side
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 50
    assert "words" in ax.get_ylabel() and "date" in ax.get_xlabel()


def test_over_time_labels_of_close_points_keep_apart():
    rows = sources_of(
        symbol=[f"A/RES/1/{k}" for k in range(5)],
        substantive_words=[40] * 5,
        cited=[False] * 5,
        dates=["2020-01-01"] * 5,
    )
    ax = plots.over_time(rows, rows.head(0), "2022-06-01", n=5)
    plots.figure_of(ax).canvas.draw()
    boxes = [t.get_window_extent() for t in ax.texts if "RES" in t.get_text()]
    assert len(boxes) == 5
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:k])


def keyness_rows(log_odds):
    size = len(log_odds)
    return pd.DataFrame(
        {
            "term": [f"t{k}" for k in range(size)],
            "log_odds": log_odds,
            "low": np.array(log_odds) - 0.5,
            "high": np.array(log_odds) + 0.5,
            "count": range(1000, 1000 + size),
            "count_rest": range(size),
        }
    )


def test_keyness_draws_both_ends_with_their_intervals():
    ax = plots.keyness(keyness_rows([2.0, 1.5, 1.0, -0.5, -1.0, -2.0]), n=2)
    assert labels(ax) == [
        "t0  (1,000 / 0)",
        "t1  (1,001 / 1)",
        "t4  (1,004 / 4)",
        "t5  (1,005 / 5)",
    ]
    lines, points = ax.collections
    ends = [[x for x, _ in segment] for segment in lines.get_segments()]
    assert np.allclose(ends, np.exp([[1.5, 2.5], [1, 2], [-1.5, -0.5], [-2.5, -1.5]]))
    assert np.allclose(points.get_offsets()[:, 0], np.exp([2, 1.5, -1, -2]))
    assert ax.get_xscale() == "log"
    assert ax.get_xlabel() and "occurrences" in ax.get_ylabel()
    colours = points.get_facecolor()
    assert (colours[0] == colours[1]).all() and (colours[0] != colours[2]).any()


def test_citations_draws_every_document_and_arrows_of_the_text_alone():
    import networkx as nx

    found = nx.DiGraph([("text", "old"), ("text", "undated"), ("heir", "text"), ("near", "old"),
                        ("near", "undated")])  # fmt: skip
    dates = {"text": "2022-01-01", "old": "2020-01-01", "heir": "2024-01-01", "near": "2021-01-01"}
    relations = {
        "text": "text",
        "old": "cited",
        "undated": "cited",
        "heir": "cites",
        "near": "near",
    }
    nx.set_node_attributes(found, dates, "date")
    nx.set_node_attributes(found, relations, "relation")
    ax = plots.citations(found)
    place = {t.get_text(): t.xy for t in ax.texts if t.get_text()}
    assert set(place) == set(relations)
    height = {name: y for name, (_, y) in place.items()}
    assert height["heir"] < height["text"] == 0 < min(height["old"], height["undated"])
    assert all(place[name][0] == pd.Timestamp(date) for name, date in dates.items())
    assert place["undated"][0] < pd.Timestamp("2020-01-01")  # left of all that has a date
    styles = [type(t.arrowprops and t.arrow_patch.get_arrowstyle()).__name__ for t in ax.texts
              if not t.get_text()]  # fmt: skip
    assert sorted(styles) == ["Curve", "CurveB", "CurveB", "CurveB"]  # a line, and three arrows
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert len(legend) == 4
    assert "date" in ax.get_xlabel()


def test_citations_of_one_text_without_links():
    import networkx as nx

    alone = nx.DiGraph()
    alone.add_node("text", date="2022-01-01", relation="text")
    assert [t.get_text() for t in plots.citations(alone).texts] == ["text"]


def test_citations_without_dates():
    import networkx as nx

    found = nx.DiGraph([("text", "old"), ("heir", "text")])
    nx.set_node_attributes(found, {"text": "text", "old": "cited", "heir": "cites"}, "relation")
    with pytest.raises(UnresError, match="no document with a date"):
        plots.citations(found)
    found.nodes["heir"]["date"] = "2024-01-01"
    place = {t.get_text(): t.xy for t in plots.citations(found).texts if t.get_text()}
    assert place["text"][1] == 0  # in the middle all the same, and apart from the other
    assert place["text"] != place["old"]


def test_new_wording_by_session_and_committee():
    rows = pd.DataFrame(
        {
            "session": ["9", "10", "9", "10"],  # in the order of numbers, not of letters
            "committee": ["First", "First", "Second", "Second"],
            "share": [0.25, 0.5, 0.75, 1.0],
            "share_low": [0.2, 0.4, 0.7, 0.9],
            "share_high": [0.3, 0.6, 0.8, 1.0],
        }
    )
    ax = plots.new_wording(rows)
    assert [line.get_ydata().tolist() for line in ax.lines] == [[25, 50], [75, 100]]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["9", "10"]
    assert [round(x) for x in ax.lines[0].get_xdata()] == [0, 1]
    segments = ax.collections[0].get_segments()
    assert np.allclose([[y for _, y in s] for s in segments], [[20, 30], [40, 60]])
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["First", "Second"]
    assert ax.get_xlabel() == "session" and "%" in ax.get_ylabel()
    assert plots.new_wording(rows.drop(columns="committee").head(2)).get_legend() is None


def test_acts_by_group():
    rows = pd.DataFrame(
        {
            "group": ["a", "a", "b", "b"],
            "act": ["directive", "unknown"] * 2,
            "share": [0.75, 0.25, 0.5, 0.5],
            "low": [0.5, 0.125, np.nan, np.nan],
            "high": [1.0, 0.5, np.nan, np.nan],
            "paragraphs": [1200, 1200, 8, 8],
        }
    )
    ax = plots.acts(rows)
    assert [line.get_xdata().tolist() for line in ax.lines] == [[75, 25], [50, 50]]
    segments = ax.collections[0].get_segments()
    assert [[x for x, _ in s] for s in segments] == [[50, 100], [12.5, 50]]
    assert labels(ax) == ["directive", "unknown"]
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend == ["a (1,200 operative paragraphs)", "b (8 operative paragraphs)"]
    assert "%" in ax.get_xlabel()
    with pytest.raises(UnresError, match="4 groups"):
        plots.acts(pd.concat([rows.assign(group=g) for g in "abcd"]))


@pytest.mark.parametrize("name", ["coverage", "over_time", "keyness", "new_wording", "acts"])
def test_nothing_reaches_over_the_edge(name):
    """Every label stands within the figure when it is drawn."""
    rows = sources_of(
        symbol=["A/RES/78/265", "A/RES/70/125"], substantive_words=[400, 3], cited=[True, False],
        dates=["2019-10-01", "2026-06-30"],
    )  # fmt: skip
    shares = pd.DataFrame(
        {"paragraph": ["PP1", "OP7(a)(ii)"], "share": [1.0, 0.5], "substantive_share": [0.2, 0.5]}
    )
    sessions = pd.DataFrame(
        {"session": ["77"], "committee": ["Without reference"], "share": [0.9], "share_low": [0.8],
         "share_high": [1.0]}
    )  # fmt: skip
    profile = pd.DataFrame(
        {"group": "a group with a long name", "act": ["disapproval"], "share": [1.0],
         "low": [0.9], "high": [1.0], "paragraphs": [52_116]}
    )  # fmt: skip
    ax = {
        "coverage": lambda: plots.coverage(shares, shares),
        "over_time": lambda: plots.over_time(rows, rows.head(1), "2024-06-25"),
        "keyness": lambda: plots.keyness(keyness_rows([5.0, 0.1, -4.0])),
        "new_wording": lambda: plots.new_wording(sessions),
        "acts": lambda: plots.acts(profile),
    }[name]()
    figure = plots.figure_of(ax)
    figure.canvas.draw()
    low, high = sorted(ax.get_ylim())
    ticks = zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
    shown = [label for at, label in ticks if low <= at <= high]
    artists = [*ax.texts, ax.xaxis.label, ax.yaxis.label, *shown]
    artists += ax.get_legend().get_texts() if ax.get_legend() else []
    for artist in artists:
        if artist.get_text():
            box = artist.get_window_extent()
            assert box.x0 >= -1 and box.x1 <= figure.bbox.x1 + 1, artist.get_text()
            assert box.y0 >= -1 and box.y1 <= figure.bbox.y1 + 1, artist.get_text()
