"""Whether one document fits into the tables: what does not is left out, and named, by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from unres_research import symbols
from unres_research._inputs import day_of
from unres_research.errors import UnresError
from unres_research.records import Resolution

FIRST_DAY = date(1946, 1, 1)  # the General Assembly met first on 10 January
_AHEAD = timedelta(days=7)  # a clock may be behind, and a document dated tomorrow elsewhere
MOST_TIMES = 2**16 - 1  # one term in one paragraph: counts have 16 bits


def last_day() -> date:
    """The latest day that a document may be dated: some days ahead of this machine's clock."""
    return date.today() + _AHEAD


def misfit(record: Resolution, words: Sequence[str], adopted_on: str) -> str:
    """Why a resolution with these words (of each paragraph) cannot stand in the tables, or ""."""
    try:
        symbols.parse(record.symbol or "")
    except UnresError as error:
        return str(error)[:300]
    for day, what in ((adopted_on, "adopted"), (record.distributed_on, "distributed")):
        if day is not None and (why := _out_of_range(day)):
            return f"it is dated {day[:40]} ({what}), {why}"
    for paragraph, text in zip(record, words, strict=False):
        if text.count(" ") >= MOST_TIMES:
            word, times = Counter(text.split()).most_common(1)[0]
            if times > MOST_TIMES:
                return (
                    f"{paragraph.id} holds {word[:40]!r} {times:,} times, expected at most "
                    f"{MOST_TIMES:,}"
                )
    return ""


def _out_of_range(day: str) -> str:
    found = day_of(day)
    if found is None:
        return "which is no day"
    if FIRST_DAY <= found <= last_day():
        return ""
    return f"expected {FIRST_DAY} to today; correct the document, or this machine's clock"
