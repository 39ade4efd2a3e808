"""Every public function that takes a list of strings takes one string, or refuses it in words."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import test_house
import written
from scipy.sparse import issparse

import unres_research as un
from unres_research import cli
from unres_research.analyse import citations, lineages
from unres_research.corpus import example_corpus
from unres_research.corpus._corpus import built_in
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext

LISTS = re.compile(
    r"\b(?:Iterable|Sequence|Collection|list|tuple|Mapping|dict)\[|\bTerms\b|\bGroup\b"
)
NUMBERS = re.compile(
    r"^(?:tuple\[(?:int|float)(?:, (?:int|float|\.\.\.))*\]|Mapping\[str, float\]|Iterable\[int\])"
)


@dataclass(frozen=True)
class Case:
    """How to give a parameter one value, a value that is known, and one that nobody knows."""

    call: Callable[[Any], Any]
    known: Any
    unknown: Any = None


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


@pytest.fixture(scope="module")
def cases(corpus, lamps, tmp_path_factory):
    """By function and parameter."""
    text, other = corpus.resolution("A/RES/78/907"), corpus.resolution("A/RES/78/908")
    own = plaintext.parse(written.DRAFT)
    model = un.fit_topics(corpus, 4)
    prevalence = {"all": model.prevalence()}
    over_time = model.prevalence(by="session")
    table = un.trends(corpus, ["whales", "decides"])
    novelty = lineages.new_wording(corpus)
    folder, library = (tmp_path_factory.mktemp(name) for name in ("walk", "library"))
    (library / "lamps.xml").write_text(written.LAMPS, encoding="utf-8")
    un.build_corpus(library, texts=True, n_jobs=1, progress=False)
    drawn = un.plot
    turned = pd.DataFrame({"symbol": ["A/RES/78/906"], "adoption": "yes", "adoption_before": "no"})

    def groups(value):
        return {"a": value, "b": ["A/RES/77/902", "A/RES/77/903", "A/RES/78/905"]}

    def fetched(value):
        return un.fetch(value, library=folder, raw_base=str(folder), sc_base=str(folder),
                        ods_base=str(folder), pause=0, progress=False).failures  # fmt: skip

    def report(**options):
        draft = built_in() / "texts" / "A_78_L.86.txt"
        return un.show.report(folder / "report", text=draft, **options)

    return {
        "cli.main arguments": Case(status, "--version"),
        "open_corpus add": Case(lambda v: un.open_corpus(add=v), str(library / "data"), "nowhere"),
        "compare exclude": Case(
            lambda v: un.compare(text, corpus, exclude=v).earlier.sources,
            "A/RES/78/908",
            "A/RES/1/1",
        ),
        "analyse.history exclude": Case(
            lambda v: un.analyse.history("whales of the sea", corpus, exclude=v).left_out,
            "A/RES/77/901",
            "A/RES/1/1",
        ),
        "check exclude": Case(
            lambda v: un.check(text, corpus, exclude=v).due_elsewhere, "A/RES/78/908", "A/RES/1/1"
        ),
        "mandates sessions": Case(lambda v: un.mandates(corpus, sessions=v).table, None),
        "mandates committees": Case(
            lambda v: un.mandates(corpus, committees=v).table, None, "Seventh"
        ),
        "mandates symbols": Case(lambda v: un.mandates(corpus, symbols=v).table, None, "A/RES/1/1"),
        "mandates addressee": Case(
            lambda v: un.mandates(corpus, addressee=v).table, None, "whales"
        ),
        "Sponsors.pairs states": Case(lambda v: un.sponsors(corpus).pairs(v), None, "Atlantis"),
        "Sponsors.graph states": Case(lambda v: un.sponsors(corpus).graph(v), None, "Atlantis"),
        "Votes.agreement states": Case(lambda v: un.votes(corpus).agreement(v), None, "Atlantis"),
        "Votes.among symbols": Case(
            lambda v: un.votes(corpus).among(v).roll_calls, "A/RES/78/906", "A/RES/1/1"
        ),
        "Reworded.turns symbols": Case(
            lambda v: un.analyse.Reworded(corpus, turned, turned).turns(v),
            "A/RES/78/906",
            "A/RES/1/1",
        ),
        "Sponsors.counts by": Case(lambda v: un.sponsors(corpus).counts(by=v), None, None),
        "Votes.agreement by": Case(lambda v: un.votes(corpus).agreement(by=v), None, None),
        "plot.mandates measures": Case(
            lambda v: un.plot.mandates(un.mandates(corpus).by("session"), measures=v),
            None,
            "repots",
        ),
        "show.table columns": Case(
            lambda v: un.show.table(pd.DataFrame({"hull": [1]}), "t", "Of hulls.", columns=v),
            "hull",
            "hulk",
        ),
        "plot.agreement states": Case(
            lambda v: un.plot.agreement(un.votes(corpus).agreement(), v), None, "Atlantis"
        ),
        "plot.positions states": Case(lambda v: un.plot.positions(pd.DataFrame(), v), None),
        "search exclude": Case(
            lambda v: un.search("whales", corpus, exclude=v).places, "A/RES/77/901", "A/RES/1/1"
        ),
        "align kinds": Case(
            lambda v: un.align(text, other, kinds=v).to_frame(), "operative", "operativ"
        ),
        "Corpus.rows_of symbols": Case(corpus.rows_of, "A/RES/77/901", "A/RES/1/1"),
        "Corpus.term_counts terms": Case(corpus.term_counts, "whales", "wales"),
        "Corpus.columns terms": Case(corpus.columns, "whales", "wales"),
        "fetch wanted": Case(fetched, "A/RES/1/1"),
        "fetch session": Case(
            lambda v: (
                un.fetch(
                    (),
                    session=v,
                    library=folder,
                    raw_base=str(folder),
                    sc_base=str(folder),
                    ods_base=str(folder),
                    pause=0,
                    progress=False,
                ).failures
            ),
            "31",
            "x",
        ),  # fmt: skip
        "trends terms": Case(lambda v: un.trends(corpus, v), "whales", "wales"),
        "read.classify_document paragraphs": Case(
            un.read.classify_document, "Recalling the bells,", 5
        ),
        "change terms": Case(
            lambda v: un.analyse.change(corpus, v, (77, 78), n_permutations=99), "whales", "wales"
        ),
        "change sessions": Case(lambda v: un.analyse.change(corpus, "whales", v), None, (77, 99)),
        "related exclude": Case(
            lambda v: un.analyse.related(text, corpus, exclude=v), "A/RES/78/908", "A/RES/1/1"
        ),
        "TopicModel.prevalence symbols": Case(model.prevalence, "A/RES/77/901", "A/RES/1/1"),
        "TopicModel.beside groups": Case(
            lambda v: sorted(model.beside(text, {"one": v}).members.items()),
            "A/RES/77/901",
            "A/RES/1/1",
        ),
        "Features of": Case(
            lambda v: un.analyse.Features(v).fit(["Decides to meet."]).get_feature_names_out(),
            "acts",
            "act",
        ),
        "Features terms": Case(
            lambda v: un.analyse.Features("terms", terms=v).fit_transform(["Two whales."]),
            "whales",
            5,
        ),
        "Features.fit X": Case(
            lambda v: un.analyse.Features().fit(v).get_feature_names_out(), "Decides to meet.", 5
        ),
        "Features.transform X": Case(
            un.analyse.Features("structure").fit(["Decides."]).transform, "Decides to meet.", 5
        ),
        "TopicModel.place texts": Case(model.place, "Decides to tune the bells of all States", 5),
        "TopicModel.effects symbols": Case(
            lambda v: model.effects("session", symbols=v), None, "A/RES/1/1"
        ),
        "analyse.sweep_topics on": Case(
            lambda v: un.analyse.sweep_topics(corpus, (2, 4), on=v), None, "A/RES/1/1"
        ),
        "count_text texts": Case(lambda v: un.corpus.count_text(v, corpus), None, "whales"),
        "stop_words groups": Case(un.corpus.stop_words, "function", "nouns"),
        "new_wording_by by": Case(
            lambda v: lineages.new_wording_by(novelty, v), "session", "sesion"
        ),
        "analyse.adoption terms": Case(lambda v: un.analyse.adoption(corpus, v), "whales", "wales"),
        "analyse.first_uses terms": Case(
            lambda v: un.analyse.first_uses(corpus, v), "whales", "wales"
        ),
        "analyse.adoption split": Case(
            lambda v: un.analyse.adoption(corpus, "whales", split=v), None, "comittee"
        ),
        "analyse.emerging kinds": Case(
            lambda v: un.analyse.emerging(corpus, before=77, after=78, kinds=v), "subject", "verb"
        ),
        "analyse.change_points terms": Case(
            lambda v: un.analyse.change_points(lamps, v, n_permutations=99), "lamps", "lambs"
        ),
        "plot.background measures": Case(
            lambda v: drawn.background(un.analyse.background(corpus), v), "words, mean", "length"
        ),
        "analyse.rise terms": Case(
            lambda v: un.analyse.rise(corpus, v, (77, 78)), "whales", "wales"
        ),
        "analyse.trend terms": Case(lambda v: un.analyse.trend(lamps, v), "lamps", "lambs"),
        "plot.trends events": Case(
            lambda v: drawn.trends(
                table, events=dict.fromkeys(v if isinstance(v, list) else [v], "a day")
            ),
            77,
            99,
        ),
        "plot.trends terms": Case(lambda v: drawn.trends(table, v), "whales", "wales"),
        "plot.adoption events": Case(
            lambda v: drawn.adoption(
                un.analyse.adoption(corpus, "whales", by="session"),
                events=dict.fromkeys(v if isinstance(v, list) else [v], "a day"),
            ),
            77,
            99,
        ),
        "plot.adoption terms": Case(
            lambda v: drawn.adoption(un.analyse.adoption(corpus, ["whales", "bells"]), v),
            "whales",
            "wales",
        ),
        "plot.slopes terms": Case(lambda v: drawn.slopes(table, v), "whales", "wales"),
        "plot.heat terms": Case(lambda v: drawn.heat(table, v), "whales", "wales"),
        "plot.topic_profile topics": Case(
            lambda v: drawn.topic_profile(prevalence, v), model.labels[0], "whales"
        ),
        "plot.topic_trends topics": Case(
            lambda v: drawn.topic_trends(over_time, v), model.labels[0], "whales"
        ),
        "plot.topic_profile groups": Case(lambda v: drawn.topic_profile(v, model.labels), None, ""),
        "symbols.find links": Case(lambda v: un.symbols.find("A/78/L.86", v), None, "links"),
        "citations.graph texts": Case(lambda v: citations.graph(corpus, v), None, "A/75/L.1"),
        "keyness groups": Case(
            lambda v: un.keyness(corpus, groups(v)).to_frame(), "A/RES/77/901", "A/RES/1/1"
        ),
        "keyness terms": Case(
            lambda v: un.keyness(corpus, groups(own), terms=v).to_frame(), "decides", "decide"
        ),
        "keyness chosen_by": Case(
            lambda v: un.keyness(corpus, groups(own), chosen_by=v).to_frame(), "decides", "decidez"
        ),
        "Study group": Case(
            lambda v: un.analyse.Study(text, corpus, group=v).group, "A/RES/77/901", "A/RES/1/1"
        ),
        "Study terms": Case(lambda v: un.analyse.Study(text, corpus, terms=v).terms, "tune", 5),
        "report group": Case(lambda v: report(group=v), None, "A/RES/1/1"),
        "report terms": Case(lambda v: report(terms=v), None, 5),
        "speech_acts groups": Case(
            lambda v: un.speech_acts(corpus, groups(v)).to_frame(), "A/RES/77/901", "A/RES/1/1"
        ),
    }


def status(arguments: Any) -> Any:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    return left.value.code


def plain(result: Any) -> Any:
    """What two results are compared by."""
    if isinstance(result, (pd.DataFrame, pd.Series)):
        return result.to_csv(), result.attrs if isinstance(result, pd.DataFrame) else None
    if issparse(result):
        return result.toarray().tolist()
    if isinstance(result, np.ndarray):
        return result.tolist()
    if hasattr(result, "get_children"):  # a figure or its axes
        texts = [text.get_text() for text in result.findobj(matplotlib.text.Text)]
        plt.close("all")
        return texts
    return repr(result)


def public() -> list[tuple[str, Any]]:
    """Public functions and methods, and the methods of what public functions return."""
    from unres_research.analyse._keyness import Keyness
    from unres_research.analyse._speech_acts import SpeechActs

    found = []
    for name, value, _ in test_house.documented():
        if not inspect.isclass(value):
            found.append((name, value))
        elif not is_dataclass(value) and inspect.isfunction(value.__init__):
            found.append((name, value.__init__))
    for made in (Keyness, SpeechActs):
        for name, value in vars(made).items():
            if inspect.isfunction(value) and name[0] != "_":
                found.append((f"unres_research.{made.__name__}.{name}", value))
    return found


def parameters() -> list[str]:
    """Parameters that take several strings, or groups of them, as "function parameter"."""
    found = []
    for label, value in public():
        for name, parameter in inspect.signature(value).parameters.items():
            said = str(parameter.annotation)
            if LISTS.search(said) and not NUMBERS.search(said):
                parts = label.split(".")[1:]
                found.append(f"{'.'.join(parts)} {name}")
    return found


def short(parameter: str, cases: dict[str, Case]) -> str | None:
    """Name of the case of a parameter: its end is the same."""
    return next((name for name in cases if f".{parameter}".endswith(f".{name}")), None)


def test_every_parameter_that_takes_a_list_has_a_case(cases):
    found = parameters()
    assert len(found) > 20
    bare = [parameter for parameter in found if not short(parameter, cases)]
    assert not bare, "\n".join(bare)


def test_one_string_is_one_item(cases):
    for name, case in cases.items():
        if case.known is not None:
            assert plain(case.call(case.known)) == plain(case.call([case.known])), name


def test_what_nobody_knows_is_named(cases):
    for name, case in cases.items():
        if case.unknown is None:
            continue
        wanted = case.unknown if isinstance(case.unknown, tuple) else [case.unknown]
        for value in (case.unknown, wanted):
            with pytest.raises(UnresError) as raised:
                case.call(value)
            said = str(raised.value)
            assert "expected" in said or "found" in said, name
            assert str(wanted[-1]) in said, (name, said)


def test_single_names_that_nobody_knows_are_named(corpus):
    text = corpus.resolution("A/RES/78/907")
    found, graph = un.compare(text, corpus), citations.graph(corpus)
    groups = {"a": ["A/RES/77/901"], "b": ["A/RES/78/901"]}
    acts, key = un.speech_acts(corpus, groups), un.keyness(corpus, groups)
    calls = {
        "OP99": lambda: corpus.text_of("A/RES/77/901", "OP99"),
        "A/RES/1/1": lambda: corpus.resolution("A/RES/1/1"),
        "A/RES/2/1": lambda: corpus.text_of("A/RES/2/1", "OP1"),
        "A/RES/3/1": lambda: found.beside("A/RES/3/1"),
        "A/RES/4/1": lambda: citations.around(graph, "A/RES/4/1"),
        "symbole": lambda: corpus.with_texts(corpus.paragraphs, symbol="symbole"),
        "earliest": lambda: found.main_sources("earliest"),
        "latest": lambda: un.plot.sources(found, side="latest"),
        "directives": lambda: acts.firmness("directives"),
        "c": lambda: key.to_frame("c"),
        "operativ": lambda: un.read.match_opener("Decides", kind="operativ"),
    }
    for name, call in calls.items():
        with pytest.raises(UnresError, match=f"found .*{name!r}.*expected"):
            call()
