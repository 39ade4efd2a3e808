"""Figures: they show the table that they are given, with labelled axes."""

from __future__ import annotations

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")

from matplotlib.colors import to_hex
from matplotlib.dates import date2num

from unres_research import plot as plots
from unres_research.analyse import Comparison
from unres_research.analyse._compare import Side
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution


def labels(ax):
    return [t.get_text() for t in ax.get_yticklabels()]


def widths(ax):
    return [bar.get_width() for bar in ax.patches]


def colours(artists):
    return [to_hex(artist.get_facecolor()).upper() for artist in artists]


def legend_of(ax):
    return [t.get_text() for t in ax.get_legend().get_texts()]


def segments(lines, axis):
    return [[point[axis] for point in segment] for segment in lines.get_segments()]


EMPTY = pd.DataFrame(
    {"symbol": [], "matched_words": [], "substantive_words": [], "cited": [], "title": [],
     "adopted_on": pd.to_datetime([])}
)  # fmt: skip
NO_PARAGRAPHS = pd.DataFrame({"paragraph": [], "share": [], "substantive_share": []})


def comparison(earlier=EMPTY, later=EMPTY, paragraphs=(NO_PARAGRAPHS, NO_PARAGRAPHS)):
    """A comparison of 22 June 2022 with these sources and paragraphs."""
    sides = [
        Side(name, 6, 200, 50, 40, table, sources, pd.DataFrame(), {})
        for name, sources, table in zip(
            ("earlier", "later"), (earlier, later), paragraphs, strict=True
        )
    ]
    text = Resolution("A/76/L.1", "draft", "Lamps")
    return Comparison(text, example_corpus(), "2022-06-22", 6, 200, {}, *sides)


def sources_of(**columns):
    dates = pd.to_datetime(columns.pop("dates"))
    rest = {"matched_words": 1, "title": "A title", "cited": False, "substantive_words": 1}
    table = pd.DataFrame(columns | {"adopted_on": dates})
    return table.assign(**{k: v for k, v in rest.items() if k not in table})


def test_structure():
    paragraphs = (
        Paragraph("PP1", "preambular", "Noting the lamps,", opener="Noting"),
        Paragraph("PP1(a)", "subparagraph", "Of the sea", "(a)", "PP1"),
        Paragraph("H1", "heading", "Not counted"),
        Paragraph("OP1", "operative", "Decides to meet at sea:", "1", opener="Decides"),
        Paragraph("OP1(a)", "subparagraph", "In May", "(a)", "OP1"),
        Paragraph("OP1(a)(i)", "subparagraph", "Early", "(i)", "OP1(a)"),
        Paragraph("A1.1", "annex", "Not counted either", "1", annex=1),
    )
    ax = plots.structure(Resolution("A/80/L.91", "draft", "Lamps", paragraphs=paragraphs))
    assert labels(ax) == ["PP1", "PP1(a)", "OP1", "OP1(a)", "OP1(a)(i)"]
    assert widths(ax) == [3, 3, 5, 2, 1]
    assert colours(ax.patches) == ["#E69F00"] * 2 + ["#0072B2"] * 3
    assert [(t.get_text(), t.xy) for t in ax.texts] == [
        ("Noting", (3, 0)), ("", (3, 1)), ("Decides", (5, 2)), ("", (2, 3)), ("", (1, 4)),
    ]  # fmt: skip
    assert ax.get_xlabel() == "words" and ax.yaxis_inverted()
    assert ax.get_xlim() == pytest.approx((0, 6.1))  # room for the openers
    assert legend_of(ax) == ["preambular", "operative"]
    assert colours(ax.get_legend().get_patches()) == ["#E69F00", "#0072B2"]


