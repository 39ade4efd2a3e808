"""What a notebook displays: figures, tables, views and findings, each with its caption.

While `report` runs a notebook, what is displayed is also put into a folder. There `name` is the
file's, without ending: small letters, digits and hyphens (else UnresError). One name serves once:
what is displayed later under the same name replaces the files.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unres_research import _shown as shown
from unres_research import _storage as storage
from unres_research._csv import to_csv
from unres_research._inputs import as_list, check_known
from unres_research.errors import UnresError
from unres_research.show import _html, export
from unres_research.show._captions import Caption, caption_of, figure_of, table_caption

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MANIFEST = "manifest.jsonl"
_into: tuple[Path, str] | None = None  # folder of the report, and name of the notebook


def collect(folder: str, notebook: str) -> None:
    """From now on put what is displayed into the folder of a report, too."""
    global _into
    _into = (Path(folder), notebook) if folder else None


def name_report(study: Any) -> None:
    """Name the report after the text that a notebook studied."""
    from unres_research.analyse._study import Study
    from unres_research.show._about import about

    if isinstance(study, Study):
        told = about(study)
        named = (told["symbol"], told["title"])
        _note("study", "study", ": ".join(filter(None, named)), **told)


def figure(
    drawn: Axes | Figure,
    name: str,
    caption: str | None = None,
    *,
    limits: str | None = None,
    top: bool = False,
) -> None:
    """Show a figure with its caption and close it; a report saves it as PNG and SVG.

    Parameters
    ----------
    drawn : matplotlib.axes.Axes or matplotlib.figure.Figure
        What a function of `un.plot` returned, or a figure of your own.
    name : str
        Of the files: small letters, digits and hyphens, else UnresError.
    caption : str, optional
        What it shows, with sample sizes; by default what `un.plot` says of its figure. UnresError
        for a figure of your own without any.
    limits : str, optional
        What must not be read from it; by default what `un.plot` says.
    top : bool
        Whether a report shows it on its first page, too, which has four at most; where none is
        marked it has the first four.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure(Figure(figsize=(2, 1), dpi=100), "empty", "Nothing yet.")
    Figure(200x100)
    <IPython.core.display.HTML object>
    """
    import matplotlib.pyplot as plt

    whole, folder = figure_of(drawn), _folder("figures", name)
    own = caption_of(whole) or Caption("")
    caption = _given(caption or own.shows, "figure")
    limits = own.limits if limits is None else limits
    if folder:
        for suffix, none, dpi in (("png", "Software", 160), ("svg", "Date", None)):
            stream = io.BytesIO()
            looks: dict[str, Any] = {"dpi": dpi} if dpi else {}
            whole.savefig(stream, format=suffix, metadata={none: None}, **looks)
            storage.write(folder / f"{name}.{suffix}", stream.getvalue())
        _note("figure", name, caption, limits=limits, top=top)
    _display(whole, metadata={"image/png": {"alt": caption}})
    _say("caption", f"{caption} {limits}".rstrip())
    plt.close(whole)


def table(
    frame: pd.DataFrame,
    name: str,
    caption: str | None = None,
    *,
    columns: str | Sequence[str] | None = None,
    rows: int = 12,
    longest: int = 80,
) -> None:
    """Show the first rows of a table with its caption; a report saves all of it as CSV.

    A table without rows says so, and why where `frame.attrs["reason"]` tells.

    In the CSV a text that a spreadsheet would run as a formula has an apostrophe before it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Every string is escaped; long ones are cut in the view, never in the CSV.
    name : str
        Of the file, as in `figure`.
    caption : str, optional
        What it holds, with units and denominators; names of columns are written as above them.
        By default the table's own, `frame.attrs["caption"]`; UnresError where there is none.
    columns : str or sequence of str, optional
        Columns to show, in this order; the CSV has all. By default all.
    rows : int
        How many rows to show.
    longest : int
        Characters of a string in the view; columns that hold paragraphs ("text", "..._text")
        may have 600.

    Examples
    --------
    >>> import pandas as pd
    >>> table(pd.DataFrame({"words": [8]}), "lengths", "Length of a paragraph, in words.")
    <IPython.core.display.HTML object>
    <IPython.core.display.HTML object>
    """
    caption = _given(caption or table_caption(frame), "table")
    for column in (c for c in map(str, frame) if "_" in c):  # a head has blanks, to wrap at
        caption = re.sub(rf"\b{re.escape(column)}\b", column.replace("_", " "), caption)
    if not len(frame):
        why = frame.attrs.get("reason")
        caption += f" No rows: {why}." if why else " No rows."
    folder = _folder("tables", name)
    if folder:
        _html.write(to_csv(frame, index=True), folder / f"{name}.csv")
        _note("table", name, caption, rows=len(frame))
    if len(frame):
        seen = frame[_columns(frame, columns)].head(rows)
        made = shown.block(shown.table(seen, longest=longest))
        _display(_html.region(made, f"Table: {caption}"), as_html=True)
    more = f" First {rows} of {len(frame):,} rows." if len(frame) > rows else ""
    _say("caption", caption + more)


def _columns(frame: pd.DataFrame, wanted: str | Sequence[str] | None) -> list[Any]:
    if wanted is None:
        return list(frame)
    names = as_list(wanted, "columns")
    check_known(names, list(frame), "columns of the table")
    return names


def view(shown: _html.View, name: str, title: str, caption: str, *, top: bool = False) -> None:
    """Show a coloured text or a redline; a report saves it as a page of its own.

    Of a redline it also saves the Word file with tracked changes.

    Parameters
    ----------
    shown : View
        From `coloured` or `redline`; UnresError for plain text, which would have to be escaped.
    name : str
        Of the page, as in `figure`.
    title, caption : str
        Plain text.
    top : bool
        Whether a report's first page leads to it, too, with the strip of a coloured text; where
        none is marked, that of the first coloured text stands there.

    Examples
    --------
    >>> view(_html.View("<p>text</p>"), "empty", "Nothing yet", "An empty view.")
    <IPython.core.display.HTML object>
    <IPython.core.display.HTML object>
    """
    if not isinstance(shown, _html.View):
        raise UnresError(
            f"found {type(shown).__name__}, expected a view, from un.show.coloured or "
            "un.show.redline"
        )
    folder = _folder("views", name)
    if folder:
        _html.write(
            shown.page or shown.html, folder / f"{name}.html"
        )  # the report makes a page of it
        if shown.alignment:
            export.redline(shown.alignment, folder / f"{name}.docx")
        more = {"title": title, "top": top, "blocks": list(shown.blocks), "side": shown.side}
        _note("view", name, caption, word=bool(shown.alignment), **more)
    _display(shown.html, as_html=True)
    _say("caption", caption)


def finding(*texts: str, top: bool = True) -> None:
    """Show computed sentences, a paragraph each; a report puts them at its top, too.

    Parameters
    ----------
    *texts : str
        Each with its figures and what they are counted in.
    top : bool
        False for a remark, which a report leaves in its place. The first page has five at most;
        what is more it folds away.

    Examples
    --------
    >>> finding("Half of the words stood in earlier resolutions.")
    <IPython.core.display.HTML object>
    """
    kind = "finding" if top else "remark"
    for text in texts:
        if _into:
            _note(kind, kind, text)
        _say(kind, text)


def _given(caption: str | None, what: str) -> str:
    if not caption:
        raise UnresError(f"found a {what} without a caption, expected one: caption=...")
    return caption


def _say(kind: str, text: str) -> None:
    _display(_html.render("shown.html.j2", kind=kind, text=text), as_html=True)


def _display(shown: Any, *, as_html: bool = False, **options: Any) -> None:
    try:
        from IPython.display import HTML, display
    except ImportError:
        raise UnresError(
            "found no IPython, expected it to show something in a notebook: "
            'pip install "unres-research[lab]"'
        ) from None
    display(HTML(str(shown)) if as_html else shown, **options)


def _folder(kind: str, name: str) -> Path | None:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise UnresError(f"found the name {name!r}, expected small letters, digits and hyphens")
    if not _into:
        return None
    return _into[0] / kind


def _note(kind: str, name: str, caption: str, **more: Any) -> None:
    """Add a line to the list of what was displayed."""
    assert _into
    folder, notebook = _into
    entry = {"kind": kind, "name": name, "caption": caption, "notebook": notebook, **more}
    path = folder / MANIFEST
    before = path.read_bytes() if path.is_file() else b""
    storage.write(path, before + json.dumps(entry).encode() + b"\n")
