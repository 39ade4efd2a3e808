"""What results look like in JupyterLab: stored and run, light and dark, in a real browser."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from lab import TRUSTED, chromium, run_all, running_lab
from looks import check, check_legend

pytestmark = pytest.mark.slow

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
THEMES = ("Light", "Dark")
# an invented text: one source in blue, another in grey, amounts between dollar signs
SETUP = dedent(r"""
    import pandas as pd
    from IPython.display import HTML
    import unres_research as un
    from unres_research import show

    corpus = un.corpus.example_corpus()
    shared = "Decides to tune the violins, drums and bells of all States"
    text = un.loads(
        "The General Assembly,\n\nNoting costs of $5 million and $6_a^b million, and $$y$$,\n\n"
        f"1. {shared}, for $7 or for $8;\n\n"
        "2. Decides to repair the roads, bridges and tunnels of all States.\n\n3. Thanks Malta."
    )
    groups = {"$a$": corpus.resolutions.index[:8], "b": corpus.resolutions.index[8:]}
    found = un.compare(text, corpus, date="2025-01-01")
    alignment = un.align(corpus.resolution("A/RES/78/907"), text)
""").strip()
SHOWN = """HTML("<p class='control'>$x$</p>")
show.coloured(found, n=1)
show.coloured(un.compare(text, corpus, date="2025-01-01", formulaic=1))
show.redline(alignment)
found
text
text.paragraphs[0]
corpus
alignment
un.fit_topics(corpus, 4)
un.keyness(corpus, groups)
un.speech_acts(corpus, groups)""".splitlines()
DISPLAYED = """show.table(pd.DataFrame({"text": ["from $5 to $6"], "n": [7]}), "costs", "Of $5 and $6.")
show.finding("It costs $5 or $6.")"""


def notebooks() -> dict[str, nbformat.NotebookNode]:
    """Make a notebook to run, and one with the same outputs, stored as if run elsewhere."""
    values: dict = {}
    exec(SETUP, values)
    cells = [nbformat.v4.new_code_cell(code) for code in (SETUP, *SHOWN, DISPLAYED)]
    cell = nbformat.v4.new_code_cell("...", execution_count=1)
    for code in SHOWN:
        html = eval(code, values)._repr_html_()
        cell.outputs.append(nbformat.v4.new_output("display_data", data={"text/html": html}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = {"run.ipynb": cells, "stored.ipynb": [cell]}
    return {
        name: nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        for name, cells in made.items()
    }


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        shutil.copy(NOTEBOOKS / "03_compare.ipynb", lab.folder)
        for name, made in notebooks().items():
            nbformat.write(made, lab.folder / name)
        yield lab


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@contextmanager
def opened(lab, browser, notebook: str, theme: str):
    page = lab.open(browser, notebook, theme)
    try:
        yield page
    finally:
        page.close()


def check_amounts(page) -> None:
    """The texts stand as they were written: in two coloured ones, the redline, the record."""
    said = page.inner_text(".jp-Notebook")
    assert said.count("costs of $5 million and $6_a^b million, and $$y$$,") >= 5
    assert said.count("of all States, for $7 or for $8;") >= 3
    assert "Keyness of" in said and "$a$ (" in said


@pytest.mark.parametrize("theme", THEMES)
def test_a_stored_notebook_that_is_not_trusted(lab, browser, theme):
    with opened(lab, browser, "03_compare.ipynb", theme) as page:
        page.wait_for_selector(".jp-RenderedHTML .texts")
        assert not any(page.evaluate(TRUSTED))
        check(page)
        check_legend(page, sources=6)


@pytest.mark.parametrize("theme", THEMES)
def test_amounts_in_a_stored_notebook(lab, browser, theme):
    with opened(lab, browser, "stored.ipynb", theme) as page:
        page.wait_for_selector(".control mjx-container")  # mathematics is set, where it may be
        assert not any(page.evaluate(TRUSTED))
        check(page)
        check_legend(page, sources=1)
        check_amounts(page)


@pytest.mark.parametrize("theme", THEMES)
def test_a_notebook_that_was_run(lab, browser, theme):
    with opened(lab, browser, "run.ipynb", theme) as page:
        run_all(page)
        page.wait_for_selector(".control mjx-container")
        assert all(page.evaluate(TRUSTED))
        check(page)
        check_legend(page, sources=1)
        check_amounts(page)
        texts = page.inner_text(".jp-Notebook")
        for said in ("from $5 to $6", "Of $5 and $6.", "It costs $5 or $6."):
            assert texts.count(said) == 2  # in the code, and in what it shows