def test_coverage_has_earlier_left_and_later_right():
    names = {"paragraph": ["PP1", "PP2"]}
    earlier = pd.DataFrame(names | {"share": [0.5, 1.0], "substantive_share": [0.5, 0.25]})
    later = pd.DataFrame(names | {"share": [0.25, 0.0], "substantive_share": [0.0, 0.0]})
    ax = plots.coverage(comparison(paragraphs=(earlier, later)))
    assert widths(ax) == [-50, -100, -50, -25, 25, 0, 0, 0]  # all shared words, then substantive
    assert colours(ax.patches[::2]) == ["#A6CDE6", "#0072B2", "#F8DDA6", "#E69F00"]
    assert labels(ax) == ["PP1", "PP2"] and ax.yaxis_inverted()
    ticks = [t.get_text() for t in ax.get_xticklabels()]
    assert ticks == ["100", "75", "50", "25", "0", "25", "50", "75", "100"]
    assert ax.get_xlim() == (-102, 102)
    assert ax.get_xlabel() == "words of the paragraph that stand in other resolutions, %"
    assert legend_of(ax) == [
        "in earlier ones", "formulaic phrases in earlier ones",
        "in later ones", "formulaic phrases in later ones",
    ]  # fmt: skip
    swatches = colours(ax.get_legend().get_patches())
    assert swatches == ["#0072B2", "#A6CDE6", "#E69F00", "#F8DDA6"]


def test_sources_tell_cited_from_uncited():
    table = sources_of(
        symbol=["A/RES/1/1", "A/RES/1/2"],
        matched_words=[30, 10],
        cited=[True, False],
        title=["One", "Words " * 20],
        dates=["2020-01-01", "2021-02-01"],
    )
    ax = plots.sources(comparison(table))
    assert labels(ax) == ["A/RES/1/1  (2020-01)", "A/RES/1/2  (2021-02)"]
    assert widths(ax) == [30, 10] and colours(ax.patches) == ["#0072B2", "#CCCCCC"]
    assert [bar.get_height() for bar in ax.patches] == [0.75, 0.75]  # bars stand apart
    assert ax.texts[0].get_text() == "30  One"
    assert ax.texts[1].get_text().endswith(" …") and len(ax.texts[1].get_text()) <= 62
    assert ax.get_xlim() == (0, 78)
    assert ax.get_xticks().tolist() == [0, 8, 16, 24, 32]  # none beside the titles
    assert legend_of(ax) == ["cited by the text", "not cited"]
    assert colours(ax.get_legend().get_patches()) == ["#0072B2", "#CCCCCC"]
    assert widths(plots.sources(comparison(table), n=1)) == [30]
    assert widths(plots.sources(comparison(table, table.tail(1)), side="later")) == [10]
    assert plots.sources(comparison(table.tail(1))).get_legend() is None  # none is cited
    assert widths(plots.sources(comparison())) == []
    with pytest.raises(UnresError, match="'erlier'"):
        plots.sources(comparison(table), side="erlier")


def test_topic_profile():
    index = pd.Index(["a", "b"], name="topic")
    group = pd.DataFrame({"prevalence": [0.2, 0.1], "low": [0.1, 0.05], "high": [0.3, 0.2]}, index)
    ax = plots.topic_profile({"text": group[["prevalence"]], "all": group}, ["b", "a"])
    assert labels(ax) == ["b", "a"] and ax.yaxis_inverted()
    assert [line.get_xdata().tolist() for line in ax.lines] == [[10, 20], [10, 20]]
    assert np.allclose([line.get_ydata() for line in ax.lines], [[-0.27, 0.73], [-0.09, 0.91]])
    (bars,) = ax.collections  # the text has no interval
    assert np.allclose(segments(bars, 0), [[5, 20], [10, 30]])
    assert np.allclose(segments(bars, 1), [[-0.09, -0.09], [0.91, 0.91]])
    assert [line.get_color() for line in ax.lines] == ["#D55E00", "#0072B2"]
    assert legend_of(ax) == ["text", "all"]
    assert ax.get_xlabel() == "share of words, %" and ax.get_xlim()[0] == -0.5
    plots.topic_profile(dict.fromkeys("abcd", group), ["a"])
    with pytest.raises(UnresError, match="5 groups"):
        plots.topic_profile(dict.fromkeys("abcde", group), ["a"])


def test_draws_on_given_axes():
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    table = pd.DataFrame({"paragraph": ["PP1"], "share": [0.5], "substantive_share": [0.5]})
    assert plots.coverage(comparison(paragraphs=(table, table)), ax) is ax
    assert len(plt.get_fignums()) == 1


