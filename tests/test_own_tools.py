"""Every public table goes to CSV and Parquet, and every graph to GraphML, and comes back.

The steps before and after are those of docs/analyses.md, "In your own tools": for Parquet sessions
are written as text where there are special ones, for CSV lists, too.
"""

from __future__ import annotations

import inspect
import io
import json
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import written
from pandas.api import types
from pyarrow import ArrowException
from voted import example_with_votes

import unres_research as un
from unres_research.analyse import citations, lineages

DRAFT = """A/80/L.91

The General Assembly,

Recalling its resolution A/RES/77/901,

1. Decides to tune the violins, drums and bells of all States;

2. Requests the Secretary-General to submit a report on violins at its eighty-first session;

3. Decides to convene a high-level meeting on violins in the spring of 2027;

4. Also decides to review the present resolution at its eighty-second session."""
ENGLISH = "A/RES/78/901\n\nThe General Assembly,\n\n1. Urges all States to pay."
FRENCH = "A/RES/78/901\n\nL’Assemblée générale,\n\n1. Prie les États de payer."
GRAPHS, TABLES = ("DiGraph", "nx.Graph"), ("DataFrame", "Series")
WITHIN = {  # results of no public function, and what takes the place of a table for it
    "Descent", "Hits", "Material", "RunIndex", "Tables", "Beside",
}  # fmt: skip
NONE_HERE = {  # a table without rows in so small a data set
    "Check.due_elsewhere", "Keyness.distinct", "Languages.differences", "Languages.firmness",
    "Languages.issues", "Reworded.turns", "Search.candidates", "Search.cited_by", "Study.adoption",
    "Study.collocations", "Study.distinct_terms", "TopicModel.names", "TopicModel.subjects",
    "emerging",
}  # fmt: skip
NO_TABLE = {"Entry.facts"}  # a row: text, numbers and days in one column


# what there is --------------------------------------------------------------------------


def said(member: Any) -> str:
    """What a function or property says that it gives."""
    if isinstance(member, property):
        member = member.fget
    member = getattr(member, "func", getattr(member, "__func__", member))
    return str(getattr(member, "__annotations__", {}).get("return", ""))


def members(cls: type) -> Iterator[tuple[str, str]]:
    """Names of a class with what they are said to be."""
    for name, value in vars(cls).items():
        if not name.startswith("_"):
            yield name, said(value)
    yield from ((name, str(kind)) for name, kind in inspect.get_annotations(cls).items())


def modules() -> Iterator[Any]:
    for module in walk_packages(un.__path__, "unres_research."):
        if not module.name.endswith("__main__"):
            yield import_module(module.name)


def classes() -> list[type]:
    return [
        value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and name[0] != "_"
        if name not in WITHIN
    ]


def public(kinds: tuple[str, ...]) -> set[str]:
    """Functions, and members of results, that give one of the kinds."""
    found = {
        f"{cls.__name__}.{member}"
        for cls in classes()
        for member, kind in members(cls)
        if any(word in kind for word in kinds)
    }
    for module in modules():
        path = module.__name__.split(".")[1:]
        if not any(part.startswith("_") for part in path):
            for name in dir(module):
                value = getattr(module, name, None)
                if inspect.isfunction(value) and any(word in said(value) for word in kinds):
                    found.add(name)
    return found - NO_TABLE


# an example of each -----------------------------------------------------------------------

