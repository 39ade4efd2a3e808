"""Run the notebooks and make the report of them: pages, figures, tables."""

from __future__ import annotations

import html
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unres_research.corpus._corpus import default_path
from unres_research.errors import UnresError
from unres_research.show._notebook import MANIFEST

TIMEOUT = 900  # seconds a cell
_CSS = """
:root { color-scheme: light; }
body { font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: #1b1b1b; background: #fff; max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin-top: 2.2rem;
  border-top: 1px solid #ddd; padding-top: 1.2rem; } h3 { font-size: 1.05rem; }
a { color: #00527f; } img { max-width: 100%; height: auto; }
figure { margin: 1.4rem 0; } figcaption, .caption { color: #444; font-size: .92rem; }
.scroll { overflow-x: auto; } .anchor-link { display: none; }
table { border-collapse: collapse; font-size: .86rem; margin: .6rem 0; }
th, td { padding: .25rem .6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid #e3e3e3; }
thead th { border-bottom: 2px solid #888; vertical-align: bottom; }
table.dataframe thead th { text-align: left !important; }
tbody tr:nth-child(even) { background: #f7f7f7; }
ul.headlines li { margin: .35rem 0; }
pre { background: #f5f5f5; padding: .6rem; overflow-x: auto; font-size: .82rem; }
details { margin: .6rem 0; } summary { cursor: pointer; color: #555; font-size: .85rem; }
nav { font-size: .92rem; margin-bottom: 1rem; } footer { margin-top: 3rem; color: #555;
  font-size: .85rem; border-top: 1px solid #ddd; padding-top: .8rem; }
@media print { details { display: none; } body { max-width: none; } }
"""


@dataclass(frozen=True)
class Report:
    """What `make_report` wrote.

    Attributes
    ----------
    index : Path
        The first page.
    headlines : tuple of str
        One sentence a finding.
    figures, tables : int
        How many.

    Examples
    --------
    >>> Report(Path("index.html"), ("One finding.",), figures=2, tables=1).figures
    2
    """

    index: Path
    headlines: tuple[str, ...]
    figures: int
    tables: int


def notebooks(folder: Path | None = None) -> list[Path]:
    """List the notebooks.

    Parameters
    ----------
    folder : Path, optional
        By default `notebooks/` beside the data set.

    Returns
    -------
    list of Path
        Files whose name begins with a digit, in order.

    Raises
    ------
    UnresError
        When there are none, or no data set to look beside.

    Examples
    --------
    >>> notebooks(Path("nowhere"))
    Traceback (most recent call last):
    unres_research.errors.UnresError: found no notebooks in nowhere, expected files such as ...
    """
    folder = folder or default_path().parent / "notebooks"
    found = sorted(folder.glob("[0-9]*.ipynb"))
    if not found:
        raise UnresError(
            f"found no notebooks in {folder}, expected files such as 01_the_text.ipynb"
        )
    return found


