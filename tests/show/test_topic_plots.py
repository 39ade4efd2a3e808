"""Figures of topics: what they show is what the model says, and it can be read."""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from test_plot import HOSTILE

from unres_research import plot as plots
from unres_research.analyse import TopicModel
from unres_research.errors import UnresError
from unres_research.show._labels import name_points, on_lines

WORDS = ("stable", "doubtful", "unstable")


def made_of(**parts):
    """A model that answers with these tables."""
    model = object.__new__(TopicModel)
    vars(model).update(parts)
    return model


def model_of(labels, prevalence, words, themes, places=None):
    """What the map asks of a model."""
    words, themes = (list(given) or [""] * len(labels) for given in (words, themes))
    index = pd.Index(labels, name="topic")
    angle = 2.4 * np.arange(len(index))  # spread evenly over a disc
    spread = np.sqrt(np.arange(1, len(index) + 1))[:, None]
    places = spread * np.column_stack([np.cos(angle), np.sin(angle)]) if places is None else places
    at = pd.DataFrame(places, index=index, columns=["x", "y"])
    at.attrs["fit"] = 0.625
    return made_of(
        corpus=SimpleNamespace(resolutions=pd.DataFrame(index=range(7))),
        labels=tuple(labels),
        positions=lambda: at.copy(),
        prevalence=lambda: pd.DataFrame({"prevalence": prevalence}, index=index),
        stability=pd.DataFrame({"word": words}, index=index),
        themes=pd.Series(themes, index=index),
    )


SMALL = model_of(
    ["whales · dolphins", "schools", "budget", "mines"],
    [0.4, 0.1, 0.3, 0.2],
    ["stable", "doubtful", "unstable", "stable"],
    ["life", "life", "money", "war"],
    [[0, 0], [1, 0], [0, 1], [2, 2]],
)


def looks(points):
    faces, edges = points.get_facecolor(), points.get_edgecolor()
    return [(to_hex(f).upper(), to_hex(e).upper()) for f, e in zip(faces, edges, strict=True)]


def test_a_map_shows_place_size_theme_and_how_stable():
    ax = plots.topic_map(SMALL)
    drawn = [c for c in ax.collections if len(c.get_offsets())]
    # the largest first, so that small marks lie over it
    assert [c.get_offsets().tolist() for c in drawn] == [[[0, 0]], [[0, 1]], [[2, 2]], [[1, 0]]]
    whales, budget, mines, schools = (looks(c) for c in drawn)
    assert whales == [("#0072B2", "#0072B2")]  # filled, in the colour of the theme
    assert schools == [("#FFFFFF", "#0072B2")]  # open
    assert budget == [("#FFFFFF", "#8C8C8C")]  # open and grey
    assert mines == [("#009E73", "#009E73")]
    assert [c.get_linestyle()[0][1] is None for c in drawn] == [True, False, True, True]  # dashed
    # the area of marks is in proportion: a disc of size s covers pi / 4 s, a square all of it
    disc, square, _, small = (c.get_sizes()[0] for c in drawn)
    assert small / disc == pytest.approx(0.1 / 0.4)
    assert square / (disc * np.pi / 4) == pytest.approx(0.3 / 0.4, rel=0.01)
    names = {t.get_text(): t for t in ax.texts}
    assert set(names) == {"whales\xa0· dolphins", "schools", "budget", "mines"}
    assert names["budget"].get_color() == "#767676" and names["schools"].get_color() == "black"
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend == ["life", "money", "war", "open: doubtful", "dashed and grey: unstable"]
    keys = [looks(c) for c in ax.collections if not len(c.get_offsets())][:3]
    assert keys == [whales, budget, mines]  # "money" has an unstable topic alone
    assert ax.get_xlabel() == (
        "area: share of words (largest: 40 %); correlation of distances here with those of words: "
        "0.62"
    )
    assert ax.get_aspect() == 1 and not len(ax.get_xticks()) and not len(ax.get_yticks())


def test_a_map_of_stable_topics_needs_no_words_for_the_others():
    one = model_of(["sea", "land"], [0.5, np.nan], ["stable"] * 2, ["a", "a"])
    one.positions().attrs.update()
    ax = plots.topic_map(one)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["a"]
    assert all(c.get_sizes() > 0 for c in ax.collections)  # a topic without words can still be seen