REPORT = (
    "{} the Secretary-General to submit to the General Assembly at its {} session a report on the "
    "lamps of harbours and on the keepers who light them at dusk"
)
KEEP = "Urges all Member States to keep the wicks of every lighthouse trimmed, dry and {}"
VOTES = (("Fiji Malta Chad", "Togo", "Zambia"), ("Fiji Malta", "Togo Zambia", "Chad"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two series of resolutions on lamps, each put to a vote every year."""
    made, rows = tmp_path_factory.mktemp("lamps"), []
    for session in (75, 76, 77, 78):
        for number, last in ((1, "ready"), (2, "clean")):
            symbol = f"A/RES/{session}/{number}"
            verb, due = ("Requests", "seventy-ninth") if session % 2 else ("Invites", "eightieth")
            body = [f"1. {REPORT.format(verb, due)};", f"2. {KEEP.format(last)}."]
            text = written.plain(symbol, f"{number} December {session + 1945}", f"Lamps {last}",
                                 f"Recalling its resolutions A/RES/{session - 1}/1 and A/RES/{session - 1}/2,",
                                 *body)  # fmt: skip
            (made / f"{session}_{number}.txt").write_text(text, encoding="utf-8")
            lists = [names.upper().split() for names in VOTES[session % 2]]
            row = {"symbol": symbol, "adoption_type": "By a recorded vote", "sponsors": ["FIJI"],
                   "subjects": [["LAMPS", "UNBIS Thesaurus"]]}  # fmt: skip
            for key, names in zip(("in_favour", "against", "abstaining"), lists, strict=True):
                row |= {f"MS_{key}": names, f"MS_{key}_count": str(len(names))}
            rows.append(json.dumps(row))
    special = written.plain(
        "A/RES/ES-10/1", "1 March 2023", "Of lamps", f"1. {KEEP.format('lit')}."
    )
    (made / "ES-10_1.txt").write_text(special, encoding="utf-8")
    (made / "data_extract").mkdir()
    (made / "data_extract" / "75.json").write_text("\n".join(rows), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def results(folder, told, tmp_path_factory) -> dict[str, Any]:
    """One result of every class, by its name."""
    corpus, members = example_with_votes()
    text, who = un.loads(DRAFT), un.analyse._who
    groups = {"one": corpus.symbols[:8], "other": corpus.symbols[8:]}
    found, model = un.compare(text, corpus, date="2025-01-01"), un.fit_topics(corpus, 4)
    own = tmp_path_factory.mktemp("own")
    (own / "lamps.xml").write_text(written.LAMPS, encoding="utf-8")
    (own / "no.rtf").write_bytes(b"{\\rtf1}")
    with un.library.open_library(own) as library:
        pass
    tongues = un.analyse.languages([un.loads(ENGLISH), un.loads(FRENCH)])
    return {
        "Alignment": un.align(corpus.resolution("A/RES/78/907"), text),
        "Behind": un.analyse.behind(un.compare(told.resolution("A/RES/77/1"), told)),
        "Built": un.corpus._build.build_corpus(own, texts=True, n_jobs=1, progress=False),
        "Check": un.check(text, corpus),
        "Clause": tongues.clause("A/RES/78/901", "OP1"),
        "Comparison": found,
        "Corpus": told,
        "Entry": told["A/RES/78/1"],
        "Fetched": un.fetch("A/RES/1/1", library=own, raw_base=str(own), sc_base=str(own),
                            ods_base=str(own), pause=0, progress=False),
        "History": un.analyse.history(told.resolution("A/RES/78/1"), told, "OP2"),
        "Joined": un.corpus._joined.add_all(un.corpus.example_corpus(), told),
        "Keyness": un.keyness(corpus, groups),
        "Languages": tongues,
        "Library": library,
        "Loaded": un.load_folder(own, progress=False),
        "Mandates": un.mandates(told),
        "Part": corpus.about("violins"),
        "Resolution": text,
        "Reworded": un.analyse.reworded(told),
        "Search": un.search("trimmed, dry", told),
        "Side": found.earlier,
        "SpeechActs": un.speech_acts(corpus, groups),
        "Sponsors": who._sponsors.sponsors(corpus, members=members),
        "Study": un.analyse.Study(text, corpus, group=groups["one"], terms=["bells"]),
        "TextTopics": model.beside(text, groups),
        "TopicModel": model,
        "Votes": who._votes.votes(corpus, members=members),
    }  # fmt: skip


@pytest.fixture(scope="module")
def given(results, told) -> dict[str, Any]:
    """By name, what functions and methods give that must be told of what."""
    corpus = results["TopicModel"].corpus
    text, bells = results["Resolution"], corpus.resolution("A/RES/78/908")
    graph, votes, sponsors = citations.graph(told), results["Votes"], results["Sponsors"]
    model, ledger, behind = results["TopicModel"], results["Mandates"], results["Behind"]
    both, analyse = ["whales", "bells"], un.analyse
    return {
        "Behind.positions": lambda: behind.positions(
            un.votes(un.open_corpus()).positions(n_boot=20)
        ),
        "Check.provisions_of": lambda: results["Check"].provisions_of("review"),
        "Comparison.beside": lambda: results["Comparison"].beside("A/RES/78/907"),
        "Corpus.with_texts": lambda: told.with_texts(told.paragraphs),
        "Languages.openers": lambda: results["Languages"].openers("fr"),
        "Mandates.alike": lambda: ledger.alike("A/RES/78/1", "OP1"),
        "Mandates.nearest": lambda: ledger.nearest(un.check(told.resolution("A/RES/78/1"), told)),
        "Search.twins": lambda: results["Search"].twins(told),
        "Sponsors.graph": lambda: sponsors.graph(least=1),
        "Study.users": lambda: results["Study"].users("bells"),
        "TopicModel.differences": lambda: model.differences(corpus.symbols[:8], corpus.symbols[8:]),
        "TopicModel.effects": lambda: model.effects("session"),
        "TopicModel.place": lambda: model.place("Decides to tune the bells of all States"),
        "TopicModel.profile": lambda: model.profile(text),
        "TopicModel.ranges": lambda: model.ranges(text),
        "Votes.beside": lambda: votes.beside("XHA", "XLA"),
        "Votes.positions": lambda: un.votes(un.open_corpus()).positions(n_boot=20),
        "Votes.record": lambda: votes.record("XHA"),
        "actions": lambda: un.actions(told),
        "adoption": lambda: analyse.adoption(corpus, both, by="session"),
        "around": lambda: citations.around(graph, "A/RES/77/1"),
        "background": lambda: analyse.background(corpus),
        "change": lambda: analyse.change(corpus, both, (77, 78), n_permutations=99),
        "change_points": lambda: analyse.change_points(told, "lamps", n_permutations=99),
        "cocitation": lambda: citations.cocitation(graph, "A/RES/77/1"),
        "coupling": lambda: citations.coupling(graph, "A/RES/77/1"),
        "emerging": lambda: analyse.emerging(corpus, before=77, after=78, kinds="subject"),
        "first_uses": lambda: analyse.first_uses(corpus, both),
        "graph": lambda: graph,
        "main_path": lambda: citations.main_path(graph, "A/RES/77/1"),
        "near_duplicates": lambda: lineages.near_duplicates(told),
        "neighbours": lambda: citations.neighbours(graph, "A/RES/77/1"),
        "new_wording": lambda: lineages.new_wording(told),
        "new_wording_by": lambda: lineages.new_wording_by(lineages.new_wording(told)),
        "predecessors": lambda: lineages.predecessors(told),
        "related": lambda: analyse.related(bells, corpus),
        "resolution_table": lambda: analyse.resolution_table(corpus, model),
        "rise": lambda: analyse.rise(corpus, both, (77, 78)),
        "series": lambda: lineages.series(told),
        "sessions": lambda: analyse.sessions(corpus),
        "sweep_topics": lambda: analyse.sweep_topics(un.open_corpus(), progress=False),
        "trend": lambda: analyse.trend(told, "lamps"),
        "trends": lambda: un.trends(corpus, both),
    }


def example(name: str, results: dict[str, Any], given: dict[str, Any]) -> Any:
    if name in given:
        return given[name]()
    cls, member = name.split(".")
    value = getattr(results[cls], member)
    return value() if callable(value) else value


def tables(value: Any) -> list[pd.DataFrame]:
    """The tables of an attribute, of which some hold several and some none."""
    if isinstance(value, dict):
        return [table for one in value.values() for table in tables(one)]
    if isinstance(value, pd.Series):
        return [value.to_frame(value.name or "value")]
    return [value] if isinstance(value, pd.DataFrame) else []


# there and back ---------------------------------------------------------------------------

TEXT = ("number", "session")  # columns of text that look like numbers


def plain(value: Any) -> Any:
    """A cell without the kind of its list, or of its missing value."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, dict):  # Parquet gives every row the same keys
        return {key: plain(item) for key, item in value.items() if item is not None}
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.item() if isinstance(value, np.generic) else value


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """An index that is no counter is a column."""
    is_counter = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    return frame if is_counter else frame.reset_index()


def cells(frame: pd.DataFrame) -> dict[str, list[Any]]:
    table = flat(frame)
    return {name: [plain(value) for value in table[name]] for name in table.columns}


def mixed(frame: pd.DataFrame) -> list[str]:
    """Columns of numbers and texts, as sessions are."""
    return [
        name for name, column in frame.items() if {str, int} <= {type(value) for value in column}
    ]


def through_parquet(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(frame.to_parquet()))


def as_json(value: Any) -> str:
    return json.dumps(value, default=np.ndarray.tolist)


def through_csv(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists of names joined, all others as JSON."""
    kinds = {
        name: {type(item) for value in column if isinstance(value, LISTS) for item in value}
        for name, column in frame.items()
        if any(isinstance(value, (*LISTS, dict)) for value in column)
    }
    joined = [name for name, kind in kinds.items() if kind == {str} and not held_dict(frame[name])]
    coded = [name for name in kinds if name not in joined]
    made = frame.assign(
        **{name: frame[name].str.join("; ") for name in joined},
        **{name: frame[name].map(as_json) for name in coded},
    )
    again = pd.read_csv(
        io.StringIO(made.to_csv(index=False)),
        parse_dates=[name for name in made if types.is_datetime64_any_dtype(made[name])],
        dtype={name: str for name in TEXT if name in made and is_text(made[name])},
        keep_default_na=False,
        na_values=[""],
    )
    for name in joined:
        again[name] = again[name].fillna("").str.split("; ").map(lambda x: [] if x == [""] else x)
    for name in coded:
        again[name] = again[name].map(json.loads)
    return again


def is_text(column: pd.Series) -> bool:
    """Whether its values are strings or missing; the type of a column tells with new pandas alone."""
    return types.infer_dtype(column, skipna=True) == "string"


LISTS = (list, tuple, np.ndarray)


def held_dict(column: pd.Series) -> bool:
    return any(isinstance(value, dict) for value in column)


def seen(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """As CSV can tell it: no text is a missing text, and a missing list an empty one."""
    found = cells(frame)
    for name, column in found.items():
        empty = [] if any(isinstance(value, list) for value in column) else None
        found[name] = [empty if value in ("", None) else value for value in column]
    return found


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, (int, float)):
        return other == pytest.approx(one, rel=1e-12)
    return one == other


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> Iterator[str]:
    if list(before) != list(after):
        yield f"columns {list(before)} became {list(after)}"
        return
    for name, column in before.items():
        pairs = list(zip(column, after[name], strict=True))
        found = [pair for pair in pairs if not same(*pair)]
        if found:
            yield f"{name}: {found[0][0]!r} became {found[0][1]!r}"


def faults(frame: pd.DataFrame) -> Iterator[str]:
    """What a table loses on its way."""
    wrong = set(mixed(frame)) - {"session"}
    if wrong:
        yield f"numbers and texts in {wrong}"
    frame = frame.astype(dict.fromkeys(mixed(frame), str)).rename(columns=str)
    again = through_parquet(frame)
    yield from differences(cells(frame), cells(again))
    if again.attrs != json.loads(json.dumps(frame.attrs)):
        yield f"attrs {frame.attrs} became {again.attrs}"
    yield from differences(seen(flat(frame)), seen(through_csv(flat(frame))))


def test_every_table_comes_back_from_parquet_and_csv(results, given):
    found, empty = [], set()
    for name in sorted(public(TABLES)):
        held = tables(example(name, results, given))
        try:
            found += [f"{name}: {fault}" for frame in held for fault in faults(frame)]
        except (TypeError, ValueError, ArrowException) as error:
            found.append(f"{name}: {error!r}")
        if not any(len(frame) for frame in held):
            empty.add(name)
    assert not found, "\n".join(found)
    assert not empty - NONE_HERE


def test_every_graph_comes_back_from_graphml(results, given, tmp_path):
    names = sorted(public(GRAPHS))
    assert names == ["Sponsors.graph", "Study.citation_map", "around", "graph"]
    for name in names:
        graph = example(name, results, given)
        again = nx.read_graphml(un.export.graphml(graph, tmp_path / f"{name}.graphml"))
        assert len(graph) > 1 and set(again) == set(map(str, graph)), name
        assert again.is_directed() == graph.is_directed()
        assert sorted(again.edges(data=True)) == [
            (str(a), str(b), held) for a, b, held in sorted(graph.edges(data=True))
        ], name
        for node, told in graph.nodes(data=True):
            kept = {key: value for key, value in told.items() if plain(value) is not None}
            assert again.nodes[str(node)] == {k: plain(v) for k, v in kept.items()}, name
