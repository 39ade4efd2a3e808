"""The page of a check: the answer first, then what it asks, what is due, what it provides for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from unres_research.analyse import Check
from unres_research.analyse._check._provisions import PROVISIONS
from unres_research.analyse._check._told import due_counts, none_found, report_facts
from unres_research.show._html import RUN, View, view_of

if TYPE_CHECKING:
    import pandas as pd

_ROWS, _DUE = 200, 30  # of a table; the rest is counted
_LONG = 1_200  # letters of what is asked, of a clause
_CLAUSE = RUN.format("#CFE5F3", "2px solid #0072B2")
_NAMES = {
    "timeline": "Timelines",
    "review": "Review",
    "retirement": "End or expiry",
    "funding": "Means",
    "meetings": "Meetings",
}


def view(found: Check) -> View:
    """All that was found in a text, as the body of a page."""
    reports = [_report(found, row) for row in found.reports.itertuples()]
    return view_of(
        "check.html.j2",
        about=_about(found),
        answer=found.answer,
        actions=_entries(found.asked, _action),
        reports=reports,
        told=found.due_elsewhere is not None,
        provisions=[
            {
                "name": _NAMES[name],
                "none": f"N{none_found(found, name)[1:]}.",
                **_entries(table, lambda row: _clause(found, row)),
            }
            for name, table in _tables(found)
        ],
        left_out=list(found.left_out.items()),
        notes=found.notes,
        receipt=found.receipt,
        look=_CLAUSE,
    )


def title(found: Check) -> str:
    """The heading of its page."""
    return f"Check of {found.name}"


def _about(found: Check) -> str:
    """Its title and day."""
    parts = [found.record.title] if found.symbol and found.record.title else []
    parts += [found.date] if found.date else []
    parts += [f"session {found.session}"] if found.session is not None else []
    return ", ".join(parts)


def _tables(found: Check) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in PROVISIONS:
        yield name, found.provisions_of(name)
    yield "meetings", found.meetings


def _entries(
    table: pd.DataFrame, entry: Callable[[Any], dict[str, Any]], most: int = _ROWS
) -> dict[str, Any]:
    """The first rows of a table, and how many more there are."""
    rows = [entry(row) for row in table.head(most).to_dict("records")]
    return {"rows": rows, "more": max(0, len(table) - most)}


def _action(row: dict[str, Any]) -> dict[str, Any]:
    marks = [one for one in (row["due"], row["frequency"]) if isinstance(one, str)]
    marks += [f"resources: {' and '.join(row['resources'])}"] if len(row["resources"]) else []
    marks += ["report"] if row["report"] else []
    return {
        "id": row["paragraph"],
        "verb": row["verb"],
        "whom": _cut(row["addressee"]) if isinstance(row["addressee"], str) else "",
        "what": _cut(row["what"]) if isinstance(row["what"], str) else "",
        "note": marks,
    }


def _report(found: Check, row: Any) -> dict[str, Any]:
    """A report that is asked for, and those that are due already."""
    said: dict[str, Any] = {"id": row.paragraph, "facts": report_facts(row), "counts": ""}
    said["what"] = _cut(row.what) if isinstance(row.what, str) else ""
    if found.due_elsewhere is None:
        return said | {"rows": [], "more": 0}
    table = found.due_elsewhere[found.due_elsewhere["report"] == row.paragraph]
    return said | {"counts": due_counts(found, row.paragraph), **_entries(table, _due, _DUE)}


def _due(row: dict[str, Any]) -> dict[str, Any]:
    day = f"{row['adopted_on']:%Y-%m-%d}"
    note = [row["why"], str(row["due"]), day]
    return {"id": f"{row['symbol']} {row['paragraph']}", "text": row["title"], "note": note}


def _clause(found: Check, row: dict[str, Any]) -> dict[str, Any]:
    """A clause with the words around it."""
    text = found.record[row["paragraph"]].text
    start, end = int(row["start"]), int(row["end"])
    before, after = text[max(0, start - 100) : start], text[end : end + 60]
    return {
        "id": row["paragraph"],
        "before": f"… {before.partition(' ')[2]}" if start > 100 else before,
        "clause": _cut(text[start:end]),
        "after": f"{after.rpartition(' ')[0]} …" if end + 60 < len(text) else after,
        "note": row["phrase"],
    }


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rpartition(' ')[0] or text[:_LONG]} …"