def test_themes_are_told_apart_without_colour():
    """Seven colours and eight shapes: no two of 56 themes are the same."""
    n = 56
    model = model_of(
        [f"t{k}" for k in range(n)], [0.1] * n, ["stable"] * n, [f"a{k}" for k in range(n)]
    )
    marks = [c for c in plots.topic_map(model).collections if len(c.get_offsets())]
    found = {(to_hex(c.get_facecolor()[0]), c.get_paths()[0].vertices.tobytes()) for c in marks}
    assert len(found) == n
    assert len({shape for _, shape in found}) == 8


@pytest.mark.parametrize("n", [4, 20, 40, 60])
@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_names_of_a_map_lie_over_no_other(n, long):
    text = "disarmament of {} · counter-terrorism and" if long else "the sea {} · fish"
    labels = [text.format(k) for k in range(n)]
    model = model_of(
        labels, [1 / (k + 2) for k in range(n)], [WORDS[k % 3] for k in range(n)],
        [f"theme {k % 9}" for k in range(n)],
    )  # fmt: skip
    ax = plots.topic_map(model)
    assert len(ax.texts) == n
    ax.figure.canvas.draw()
    boxes = [Text.get_window_extent(text) for text in ax.texts]
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[k + 1 :]), labels[k]
        assert box.x0 >= 0 and box.x1 <= ax.figure.bbox.x1, labels[k]
        assert box.y0 >= 0 and box.y1 <= ax.figure.bbox.y1, labels[k]


def test_a_map_names_the_sixty_most_prevalent():
    n = 70
    model = model_of([f"t{k}" for k in range(n)], range(n), ["stable"] * n, ["a"] * n)
    assert {t.get_text() for t in plots.topic_map(model).texts} == {f"t{k}" for k in range(10, n)}


OVER_TIME = pd.DataFrame(
    {
        "group": [74, 75, 76] * 2,
        "topic": ["sea"] * 3 + ["land"] * 3,
        "prevalence": [0.01, 0.02, 0.03, 0.5, 0.25, 0.5],
        "low": [0.005, np.nan, 0.02, 0.4, 0.2, 0.4],
        "high": [0.02, np.nan, 0.2, 0.6, 0.3, 0.6],
        "reason": ["", "fewer than 50 series", "", "", "", ""],
        "word": ["stable"] * 3 + ["unstable"] * 3,
    }
)


def test_trends_of_topics():
    figure = plots.topic_trends(OVER_TIME, ["land", "sea"], columns=2)
    land, sea = figure.axes
    assert [ax.get_title("left") for ax in figure.axes] == ["land", "sea"]
    line, full, hollow, head = sea.lines
    assert np.allclose(line.get_ydata(), [1, 2, 3]) and line.get_xdata().tolist() == [0, 1, 2]
    assert full.get_xdata().tolist() == [0, 2] and full.get_color() == "#0072B2"
    assert hollow.get_xdata().tolist() == [1] and hollow.get_markerfacecolor() == "white"
    assert (head.get_marker(), head.get_xdata().tolist()) == ("^", [2])
    assert sea.get_ylim()[1] == pytest.approx(12.6)  # 1.05 times four times 3
    bars = sea.collections[0].get_segments()
    assert np.allclose([[y for _, y in bar] for bar in bars], [[0.5, 2], [2, 20]])
    assert [t.get_text() for t in sea.get_xticklabels()] == ["74", "75", "76"]
    assert land.lines[1].get_color() == "#8C8C8C"
    assert land._left_title.get_color() == "#767676" and sea._left_title.get_color() == "black"
    assert figure.get_supxlabel() == (
        "each panel has its own scale   ○ no interval: fewer than 50 series   "
        "▲:\xa0the interval goes on   grey: unstable"
    )
    assert figure.get_supylabel() == "share of words, %"


def test_trends_of_all_topics_without_words_for_them():
    plain = OVER_TIME.drop(columns="word").query("group != 75")
    figure = plots.topic_trends(plain)
    assert [ax.get_title("left") for ax in figure.axes[:2]] == ["sea", "land"]
    assert [ax.axison for ax in figure.axes] == [True, True, False, False]
    assert figure.get_supxlabel() == "each panel has its own scale   ▲:\xa0the interval goes on"
    assert plots.topic_trends(plain, "land").get_supxlabel() == ""
    for wrong, said in ((["sky"], "sky"), ([], "no topics")):
        with pytest.raises(UnresError, match=said):
            plots.topic_trends(plain, wrong)


def test_trends_of_a_model_are_those_by_session():
    asked = []

    def prevalence(by):
        asked.append(by)
        return OVER_TIME

    figure = plots.topic_trends(made_of(prevalence=prevalence))
    assert asked == ["session"] and [ax.get_title("left") for ax in figure.axes[:2]] == [
        "sea",
        "land",
    ]


