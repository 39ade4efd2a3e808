"""Paths that cannot be: every public function that takes one says so in words."""

from __future__ import annotations

import inspect
import os
import re
from functools import cache

import pytest
from test_names import public

import unres_research as un
from unres_research import analyse, corpus, library, show
from unres_research.errors import UnresError

LAMPS = "The General Assembly,\n\n1. Decides to light lamps."
LAMPES = "L’Assemblée générale,\n\n1. Décide d’allumer les lampes."


def _opened(path):
    with library.open_library(path):
        pass


def _two():
    return un.align(un.loads(LAMPS), un.loads(LAMPS))


def _compared():
    return un.compare(un.loads(LAMPS), corpus.example_corpus(), date="2020-01-01")


@cache
def _model():
    return un.fit_topics(corpus.example_corpus(), 4)


def _scale(path):
    small = corpus.example_corpus()
    un.speech_acts(small, {"all": list(small.resolutions.index)}, scale=path)


def _list(name):
    return lambda path: un.actions("Decides to light lamps", **{name: path})


READS = {
    "load path": un.load,
    "load_folder path": lambda path: un.load_folder(path, progress=False),
    "open_corpus path": un.open_corpus,
    "open_corpus add": lambda path: un.open_corpus(add=path),
    "build_corpus folder": lambda path: un.build_corpus(path, "made", progress=False),
    **{f"actions {name}": _list(name) for name in ("verbs", "addressees", "resources", "reports")},
    "speech_acts scale": _scale,
    "analyse.Features scale": lambda path: analyse.Features("acts", scale=path).fit_transform(
        [LAMPS]
    ),
    "analyse.Study text": analyse.Study,
    "analyse.TopicModel.renamed path": lambda path: _model().renamed(path),
    "analyse.background scale": lambda path: analyse.background(
        corpus.example_corpus(), scale=path
    ),
    "analyse.languages scale": lambda path: analyse.languages(
        [un.loads(f"A/RES/75/1\n\n{text}") for text in (LAMPS, LAMPES)], scale=path
    ),
    "analyse.lexicon path": analyse.lexicon,
    "analyse.open_topics path": analyse.open_topics,
    "library.add path": lambda path: library.add(path, "library"),
    "show.report notebooks": lambda path: show.report("out", notebooks=path, progress=False),
    "show.report text": lambda path: show.report("out", text=path, progress=False),
    "show.export.comparison other": lambda path: un.export.comparison(_compared(), "made", path),
}
WRITES = {
    "build_corpus out": lambda path: un.build_corpus("docs", path, progress=False),
    "fetch library": lambda path: un.fetch(
        "A/RES/75/1", library=path, raw_base="docs", progress=False
    ),
    "analyse.sweep_topics cache": lambda path: analyse.sweep_topics(
        corpus.example_corpus(), (2, 4), cache=path
    ),
    "library.add library": lambda path: library.add("docs/a.txt", path),
    "library.open_library folder": _opened,
    "show.report out": lambda path: show.report(path, progress=False),
    "show.export.comparison folder": lambda path: un.export.comparison(_compared(), path),
}
WRITES_FILES = {
    "analyse.TopicModel.export_names path": lambda path: _model().export_names(path),
    "analyse.TopicModel.save path": lambda path: _model().save(path),
    "show.View.save path": lambda path: show.redline(_two()).save(path, "Lamps"),
    "show.export.check path": lambda path: un.export.check(
        un.check(un.loads(LAMPS), corpus.example_corpus()), path
    ),
    "show.export.clause path": lambda path: un.export.clause(
        analyse.history("light lamps", corpus.example_corpus()), path
    ),
    "show.export.graphml path": lambda path: un.export.graphml(
        analyse.citations.graph(corpus.example_corpus()), path
    ),
    "show.export.pyldavis path": lambda path: un.export.pyldavis(_model(), path),
    "show.export.redline path": lambda path: un.export.redline(_two(), path),
}
WRITES_KINDS = {  # files that are told apart by their names
    "show.export.references path": lambda path: un.export.references(corpus.example_corpus(), path),
}
CALLS = {**READS, **WRITES, **WRITES_FILES, **WRITES_KINDS}
UNCHECKED = {"ReadError path", "analyse.Library folder", "library.Library folder"}  # made by us
NO_PATHS = {"nothing": ("", "found|cannot be read"), "a number": (3, "3"), "None": (None, "None")}
WRONG = {"NUL": "a\0b", "long": "x" * 5000, "long parts": "y" * 300 + "/z", "under": "file/x"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A working folder with a file and a folder of one document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(f"A/RES/75/1\n\n{LAMPS}", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _parameters():
    """Public parameters that take a path, by name, with what they are by default."""
    return {
        f"{label.partition('.')[2]} {name}": parameter.default
        for label, value in public()
        for name, parameter in inspect.signature(value).parameters.items()
        if re.search(r"Path", str(parameter.annotation))
    }


def test_every_parameter_that_takes_a_path_has_a_call():
    assert not set(_parameters()) - set(CALLS) - UNCHECKED


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", CALLS)
def test_a_path_that_cannot_be_is_refused_in_words(name, wrong, place):
    before = sorted(os.listdir(place))
    with pytest.raises(UnresError):
        CALLS[name](WRONG[wrong])
    assert sorted(set(os.listdir(place)) - {"library", "made"}) == before


@pytest.mark.parametrize("name", CALLS)
def test_what_is_no_path_is_refused_in_words(name, place):
    before = sorted(os.listdir(place))
    for value, said in NO_PATHS.values():
        if value is not None or _parameters().get(name, "") is not None:
            with pytest.raises(UnresError, match=said):
                pytest.fail(f"takes {value!r}: {CALLS[name](value)}")
    assert sorted(set(os.listdir(place)) - {"library", "made"}) == before


@pytest.mark.parametrize("name", WRITES_FILES)
def test_files_are_written_in_no_folder_of_that_name_but_in_new_ones(name, place):
    with pytest.raises(UnresError, match="docs: cannot be written"):
        WRITES_FILES[name]("docs")
    assert os.listdir("docs") == ["a.txt"]
    WRITES_FILES[name]("new/one/file")
    assert os.listdir("new/one") == ["file"]