def make_report(
    out: str | Path = "report", *, folder: Path | None = None, progress: bool = True
) -> Report:
    """Run every notebook from a clean kernel and write the report.

    The report is made in a temporary folder and moved to `out` at the end; an
    interruption leaves the old report as it was.

    Parameters
    ----------
    out : path
        Folder of the report; an older report there is replaced.
    folder : Path, optional
        Folder of the notebooks; by default as in `notebooks`.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Report

    Raises
    ------
    UnresError
        When there are no notebooks; when a cell fails, with the notebook and the message; or
        when `out` holds something that is not a report.

    Notes
    -----
    Runs the code of the notebooks with your rights: give only folders that you trust. Keep
    nothing of your own in `out`: an older report is removed with all that is in its folder.

    Examples
    --------
    >>> make_report("report", folder=Path("nowhere"))
    Traceback (most recent call last):
    unres_research.errors.UnresError: found no notebooks in nowhere, expected files such as ...
    """
    out = Path(out).resolve()
    _check_out(out)
    found = notebooks(folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".report-", dir=out.parent))
    try:
        for path, notebook in _run_all(found, scratch, progress):
            (scratch / f"{path.stem}.html").write_text(_page_of(path, notebook), encoding="utf-8")
        entries = _entries(scratch)
        index = _index(entries, found)
        (scratch / "index.html").write_text(index, encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        scratch.chmod(0o755)
        os.replace(scratch, out)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    kinds = [e["kind"] for e in entries]
    headlines = tuple(e["caption"] for e in entries if e["kind"] == "headline")
    return Report(out / "index.html", headlines, kinds.count("figure"), kinds.count("table"))


def _check_out(out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise UnresError(
            f"found files in {out} that are not a report, expected an empty or new folder; give "
            "another one with --out"
        )


def refresh(folder: Path | None = None, *, progress: bool = True) -> list[Path]:
    """Run the notebooks again and store them with their outputs, in place.

    Parameters
    ----------
    folder : Path, optional
        Folder of the notebooks; by default as in `notebooks`.
    progress : bool
        Show a progress bar.

    Returns
    -------
    list of Path
        The notebooks that were written.

    Raises
    ------
    UnresError
        When there are no notebooks, or a cell fails; those before it are written.

    Examples
    --------
    >>> refresh(Path("nowhere"))
    Traceback (most recent call last):
    unres_research.errors.UnresError: found no notebooks in nowhere, expected files such as ...
    """
    import nbformat

    found = notebooks(folder)
    for path, notebook in _run_all(found, None, progress):
        scratch = path.with_suffix(".partial")
        nbformat.write(notebook, scratch)
        os.replace(scratch, path)
    return found


def _run_all(found: list[Path], report: Path | None, progress: bool) -> Iterator[tuple[Path, Any]]:
    import nbformat
    from tqdm.auto import tqdm

    read = [(path, nbformat.read(path, as_version=4)) for path in found]
    cells = sum(cell.cell_type == "code" for _, notebook in read for cell in notebook.cells)
    with tqdm(total=cells, unit="cell", disable=not progress) as bar:
        for path, notebook in read:
            bar.set_description(path.stem)
            with _environment(report, path):
                _execute(path, notebook, bar)
            yield path, notebook


@contextmanager
def _environment(report: Path | None, path: Path) -> Iterator[None]:
    """Tell the kernel where the report is; the settings go when it ends."""
    ours = {"UNRES_NOTEBOOK": path.stem, "UNRES_DATA": str(default_path())}
    if report:
        ours["UNRES_REPORT"] = str(report)
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _execute(path: Path, notebook: Any, bar: Any) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],  # a kernel warns that it listens without a key
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_complete=lambda **_: bar.update(),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise UnresError(f"{path.name} stopped: {error.ename}: {error.evalue}") from None
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata["language_info"] = {"name": "python"}


def _entries(folder: Path) -> list[dict[str, Any]]:
    path = folder / MANIFEST
    path.touch()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# pages --------------------------------------------------------------------------------


def _page(title: str, body: str, nav: str) -> str:
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{html.escape(title)}</title><style>{_CSS}</style></head><body>"
        f"<nav>{nav}</nav>{body}<footer>Source of the documents: United Nations "
        "(machine-readable General Assembly resolutions, unofficial copies). Figures derived "
        "by unres-research; no text of the resolutions is reproduced.</footer></body></html>\n"
    )


def _title_of(notebook: Any, path: Path) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return cell.source.splitlines()[0][2:].strip()
    return path.stem


def _page_of(path: Path, notebook: Any) -> str:
    """Write a notebook as a page: text and outputs, the code folded away."""
    from nbconvert.filters import markdown2html

    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(markdown2html(cell.source))
        elif cell.cell_type == "code":
            code = html.escape(cell.source)
            parts.append(f"<details><summary>code</summary><pre>{code}</pre></details>")
            parts += [_output(o) for o in cell.outputs]
    nav = "<a href='index.html'>Report</a>"
    return _page(_title_of(notebook, path), "\n".join(parts), nav)


def _output(output: Any) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        return (
            f"<figure><img alt='figure' src='data:image/png;base64,{data['image/png']}'></figure>"
        )
    if "text/html" in data:
        return f"<div class='scroll'>{data['text/html']}</div>"
    text = data.get("text/plain") or (
        output.get("text", "") if output.get("name") != "stderr" else ""
    )
    return f"<pre>{html.escape(text)}</pre>" if text else ""


def _index(entries: list[dict[str, Any]], found: list[Path]) -> str:
    import nbformat

    headlines = [
        f"<li>{html.escape(e['caption'])}</li>" for e in entries if e["kind"] == "headline"
    ]
    body = [
        "<h1>Draft resolution A/78/L.86 among seven sessions of the General Assembly</h1>",
        f"<ul class='headlines'>{''.join(headlines)}</ul>",
    ]
    for path in found:
        title = _title_of(nbformat.read(path, as_version=4), path)
        body.append(f"<h2><a href='{path.stem}.html'>{html.escape(title)}</a></h2>")
        body += [_entry(e) for e in entries if e["notebook"] == path.stem]
    links = " · ".join(f"<a href='{p.stem}.html'>{html.escape(p.stem)}</a>" for p in found)
    return _page("A/78/L.86: report", "\n".join(body), links)


def _entry(entry: dict[str, Any]) -> str:
    name, caption = html.escape(entry["name"]), html.escape(entry["caption"])
    if entry["kind"] == "figure":
        return (
            f"<figure><img alt='{name}' src='figures/{name}.png'><figcaption>{caption} "
            f"(<a href='figures/{name}.svg'>SVG</a>)</figcaption></figure>"
        )
    if entry["kind"] == "table":
        size = f"{entry['shown']} of {entry['rows']:,} rows"
        return (
            f"<div class='scroll'>{entry['html']}</div><p class='caption'>{caption} "
            f"({size}; <a href='tables/{name}.csv'>all as CSV</a>)</p>"
        )
    if entry["kind"] == "view":
        return f"<p class='caption'><a href='views/{name}.html'>{caption}</a></p>"
    return ""
