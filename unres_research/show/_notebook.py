"""Show a figure, table or headline in a notebook, and put it into the report when one is made.

`unres report` sets the environment variable `UNRES_REPORT` to a folder while it runs the
notebooks. Without it these functions only show.
"""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unres_research.errors import UnresError
from unres_research.show import html as views

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MANIFEST = "manifest.jsonl"
LONGEST_TEXT = 600


def figure(fig: Figure, name: str, caption: str) -> None:
    """Show a figure with its caption and close it; in a report also save it as PNG and SVG.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    name : str
        File name without ending: small letters, digits, hyphens. One name serves once: a
        later figure of that name replaces the files.
    caption : str
        What it shows, with sample sizes.

    Raises
    ------
    UnresError
        When the name has other characters.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure(Figure(figsize=(2, 1), dpi=100), "empty", "Nothing yet.")
    Figure(200x100)
    <IPython.core.display.HTML object>
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    folder = _folder("figures", name)
    if folder:
        fig.savefig(folder / f"{name}.png", dpi=160, metadata={"Software": None})
        fig.savefig(folder / f"{name}.svg", metadata={"Date": None})
        _note("figure", name, caption)
    display(fig)
    _caption(caption)
    plt.close(fig)


def table(
    frame: pd.DataFrame, name: str, caption: str, *, rows: int = 12, longest: int = 80
) -> None:
    """Show the first rows of a table with its caption; in a report save all as CSV.

    Parameters
    ----------
    frame : pandas.DataFrame
        Every string is escaped; long ones are cut in the view, never in the CSV.
    name : str
        File name without ending: small letters, digits, hyphens.
    caption : str
        What it holds, with units and denominators.
    rows : int
        How many rows to show.
    longest : int
        Characters of a string in the view.

    Raises
    ------
    UnresError
        When the name has other characters.

    Examples
    --------
    >>> import pandas as pd
    >>> table(pd.DataFrame({"words": [8]}), "lengths", "Length of a paragraph, in words.")
    <IPython.core.display.HTML object>
    <IPython.core.display.HTML object>
    """
    from IPython.display import HTML, display

    shown = to_html(frame.head(rows), name=name, longest=longest)
    folder = _folder("tables", name)
    if folder:
        frame.to_csv(folder / f"{name}.csv", lineterminator="\n")
        _note("table", name, caption, html=shown, rows=len(frame), shown=min(rows, len(frame)))
    display(HTML(shown))
    more = f" First {rows} of {len(frame):,} rows." if len(frame) > rows else ""
    _caption(caption + more)


def view(fragment: str, name: str, title: str, caption: str) -> None:
    """Show HTML from `views`; in a report also save it as a page of its own.

    Parameters
    ----------
    fragment : str
        What a function of `views` returned. It is shown as it is: nothing is escaped here.
    name : str
        File name without ending: small letters, digits, hyphens.
    title, caption : str
        Plain text.

    Raises
    ------
    UnresError
        When the name has other characters.

    Examples
    --------
    >>> view("<p>text</p>", "empty", "Nothing yet", "An empty view.")
    <IPython.core.display.HTML object>
    <IPython.core.display.HTML object>
    """
    from IPython.display import HTML, display

    folder = _folder("views", name)
    if folder:
        views.write(views.page(fragment, title, caption), folder / f"{name}.html")
        _note("view", name, caption)
    display(HTML(fragment))
    _caption(caption)


def headline(text: str) -> None:
    """Show one sentence that states a finding; in a report it goes to the top.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> headline("Half of the words stood in earlier resolutions.")
    <IPython.core.display.HTML object>
    """
    if _folder("", "headline"):
        _note("headline", "headline", text)
    _caption(text)


def to_html(frame: pd.DataFrame, *, longest: int = 80, name: str = "table") -> str:
    """Return a table as HTML with every string escaped.

    Parameters
    ----------
    frame : pandas.DataFrame
    longest : int
        Characters of a string; longer ones are cut at a word. In columns named "text" or
        "..._text", which hold paragraphs, `LONGEST_TEXT` counts.
    name : str
        Goes into the ids of the table and its cells: one name a table on a page.

    Returns
    -------
    str
        Dates as YYYY-MM-DD, what is missing among numbers as a dash.

    Examples
    --------
    >>> import pandas as pd
    >>> "&lt;b&gt;" in to_html(pd.DataFrame({"a": ["<b>"]}))
    True
    """
    import pandas as pd

    numeric = [k for k, c in enumerate(frame.dtypes) if pd.api.types.is_numeric_dtype(c)]
    dates = [k for k, c in enumerate(frame.dtypes) if pd.api.types.is_datetime64_any_dtype(c)]
    right = [{"selector": f"th.col{k}, td.col{k}", "props": "text-align: right"} for k in numeric]
    right += [{"selector": f"td.col{k}", "props": "white-space: nowrap"} for k in dates]
    shown = pd.DataFrame(
        {c: [_cell(v, _limit(c, longest)) for v in frame[c]] for c in frame.columns},
        index=frame.index,
    )
    style = shown.style.format_index(_header, axis="columns").set_table_styles(right)
    if isinstance(frame.index, pd.RangeIndex):
        style = style.hide(axis="index")
    else:
        style = style.format_index(escape="html", axis="index")
    return style.set_uuid(name).to_html()


def _limit(column: Any, longest: int) -> int:
    return LONGEST_TEXT if f"_{column}".endswith("_text") else longest


def _header(name: Any) -> str:
    """Write the name of a column so that it may wrap: "covered_words" as two words."""
    return html.escape(str(name).replace("_", " "))


def _cell(value: Any, longest: int) -> str:
    """Write one value of a table.

    >>> _cell(12345, 80), _cell(0.25, 80), _cell(float("nan"), 80), _cell("one two", 6)
    ('12,345', '0.250', '–', 'one …')
    """
    import pandas as pd

    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"
    text = str(value)
    if len(text) > longest:
        text = text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;") + " …"
    return html.escape(text)


def _caption(text: str) -> None:
    from IPython.display import HTML, display

    display(HTML(f"<p class='caption'><em>{html.escape(text)}</em></p>"))


def _folder(kind: str, name: str) -> Path | None:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise UnresError(f"found the name {name!r}, expected small letters, digits and hyphens")
    report = os.environ.get("UNRES_REPORT")
    if not report:
        return None
    folder = Path(report) / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _note(kind: str, name: str, caption: str, **more: Any) -> None:
    entry = {"kind": kind, "name": name, "caption": caption, **more}
    entry["notebook"] = os.environ.get("UNRES_NOTEBOOK", "")
    path = Path(os.environ["UNRES_REPORT"]) / MANIFEST
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
