"""What `unres search` prints: the answer, its places or its concordance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unres_research.analyse import Search
from unres_research.analyse._history import History

if TYPE_CHECKING:
    import pandas as pd

_BEFORE = 60  # columns of a concordance before the phrase
_TITLE = 60


def lines_of(
    found: Search, n: int, *, concordance: bool, window: int | str, sort: str, near: bool
) -> Iterator[str]:
    """Yield the lines that answer a search, at most n places."""
    yield from found.lines()
    if near:
        yield from _near(found.near(n))
    elif concordance:
        yield from _in_context(found, n, window, sort)
    else:
        yield from _places(found.places, n)


def lines_of_clause(found: History, n: int, *, near: bool) -> Iterator[str]:
    """Yield the lines that tell the history of a clause, at most n places."""
    yield found.name
    yield from found.answer
    if near:
        yield from _near(found.near.head(n))
    else:
        yield from _places(found.carriers.assign(count=1), n)


def _places(table: pd.DataFrame, n: int) -> Iterator[str]:
    for row in table.head(n).itertuples():
        times = f" {row.count}\u00d7" if row.count > 1 else ""
        yield f"  {_day(row)}  {row.symbol}, {row.paragraph}{times}  {_title(row)}"
        if isinstance(getattr(row, "text", None), str):
            yield f"    {row.text}"
    yield from _more(len(table), n, "places")


def _in_context(found: Search, n: int, window: int | str, sort: str) -> Iterator[str]:
    table = found.concordance(window, sort=sort)
    for row in table.head(n).itertuples():
        left = row.left if window == "sentence" else row.left[-_BEFORE:].rjust(_BEFORE)
        words = " ".join(part for part in (left, f"[{row.node}]", row.right) if part)
        yield f"  {_day(row)}  {row.symbol}, {row.paragraph}  {words}"
    yield from _more(len(table), n, "occurrences")
    if table.attrs["without_text"]:
        yield f"  {table.attrs['without_text']:,} places of which the data set holds no text"


def _near(table: Any) -> Iterator[str]:
    if table.empty:
        yield "  nothing is near"
    elif table["precision"].notna().any():
        yield (
            "near, with how often a hit of such a score is the same clause, where the clause was "
            "said before at all:"
        )
    for row in table.itertuples():
        sure = ""
        if row.precision == row.precision:
            sure = f"  {row.precision:.0%} ({row.low:.0%} to {row.high:.0%})"
        place = f"{_day(row)}  {row.symbol}, {row.paragraph}"
        yield f"  {row.score:.2f}  {place}{sure}  {_title(row)}"


def _more(total: int, n: int, what: str) -> Iterator[str]:
    if total > n:
        yield f"  and {total - n:,} more {what}: --lines {total}, or --json"


def _title(row: Any) -> str:
    return row.title[:_TITLE] if isinstance(row.title, str) else ""


def _day(row: Any) -> str:
    return str(row.adopted_on.date()) if row.adopted_on == row.adopted_on else "no date"