def test_topics_are_chosen_where_none_are_named():
    shares = np.arange(1, 11) / 100
    table = pd.DataFrame({"prevalence": shares}, index=[f"topic {k}" for k in range(10)])
    names = [t.get_text() for t in plots.topic_profile({"all": table}).get_yticklabels()]
    assert names == [f"topic {k}" for k in range(9, 1, -1)]  # the eight greatest
    heading = plots.topic_sheet(sheet_of()).get_suptitle()
    assert heading.startswith("land\n")  # 0.5, and sea 0.25


def test_trends_of_months_have_few_ticks_and_those_upright():
    months = pd.date_range("2019-10", periods=30, freq="MS").strftime("%Y-%m")
    table = pd.DataFrame({"group": months, "topic": "sea", "prevalence": 0.1, "low": 0.05,
                          "high": 0.2, "reason": ""})  # fmt: skip
    (ax, *_) = plots.topic_trends(table).axes
    ticks = [t.get_text() for t in ax.get_xticklabels()]
    assert ticks[-2:] == ["2021-11", "2022-03"] and len(ticks) == 8  # the last month is named
    assert {t.get_rotation() for t in ax.get_xticklabels()} == {90}


def test_unstable_topics_of_a_profile_stand_on_grey():
    index = pd.Index(["a", "b" * 60], name="topic")
    table = pd.DataFrame({"prevalence": [0.2, 0.1], "word": ["stable", "unstable"]}, index)
    ax = plots.topic_profile({"text": table, "all": table.drop(columns="word")}, list(index))
    names = ax.get_yticklabels()
    assert [t.get_text().replace("\n", "") for t in names] == ["a", f"{'b' * 60} (unstable)"]
    assert names[1].get_color() == "#767676" and names[0].get_color() == "black"
    (band,) = ax.patches
    assert to_hex(band.get_facecolor()) == "#eeeeee"
    assert (band.get_y(), band.get_height()) == (0.5, 1)


@pytest.mark.parametrize(
    "name", ["12 others on ICT", "12 others on INFORMATION AND COMMUNICATIONS"]
)
def test_legends_of_a_profile_stay_within_the_figure(name):
    table = pd.DataFrame({"prevalence": [0.2]}, index=["a topic of the sea · and of the land"])
    groups = {f"{name} {k}": table for k in range(4)}
    ax = plots.topic_profile(groups, list(table.index))
    ax.figure.canvas.draw()
    for text in ax.get_legend().get_texts():
        assert text.get_window_extent().x1 <= ax.figure.bbox.x1, text.get_text()
        assert text.get_window_extent().x0 >= 0, text.get_text()


def test_names_on_lines_are_about_even():
    assert on_lines("a sea of ice", 100) == "a sea of ice"
    assert on_lines("a sea of ice and snow", 16) == "a sea of ice\nand snow"
    assert on_lines("sea", 2.4, 3) == "se\na"


LONG = {
    "capitals": "INFORMATION AND COMMUNICATIONS TECHNOLOGIES FOR ALL MEMBER STATES",
    "one word": "WINDMILLS" * 12,
    "from the right": "\u0642\u0631\u0627\u0631 \u05d0 " * 14,
    "many words": "a long label of many words " * 4,
}


def sides(text):
    box = Text.get_window_extent(text)
    return box.x0, box.x1


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
@pytest.mark.parametrize("width", [12, 30])
def test_no_line_is_wider_than_it_may_be(name, width):
    import matplotlib.pyplot as plt

    figure = plt.figure(dpi=72)
    lines = on_lines(name, width, 3).split("\n")
    assert len(lines) <= 3
    for line in lines:
        left, right = sides(figure.text(0, 0, line, fontsize=20, parse_math=False))
        assert right - left <= width * 0.55 * 20 + 2, line  # a pixel on each side


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
@pytest.mark.parametrize("columns", [1, 3, 4, 6])
def test_titles_stay_within_their_panels(name, columns):
    table = OVER_TIME.replace({"topic": {"sea": f"{name} 1", "land": f"{name} 2"}})
    terms = table.rename(columns={"group": "session", "topic": "term", "prevalence": "value"})
    terms = terms.assign(enough=True, unit="words", words=1000, complete=True, reason="")
    drawn = [
        plots.topic_trends(table, columns=columns),
        plots.trends(terms, terms["term"].unique(), columns=columns),
    ]
    for figure in drawn:
        figure.canvas.draw()
        for ax in figure.axes[:2]:
            left, right = sides(ax._left_title)
            room = 0.06 * ax.bbox.width  # beside the panel is the next one's axis
            assert ax.bbox.x0 - 1 <= left and right <= ax.bbox.x1 + room, ax.get_title("left")


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
def test_long_names_leave_room_for_what_is_drawn(name):
    table = pd.DataFrame({"prevalence": [0.2], "word": ["unstable"]}, index=[name])
    sheet = plots.topic_sheet(sheet_of(name, subject=name, phrase=name), name)
    for figure in (plots.topic_profile({name: table, "b": table}, [name]).figure, sheet):
        figure.canvas.draw()
        assert all(ax.bbox.width > 0.12 * figure.bbox.width for ax in figure.axes)
        texts = [text for ax in figure.axes for text in (*ax.get_yticklabels(), *ax.texts)]
        texts += [
            text for ax in figure.axes if (own := ax.get_legend()) for text in own.get_texts()
        ]
        for text in filter(None, [*texts, figure._suptitle]):
            left, right = sides(text)
            assert left >= 0 and right <= figure.bbox.x1, text.get_text()


