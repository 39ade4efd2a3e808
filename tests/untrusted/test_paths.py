"""Paths that cannot be: every public function that takes one says so in words."""

from __future__ import annotations

import os

import pytest

import unres_research as un
from unres_research import analyse, corpus, library, show
from unres_research.errors import UnresError

LAMPS = "The General Assembly,\n\n1. Decides to light lamps."


def _opened(path):
    with library.open_library(path):
        pass


def _redline(path):
    un.export.redline(un.align(un.loads(LAMPS), un.loads(LAMPS)), path)


def _comparison(path):
    found = un.compare(un.loads(LAMPS), corpus.example_corpus(), date="2020-01-01")
    un.export.comparison(found, path)


def _graphml(path):
    un.export.graphml(analyse.citations.graph(corpus.example_corpus()), path)


def _scale(path):
    small = corpus.example_corpus()
    un.speech_acts(small, {"all": list(small.resolutions.index)}, scale=path)


READS = {
    "load": un.load,
    "load_folder": lambda path: un.load_folder(path, progress=False),
    "open_corpus": un.open_corpus,
    "open_corpus, add": lambda path: un.open_corpus(add=path),
    "build_corpus, from": lambda path: un.build_corpus(path, "made", progress=False),
    "add": lambda path: library.add(path, "library"),
    "speech_acts": _scale,
    "Study": lambda path: analyse.Study(path),
    "report, notebooks": lambda path: show.report("out", notebooks=path, progress=False),
    "report, text": lambda path: show.report("out", text=path, progress=False),
}
WRITES = {
    "build_corpus, to": lambda path: un.build_corpus("docs", path, progress=False),
    "add, to": lambda path: library.add("docs/a.txt", path),
    "open_library": _opened,
    "fetch": lambda path: un.fetch("A/RES/75/1", library=path, raw_base="docs", progress=False),
    "export.redline": _redline,
    "export.comparison": _comparison,
    "export.graphml": _graphml,
    "report": lambda path: show.report(path, progress=False),
}
WRONG = {"NUL": "a\0b", "long": "x" * 5000, "long parts": "y" * 300 + "/z", "under": "file/x"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A working folder with a file and a folder of one document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(f"A/RES/75/1\n\n{LAMPS}", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_a_path_that_cannot_be_is_refused_in_words(name, wrong, place):
    before = sorted(os.listdir(place))
    with pytest.raises(UnresError):
        {**READS, **WRITES}[name](WRONG[wrong])
    assert sorted(set(os.listdir(place)) - {"library", "made"}) == before
