"""How results show themselves in a notebook: HTML with every look written into its elements.

A notebook that is not trusted loses its style sheets. JupyterLab sets the cells of tables right,
and reads what stands between two dollar signs as mathematics unless a class forbids it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"  # the classes of MathJax 3 and later, and of 2
_TABLE = "border-collapse:collapse;margin:.4em 0 1em"
_CELL = "text-align:{};vertical-align:{};padding:.3em .7em;white-space:{};line-height:1.5"
_LONGEST = 80  # characters of a string in a table
_LONGEST_TEXT = 600  # of a paragraph
_SMALLEST = 0.0005  # below it three decimals would say 0


def block(*parts: str) -> str:
    """Put pieces of HTML into one, in which no mathematics is looked for.

    >>> block(said("1 < 2"))[:48]
    '<div class="unres mathjax_ignore tex2jax_ignore"'
    """
    return f'<div class="unres {NO_MATHEMATICS}" style="text-align:left">{"".join(parts)}</div>'


def said(text: str) -> str:
    """Write plain text as a paragraph.

    >>> said("1 < 2")
    '<p style="text-align:left;margin:.4em 0">1 &lt; 2</p>'
    """
    return f'<p style="text-align:left;margin:.4em 0">{escape(text)}</p>'


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Write a table of names, which are plain text, and what belongs to them, which is HTML."""
    cells = (
        f'<tr><th style="{_CELL.format("left", "top", "nowrap")}">{escape(name)}</th>'
        f'<td style="{_CELL.format("left", "top", "normal")}">{value}</td></tr>'
        for name, value in rows
    )
    return f'<table style="{_TABLE}"><tbody>{"".join(cells)}</tbody></table>'


def table(
    frame: pd.DataFrame,
    *,
    longest: int = _LONGEST,
    floats: Callable[[float], str] | None = None,
) -> str:
    """Write a table: numbers right, all else left, long strings cut, a dash for what is missing.

    >>> import pandas as pd
    >>> "&lt;b&gt;" in table(pd.DataFrame({"a": ["<b>"]}))
    True
    """
    import pandas as pd

    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    sides = ["right" if _is_number(dtype) else "left" for dtype in frame.dtypes]
    wraps = ["nowrap" if _is_date(dtype) else "normal" for dtype in frame.dtypes]
    limits = [_LONGEST_TEXT if f"_{c}".endswith("_text") else longest for c in frame]
    heads = (
        f'<th style="{_CELL.format(side, "bottom", "normal")}">'
        f"{escape(str(name).replace('_', ' '))}</th>"
        for name, side in zip(frame, sides, strict=True)
    )
    looks = [_CELL.format(side, "top", wrap) for side, wrap in zip(sides, wraps, strict=True)]
    rows = (
        "".join(
            f'<td style="{look}">{escape(cell(value, limit, floats))}</td>'
            for value, look, limit in zip(row, looks, limits, strict=True)
        )
        for row in frame.itertuples(index=False, name=None)
    )
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return (
        f'<table style="{_TABLE}">\n<thead><tr>{"".join(heads)}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>"
    )


def _is_number(dtype: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(dtype))


def _is_date(dtype: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_datetime64_any_dtype(dtype))


def cell(value: Any, longest: int, floats: Callable[[float], str] | None = None) -> str:
    """Write one value of a table, as plain text.

    >>> cell(12345, 80), cell(0.25, 80), cell(float("nan"), 80), cell("one two", 6)
    ('12,345', '0.250', '–', 'one …')
    >>> cell(0.00004, 80), cell(0.0, 80), cell(0.25, 80, "{:.0%}".format)
    ('0.00004', '0.000', '25%')
    """
    import pandas as pd

    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = ", ".join(map(str, value))
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, float):
        return floats(value) if floats else _decimal(value)
    text = str(value)
    if len(text) > longest:
        text = text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;") + " …"
    return text


def _first(value: float) -> int:
    """Place of the first digit that is not 0, counted from the point."""
    return -int(f"{value:e}".partition("e")[2])


def _decimal(value: float) -> str:
    """Three decimals, or one of large numbers; a small number never becomes 0."""
    if 0 < abs(value) < _SMALLEST:
        return f"{value:.{decimals}f}" if (decimals := _first(value)) < 7 else f"{value:.1g}"
    return f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"
