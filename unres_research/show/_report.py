"""Run the notebooks and make the report of them: pages, figures, tables.

A notebook is run as it is (`_running`). Before its first cell its kernel is told where to put
what is displayed (`_notebook.collect`); that cell is no part of the notebook and is not numbered.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from unres_research import _storage as storage
from unres_research._inputs import as_list, as_path
from unres_research.analyse._study import Study
from unres_research.corpus._corpus import default_path
from unres_research.errors import UnresError
from unres_research.show import _html, _marks, _report_pages, _running
from unres_research.show._notebook import MANIFEST

_OLD = "-old"  # after the name of the folder of a new report: the older one, until it goes
_TRIES = 5  # to take the place of a report that others are putting there, too


@dataclass(frozen=True)
class Report:
    """What `report` wrote: its first page, the findings, and how many figures and tables.

    Examples
    --------
    >>> Report(Path("index.html"), ("One finding.",), figures=2, tables=1).figures
    2
    """

    index: Path
    findings: tuple[str, ...]
    figures: int
    tables: int


def report(
    out: str | Path = "report",
    *,
    notebooks: str | Path | None = None,
    text: str | Path | None = None,
    adopted: str | None = None,
    group: str | Sequence[str] | None = None,
    terms: str | Sequence[str] | None = None,
    date: str | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> Report:
    """Run every notebook of a folder from a clean kernel, and write the report.

    Its first page, `index.html`, has the sentences, figures and texts that are marked `top`; where
    notebooks have a `study`, also what is cited and which data it is beside. Each notebook has a
    page, and `downloads.html` lists all files.

    With `text` the notebooks are run for that text: in each a cell with the text, what it was
    adopted as and so on is run after the cell tagged "parameters", as papermill does. The
    notebooks themselves stay as they are. The report is made in a temporary folder and moved to
    `out` at the end; an interruption leaves the old report as it was, or the new one. Where a
    kill left the place empty in between, the next run first puts the old one back.

    Parameters
    ----------
    out : path
        Folder of the report; an older report there is replaced.
    notebooks : path, optional
        Their folder; by default `notebooks/` beside the data set, which an installed package
        has, too. Files whose names begin with a digit are run, in order. If it holds a
        README.md, the report opens with its first part. Where a notebook has a `study`
        (`un.analyse.Study`), the report is named after it.
    text : path, optional
        A document that `un.load` reads; by default the notebooks run as they are.
    adopted, group, terms, date : optional
        Of the text, as for `un.analyse.Study`; only with `text`.
    n_jobs : int, optional
        How many notebooks run at once; 1 runs one after another, -1 takes all cores. By default
        as many as there are processors that this process may use, three at most. Each takes
        memory of its own: those beside the data set 0.7 to 1.4 GB. The report does not depend on
        it.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Report

    Raises
    ------
    UnresError
        When there are no notebooks; when a cell fails, with the notebook and the message; when
        `out` cannot be written, or holds something that is not a report; when the extra `lab`
        is not installed; when `Study` refuses the text, or a notebook has no cell for its
        parameters. The first error stops all notebooks.

    Notes
    -----
    Runs the code of the notebooks with your rights: give only folders that you trust. Keep
    nothing of your own in `out`: an older report is removed with all that is in its folder.

    Examples
    --------
    >>> report("report", notebooks="nowhere")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found no notebooks in nowhere, expected files such as ...
    """
    out = _place(as_path(out, "the report", "the path of its folder"))
    paths = _notebooks(notebooks)
    at_once = _running.at_once(n_jobs, len(paths))
    _check_lab()
    options = {"adopted": adopted, "group": group, "terms": terms, "date": date}
    given = _parameters(text, options)
    with _scratch(out) as scratch:
        stems = [path.stem for path in paths]
        ran = _run_all(paths, scratch, progress, given, at_once)
        made = [_report_pages.read(notebook, path.stem, stems) for path, notebook in ran]
        entries = _entries(scratch)
        _report_pages.write(scratch, made, entries, paths[0].parent)
        scratch.chmod(0o755)
        with storage.uninterrupted():
            _replace(out, scratch)
    kinds = [e["kind"] for e in entries]
    findings = tuple(e["caption"] for e in entries if e["kind"] == "finding")
    return Report(out / "index.html", findings, kinds.count("figure"), kinds.count("table"))


def refresh(
    notebooks: str | Path | None = None, *, n_jobs: int | None = None, progress: bool = True
) -> list[Path]:
    """Run the notebooks again and store them with their outputs, in place; none if one fails.

    Parameters are those of `report`; all notebooks of the folder are run. Each is stored with
    marks of its code and of the data, by which `_marks.stale` knows when they were changed since.
    """
    found = _notebooks(notebooks, "*.ipynb")
    at_once = _running.at_once(n_jobs, len(found))
    _check_lab()
    import nbformat

    for path, notebook in _run_all(found, None, progress, {}, at_once):
        _marks.mark(notebook)
        _html.write(nbformat.writes(notebook) + "\n", path)
    return found


def _parameters(
    text: str | Path | None, options: Mapping[str, str | Sequence[str] | None]
) -> dict[str, Any]:
    """Values for the cells tagged "parameters": none without a text; checked before any runs."""
    if text is None:
        given = [name for name, value in options.items() if value is not None]
        if given:
            raise UnresError(f"found {', '.join(given)} without a text, expected them with one")
        return {}
    plain = {k: v if v is None or isinstance(v, str) else as_list(v, k) for k, v in options.items()}
    Study(text, **plain)  # type: ignore[arg-type]  # raises what it would raise in every notebook
    return {"text": str(Path(text).resolve()), **plain}


def _notebooks(folder: str | Path | None, names: str = "[0-9]*.ipynb") -> list[Path]:
    if folder is None:
        folder = default_path().parent / "notebooks"
    folder = as_path(folder, "the notebooks", "the path of their folder")
    found = sorted(folder.glob(names)) if os.path.isdir(folder) else []
    if not found:
        raise UnresError(
            f"found no notebooks in {folder}, expected files such as 01_the_text.ipynb"
        )
    return found


def _check_lab() -> None:
    try:
        import ipykernel  # noqa: F401
        import nbclient  # noqa: F401
        import nbconvert  # noqa: F401
    except ImportError as error:
        raise UnresError(
            f"found no {error.name}, expected it to run notebooks: "
            'pip install "unres-research[lab]"'
        ) from None


def _place(out: str | Path) -> Path:
    """Where the report is to stand: a new or empty folder, or that of an older report.

    A kill between the two moves of `_replace` leaves the older one aside: it is put back.
    """
    try:
        out = Path(out).resolve()
        left = sorted(out.parent.glob(f"{_prefix(out)}*{_OLD}*"), key=lambda p: p.stat().st_mtime)
        if left and not out.exists():
            storage.move(left[-1], out)
        if out.exists() and not out.is_dir():
            raise UnresError(f"found the file {out}, expected a folder for the report; give --out")
        if out.exists() and any(out.iterdir()) and not (out / MANIFEST).is_file():
            raise UnresError(
                f"found files in {out} that are not a report, expected an empty or new folder; "
                "give another one with --out"
            )
    except (OSError, RuntimeError, ValueError) as error:  # also a loop of links, a name with NUL
        if isinstance(error, UnresError):
            raise
        raise _no_place(out, error) from None
    return out


def _no_place(out: str | Path, error: Exception) -> UnresError:
    return UnresError(
        f"the report cannot be written to {out} ({storage.reason_of(error)}), expected a folder "
        "with room and the right to write; what was there is as it was; give another one with "
        "--out"
    )


def _prefix(out: Path) -> str:
    """How the names of the folders begin in which a report is made, beside its place."""
    return f".report-{sha256(os.fsencode(out.name)).hexdigest()[:8]}-"


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` to make the report in, and remove it whatever happens."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with storage.scratch_folder(out.parent, _prefix(out)) as scratch:
            yield scratch
    except OSError as error:
        raise _no_place(out, error) from None


def _replace(out: Path, made: Path) -> None:
    """Put a folder in the place of another; the old one stays until the new one stands there.

    Where another report comes in between, the last one stays.
    """
    aside = [made.with_name(f"{made.name}{_OLD}{k}") for k in range(_TRIES)]
    try:
        for old in aside:
            try:
                if out.exists():
                    storage.move(out, old)
                storage.move(made, out)
                break
            except OSError:
                if old == aside[-1]:
                    raise
    finally:
        left = [old for old in aside if old.exists()]
        if left and not out.exists():
            storage.move(left.pop(), out)
        for old in left:
            shutil.rmtree(old, ignore_errors=True)


# running ------------------------------------------------------------------------------


def _run_all(
    paths: list[Path],
    into: Path | None,
    progress: bool,
    given: Mapping[str, Any],
    at_once: int,
) -> list[tuple[Path, Any]]:
    read = [(path, _notebook(path)) for path in paths]
    for path, notebook in read:
        _inject(path, notebook, given)
    _running.run(read, into, at_once, progress)
    return read


def _notebook(path: Path) -> Any:
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat checks what it reads as it goes
        raise UnresError(
            f"{path} cannot be read as a notebook ({type(error).__name__}: {str(error)[:80]}), "
            "expected one that Jupyter opens"
        ) from None


def _inject(path: Path, notebook: Any, given: Mapping[str, Any]) -> None:
    """Put a cell with values after the one tagged "parameters"."""
    import nbformat

    if not given:
        return
    tagged = [k for k, c in enumerate(notebook.cells) if "parameters" in c.metadata.get("tags", [])]
    if not tagged:
        raise UnresError(
            f"found no cell tagged 'parameters' in {path.name}, expected one that sets "
            f"{', '.join(given)}; without a text notebooks run as they are"
        )
    source = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(tagged[0] + 1, cell)


def _entries(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
