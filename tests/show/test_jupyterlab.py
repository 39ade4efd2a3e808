"""What results look like in JupyterLab: stored and run, light and dark, in a real browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from lab import TRUSTED, chromium, run_all, running_lab
from looks import BOXES, STOPS, check, check_legend, contrast

import unres_research as un
from unres_research import show

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RUN = ("01_the_text", "03_compare")
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


# what a text says, where a page shows it: a title, an opener, a footnote, a name
EVIL = "<img src=x onerror=\"window.ran='{0}'\"><script>window.ran='{0}'</script> {0}"
WHERE = ("title", "opener", "text", "footnote", "sponsor", "symbol")
HOSTILE = dedent(r"""
    import pandas as pd
    import unres_research as un
    from unres_research import show
    from unres_research.records import Footnote, Paragraph, Resolution

    bad = {where: EVIL.format(where) for where in WHERE}
    corpus = un.corpus.example_corpus()
    shared = "Decides to tune the violins, drums and bells of all States"
    record = Resolution(
        None, "draft", bad["title"], sponsors=(bad["sponsor"],),
        footnotes=(Footnote("1", bad["footnote"]),),
        paragraphs=(
            Paragraph("OP1", "operative", shared + " " + bad["text"], opener=bad["opener"],
                      footnotes=("1",)),
            Paragraph("OP2", "operative", "Requests lamps", opener="Requests"),
        ),
    )
    found = un.compare(record, corpus, date="2025-01-01")
    alignment = un.align(corpus.resolution("A/RES/78/907"), record)
    frame = pd.DataFrame({"symbol": [bad["symbol"]], EVIL.format("head"): [1]})
""").strip()
HOSTILE_SHOWN = ("show.coloured(found)", "show.redline(alignment)", "record", "record['OP1']",
                 "found", "alignment", "un.check(record, corpus)")  # fmt: skip
HOSTILE_DISPLAYED = """show.table(frame, "bad", bad["title"], longest=300)
notes = pd.DataFrame({"opener": [record["OP1"].opener], "note": [record.footnotes[0].text]})
show.table(notes, "notes", "Notes.", longest=300)
show.finding(bad["title"], bad["sponsor"])
show.view(show.coloured(found), "bad", bad["title"], bad["text"])"""


def hostile_notebooks() -> dict[str, nbformat.NotebookNode]:
    setup = f"EVIL, WHERE = {EVIL!r}, {WHERE!r}\n{HOSTILE}"
    values: dict = {}
    exec(setup, values)
    codes = (setup, *HOSTILE_SHOWN, HOSTILE_DISPLAYED)
    stored = [nbformat.v4.new_code_cell("...", execution_count=1)]
    for code in HOSTILE_SHOWN:
        html = eval(code, values)._repr_html_()
        stored[0].outputs.append(nbformat.v4.new_output("display_data", data={"text/html": html}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    lines = "".join(f"\n\n{k}. Decides to tune violin {k} of all States." for k in range(1, 9))
    one, other = (
        f"The General Assembly,{lines}\n\n9. Thanks {name}." for name in ("Malta", "Fiji")
    )
    folded = [nbformat.v4.new_code_cell("...", execution_count=1)]
    html = show.redline(un.align(un.loads(one), un.loads(other)))._repr_html_()
    folded[0].outputs.append(nbformat.v4.new_output("display_data", data={"text/html": html}))
    cells = {"hostile.ipynb": [nbformat.v4.new_code_cell(code) for code in codes],
             "hostile_stored.ipynb": stored, "folded.ipynb": folded}  # fmt: skip
    return {
        name: nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})
        for name, made in cells.items()
    }


def check_nothing_ran(page) -> None:
    """No script, and what would have run it stands there as text."""
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    inside = ".jp-OutputArea img[src=x], .jp-OutputArea script, .jp-OutputArea [onerror]"
    assert page.locator(inside).count() == 0
    said = page.locator(".jp-Notebook").inner_text()
    for where in ("title", "text"):
        assert EVIL.format(where) in said


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        for path in NOTEBOOKS:
            shutil.copy(path, lab.folder)
        os.symlink(ROOT / "data", lab.folder.parent / "data")  # where the notebooks look for texts
        for name, made in (notebooks() | hostile_notebooks()).items():
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


def check_boxes(page) -> None:
    """Nothing is wider than its cell but in a box that scrolls; links stand out; no fault."""
    seen = page.evaluate(BOXES)
    assert seen["outputs"] and not seen["wide"], seen["wide"]
    assert not seen["errors"], seen["errors"]
    for text, colour, ground in seen["links"]:
        assert contrast(colour, ground) >= 4.5, (text, colour, ground)
    assert all(ground == "rgb(255, 255, 255)" for ground in seen["figures"])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stored_notebook_that_is_not_trusted(lab, browser, path, theme):
    """Of 03 also the coloured text, which the others have not."""
    with opened(lab, browser, path.name, theme) as page:
        page.wait_for_selector(".jp-RenderedHTML .unres")
        assert not any(page.evaluate(TRUSTED))
        assert page.locator(".jp-OutputArea img").count() >= 1
        coloured = path.stem == "03_compare"
        check(page, least_columns=coloured)
        check_boxes(page)
        if coloured:
            check_legend(page, sources=6)


@pytest.mark.parametrize("name", RUN)
def test_a_notebook_runs_to_its_end_in_the_page(lab, browser, name):
    """Run in a light page and looked at in a dark one, too: as stored by JupyterLab itself."""
    with opened(lab, browser, f"{name}.ipynb", "Light") as page:
        run_all(page, seconds=800)
        look_at_run(page, name)
        stops = page.evaluate(STOPS)
        assert stops and all(named for _, named in stops), stops
        assert all(focused for focused, _ in stops), stops
        assert not page.locator(".jp-OutputArea [data-mime-type$='stderr']").count()
        page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    with opened(lab, browser, f"{name}.ipynb", "Dark") as page:
        page.wait_for_selector(".jp-RenderedHTML .unres")
        look_at_run(page, name)


def look_at_run(page, name: str) -> None:
    assert all(page.evaluate(TRUSTED))
    assert page.locator(".jp-OutputArea img").count() >= 1
    check(page, least_columns=name == "03_compare")
    check_boxes(page)


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


def test_what_a_text_says_is_never_run(lab, browser):
    """Trusted, as it was run here, and stored by somebody else."""
    with opened(lab, browser, "hostile_stored.ipynb", "Light") as page:
        page.wait_for_selector(".jp-RenderedHTML .texts")
        assert not any(page.evaluate(TRUSTED))
        check_nothing_ran(page)
        page.evaluate("() => void jupyterapp.commands.execute('notebook:trust')")
        page.click(".jp-Dialog .jp-mod-accept")
        page.wait_for_function(f"({TRUSTED})().every(Boolean)")
        check_nothing_ran(page)
    with opened(lab, browser, "hostile.ipynb", "Light") as page:
        run_all(page)
        assert all(page.evaluate(TRUSTED))
        check_nothing_ran(page)
        said = page.locator(".jp-OutputArea").all_inner_texts()
        for where in (*WHERE, "head"):
            assert EVIL.format(where) in " ".join(said), where


def test_a_fold_opens_by_keyboard(lab, browser):
    """The long stretches of a redline that stayed as they were are folded."""
    with opened(lab, browser, "folded.ipynb", "Light") as page:
        fold = page.locator(".jp-OutputArea details.fold").first
        fold.locator("summary").focus()
        assert fold.get_attribute("open") is None
        page.keyboard.press("Enter")
        assert fold.get_attribute("open") is not None