def test_names_of_marks_lie_beside_them_and_over_none():
    """Large marks in a row: each name clear of every mark, its own too."""
    n, radius = 5, 20.0
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(8, 5), dpi=72)
    x, y = np.arange(n), np.zeros(n)
    ax.set_xlim(-2, n + 1)
    ax.set_ylim(-1, 1)
    name_points(ax, ["a name of a mark"] * n, (x, y), (x, y), radii=[radius] * n)
    middles = ax.transData.transform(np.column_stack([x, y]))
    assert len(ax.texts) == n
    for text in ax.texts:
        box = Text.get_window_extent(text)
        nearest = np.clip(middles, (box.x0, box.y0), (box.x1, box.y1))
        assert np.hypot(*(middles - nearest).T).min() >= radius - 1
        assert text.arrow_patch is None  # so near that no line is needed


def test_what_was_not_measured_is_called_neither_stable_nor_else():
    bare = sheet_of()
    vars(bare).update(stability=None, themes=None)
    assert plots.topic_sheet(bare, "sea").get_suptitle() == (
        "sea\nstability not measured   25.0 % (20.0 to 30.0) of all words"
    )
    model = model_of(["sea", "land"], [0.5, 0.1], [], [])
    vars(model).update(stability=None, themes=None)
    ax = plots.topic_map(model)
    assert ax.get_legend() is None
    assert ax.get_xlabel().startswith(
        "area: share of words (largest: 50 %); stability not measured; correlation"
    )
    assert "not measured" not in plots.topic_map(SMALL).get_xlabel()


@pytest.mark.filterwarnings("ignore:Glyph")  # no font has them all
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_label_says_is_drawn_as_it_is(name, tmp_path):
    from lxml import etree

    labels = [f"{name}{k}" for k in range(5)]
    model = model_of(labels, [0.2] * 5, ["stable", *WORDS, "stable"], [name, "a", *[name] * 3])
    table = OVER_TIME.assign(topic=name, reason=name, low=np.nan).head(3)
    profile = pd.DataFrame({"prevalence": [0.5], "word": ["unstable"]}, index=[name])
    drawn = [
        plots.topic_map(model),
        plots.topic_trends(table).axes[0],
        plots.topic_profile({name: profile}, [name]),
        plots.topic_sheet(sheet_of(name), name).axes[0],
    ]
    for ax in drawn:
        ax.figure.savefig(tmp_path / "a.png", dpi=20)
        ax.figure.savefig(tmp_path / "a.svg")
        etree.parse(tmp_path / "a.svg")


