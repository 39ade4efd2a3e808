"""What a terminal, an editor and a type checker show of the package."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
import test_house
from test_shown import results as results  # a fixture

import unres_research as un
from unres_research import records

ROOMS = [name for name in test_house.modules() if test_house.is_public(name)]


@pytest.mark.parametrize("name", ROOMS)
def test_tab_completion_shows_public_names_alone(name):
    room = import_module(name)
    assert dir(room) == sorted(room.__all__) and len(set(room.__all__)) == len(room.__all__)
    for shown in room.__all__:
        assert getattr(room, shown) is not None and not shown.startswith("_")
    with pytest.raises(AttributeError):
        room.no_such_name  # noqa: B018


# types -----------------------------------------------------------------------------------------

SCRIPT = """
import unres_research as un
from unres_research.analyse import Features

draft = un.load("data/texts/A_78_L.86.txt")
corpus = un.open_corpus()
reveal_type(draft)
reveal_type(corpus)
reveal_type(un.compare(draft, corpus))
reveal_type(un.search("lamps", corpus))
reveal_type(draft["OP1"].opener)
reveal_type(un.symbols.normalise("A/78/L.86"))
reveal_type(Features("openers").fit([draft]))


def longest(record: un.Resolution) -> int:
    return max(len(paragraph.text) for paragraph in record)
"""
REVEALED = [
    "unres_research.records.Resolution",
    "unres_research.corpus._corpus.Corpus",
    "unres_research.analyse._compare.Comparison",
    "unres_research.analyse._search.Search",
    "str | None",
    "str",
    "unres_research.analyse._features.Features",
]


def checked(script: str, tmp_path: Path) -> tuple[int, list[str]]:
    """What mypy says of a script of a user's, its status and lines."""
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    (tmp_path / "mypy.ini").write_text(
        "[mypy]\nstrict = true\n"
        "[mypy-pandas.*,matplotlib.*,scipy.*,sklearn.*,nltk.*,pyarrow.*,networkx.*]\n"
        "follow_imports = skip\nignore_missing_imports = true\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "script.py"],
        cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "MYPYPATH": ""},
    )  # fmt: skip
    return run.returncode, [line for line in run.stdout.splitlines() if "script.py" in line]


@pytest.mark.slow
def test_a_script_of_a_user_is_checked_strictly(tmp_path):
    """Against the installed package: the marker `py.typed` makes its types count."""
    status, lines = checked(SCRIPT, tmp_path)
    found = [line.partition('"')[2].rstrip('"') for line in lines if "Revealed" in line]
    assert status == 0, lines
    assert found == REVEALED
    wrong = SCRIPT.replace("len(paragraph.text)", "paragraph.text")
    status, lines = checked(wrong, tmp_path)
    assert status == 1 and any("script.py:19" in line or "error" in line for line in lines)


def test_the_types_are_those_of_the_names():
    """What a type checker sees at the root is what is imported there."""
    tree = test_house.ast.parse(Path(un.__file__).read_text("utf-8"))
    (typed,) = [node for node in tree.body if isinstance(node, test_house.ast.If)]
    seen = {alias.asname: (node.module, alias.name) for node in typed.body for alias in node.names}
    assert sorted(seen) == sorted(un.__all__)
    for name, (module, given) in seen.items():
        assert name == given
        assert getattr(import_module(module), name) is getattr(un, name), name
    assert (Path(un.__file__).parent / "py.typed").is_file()


# a plain terminal -----------------------------------------------------------------------------

LONG = "lamps " * 1000


@pytest.mark.parametrize(
    "value",
    [
        records.Footnote("1", LONG),
        records.Issue("no-title", LONG, "OP1"),
        records.Annex(LONG, "A1.1"),
        records.Comment("Malta", None, LONG, LONG),
        records.Revision("inserted", "Fiji", None, LONG),
        records.Paragraph("OP1", "operative", LONG),
        records.Resolution("A/78/L.86", "draft", LONG),
    ],
    ids=lambda value: type(value).__name__,
)
def test_records_are_one_line(value):
    said = repr(value)
    assert len(said) < 250 and "\n" not in said and said.strip("<").startswith(type(value).__name__)


def test_a_terminal_obeys_no_record():
    assert repr(records.Footnote("1", "\x1b[2J\u202e")).isprintable()


def test_every_result_is_a_few_lines(results):
    for name, value in results.items():
        said = repr(value)
        assert len(said) <= 800 and said.count("\n") < 10, f"{name}: {said[:200]}"
        assert name in said or said.startswith("<"), said
        assert " object at 0x" not in said and "array([" not in said and "DataFrame" not in said


def test_what_a_search_holds_is_one_line():
    corpus = un.corpus.example_corpus()
    (hits,) = un.search("whales", corpus).hits
    assert repr(hits) == "<Hits: 3 in 3 paragraphs of 3 resolutions of the complete collection>"


def test_what_was_loaded_is_told_with_what_was_not(tmp_path):
    for k in range(5):
        (tmp_path / f"{k}.xml").write_text("<nothing>", encoding="utf-8")
    (tmp_path / "whole.txt").write_text(
        "A/RES/78/901\n\nThe General Assembly,\n\n1. Decides to meet.", encoding="utf-8"
    )
    loaded = un.load_folder(tmp_path, progress=False)
    lines = repr(loaded).split("\n")
    assert lines[0] == "<Loaded: 1 documents read, 5 not>"
    assert len(lines) == 5 and lines[-1] == "... 2 more in .issues"
    assert all("xml: " in line and len(line) <= 200 for line in lines[1:4])
    whole = type(loaded)(loaded.records, pd.DataFrame(columns=["path", "reason"]), {})
    assert repr(whole) == "<Loaded: 1 documents read, 0 not>"


def test_a_long_text_is_moved_within_its_height():
    html = un.loads("The General Assembly,\n\n1. Decides to meet.")._repr_html_()
    assert 'aria-label="Paragraphs" style="max-height:36em;overflow:auto"><table' in html