HOSTILE = {
    "mathematics": r"$\fr{ac}$ and $x_2$",  # drawn as mathematics, this fails
    "one dollar": "A fee of $10 & 5% of $20_a",
    "backslashes": "\\frac \\\\ \\$ {",
    "markup": "<b onload='x'>&amp;</b>",
    "lines": "one\ntwo\r\nthree",
    "long": "lamps " * 90,
    "from the right": "\u202e\u0642\u0631\u0627\u0631 \u05d0",
    "control": "a\x00b\x1b[31mc\x7f\x85\ufffe",
    "nothing": "",
    "private to matplotlib": "_lamps",
}


@pytest.mark.filterwarnings("ignore:Glyph")  # no font has them all
@pytest.mark.filterwarnings("ignore:constrained_layout not applied")  # no room beside the name
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_document_says_is_drawn_as_it_is(name, tmp_path):
    """In every place where a figure has text; files of pictures are whole, too."""
    import networkx as nx
    from lxml import etree

    paragraph = Paragraph(name, "operative", "Decides", opener=name)
    table = sources_of(symbol=[name, name], title=[name] * 2, cited=[True, False],
                       substantive_words=[3, 30], dates=["2020-01-01", "2024-01-01"])  # fmt: skip
    shares = pd.DataFrame({"paragraph": [name], "share": [1.0], "substantive_share": [0.5]})
    found = comparison(table, table, (shares, shares))
    graph = nx.DiGraph([("text", name)])
    nx.set_node_attributes(graph, {"text": "2022-01-01", name: "2020-01-01"}, "date")
    nx.set_node_attributes(graph, {"text": "text", name: "cited"}, "relation")
    prevalence = pd.DataFrame({"prevalence": [0.5], "stability": [0.5]}, index=[name])
    wording = pd.DataFrame({"session": [77], "committee": [name], "share": [0.9],
                            "share_low": [0.8], "share_high": [1.0]})  # fmt: skip
    acts = pd.DataFrame({"group": [name], "act": [name], "share": [1.0], "low": [0.9],
                         "high": [1.0], "paragraphs": [5]})  # fmt: skip
    drawn = [
        plots.structure(Resolution(None, "draft", "", paragraphs=(paragraph,))),
        plots.coverage(found),
        plots.sources(found),
        plots.over_time(found),
        plots.keyness(keyness_rows([2.0, -1.0]).assign(term=name)),
        plots.citations(graph),
        plots.new_wording(wording),
        plots.speech_acts(acts),
        plots.topic_profile({name: prevalence}, [name]),
    ]
    for ax in drawn:
        ax.figure.savefig(tmp_path / "a.png", dpi=20)
        ax.figure.savefig(tmp_path / "a.svg")
        etree.parse(tmp_path / "a.svg")


# comparison, keyness, citations, lineages, acts


def test_over_time_has_a_point_a_resolution_and_parts_before_from_after():

    earlier = sources_of(
        symbol=["A/RES/1/1", "A/RES/1/2", "A/RES/1/3"],
        substantive_words=[30, 8, 0],  # the last shares formulaic phrases alone: no point
        cited=[True, False, False],
        dates=["2020-01-01", "2021-02-01", "2021-03-01"],
    )
    later = sources_of(
        symbol=["A/RES/2/1"], substantive_words=[50], cited=[False], dates=["2023-01-01"]
    )
    ax = plots.over_time(comparison(earlier, later), n=1)
    points = {
        (round(x), y): label.get_label()
        for label in ax.collections
        for x, y in label.get_offsets().tolist()
    }
    expected = {("2021-02-01", 8): "not", ("2023-01-01", 50): "not", ("2020-01-01", 30): "cited"}
    assert {k: v.split()[0] for k, v in points.items()} == {
        (round(date2num(np.datetime64(d))), y): v for (d, y), v in expected.items()
    }
    assert ax.lines[0].get_xdata()[0] == pd.Timestamp("2022-06-22")
    named = [t.get_text().strip() for t in ax.texts]
    assert named == ["this text", "A/RES/1/1", "A/RES/2/1"]  # one a side
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 50
    assert ax.get_ylabel() == "words in shared runs, without formulaic phrases\n(square-root scale)"
    assert ax.get_xlabel() == "date of adoption"
    assert legend_of(ax) == ["not cited by the text", "cited by it"]
    assert ax.get_yticks().tolist() == [1, 3, 6, 10, 15, 20, 30, 40, 50]
    assert ax.get_ylim()[1] == pytest.approx(57.5)
    assert ax.texts[0].xy == (pd.Timestamp("2022-06-22"), pytest.approx(56))
    assert [t.get_text().strip() for t in plots.over_time(comparison()).texts] == ["this text"]


