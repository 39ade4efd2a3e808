"""Tables as CSV for people, who open them in a spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")  # the wide ones, too
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.I)


def to_csv(frame: pd.DataFrame, *, index: bool) -> str:
    """Write a table in which no cell of text is a formula: what begins like one gets a "'" before.

    Numbers stay numbers, -1 as well.
    """
    safe = frame.apply(_safe_column) if len(frame.columns) else frame
    safe.columns = [_safe(name) for name in frame.columns]
    if index:
        safe.index = frame.index.map(_safe_row)
        safe.index.names = [_safe(name) for name in frame.index.names]
    return safe.to_csv(index=index, lineterminator="\n")


def _safe_column(column: pd.Series) -> pd.Series:
    import pandas as pd

    plain = (pd.api.types.is_numeric_dtype, pd.api.types.is_datetime64_any_dtype)
    return column if any(is_plain(column) for is_plain in plain) else column.map(_safe)


def _safe_row(label: Any) -> Any:
    return tuple(map(_safe, label)) if isinstance(label, tuple) else _safe(label)


def _safe(value: Any) -> Any:
    """Put an apostrophe before what a spreadsheet would run as a formula.

    >>> _safe("=cmd|' /C calc'!A0"), _safe("- lamps"), _safe("-2.5"), _safe("a = b"), _safe(-1)
    ("'=cmd|' /C calc'!A0", "'- lamps", '-2.5', 'a = b', -1)
    """
    if not isinstance(value, str):
        return value
    is_formula = _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    value = value.replace("\r\n", "\n").replace("\r", "\n")  # a bare one would begin a row
    return f"'{value}" if is_formula else value


def unsafe(cell: str) -> str:
    """Read a cell of text that `to_csv` wrote.

    >>> unsafe("'=1+1"), unsafe("'tis"), unsafe("-2.5")
    ('=1+1', "'tis", '-2.5')
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell
