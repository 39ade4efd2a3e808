"""A study: what the text became, whom it is compared with, which terms, and how it says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unres_research import Resolution, load, loads
from unres_research.analyse import Study
from unres_research.analyse._series import unit_of
from unres_research.analyse._study import _excess, _numbers
from unres_research.corpus import body_words, example_corpus
from unres_research.errors import UnresError

DECIDES = "The General Assembly,\n\n1. Decides to protect the fish, coral and whales of all States."


@pytest.fixture(scope="module")
def example():
    return example_corpus()


@pytest.fixture(scope="module")
def bare():
    """A text that prints no symbol, no date and no title."""
    return loads(DECIDES, "folder/mine.txt")


def test_a_draft_knows_its_resolution_and_its_neighbours(corpus, draft):
    study = Study(draft, corpus)
    assert (study.name, study.date) == ("A/78/L.86", "2024-06-25")
    assert study.adopted == "A/RES/78/311" and study.own == ("A/RES/78/311",)
    assert study.group_name == "ARTIFICIAL INTELLIGENCE"
    table = corpus.resolutions
    subject = table["subjects"].map(lambda terms: "ARTIFICIAL INTELLIGENCE" in set(terms))
    titled = table["title"].str.upper().str.contains("ARTIFICIAL INTELLIGENCE")
    expected = [s for s in table.index[subject | titled] if s != "A/RES/78/311"]
    assert list(study.group) == expected
    assert set(study.rest) == set(table.index) - {*expected, "A/RES/78/311"}
    units = unit_of(corpus)[table.index.get_indexer(expected)]
    assert study.group_series == len(set(units)) >= 5
    assert study.group_said == f"{len(expected)} other resolutions on ARTIFICIAL INTELLIGENCE"
    assert "digital divide" in study.terms
    said = " ".join(study.notes)
    assert "A/RES/78/311 (adopted on 2024-07-01 without a vote)" in said
    assert f"{study.group_series} series" in said


def test_a_path_is_read_and_the_built_in_data_are_opened(corpus):
    path = corpus.path / "texts" / "A_78_L.86.txt"
    study = Study(path, group="A/RES/78/265", terms="oceans")
    assert study.record == load(path)
    assert study.group == ("A/RES/78/265",) and study.group_name is None
    assert study.terms == {"oceans": ("oceans",)}


@pytest.mark.parametrize("group", ["A/RES/77/902", ["A/RES/77/902"], ("A/RES/77/902",)])
def test_a_group_of_one(example, bare, group):
    study = Study(bare, example, group=group)
    assert study.group == ("A/RES/77/902",) and study.group_series == 1
    assert study.group_said == "1 chosen resolution"
    assert any("too few for a test" in note for note in study.notes)


def test_a_group_by_the_words_of_titles(example, bare):
    study = Study(bare, example, group=["bells"])
    assert study.group == ("A/RES/78/906", "A/RES/78/907", "A/RES/78/908")
    assert study.group_said == "3 resolutions on bells"


def test_the_text_itself_is_in_no_group(example):
    own = example.resolution("A/RES/78/907")
    study = Study(own, example, group="bells")
    assert study.adopted == "A/RES/78/907" and study.own == ("A/RES/78/907",)
    assert study.group == ("A/RES/78/906", "A/RES/78/908")
    assert study.group_said == "2 other resolutions on bells"
    assert len(study.rest) == 16 - 1 - 2


def test_a_text_without_date_symbol_and_title(example, bare):
    study = Study(bare, example)
    assert study.name == "mine.txt"
    assert study.date == "2024-05-09"  # the day after the last adoption
    assert study.adopted is None and study.own == ()
    assert study.found.earlier.matched_words == 11 and study.found.later.matched_words == 0
    said = " ".join(study.notes)
    assert "prints no date" in said and "no symbol to look for" in said
    assert "No group to compare with: a group has 5 series or more and at most 10% of all" in said
    assert "and the data set has only 16." in said
    titled = Study(replace(bare, title="On fish"), example, date="2023-04-01")
    assert titled.name == "“On fish”" and titled.found.later.matched_words == 11


def test_what_was_adopted_can_be_given(example, bare):
    study = Study(bare, example, adopted="a/res/77/901")
    assert study.adopted == "A/RES/77/901" and study.own == ("A/RES/77/901",)
    assert study.found.earlier.matched_words < 11
    assert any("as given" in note for note in study.notes)
    with pytest.raises(UnresError, match="A/RES/77/999"):
        Study(bare, example, adopted="A/RES/77/999")


def test_terms_that_are_not_counted_are_named(example, bare):
    given = ["whales|whale", "fisch", "Protect", "fish*", "one two three four"]
    study = Study(bare, example, terms=given)
    counted = {"whales": ("whales", "whale"), "Protect": ("protect",), "fish*": ("fish*",)}
    assert study.terms == counted | {"one two three four": ("one two three four",)}
    (said,) = [note for note in study.notes if "left out" in note]
    assert "“fisch” (perhaps “fish”?)" in said and "three four" not in said
    assert "In no resolution of the data set: “one two three four”." in study.notes
    mapped = Study(bare, example, terms={"sea": ["fish", "coral"]})
    assert mapped.terms == {"sea": ("fish", "coral")}


def test_of_several_terms_those_are_followed_that_are_known(example, bare):
    study = Study(bare, example, terms=["submarines", "whales"])
    assert set(study.terms) == {"whales"}
    assert any("submarines" in note for note in study.notes)
    with pytest.raises(UnresError, match="no 'submarines' among the words"):
        Study(bare, example, terms="submarines")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"group": "A/RES/77/999"}, "A/RES/77/999"),
        ({"group": "lighthouses"}, "LIGHTHOUSES"),
        ({"group": 7}, "group"),
        ({"date": "yesterday"}, "yesterday"),
        ({"terms": [7]}, "terms"),
        ({"terms": "fish?"}, "other wildcards"),
    ],
)
def test_what_nobody_knows_is_said(example, bare, options, said):
    with pytest.raises(UnresError, match=said):
        Study(bare, example, **options)


def test_terms_are_counted_in_the_text(example):
    """Eleven words: "fish" once; "and supply fish" shares it with "fish to" and counts once."""
    text = loads(
        "The General Assembly,\n\n1. Decides that States protect and supply fish to fishers."
    )
    terms = {"fish": "fish*", "both": ["and supply fish", "fish to"], "whales": "whales"}
    table = Study(text, example, terms=terms).term_counts()
    assert table["count"].tolist() == [2, 1, 0]
    assert table["patterns"].tolist() == ["fish*", "and supply fish | fish to", "whales"]


def test_other_languages_are_refused_in_words(corpus):
    french = (
        "L’Assemblée générale,\n\n1. Décide de tenir une réunion de haut niveau sur les lampes "
        "des ports et des navires de tous les États ;\n\n2. Prie le Secrétaire général de lui "
        "faire rapport sur ces questions à sa prochaine session."
    )
    with pytest.raises(UnresError, match="French.*of its words.*built-in one is English"):
        Study(loads(french), corpus)


def test_a_text_without_paragraphs_is_refused(example):
    with pytest.raises(UnresError, match="no preambular or operative paragraph"):
        Study(Resolution("A/80/L.1", "draft", "Work"), example)


def test_notes_are_shown_escaped(example, bare):
    study = Study(replace(bare, title="<b>fish</b>"), example)
    assert "<b>" not in study._repr_html_() and "&lt;b&gt;" in study._repr_html_()
    assert repr(study) == "<Study of “<b>fish</b>”, without a group>"


def test_excess_is_the_log_likelihood_ratio_of_the_table():
    """By the definition: 2 sum of observed times log of observed by expected."""
    observed = np.array([[6, 4], [14, 76]])
    expected = np.array([[2, 8], [18, 72]])
    by_hand = 2 * (observed * np.log(observed / expected)).sum()
    assert _excess(6, 10, 20, 100) == pytest.approx(by_hand)
    assert _excess(2, 10, 20, 100) == 0.0  # as many as elsewhere
    assert _excess(1, 10, 20, 100) == 0.0  # fewer
    assert _excess(10, 10, 10, 100) > _excess(6, 10, 20, 100)


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("road map", ["road map", "road maps"]),
        ("road maps", ["road maps", "road map"]),
        ("policy", ["policy", "policies"]),
        ("journey", ["journey", "journeys"]),
        ("access", ["access"]),
        ("crisis", ["crisis"]),
    ],
)
def test_singular_and_plural(term, forms):
    assert _numbers(term) == forms


def test_own_terms_share_no_word_and_stand_in_the_text(corpus, draft):
    found = Study(replace(draft, symbol="A/78/L.9999"), corpus, adopted="A/RES/78/311").terms
    assert len(found) == 9 and "artificial intelligence" in found
    words = [w for term in found for w in term.split()]
    assert len(words) == len(set(words))
    text = " ".join(w for tokens in body_words(draft).values() for w in tokens)
    assert all(f" {term} " in f" {text} " for term in found)


def test_neighbours_give_the_subject_of_a_text_that_was_not_adopted(corpus, draft):
    """Counted by hand over series: no fit subject is more in excess among the nearest 30."""
    from unres_research.analyse import related

    text = replace(draft, symbol="A/78/L.9999")
    study = Study(text, corpus, date="2026-12-01")
    near = related(text, corpus, n=30)
    table = corpus.resolutions.assign(unit=unit_of(corpus))
    rows = table.explode("subjects").groupby("subjects")["unit"].nunique()
    inside = table.loc[near.index].explode("subjects").groupby("subjects")["unit"].nunique()
    n, total = table.loc[near.index, "unit"].nunique(), table["unit"].nunique()
    fit = [s for s in inside.index if 5 <= rows[s] <= int(0.1 * total)]
    scores = {s: _excess(inside[s], n, rows[s], total) for s in fit}
    assert scores[study.group_name] == max(scores.values()) > 0