def boxes_of(texts):
    from matplotlib.text import Text  # the box of an annotation holds its line too

    return [Text.get_window_extent(text) for text in texts]


def assert_readable(ax):
    """Texts and the legend lie over no other, names are in the axes and have lines to points."""
    ax.figure.canvas.draw()
    boxes = boxes_of(ax.texts)
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:k])
        assert box.x0 >= ax.bbox.x0 and box.x1 <= ax.bbox.x1 + 1
        assert box.y0 >= ax.bbox.y0 and box.y1 <= ax.bbox.y1 + 1
    assert ax.get_legend().get_window_extent().y0 >= ax.bbox.y1 - 1
    for name, box in zip(ax.texts[1:], boxes[1:], strict=True):
        x, y = ax.transData.transform((ax.convert_xunits(name.xy[0]), name.xy[1]))
        path = name.arrow_patch.get_path()
        ends = name.arrow_patch.get_transform().transform(path.vertices)
        assert np.hypot(*(ends[-1] - (x, y))) < 6, name.get_text()  # the line ends at the point
        assert box.padded(8).contains(*ends[0]), name.get_text()  # and begins at the name


@pytest.mark.parametrize("height", [3, 40, 8137])
def test_over_time_names_of_close_points_keep_apart(height):
    symbols = [f"A/RES/1/{k}" for k in range(10)]
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(10) // 3, unit="D")
    rows = sources_of(symbol=symbols, substantive_words=[height] * 10, dates=days)
    late = sources_of(
        symbol=[f"A/RES/2/{k}" for k in range(10)],
        substantive_words=[20 - k for k in range(10)],
        dates=["2022-12-15"] * 10,
    )
    ax = plots.over_time(comparison(rows, late), n=7)
    names = [t.get_text() for t in ax.texts]
    assert names == ["this text", *symbols[:7], *(f"A/RES/2/{k}" for k in range(7))]
    assert_readable(ax)
    assert_readable(plots.over_time(comparison(EMPTY, late), n=7))


def test_over_time_tells_cited_from_others_without_colour():
    table = sources_of(symbol=["A/RES/1/1", "A/RES/1/2"], cited=[True, False],
                       dates=["2020-01-01", "2020-01-02"])  # fmt: skip
    other, cited = plots.over_time(comparison(table)).collections
    assert len(other.get_facecolor()) == 0 and len(cited.get_facecolor()) == 1  # open, and full
    assert len(other.get_paths()[0]) != len(cited.get_paths()[0])  # a circle, and a diamond


def test_over_time_no_line_strikes_a_name():
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(6) * 30, unit="D")
    symbols = [f"A/RES/1/{k}" for k in range(6)]
    ax = plots.over_time(comparison(sources_of(symbol=symbols, substantive_words=9, dates=days)))
    ax.figure.canvas.draw()
    names = ax.texts[1:]
    for name, box in zip(names, boxes_of(names), strict=True):
        patch = name.arrow_patch
        ends = patch.get_transform().transform(patch.get_path().vertices)
        along = np.linspace(ends[0], ends[-1], 50)
        assert not any(box.contains(*point) for point in along), name.get_text()


