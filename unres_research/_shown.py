"""How results show themselves in a notebook: HTML with every look written into its elements.

A notebook that is not trusted loses its style sheets. JupyterLab sets the cells of tables right,
and reads what stands between two dollar signs as mathematics unless a class forbids it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from unres_research import symbols
from unres_research.symbols._symbol import symbol_or_none

if TYPE_CHECKING:
    import pandas as pd

NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"  # the classes of MathJax 3 and later, and of 2
_TABLE = "border-collapse:collapse;margin:.4em 0 1em"
_CELL = "text-align:{};vertical-align:{};padding:.3em .7em;white-space:{};line-height:1.5"
_LONGEST = 80  # characters of a string in a table
_LONGEST_TEXT = 600  # of a paragraph
_SMALLEST = 0.0005  # below it three decimals would say 0
_MANY = 1e15  # no float from here on is a count
_ROOM = ";min-width:{}em"  # a wide table would leave a word a line
_ADDRESS = re.compile(r"https://docs\.un\.org/[a-z]{2}/\Z")  # up to the symbol
_LONGEST_SYMBOL = 60  # characters
_SHORT = 18  # characters: strings of a column that are no longer stay on one line


def block(*parts: str) -> str:
    """Put pieces of HTML into one, in which no mathematics is looked for.

    >>> block(said("1 < 2"))[:48]
    '<div class="unres mathjax_ignore tex2jax_ignore"'
    """
    return f'<div class="unres {NO_MATHEMATICS}" style="text-align:left">{"".join(parts)}</div>'


def scrolled(part: str, name: str) -> str:
    """Give HTML that may be long a height that it is moved within, by keyboard too.

    >>> scrolled("<p>1</p>", "Lamps & bells")[:61]
    '<div role="region" tabindex="0" aria-label="Lamps &amp; bells'
    """
    what = f'role="region" tabindex="0" aria-label="{escape(name)}"'
    return f'<div {what} style="max-height:36em;overflow:auto">{part}</div>'


def said(text: str) -> str:
    """Write plain text as a paragraph, in which documents are links.

    >>> said("1 < 2")
    '<p style="text-align:left;margin:.4em 0">1 &lt; 2</p>'
    """
    return f'<p style="text-align:left;margin:.4em 0">{linked(text)}</p>'


def linked(text: str) -> str:
    """Write plain text as HTML in which each document that it cites is a link to its address.

    >>> linked("1 < 2 of A/78/L.86")
    '1 &lt; 2 of <a href="https://docs.un.org/en/A/78/L.86" rel="noopener">A/78/L.86</a>'
    """
    at, parts = 0, []
    for citation in symbols.find(text):
        if citation.start < at:  # a second document of the same words
            continue
        address = _ADDRESS.search(text, at, citation.start)
        start = address.start() if address else citation.start
        parts.append(escape(text[at:start]))
        parts.append(_link(citation.symbol, text[start : citation.end]))
        at = citation.end
    return "".join([*parts, escape(text[at:])])


def _link(symbol: str, printed: str) -> str:
    return f'<a href="{escape(symbols.url(symbol))}" rel="noopener">{escape(printed)}</a>'


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

    The numbers of rows that a choice has left are no column; counts of which some are missing,
    which pandas keeps as floats, have no decimals.

    >>> import pandas as pd
    >>> "&lt;b&gt;" in table(pd.DataFrame({"a": ["<b>"]}))
    True
    """
    frame = frame.reset_index(drop=_is_counter(frame.index))
    columns = [frame.iloc[:, k] for k in range(frame.shape[1])]
    sides = ["right" if _is_number(dtype) else "left" for dtype in frame.dtypes]
    limits = [_LONGEST_TEXT if f"_{c}".endswith("_text") else longest for c in frame]
    ways = ["{:,.0f}".format if not floats and _counts(c) else floats for c in columns]
    values = [column.tolist() for column in columns]
    cells = [
        [cell(value, limit, way) for value in column]
        for column, limit, way in zip(values, limits, ways, strict=True)
    ]
    sizes = [max(map(len, texts), default=0) for texts in cells]
    wraps = ["nowrap" if size <= _SHORT else "normal" for size in sizes]
    rooms = [
        "" if w == "nowrap" else _ROOM.format(min(s // 2, 16))
        for w, s in zip(wraps, sizes, strict=True)
    ]
    heads = (
        f'<th style="{_CELL.format(side, "bottom", "normal")}{room}">'
        f"{escape(str(name).replace('_', ' '))}</th>"
        for name, side, room in zip(frame, sides, rooms, strict=True)
    )
    looks = [_CELL.format(side, "top", wrap) for side, wrap in zip(sides, wraps, strict=True)]
    rows = (
        "".join(
            f'<td style="{look}">{_linked_cell(value, text)}</td>'
            for value, text, look in zip(row, texts, looks, strict=True)
        )
        for row, texts in zip(zip(*values, strict=True), zip(*cells, strict=True), strict=True)
    )
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return (
        f'<table style="{_TABLE}">\n<thead><tr>{"".join(heads)}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>"
    )


def _linked_cell(value: Any, text: str) -> str:
    """Write a cell: a symbol, and each symbol of a list, is a link; all else stays plain."""
    value = value.tolist() if hasattr(value, "tolist") else value
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, Sequence) or text != ", ".join(map(str, names)):
        return escape(text)
    return ", ".join(_linked_name(str(name)) for name in names)


def _linked_name(name: str) -> str:
    symbol = symbol_or_none(name) if "/" in name and len(name) <= _LONGEST_SYMBOL else None
    return _link(symbol, name) if symbol else escape(name)


def _is_number(dtype: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype))


def _is_counter(index: pd.Index) -> bool:
    """Whether it numbers rows; pandas makes sessions that follow each other a range, too."""
    import pandas as pd

    if index.name is None:
        return bool(pd.api.types.is_integer_dtype(index.dtype))
    return isinstance(index, pd.RangeIndex) and index.start == 0


def _counts(column: pd.Series) -> bool:
    """Whether floats are whole, and not all of them 0 or 1, as shares may be."""
    import pandas as pd

    if not pd.api.types.is_float_dtype(column.dtype):
        return False
    known = column.dropna()
    return bool((known % 1 == 0).all() and 1 < known.abs().max() < _MANY)


def cell(value: Any, longest: int, floats: Callable[[float], str] | None = None) -> str:
    """Write one value of a table, as plain text.

    >>> cell(12345, 80), cell(0.25, 80), cell(float("nan"), 80), cell("one two", 6)
    ('12,345', '0.250', '–', 'one …')
    >>> cell(0.00004, 80), cell(0.0, 80), cell(0.25, 80, "{:.0%}".format)
    ('0.00004', '0.000', '25%')
    >>> cell(True, 80), cell(False, 80)
    ('yes', 'no')
    """
    import pandas as pd

    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = ", ".join(map(str, value)) or None
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
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
