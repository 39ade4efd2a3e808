"""The report: notebooks run from a clean kernel, pages hold what they show, nothing half-written."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from unres_research.errors import UnresError
from unres_research.show import _notebook as publish
from unres_research.show import _report as report

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def write_notebook(folder, name, *sources):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_markdown_cell("# A <title>")]
    notebook.cells += [nbformat.v4.new_code_cell(s) for s in sources]
    nbformat.write(notebook, folder / name)


GOOD = """
import matplotlib.pyplot as plt
import pandas as pd
from unres_research import publish
fig, ax = plt.subplots()
ax.plot([1, 2])
publish.figure(fig, "line", "A <line>.")
publish.table(pd.DataFrame({"a": ["<b>bold</b>", "x" * 200]}), "letters", "Letters.", rows=1)
publish.headline("One & two are three.")
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    write_notebook(folder, "01_one.ipynb", GOOD, "print('<printed>')")
    out = folder / "report"
    return report.make_report(out, folder=folder, progress=False), out


@pytest.mark.slow
def test_pages_figures_and_tables(made):
    result, out = made
    assert (result.figures, result.tables) == (1, 1)
    assert result.headlines == ("One & two are three.",)
    assert result.index == out / "index.html"
    assert (out / "figures" / "line.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (out / "figures" / "line.svg").read_text()
    table = pd.read_csv(out / "tables" / "letters.csv")
    assert table["a"].tolist() == ["<b>bold</b>", "x" * 200]  # whole in the file


@pytest.mark.slow
def test_pages_are_escaped_and_need_no_network(made):
    _, out = made
    for page in (out / "index.html", out / "01_one.html"):
        text = page.read_text()
        assert "<b>bold</b>" not in text and "&lt;b&gt;bold" in text
        assert "<script" not in text
        assert not re.search(r"(?:src|href)=['\"]https?:", text)
    assert "A &lt;line&gt;." in (out / "index.html").read_text()
    assert "&lt;printed&gt;" in (out / "01_one.html").read_text()


@pytest.mark.slow
def test_links_of_the_index_lead_somewhere(made):
    _, out = made

    class Links(HTMLParser):
        found: list[str] = []

        def handle_starttag(self, tag, attrs):
            self.found += [v for k, v in attrs if k in ("href", "src")]

    Links().feed((out / "index.html").read_text())
    assert Links.found
    assert all((out / link).is_file() for link in Links.found)


@pytest.mark.slow
def test_a_failing_notebook_is_named_and_the_old_report_stays(made, tmp_path):
    _, out = made
    write_notebook(tmp_path, "01_bad.ipynb", "raise ValueError('broken figure')")
    before = {p.name for p in out.iterdir()}
    with pytest.raises(UnresError, match="01_bad.ipynb stopped: ValueError: broken figure"):
        report.make_report(out, folder=tmp_path, progress=False)
    assert {p.name for p in out.iterdir()} == before
    assert [p.name for p in out.parent.glob(".report-*")] == []


def test_other_folders_are_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UnresError, match="not a report"):
        report.make_report(tmp_path, progress=False)
    with pytest.raises(UnresError, match="no notebooks"):
        report.notebooks(tmp_path)


def test_names_of_figures_are_safe():
    with pytest.raises(UnresError, match="small letters"):
        publish.table(pd.DataFrame(), "../etc", "x")


def test_without_a_report_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNRES_REPORT", raising=False)
    publish.table(pd.DataFrame({"a": [1.5]}), "t", "Caption")
    publish.headline("Done.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_notebooks_run(tmp_path):
    """All of them, from clean kernels, on data/ alone; each ends with its own assertions."""
    result = report.make_report(tmp_path / "report", progress=False)
    assert result.figures >= 8 and result.tables >= 12
    assert any("991 of the 1,808 words" in h for h in result.headlines)
    for path in NOTEBOOKS:
        assert (tmp_path / "report" / f"{path.stem}.html").is_file()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_stored_notebooks(path):
    """Stored executed, small, clean, with few cells, and without functions of their own."""
    raw = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(raw, as_version=4)
    nbformat.validate(notebook)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert len(raw) < 1_000_000
    assert 8 <= len(code) <= 20
    assert all(c.execution_count for c in code)
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert not any(re.search(r"^\s*(?:def|class) ", c.source, re.MULTILINE) for c in code)
    outputs = [o for c in code for o in c.outputs]
    assert not any(o.output_type == "error" or o.get("name") == "stderr" for o in outputs)
    assert "assert" in code[-1].source
    assert json.loads(raw)["metadata"]["kernelspec"]["name"] == "python3"