def test_names_on_a_map_of_citations_lie_over_no_mark():
    import networkx as nx

    old = [f"A/RES/{k}/1" for k in range(40, 58)]
    near = [f"A/RES/80/{k}" for k in range(3)]
    found = nx.DiGraph([("text", other) for other in old] + [(near[0], old[0])])
    found.add_nodes_from(near)
    nx.set_node_attributes(
        found, {"text": "2025-12-01"} | dict.fromkeys(near, "2025-11-01"), "date"
    )
    kinds = dict.fromkeys(old, "cited") | dict.fromkeys(near, "near") | {"text": "text"}
    nx.set_node_attributes(found, kinds, "relation")
    ax = plots.citations(found)
    ax.figure.canvas.draw()
    named = [text for text in ax.texts if text.get_text() in kinds]
    boxes = boxes_of(named)
    marks = [ax.transData.transform((ax.convert_xunits(t.xy[0]), t.xy[1])) for t in named]
    for k, box in enumerate(boxes):
        assert not any(box.padded(2).contains(*mark) for mark in marks), named[k].get_text()
        assert not any(box.overlaps(other) for other in boxes[:k]), named[k].get_text()
    assert len(named) == 22


def test_over_time_names_stand_on_their_side_of_the_text():
    near = sources_of(symbol=["A/RES/1/1"], substantive_words=[9], dates=["2022-06-20"])
    far = sources_of(symbol=["A/RES/2/1"], substantive_words=[9], dates=["2022-06-24"])
    ax = plots.over_time(comparison(near, far))
    ax.figure.canvas.draw()
    line = ax.transData.transform((date2num(np.datetime64("2022-06-22")), 1))[0]
    _, before, after = boxes_of(ax.texts)
    assert before.x1 < line < after.x0


@pytest.mark.parametrize("top", [1, 7, 23, 58, 497, 1357, 1999, 8137, 70_000])
def test_ticks_of_a_root_scale_reach_the_greatest(top):
    rows = sources_of(symbol=["A/RES/1/1"], substantive_words=[top], dates=["2020-01-01"])
    ax = plots.over_time(comparison(rows))
    ticks = ax.get_yticks()
    assert 0.8 * top <= ticks[-1] <= ax.get_ylim()[1]
    assert (np.diff(np.sqrt(ticks / top)) > 0.075).all() and len(ticks) <= 12
    assert labels(ax)[-1] == f"{ticks[-1]:,}"


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


def test_keyness_has_no_point_for_what_one_side_never_has():
    rows = keyness_rows([13.8, 5.0, 0.1, -4.0, -14.0])
    rows.loc[0, ["low", "high"]] = 1.5, np.inf
    rows.loc[4, ["low", "high"]] = -np.inf, -2.0
    ax = plots.keyness(rows)
    low, high = ax.get_xlim()
    assert (low, high) == pytest.approx((np.exp(-5.5), np.exp(6.5)))  # of the others
    lines, points = ax.collections
    expected = [[1.5, 6.5], [4.5, 5.5], [-0.4, 0.6], [-4.5, -3.5], [-5.5, -2]]
    assert np.allclose(segments(lines, 0), np.exp(expected))
    assert np.allclose(points.get_offsets(), np.c_[np.exp([5.0, 0.1, -4.0]), [1, 2, 3]])
    heads = [(line.get_marker(), *line.get_xydata().tolist()) for line in ax.lines[1:]]
    assert heads == [(">", [1, 0]), ("<", [0, 4])]  # at the edges, in their rows
    assert all(line.get_transform() == ax.get_yaxis_transform() for line in ax.lines[1:])
    assert [(t.get_text(), t.xy[1]) for t in ax.texts] == [
        ("only in the group", 0), ("only in the rest", 4),
    ]  # fmt: skip
    ax.figure.canvas.draw()
    box = ax.bbox.padded(1)
    assert all(box.x0 < t.get_window_extent().x0 and t.get_window_extent().x1 < box.x1
               for t in ax.texts)  # fmt: skip


