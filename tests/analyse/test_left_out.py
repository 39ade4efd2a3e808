"""What a comparison leaves out and why, and what it says of a small data set."""

from __future__ import annotations

from dataclasses import replace

import pytest
import written
from html_reader import Reader

from unres_research import load
from unres_research.analyse import _left_out
from unres_research.analyse._compare import compare
from unres_research.read import _text as plaintext
from unres_research.symbols import parse


@pytest.fixture(scope="module")
def own():
    """The invented draft; of the small data set, two resolutions name A/75/L.1 as theirs."""
    return plaintext.parse(written.DRAFT)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("A/C.3/80/L.5", "A/C.3/80/L.5"),
        ("A/C.3/80/L.5/Rev.1", "A/C.3/80/L.5"),
        ("A/C.3/80/L.5/Rev.12/Add.2/Corr.1", "A/C.3/80/L.5"),
        ("A/C.3/80/L.5/Amend.1", "A/C.3/80/L.5/Amend.1"),  # another proposal
        ("A/RES/80/179", "A/RES/80/179"),
    ],
)
def test_base_of_a_symbol(text, base):
    assert parse(text).base == base


@pytest.mark.parametrize(
    ("symbol", "reason"),
    [
        ("A/75/L.1", "adopted from this draft"),
        ("A/75/L.1/Rev.1", "adopted from A/75/L.1, another document of this draft"),
        ("A/75/L.1/Add.1", "adopted from A/75/L.1, another document of this draft"),
        ("A/75/L.1/Corr.2", "adopted from A/75/L.1, another document of this draft"),
    ],
)
def test_other_documents_of_a_draft_are_the_same_draft(own, small, symbol, reason):
    found = compare(replace(own, symbol=symbol), small)
    assert found.left_out == dict.fromkeys(["A/RES/74/900", "A/RES/75/901"], reason)
    assert found.excluded == ("A/RES/74/900", "A/RES/75/901")
    assert found.adopted == "A/RES/74/900"


@pytest.mark.parametrize("symbol", ["A/75/L.11", "A/75/L.2", "A/75/L", "A/C.1/75/L.1"])
def test_other_drafts_are_others(own, small, symbol):
    found = compare(replace(own, symbol=symbol), small)
    assert found.left_out == {} and found.adopted is None


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("A/75/L.1/Rev.1", "a revision"),
        ("A/75/L.1/Add.1", "an addendum"),
        ("A/75/L.1/Corr.1", "a corrigendum"),
        ("A/75/L.1/Rev.2/Add.1", "a revision"),
    ],
)
def test_a_record_that_names_another_document_of_the_draft(own, made, named, said):
    corpus = made(("A/RES/75/801", "1 June 2020", "Lamps", "1. Decides to light all the lamps."))
    corpus.resolutions["draft_symbols"] = [[named]]
    found = compare(replace(own, symbol="A/75/L.1"), corpus)
    assert found.left_out == {"A/RES/75/801": f"adopted from {named}, {said} of this draft"}


def test_reasons_for_the_text_itself_and_for_what_is_asked(own, small):
    text = replace(own, symbol="A/RES/76/902", kind="resolution")
    found = compare(text, small, exclude="a/res/75/901")
    assert found.left_out == {"A/RES/76/902": "the text itself", "A/RES/75/901": "as asked"}
    assert found.adopted is None


def test_a_draft_with_its_revision_adopted(shared, corpus):
    """A/RES/80/179 names A/C.3/80/L.5/Rev.1: no later use of A/C.3/80/L.5."""
    text = load(shared / "corpus" / "drafts" / "A_C.3_80_L.5.pdf")
    found = compare(text, corpus)
    assert found.left_out == {
        "A/RES/80/179": "adopted from A/C.3/80/L.5/Rev.1, a revision of this draft"
    }
    assert found.later.share < 0.5 and not found.notes


def test_drafts_of_all_committees_leave_out_what_they_became(shared, corpus):
    """By an own reading of the symbols; none with words is nearly whole in a later resolution."""
    drafts = sorted((shared / "corpus" / "drafts").glob("*.pdf"))
    assert len(drafts) == 21
    for path in drafts:
        symbol = path.stem.replace("_", "/")
        became = {
            s
            for s, names in corpus.resolutions["draft_symbols"].items()
            if any(name.split("/Rev.")[0] == symbol for name in names)
        }
        found = compare(load(path), corpus)
        assert set(found.left_out) == became, symbol
        assert not found.words or found.later.share < 0.8


