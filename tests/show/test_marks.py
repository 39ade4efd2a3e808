"""Stored notebooks: whether their outputs are those of their code and of the data."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from html_reader import Reader
from nbformat import v4

import unres_research
from unres_research.show import _marks, _report, _report_pages

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_code_and_data_are_those_that_a_notebook_was_run_with(path):
    """If this fails, run `make notebooks` and read what it stored."""
    notebook = nbformat.read(path, as_version=4)
    assert _marks.stale(notebook) == []


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A folder in the place of the data set, with a selection beside it."""
    (tmp_path / "older").mkdir()
    for folder in (tmp_path, tmp_path / "older"):
        (folder / "datapackage.json").write_text('{"resources": []}')
    monkeypatch.setenv("UNRES_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def notebook(data):
    """One that was run, with two cells of code."""
    cells = [v4.new_markdown_cell("# Lamps"), v4.new_code_cell("a = 1"), v4.new_code_cell("a + 1")]
    made = v4.new_notebook(cells=cells)
    _marks.mark(made)
    return nbformat.reads(nbformat.writes(made), as_version=4)  # as stored


def test_words_outputs_and_blanks_may_change(notebook):
    notebook.cells[0].source = "# Other lamps"
    notebook.cells.insert(1, v4.new_markdown_cell("More."))
    notebook.cells[2].source += "\n"
    notebook.cells[3].outputs = [v4.new_output("stream", text="2")]
    assert _marks.stale(notebook) == []


@pytest.mark.parametrize("change", ["edited", "moved", "removed", "added", "joined"])
def test_a_change_of_code_is_told(notebook, change):
    cells = notebook.cells
    if change == "edited":
        cells[2].source = "a + 2"
    elif change == "moved":
        cells[1], cells[2] = cells[2], cells[1]
    elif change == "removed":
        del cells[2]
    elif change == "added":
        cells.append(v4.new_code_cell("b = 1"))
    else:
        cells[1:] = [v4.new_code_cell("a = 1\na + 1")]
    assert _marks.stale(notebook) == ["its cells of code were changed"]


@pytest.mark.parametrize("place", [".", "older"])
def test_a_change_of_the_data_is_told(notebook, data, place):
    (data / place / "datapackage.json").write_text('{"resources": [1]}')
    assert _marks.stale(notebook) == ["the data set was changed"]


def test_a_selection_that_is_gone_is_told(notebook, data):
    shutil.rmtree(data / "older")
    assert _marks.stale(notebook) == ["the data set was changed"]


def test_another_version_is_told_and_all_that_changed(notebook, monkeypatch):
    monkeypatch.setattr(unres_research, "__version__", "0.0.9")
    assert _marks.stale(notebook) == ["the package has another version"]
    notebook.cells[1].source = "a = 2"
    assert len(_marks.stale(notebook)) == 2


@pytest.mark.parametrize("stored", [None, "x", {}])
def test_a_notebook_without_marks_is_told(notebook, stored):
    notebook.metadata["unres"] = stored
    said = _marks.stale(notebook)
    assert len(said) == (3 if stored == {} else 1)


@pytest.mark.slow
def test_the_outputs_of_a_study_of_your_own_are_those_stored(tmp_path):
    """Run again, sentences and tables are the same; figures are not compared."""
    path = next(path for path in NOTEBOOKS if path.stem == "your_own_study")
    shutil.copy(path, tmp_path)
    (again,) = _report.refresh(tmp_path, progress=False)
    assert again.parent == tmp_path
    before, after = (said_by(one) for one in (path, again))
    assert after == before and "oceans" in before.lower()


def said_by(path):
    read = _report_pages.read(nbformat.read(path, as_version=4), path.stem, [path.stem])
    return Reader(_report_pages.notebook_page([read], 0)).text
