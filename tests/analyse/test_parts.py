"""Every analysis takes a part of a data set: it gives a result, or says why it does not."""

from __future__ import annotations

import inspect
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

import unres_research as un
from unres_research import UnresError, analyse
from unres_research.corpus import example_corpus

DRAFT = Path(__file__).resolve().parents[2] / "data" / "texts" / "A_78_L.86.txt"
TEXT = """The General Assembly,

Recalling that all States protect the fish, coral and whales of the oceans,

1. Encourages all States to conserve and sustainably use the oceans, seas and marine resources;

2. Requests the Secretary-General to report to the General Assembly at its eightieth session."""


def text():
    return replace(un.loads(TEXT), distributed_on="2026-01-15")


def halves(part):
    symbols = list(part)
    return {"one": symbols[: len(symbols) // 2], "two": symbols[len(symbols) // 2 :]}


def ledger(part):
    made = un.mandates(part)
    return made, made.recurrence(), made.fate(), made.duplicates(), made.by(), made.by("committee")


def shared(part):
    made = un.sponsors(part)
    return made, made.counts(), made.pairs(), made.others()


def voted(part):
    made = un.votes(part)
    return made, made.matrix(), made.table


WORD = "states"  # which every part uses
SESSIONS = (77, 79)
# Name of the analysis: what is done with a part. Classes and modules are made by these.
ANALYSES = {
    "actions": lambda part: un.actions(text()),  # of a text alone
    "adoption": lambda part: analyse.adoption(part, WORD, by="session"),
    "align": lambda part: un.align(text(), text()),  # of two texts alone
    "background": analyse.background,
    "behind": lambda part: analyse.behind(un.compare(text(), part)),
    "change": lambda part: analyse.change(part, [WORD], SESSIONS),
    "change_points": lambda part: analyse.change_points(part, [WORD]),
    "check": lambda part: un.check(text(), part),
    "compare": lambda part: (
        found := un.compare(text(), part),
        found.clauses(),
        found.first_seen(),
    ),
    "emerging": lambda part: analyse.emerging(part, before=77, after=79),
    "first_uses": lambda part: analyse.first_uses(part, [WORD]),
    "fit_topics": lambda part: un.fit_topics(part, 4).summary(),
    "history": lambda part: analyse.history(text(), part, "OP1"),
    "keyness": lambda part: un.keyness(part, halves(part)).distinct("one"),
    "languages": lambda part: analyse.languages([text()]),  # of texts alone
    "lexicon": lambda part: un.trends(part, analyse.lexicon()),
    "mandates": ledger,
    "open_topics": lambda part: analyse.open_topics("nowhere", part),
    "related": lambda part: analyse.related(text(), part),
    "resolution_table": analyse.resolution_table,
    "reworded": analyse.reworded,
    "rise": lambda part: analyse.rise(part, WORD, SESSIONS),
    "search": lambda part: un.search("all States", part),
    "sessions": analyse.sessions,
    "speech_acts": lambda part: un.speech_acts(part, {"part": part}).profile(),
    "sponsors": shared,
    "sweep_topics": lambda part: analyse.sweep_topics(part, cache=False),
    "trend": lambda part: analyse.trend(part, [WORD]),
    "trends": lambda part: un.trends(part, WORD),
    "votes": voted,
    "Study": lambda part: analyse.Study(DRAFT, corpus=part).notes,
    "lineages.series": analyse.lineages.series,
    "lineages.predecessors": analyse.lineages.predecessors,
    "lineages.new_wording": lambda part: analyse.lineages.new_wording(part, back=3),
    "citations.graph": analyse.citations.graph,
}


def test_no_analysis_is_left_out():
    functions = {n for n in analyse.__all__ if inspect.isfunction(getattr(analyse, n))}
    assert functions <= set(ANALYSES)


@pytest.fixture(scope="module")
def parts():
    whole = example_corpus()
    return {"a session": whole.subset(sessions=78), "one resolution": whole.subset("A/RES/78/905")}


def result_of(name, part):
    """What an analysis gives, or the sentence by which it refuses; nothing else is raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return ANALYSES[name](part)
        except UnresError as error:
            assert ", expected " in str(error)
            return str(error)


@pytest.mark.parametrize("name", ANALYSES)
@pytest.mark.parametrize("which", ["a session", "one resolution"])
def test_a_small_part_is_analysed_or_refused(parts, name, which):
    assert result_of(name, parts[which]) is not None


SUBJECTS = "oceans", "rights of the child"
REFUSED = {"languages", "open_topics", "sweep_topics"}  # one language, no such file, 150 series


@pytest.mark.slow
@pytest.mark.parametrize("name", ANALYSES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_is_analysed(corpus, name, subject):
    found = result_of(name, corpus.about(subject))
    assert isinstance(found, str) == (name in REFUSED), found


def test_a_session_of_a_part_is_held_as_the_whole_holds_it():
    """The whole has 8 of 908 numbers of each session; the part 4 resolutions of one of them."""
    whole = example_corpus()
    part = whole.subset(["A/RES/78/901", "A/RES/78/902", "A/RES/78/903", "A/RES/78/904"])
    (row,) = analyse.sessions(part).to_dict("records")
    assert (row["resolutions"], row["numbers"], row["expected"]) == (4, 8, 908)
    assert un.trends(part, "roads")["coverage"].tolist() == [8 / 908]
    assert un.trends(whole, "roads")["coverage"].tolist() == [8 / 908] * 2


def test_a_session_that_a_part_lacks_is_not_called_missing(corpus):
    last = analyse.sessions(corpus.subset(sessions=[74, 76])).iloc[-1]
    assert last["session"] == 76 and last["breaks"] == "session 75 is not in the part"