# notes


def test_a_likely_adopted_text_is_named_but_not_left_out(draft, corpus):
    unnamed = replace(draft, symbol=None, source=None)
    found = compare(unnamed, corpus)
    assert found.left_out == {} and found.adopted is None
    (note,) = found.notes
    assert note == (
        "100% of the words stand in A/RES/78/311 of 2024-07-01; if that is the text as adopted, "
        "leave it out: exclude=['A/RES/78/311'] or --exclude A/RES/78/311"
    )
    assert note in "".join(Reader(found._repr_html_()).texts)
    assert found.to_dict()["notes"] == [note]
    assert compare(unnamed, corpus, exclude="A/RES/78/311").notes == ()


def test_nothing_is_said_of_a_draft_whose_adopted_text_is_known(draft, corpus):
    assert compare(draft, corpus).notes == ()


def test_a_year_is_the_longest_wait_and_four_fifths_the_least_share(made):
    line = "Decides to light all the lamps of harbours in winter"  # ten words
    adopted = ("A/RES/75/801", "1 June 2021", "Lamps", f"1. {line}.")
    corpus = made(adopted)
    text = replace(
        plaintext.parse(written.DRAFT), symbol=None, source=None, distributed_on="2020-06-01"
    )

    def notes(words: str, date: str) -> list[str]:
        paragraphs = (replace(text.body[0], text=words),)
        found = compare(replace(text, paragraphs=paragraphs), corpus, date=date)
        return [n for n in found.notes if "as adopted" in n]

    assert notes(line, "2020-06-01") and not notes(line, "2020-05-31")
    assert notes(f"{line} and always", "2021-01-01")  # ten of twelve words
    assert not notes(f"{line} and always so", "2021-01-01")  # ten of thirteen


def test_of_a_draft_that_no_record_names_the_likely_text_is_named(draft, corpus):
    other = replace(draft, symbol="A/78/L.999")
    assert "A/RES/78/311" in compare(other, corpus).notes[0]
    adopted = replace(draft, symbol="A/RES/78/999", kind="resolution", adopted_on="2024-06-25")
    assert compare(adopted, corpus).notes == ()  # a resolution is adopted as itself


def test_a_small_data_set_says_so(own, small):
    first, last = compare(own, small).notes
    assert first.startswith("the data set holds only 5 resolutions (2019-12-12 to 2021-12-24): ")
    assert first.endswith("give the folder of this data set: open_corpus(add=...) or --add")
    assert str(small.path) not in first  # no page tells where files lie on a machine
    assert last == (
        "the data set ends on 2021-12-24: later use of a text of 2022-11-03 cannot show"
    )
    assert len(compare(own, small, date="2020-06-01").notes) == 1


def test_a_part_says_of_what_it_is_one(own, small):
    """It is not called a small data set, and nobody is told to add the folder of the whole."""
    part = small.subset(after="2020-06-01")
    assert 0 < len(part) < 5
    first, _ = compare(own, part).notes
    assert first == (
        f"compared with a part of {len(part)} of the 5 resolutions of the data set (after "
        "2020-06-01): 'new' and 'first' are in this part; compare with the whole to know them of "
        "all"
    )


def test_how_many_are_few(own, small, monkeypatch):
    """Of five resolutions four are earlier than 2021-12-24."""
    said = {}
    for few in (4, 5, 6):
        monkeypatch.setattr(_left_out, "FEW", few)
        said[few] = compare(own, small, date="2021-12-24").notes[:-1]  # the last: none is later
    assert said[4] == ()
    assert [note[:38] for note in said[5]] == ["only 4 of the 5 resolutions of the dat"]
    assert [note[:38] for note in said[6]] == ["the data set holds only 5 resolutions "]


def test_few_earlier_resolutions_are_said(draft, corpus):
    day = str(corpus.resolutions["adopted_on"].sort_values().iloc[299].date())
    before = int((corpus.resolutions["adopted_on"] < day).sum())
    (note,) = (n for n in compare(draft, corpus, date=day).notes if "earlier" in n)
    assert note.startswith(f"only {before} of the {len(corpus):,} resolutions")
    after = str(corpus.resolutions["adopted_on"].sort_values().iloc[310].date())
    assert not [n for n in compare(draft, corpus, date=after).notes if "earlier than" in n]