def test_keyness_of_terms_of_one_side_alone():
    rows = keyness_rows([13.0, 12.0]).assign(low=[1.2, 1.0], high=np.inf)
    ax = plots.keyness(rows)
    assert not len(ax.collections[1].get_offsets())
    low, high = ax.get_xlim()
    assert low < 1 and 10 < high < 20
    assert [t.get_text() for t in ax.texts] == ["only in the group"] * 2
    assert plots.keyness(keyness_rows([2.0, -1.0])).texts[:] == []


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
    apart = place.pop("no date in the data set")[0]
    assert place["undated"][0] < apart < pd.Timestamp("2020-01-01")
    assert all(tick > date2num(apart) for tick in ax.get_xticks())  # no date is read there
    assert set(place) == set(relations)
    height = {name: y for name, (_, y) in place.items()}
    assert height["heir"] < height["text"] == 0 < min(height["old"], height["undated"])
    assert all(place[name][0] == pd.Timestamp(date) for name, date in dates.items())
    assert place["undated"][0] < pd.Timestamp("2020-01-01")  # left of all that has a date
    styles = [type(t.arrowprops and t.arrow_patch.get_arrowstyle()).__name__ for t in ax.texts
              if not t.get_text()]  # fmt: skip
    assert sorted(styles) == ["Curve", "CurveB", "CurveB", "CurveB"]  # a line, and three arrows
    strokes = [to_hex(t.arrow_patch.get_edgecolor()) for t in ax.texts if not t.get_text()]
    assert sorted(strokes) == ["#555555"] * 3 + ["#d5d5d5"]
    assert [to_hex(c.get_facecolor()[0]).upper() for c in ax.collections] == [
        "#D55E00", "#0072B2", "#E69F00", "#FFFFFF",
    ]  # fmt: skip
    near = "cites, or is cited by, two or more of these"
    assert legend_of(ax) == ["text", "cited by it", "cites it", near]
    shapes = {tuple(map(tuple, c.get_paths()[0].vertices)) for c in ax.collections}
    assert len(shapes) == 4  # told apart without colour
    assert "date" in ax.get_xlabel()


def test_citations_tell_the_year_of_what_has_no_date_and_what_was_left_out():
    import networkx as nx

    found = nx.DiGraph([("text", "A/RES/70/1"), ("text", "S/RES/1325 (2000)")])
    nx.set_node_attributes(found, {"text": "text"}, "relation")
    nx.set_node_attributes(found, {s: "cited" for s in list(found)[1:]}, "relation")
    nx.set_node_attributes(found, {"text": "2022-01-01"}, "date")
    nx.set_node_attributes(found, {"A/RES/70/1": "2015/16", "S/RES/1325 (2000)": "2000"}, "year")
    ax = plots.citations(found)
    assert {"A/RES/70/1 (2015/16)", "S/RES/1325 (2000)"} < {t.get_text() for t in ax.texts}
    assert ax.get_xlabel() == "date of adoption; arrows point to what is cited"
    found.graph.update(left_out=1200, left_out_near=3)
    assert plots.citations(found).get_xlabel() == (
        "date of adoption; arrows point to what is cited\n"
        "3 documents are drawn; left out: 1,200 cited or citing, 3 others"
    )


def test_citations_are_of_the_text_that_is_named():
    import networkx as nx

    found = nx.DiGraph([("A/RES/78/311", "old")])
    nx.set_node_attributes(found, {"A/RES/78/311": "2024-01-01", "old": "2020-01-01"}, "date")
    nx.set_node_attributes(found, {"A/RES/78/311": "text", "old": "cited"}, "relation")
    ax = plots.citations(found)
    assert legend_of(ax) == ["A/RES/78/311", "cited by it"]  # none is near
    found.graph.update(left_out=3, left_out_near=0)
    assert plots.citations(found).get_xlabel().endswith("left out: 3 cited or citing")
    long = nx.relabel_nodes(found, {"A/RES/78/311": "“" + "The lamps of the sea " * 9})
    assert legend_of(plots.citations(long))[0] == "“The lamps of the sea The lamps of the …"


def test_citations_of_one_text_without_links():
    import networkx as nx

    alone = nx.DiGraph()
    alone.add_node("text", date="2022-01-01", relation="text")
    assert [t.get_text() for t in plots.citations(alone).texts] == ["text"]


def test_citations_without_dates():
    import networkx as nx

    found = nx.DiGraph([("text", "old"), ("heir", "text")])
    nx.set_node_attributes(found, {"text": "text", "old": "cited", "heir": "cites"}, "relation")
    ax = plots.citations(found)
    assert {t.get_text() for t in ax.texts if t.get_text()} == {"text", "old", "heir"}
    assert not len(ax.get_xticks()) and ax.get_xlabel().startswith("no date in the data set; ")
    found.nodes["heir"]["date"] = "2024-01-01"
    place = {t.get_text(): t.xy for t in plots.citations(found).texts if t.get_text()}
    assert len(place) == 4  # and what stands at the line
    assert place["text"][1] == 0  # in the middle all the same, and apart from the other
    assert place["text"] != place["old"]


def test_new_wording_by_session_and_committee():
    rows = pd.DataFrame(
        {
            "session": [9, 10, 9, 10],  # in the order of numbers, not of letters
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


def test_new_wording_says_where_an_interval_goes_on():
    rows = pd.DataFrame(
        {"session": [9, 10] * 2, "committee": ["First"] * 2 + ["Second"] * 2,
         "share": [0.05, 0.1, 0.1, 0.05], "share_low": 0.01, "share_high": [0.9, 0.2, 0.3, 0.2]}
    )  # fmt: skip
    ax = plots.new_wording(rows)
    assert ax.get_ylim() == pytest.approx((0, 42))  # 1.05 times four times 10
    (head,) = (line for line in ax.lines if line.get_label() not in ("First", "Second"))
    assert (head.get_marker(), head.get_color()) == ("^", "#0072B2")
    assert head.get_xdata().tolist() == ax.lines[0].get_xdata()[:1].tolist()
    assert legend_of(ax) == ["First", "Second"]
    assert ax.get_xlabel() == "session  (▲:\xa0the interval goes on)"
    within = plots.new_wording(rows.assign(share_high=[0.3, np.nan, 0.2, 0.2]))
    assert within.get_ylim() == pytest.approx((0, 31.5)) and within.get_xlabel() == "session"


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
    ax = plots.speech_acts(rows)
    assert [line.get_xdata().tolist() for line in ax.lines] == [[75, 25], [50, 50]]
    segments = ax.collections[0].get_segments()
    assert [[x for x, _ in s] for s in segments] == [[50, 100], [12.5, 50]]
    assert labels(ax) == ["directive", "unknown"]
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend == ["a (1,200 operative paragraphs)", "b (8 operative paragraphs)"]
    assert ax.get_xlabel() == "share of operative paragraphs, % (95 % intervals)"
    assert ax.get_xlim()[0] == -1 and ax.yaxis_inverted()
    assert np.allclose([line.get_ydata() for line in ax.lines], [[-0.22, 0.78], [0, 1]])
    with pytest.raises(UnresError, match="4 groups"):
        plots.speech_acts(pd.concat([rows.assign(group=g) for g in "abcd"]))


def test_results_are_drawn_without_asking_for_their_tables():
    import unres_research as un

    corpus = example_corpus()
    symbols = corpus.resolutions.index.tolist()
    groups = {"early": symbols[:8], "late": symbols[8:]}
    acts = un.speech_acts(corpus, groups)
    assert legend_of(plots.speech_acts(acts)) == legend_of(plots.speech_acts(acts.profile()))
    found = un.keyness(corpus, groups, terms=["protect", "decides"])
    assert labels(plots.keyness(found)) == labels(plots.keyness(found.distinct("early")))


@pytest.mark.parametrize("name", ["coverage", "over_time", "keyness", "new_wording", "speech_acts"])
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
        {"session": [77], "committee": ["Without reference"], "share": [0.9], "share_low": [0.8],
         "share_high": [1.0]}
    )  # fmt: skip
    profile = pd.DataFrame(
        {"group": "a group with a long name", "act": ["disapproval"], "share": [1.0],
         "low": [0.9], "high": [1.0], "paragraphs": [52_116]}
    )  # fmt: skip
    ax = {
        "coverage": lambda: plots.coverage(comparison(paragraphs=(shares, shares))),
        "over_time": lambda: plots.over_time(comparison(rows, rows.head(1))),
        "keyness": lambda: plots.keyness(keyness_rows([5.0, 0.1, -4.0])),
        "new_wording": lambda: plots.new_wording(sessions),
        "speech_acts": lambda: plots.speech_acts(profile),
    }[name]()
    figure = ax.figure
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
