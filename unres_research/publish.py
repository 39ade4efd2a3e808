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

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MANIFEST = "manifest.jsonl"


def figure(fig: Figure, name: str, caption: str) -> None:
    """Show a figure with its caption; in a report also save it as PNG and SVG.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    name : str
        File name without ending: small letters, digits, hyphens.
    caption : str
        What it shows, with sample sizes.
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


def table(frame: pd.DataFrame, name: str, caption: str, *, rows: int = 12) -> None:
    """Show the first rows of a table with its caption; in a report save all as CSV.

    Parameters
    ----------
    frame : pandas.DataFrame
        Every string is escaped; long ones are cut in the view, never in the CSV.
    name : str
        File name without ending.
    caption : str
        What it holds, with units and denominators.
    rows : int
        How many rows to show.
    """
    from IPython.display import HTML, display

    shown = to_html(frame.head(rows))
    folder = _folder("tables", name)
    if folder:
        frame.to_csv(folder / f"{name}.csv", lineterminator="\n")
        _note("table", name, caption, html=shown, rows=len(frame), shown=min(rows, len(frame)))
    display(HTML(shown))
    more = f" First {rows} of {len(frame):,} rows." if len(frame) > rows else ""
    _caption(caption + more)


def headline(text: str) -> None:
    """Show one sentence that states a finding; in a report it goes to the top."""
    if _folder("", "headline"):
        _note("headline", "headline", text)
    _caption(text)


def to_html(frame: pd.DataFrame, *, longest: int = 80) -> str:
    """Return a table as HTML with every string escaped, and cut to `longest` characters.

    Examples
    --------
    >>> import pandas as pd
    >>> "&lt;b&gt;" in to_html(pd.DataFrame({"a": ["<b>"]}))
    True
    """
    import pandas as pd

    def cut(value: Any) -> Any:
        text = str(value)
        return text if len(text) <= longest else text[: longest - 2].rstrip() + " …"

    shown = frame.copy()
    for column in shown.columns:
        if pd.api.types.is_datetime64_any_dtype(shown[column]):
            shown[column] = shown[column].dt.strftime("%Y-%m-%d")
        elif not pd.api.types.is_numeric_dtype(shown[column]):
            shown[column] = shown[column].map(cut)
    return shown.to_html(escape=True, border=0, na_rep="–", float_format=_number)


def _number(value: float) -> str:
    return f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"


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