def sheet_of(topic="sea", word="stable", subject="OCEANS", phrase="whales", within=None, **empty):
    """What a sheet asks of a model of two topics; tables named are empty."""
    both = [topic, "land"]
    index = pd.Index(both, name="topic")
    phrases = pd.DataFrame({"topic": [topic, "land", topic], "phrase": [phrase, "roads", "deep sea"],
                            "frequency": [0.25, 0.5, 0.125], "exclusivity": [0.5, 0.9, 1.0]})  # fmt: skip
    subjects = pd.DataFrame({"topic": both, "subject": [subject, "ROADS"], "share": [0.75, 0.5],
                             "times": [3.0, 2.0], "series": [12, 9]})  # fmt: skip
    places = pd.DataFrame({"topic": both, "symbol": ["A/RES/78/1", "A/RES/78/2"],
                           "paragraph": ["OP3", "OP4"], "share": [0.9, 0.8], "title": ["Of seas", "Of land"],
                           "adopted_on": pd.to_datetime(["2024-03-01", "2024-04-01"])})  # fmt: skip
    groups = {"session": [77, 78], "committee": ["First", "Second"]}

    def prevalence(symbols=None, *, by=None):
        if by is None:
            return pd.DataFrame(
                {"prevalence": [0.25, 0.5], "low": [0.2, np.nan], "high": [0.3, np.nan]}, index
            )
        rows = {
            "prevalence": [0.25, 0.5],
            "low": [np.nan, 0.4],
            "high": [np.nan, 0.6],
            "reason": ["few", ""],
        }
        table = pd.DataFrame({"group": groups[by]} | rows)
        return pd.concat([table.assign(topic=topic), table.assign(topic="land")])

    stability = {
        "stability": [0.75, 0.5],
        "low": [0.7, 0.4],
        "high": [0.8, 0.6],
        "word": [word, "stable"],
    }
    table = pd.DataFrame({name: groups[name] for name in groups}, dtype=object)
    model = made_of(
        corpus=SimpleNamespace(resolutions=table),
        within=within,
        labels=tuple(both),
        phrases=lambda n: phrases,
        subjects=lambda n: subjects,
        representatives=lambda per_topic: places,
        prevalence=prevalence,
        stability=pd.DataFrame(stability, index=index),
        themes=pd.Series(["water", "earth"], index=index),
    )
    for name in empty:
        none = {"phrases": phrases, "subjects": subjects, "representatives": places}[name].head(0)
        vars(model)[name] = lambda *a, none=none, **k: none
    return model


def test_a_sheet_has_all_of_one_topic():
    figure = plots.topic_sheet(sheet_of(), "sea")
    phrases, exclusive, sessions, committees, subjects, places = (
        next(ax for ax in figure.axes if ax.get_title("left").startswith(start))
        for start in (
            "share in",
            "exclusive",
            "by session",
            "by committee",
            "library",
            "paragraphs",
        )
    )
    assert [t.get_text() for t in phrases.get_yticklabels()] == ["whales", "deep sea"]
    assert [bar.get_width() for bar in phrases.patches] == [25, 12.5]
    assert exclusive.lines[0].get_xdata().tolist() == [0.5, 1.0]
    assert exclusive.get_ylim() == phrases.get_ylim() and phrases.yaxis_inverted()
    assert sessions.lines[0].get_ydata().tolist() == [25, 50]
    assert [t.get_text() for t in committees.get_yticklabels()] == ["First", "Second"]
    full, hollow = committees.lines
    assert (full.get_xdata().tolist(), hollow.get_xdata().tolist()) == ([50], [25])
    assert hollow.get_markerfacecolor() == "white"
    assert [t.get_text() for t in subjects.texts] == ["3 times the average, 12 series"]
    assert [t.get_text() for t in places.texts] == ["A/RES/78/1 OP3", "2024-03", "90%", "Of seas"]
    assert figure.get_suptitle() == (
        "sea\ntheme: water   stable: 0.75 (0.70 to 0.80)   25.0 % (20.0 to 30.0) of all words"
    )
    assert plots.topic_sheet(sheet_of(), "land").get_suptitle().endswith("   50.0 % of all words")
    few = sheet_of(word="unstable")
    few.stability["reason"] = "fewer than 50 series"
    assert "unstable, fewer than 50 series: 0.75" in plots.topic_sheet(few, "sea").get_suptitle()
    some = plots.topic_sheet(sheet_of(within=np.array(["A/RES/78/1", "A/RES/78/2"])), "land")
    assert some.get_suptitle().endswith("   50.0 % of the words of 2 resolutions")
    with pytest.raises(UnresError, match="found no 'sky'"):
        plots.topic_sheet(sheet_of(), "sky")


def test_a_sheet_of_an_unstable_topic_is_grey():
    figure = plots.topic_sheet(sheet_of(word="unstable"), "sea")
    used = {to_hex(bar.get_facecolor()).upper() for ax in figure.axes for bar in ax.patches}
    used |= {to_hex(line.get_color()).upper() for ax in figure.axes for line in ax.lines}
    assert used <= {"#8C8C8C"}
    assert figure._suptitle.get_color() == "#767676" and "unstable: 0.75" in figure.get_suptitle()


def test_a_sheet_says_what_there_is_none_of():
    model = sheet_of(subjects=True, representatives=True, phrases=True)
    model.corpus.resolutions[["session", "committee"]] = None
    figure = plots.topic_sheet(model, "sea")
    figure.canvas.draw()
    assert sum(text.get_text() == "none" for ax in figure.axes for text in ax.texts) == 5
