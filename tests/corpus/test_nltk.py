"""Texts and frequencies as NLTK takes them, without its data."""

from __future__ import annotations

import nltk
import pytest
import written
from nltk.probability import FreqDist
from nltk.text import Text

import unres_research as un
from unres_research.corpus import example_corpus, nltk_text, resolution_counts
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext

TWO = """A/RES/78/901

The General Assembly,

Recalling the harbour lamps of the port,

Noting the harbour lamps; and other lamps of lamps of,

1. Decides to tune the harbour bells."""


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """Any look for data of NLTK fails, as on a machine that has none."""
    monkeypatch.setattr(nltk.data, "find", lambda *_, **__: pytest.fail("looked for data"))


def test_a_record_is_a_text():
    text = nltk_text(un.loads(TWO))
    assert isinstance(text, Text) and repr(text) == "<Text: A/RES/78/901>"
    assert len(text) == 7 + 10 + 6 and text.tokens[:2] == ["recalling", "the"]
    assert text.count("lamps") == 4 and text.vocab()["harbour"] == 3
    assert [line.right[:2] for line in text.concordance_list("harbour")] == [
        ["lamps", "of"], ["lamps", "and"], ["bells"],
    ]  # fmt: skip


def test_collocations_leave_out_function_words_and_do_not_reach_over_paragraphs(capsys):
    """ "lamps of" meets thrice and has a function word; "bells" and "recalling" never meet."""
    text = nltk_text(un.loads(TWO))
    assert text.collocation_list() == [("harbour", "lamps")]
    text.collocations()
    assert capsys.readouterr().out == "harbour lamps\n"
    twice = nltk_text(un.loads(TWO.replace("the harbour bells", "the port")))
    assert ("port", "noting") not in twice.collocation_list()
    corpus = nltk_text(example_corpus()).collocation_list()
    assert ("states", "decides") not in corpus and ("fish", "coral") in corpus
    wide = nltk_text(example_corpus()).collocation_list(50, window_size=3)
    assert ("states", "decides") not in wide and ("decides", "protect") in wide


def test_a_data_set_has_the_words_of_its_records():
    corpus = example_corpus()
    text = nltk_text(corpus)
    assert len(text) == 16 * 11 == corpus.resolutions["words"].sum()
    assert text.vocab() == corpus.frequencies()  # every word of it stands in two paragraphs
    assert len(nltk_text(corpus.subset(sessions=77))) == 8 * 11


def test_frequencies_need_no_text():
    corpus = un.open_corpus()
    found = corpus.frequencies()
    assert isinstance(found, FreqDist)
    (column,) = corpus.columns("ocean")
    assert found["ocean"] == resolution_counts(corpus, [column]).sum()
    assert found.most_common(1)[0][0] == "the"
    part = corpus.about("oceans")
    assert 0 < part.frequencies()["ocean"] < found["ocean"]
    assert example_corpus().frequencies(2) == FreqDist(
        {"all states": 16, "decides to": 16, "of all": 16}
    )
    assert example_corpus().frequencies(3)["of all states"] == 16


def test_headings_and_annexes_are_no_words_of_it():
    record = plaintext.parse(written.DRAFT)
    words = [word for own in un.corpus.body_words(record).values() for word in own]
    assert nltk_text(record).tokens == words


def test_what_has_no_text_is_refused():
    with pytest.raises(UnresError, match="found no texts"):
        nltk_text(un.open_corpus())
    with pytest.raises(UnresError, match="found a str, expected a Resolution"):
        nltk_text("Decides to meet.")
    for wrong in (0, 4, 1.5):
        with pytest.raises(UnresError, match="from 1 to 3"):
            example_corpus().frequencies(wrong)
    with pytest.raises(UnresError, match="num = 0"):
        nltk_text(example_corpus()).collocation_list(0)
