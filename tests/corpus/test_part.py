"""Parts of a data set: beside a data set that was built of the same documents alone."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pandas as pd
import pytest

import unres_research as un
from unres_research import UnresError
from unres_research.corpus import example_corpus
from unres_research.corpus._build import corpus_of_records

TUNE = [f"A/RES/78/{number}" for number in (905, 906, 907, 908)]
DRAFT = """The General Assembly,

Recalling that all States mend the roads, bridges and rails of all States,

1. Decides to tune the violins, drums and bells of all States."""


@pytest.fixture(scope="module")
def whole():
    return example_corpus()


@pytest.fixture(scope="module")
def part(whole):
    """The eight resolutions of session 78."""
    return whole.subset(sessions=78)


@pytest.fixture(scope="module")
def alone(whole):
    """A data set built of the texts of these eight alone."""
    return corpus_of_records([whole.resolution(symbol) for symbol in whole.symbols[8:]])


def test_a_part_has_the_rows_of_its_resolutions(whole, part):
    assert part.symbols == list(part) == whole.symbols[8:]
    assert len(part) == 8 and part.paragraphs["symbol"].tolist() == part.symbols
    assert part.resolutions.equals(whole.resolutions.iloc[8:])
    # eight roll calls of six States; of the session before there was none
    assert len(part.votes) == len(whole.votes) == 48
    assert part.roll_calls.equals(whole.roll_calls)
    assert set(part.actions["symbol"]) == set(part.sponsors["symbol"]) == set(part)
    assert len(part.sponsors) < len(whole.sponsors)
    assert "A/RES/77/901" in whole and "A/RES/77/901" not in part
    assert part.sources["symbol"].tolist() == part.symbols


def test_counts_and_texts_are_those_of_a_data_set_of_its_documents_alone(part, alone):
    terms = alone.vocabulary["term"].tolist()
    assert set(terms) <= set(part.vocabulary["term"])
    assert np.array_equal(part.term_counts(terms).toarray(), alone.term_counts(terms).toarray())
    own, other = (c.vocabulary.set_index("term") for c in (part, alone))
    for name in ("count", "paragraphs", "resolutions", "wordings"):
        assert own.loc[terms, name].tolist() == other[name].tolist(), name
    assert own.loc["fish", ["count", "paragraphs", "resolutions", "wordings"]].tolist() == [0] * 4
    assert part.texts.tolist() == alone.texts.tolist()
    assert part.resolution(TUNE[0]).paragraphs == alone.resolution(TUNE[0]).paragraphs
    assert part.n_wordings == alone.n_wordings == 8
    assert part.runs.signatures().tolist() == alone.runs.signatures().tolist()
    assert part.runs.n_runs == alone.runs.n_runs


def test_analyses_of_a_part_are_those_of_a_data_set_of_its_documents_alone(part, alone):
    draft = un.loads(DRAFT)
    one, two = (un.compare(draft, corpus, date="2025-01-01") for corpus in (part, alone))
    assert one.to_dict()["earlier"] == two.to_dict()["earlier"]
    for phrase in ("all States", "violins drums and bells of all", "whales"):
        found = [un.search(phrase, corpus) for corpus in (part, alone)]
        places = [one.places[["symbol", "paragraph", "count"]].values.tolist() for one in found]
        assert places[0] == places[1] and bool(places[0]) == (phrase != "whales")
    shares = [un.trends(corpus, "drums")["resolutions"] for corpus in (part, alone)]
    assert shares[0].tolist() == shares[1].tolist()


def test_filters(whole):
    assert whole.subset(TUNE[:2]).symbols == whole.subset(symbols=TUNE[1::-1]).symbols == TUNE[:2]
    assert whole.subset(sessions=["77", 78]).symbols == whole.symbols
    # of 5 to 8 May 2024, and of those the first two
    assert whole.subset(after="2024-05-05").symbols == TUNE
    assert whole.subset(after=pd.Timestamp("2024-05-05"), before="2024-05-07").symbols == TUNE[:2]
    marked = whole.resolutions["adopted_on"] > "2024-05-06"
    assert whole.subset(marked).symbols == whole.subset(list(marked)).symbols == TUNE[2:]
    assert whole.about("violins").symbols == whole.about(" Violins ").symbols == TUNE[:3]
    assert whole.subset(subjects=["violins", "fish"], sessions=78).symbols == TUNE[:3]


def test_a_part_of_a_part(whole, part):
    inner = part.subset(TUNE).about("bells")
    assert inner.symbols == TUNE[1:]
    assert inner.texts.tolist() == [whole.text_of(symbol, "OP1") for symbol in TUNE[1:]]
    assert repr(inner).startswith("<Part of 3 of 4 resolutions (subjects bells), 3 paragraphs, ")


def test_a_part_covers_the_period_of_the_whole(whole, part):
    assert (part.first_date, part.last_date) == (whole.first_date, whole.last_date)
    assert part.selection is None and part.language == "en" and part.collection == "complete"
    assert "sessions 78" in str(un.search("drums", part).searched)


def test_a_part_can_be_copied_and_sent(part):
    for twin in (copy.deepcopy(part), pickle.loads(pickle.dumps(part))):
        assert twin.symbols == part.symbols and twin.texts.tolist() == part.texts.tolist()
        assert twin.counts.toarray().tolist() == part.counts.toarray().tolist()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sessions": 79}, "79"),
        ({"sessions": 77, "subjects": "violins"}, "no resolution that meets all filters"),
        ({"symbols": "A/RES/77/999"}, "A/RES/77/999"),
        ({"symbols": [True, False]}, "found 2 bools, expected 16"),
        ({"symbols": []}, "no "),
        ({"subjects": "whale watching"}, "whale watching|WHALE WATCHING"),
        ({"committees": "Seventh"}, "Seventh"),
        ({"after": "soon"}, "found 'soon' for after, expected a day like"),
        ({"before": "2020-01-01"}, "no resolution that meets all filters"),
    ],
)
def test_filters_that_nothing_meets_are_told(whole, options, said):
    with pytest.raises(UnresError, match=said):
        whole.subset(**options)


def test_an_entry(whole):
    entry = whole["a/res/78/905"]
    assert entry.symbol == "A/RES/78/905" and entry == whole["A/RES/78/905"]
    assert repr(entry) == "<A/RES/78/905 (2024-05-05) Violins, flutes and drums>"
    assert entry.url == "https://docs.un.org/en/A/RES/78/905"
    assert entry.facts["in_favour"] == 3 and entry.record["OP1"].opener == "Decides"
    assert entry.paragraphs["text"].tolist() == [whole.text_of("A/RES/78/905", "OP1")]
    assert sorted(entry.votes["vote"]) == ["abstain", "no", "no", "yes", "yes", "yes"]
    assert entry.actions["verb"].tolist() == ["decide"] and len(entry.sponsors) == 1
    html = entry._repr_html_()
    assert '<a href="https://docs.un.org/en/A/RES/78/905">' in html
    assert "2024-05-05" in html and "3-2-1" in html and "0 preambular and 1 operative" in html


@pytest.mark.parametrize("wrong", [3, None, ["A/RES/78/905"]])
def test_an_entry_is_asked_for_by_its_symbol(whole, wrong):
    with pytest.raises(UnresError, match="expected a string such as"):
        whole[wrong]


def test_an_entry_that_is_not_there(whole):
    with pytest.raises(UnresError, match="A/RES/78/999"):
        whole["A/RES/78/999"]
