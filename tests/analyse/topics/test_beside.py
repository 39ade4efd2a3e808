"""A text beside groups, sessions beside each other: what is said, on shares given by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _beside, _differences
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError

WORD = ["stable", "stable", "doubtful"]


@pytest.fixture(scope="module")
def example():
    return fit_topics(example_corpus(), 4)


def ranges(leading=(1.0, 0.0, 0.0), word=WORD):
    table = pd.DataFrame(
        {"share": [0.6, 0.3, 0.1], "low": [0.5, 0.2, 0.0], "high": [0.7, 0.4, 0.2],
         "leading": leading, "word": word}, index=pd.Index(list("abc"), name="topic"),
    )  # fmt: skip
    table.attrs = {"fits": 7, "n_topics": [20, 30]}
    return table


def prevalence(symbols):
    columns = {"prevalence": [0.1, 0.2, 0.7], "low": [0.05, 0.1, float("nan")],
               "high": [0.15, 0.3, float("nan")], "reason": ["", "", "too few"]}  # fmt: skip
    return pd.DataFrame(columns, index=list("abc"))


def said(own, themes, is_known=True):
    """The last sentence of a model whose topics a and b are one theme, whose name is b."""
    placed = pd.DataFrame({"is_known": [is_known], "said": ["It is known."]})
    placed["is_known"] = placed["is_known"].astype("boolean")
    level = SimpleNamespace(prevalence=prevalence, ranges=lambda *_, **__: themes)
    model = SimpleNamespace(
        themes=pd.Series({"a": "b", "b": "b", "c": "c"}), at=lambda level_: level,
        place=lambda record: placed, prevalence=prevalence,
    )  # fmt: skip
    text = _beside.TextTopics(model, None, {"all others": ("A/RES/75/1",)}, (20, 30), "A/75/L.1")
    profile = pd.DataFrame([[0.6, 0.3, 0.1]], index=["all"], columns=list("abc"))
    text.__dict__.update(ranges=own, profile=profile)  # in place of fits
    first, last = text.summary()
    assert first == "It is known."
    return last


def test_a_stable_topic_that_leads_in_all_fits_is_stated():
    assert said(ranges(), ranges()) == (
        "The leading topic of A/75/L.1 is “a” (stable), in all 7 fits (nine tenths of the series "
        "each, 20 to 30 topics): 50% to 70% of its words belong to it, words of procedure apart, "
        "60% in the model shown; in all others 10.0% (95 % interval 5.0% to 15.0%)."
    )


def test_else_a_theme_is_stated_with_the_topics_that_it_joins():
    text = said(ranges((0.8, 0.2, 0.0)), ranges((0.0, 1.0, 0.0)))
    assert text.startswith("The leading theme of A/75/L.1 is “b” (stable), which joins the topics "
                           "“a”, “b”, in all 7 fits")  # fmt: skip
    assert text.endswith("No share of a topic is stated: the topic “a” (stable) leads in 80% of "
                         "these fits.")  # fmt: skip


@pytest.mark.parametrize(
    ("leading", "is_known", "why"),
    [
        ((0.0, 0.0, 1.0), True, "no topic and no theme is both stable and its greatest in all"),
        ((1.0, 0.0, 0.0), False, "the model does not know its subject"),
        ((1.0, 0.0, 0.0), None, "whether the model knows its subject cannot be said"),
    ],
)
def test_else_nothing_is_stated_and_why(leading, is_known, why):
    text = said(ranges(leading), ranges(leading), is_known)
    assert text.startswith(f"No share is stated for A/75/L.1: {why}")
    assert "% and the theme" in text


def test_a_topic_without_an_interval_has_a_reason():
    assert _beside._share(SimpleNamespace(prevalence=prevalence), (), "c") == (
        "70.0% (no interval: too few)"
    )


def test_groups_may_be_parts_of_the_data_set_and_empty_ones_are_left_out(example):
    text = example.corpus.resolution("A/RES/78/905")
    part = example.corpus.subset(sessions=77)
    found = example.beside(text, {"part": part, "one": "A/RES/78/906", "nothing": ()})
    assert found.members == {"part": tuple(part.symbols), "one": ("A/RES/78/906",)}
    assert list(found.groups) == ["A/RES/78/905", "part", "one"]
    expected = example.prevalence(part.symbols)
    pd.testing.assert_frame_equal(example.prevalence(part), expected)
    with pytest.raises(UnresError, match="found list"):
        example.beside(text, [part])


def test_changes_are_those_of_the_two_sessions_to_one_day(example):
    table = example.changes()
    by_hand = example.differences(78, 77, by="session")
    assert table.attrs["sessions"] == (77, 78) and table.attrs["until"] == "05-08"
    assert table["difference"].tolist() == sorted(by_hand["difference"], reverse=True)
    assert table["after"].to_dict() == by_hand["first"].to_dict()
    assert table["before"].to_dict() == by_hand["second"].to_dict()
    turned = example.changes(78, 77)
    assert turned.attrs["until"] is None and turned.index.tolist() != table.index.tolist()
    with pytest.raises(UnresError, match="sessions"):
        example.changes(77, 79)
    one = fit_topics(example.corpus, 2, on={"session": 77})
    with pytest.raises(UnresError, match="found 1 session"):
        one.changes()


def test_topics_that_rose_and_fell_are_named():
    rows = [("a", 0.01, 0.03, 0.02, 0.01, "stable"), ("b", 0.01, 0.02, 0.01, 0.01, "unstable"),
            ("c", 0.02, 0.01, -0.01, 0.2, "stable"), ("d", 0.05, 0.01, -0.04, 0.04, "doubtful")]  # fmt: skip
    names = ["topic", "before", "after", "difference", "q", "word"]
    table = pd.DataFrame(rows, columns=names).set_index("topic")
    assert _differences._changes_said(table, (74, 80), "06-04")["summary"] == (
        "Topics that rose from session 74 to session 80, each to 4 June (q < 0.05; unstable ones "
        "are left out): “a” (1.0% to 3.0%).",
        "Topics that fell from session 74 to session 80, each to 4 June (q < 0.05; unstable ones "
        "are left out): “d” (5.0% to 1.0%).",
    )
    many = pd.DataFrame({"before": [0.1] * 7, "after": [0.2] * 7}, index=list("abcdefg"))
    assert _differences._moves(many).endswith("“e” (10.0% to 20.0%), and 2 more")


def test_a_model_says_how_many_topics_hold(example):
    first, second, third = example.summary()
    assert first == "Of the 4 topics 0 are stable, 0 doubtful and 4 unstable: fewer than 50 series."
    assert second.startswith("Of the 4 themes 0 are stable")
    # "decides" is of drafting, "states" in all: 2 words of 6 that are no function words
    assert third == ("Function words apart, 33% of the words of all resolutions are words of "
                     "procedure.")  # fmt: skip
