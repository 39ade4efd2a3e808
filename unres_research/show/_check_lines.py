"""What `unres check` prints: one page of plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unres_research.analyse import Check
from unres_research.analyse._check._provisions import PROVISIONS
from unres_research.analyse._check._told import due_counts, due_said, none_found, report_facts

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 100
_ACTIONS, _REPORTS, _DUE, _CLAUSES = 18, 3, 3, 2  # rows; the rest is counted
_WHOLE = "--json or --page shows all"


def lines_of(found: Check) -> Iterator[str]:
    """Yield the lines of a page: about sixty, none longer than a hundred letters but names."""
    yield from _head(found)
    yield from _actions(found)
    yield from _reports(found)
    yield ""
    yield "PROVISIONS, in what is asked or decided"
    for name in PROVISIONS:
        yield from _clauses(found.provisions_of(name), name, none_found(found, name))
    yield from _clauses(found.meetings, "meetings", none_found(found, "meetings"))
    yield ""
    yield "RENEWAL AND LENGTH"
    told = dict(found.answer)
    for label in ("Renews", "Length"):
        yield from _wrapped(f"{label}: {told[label]}")
    yield ""
    for line in (*found.notes, *found.receipt):
        yield from _wrapped(line, "")


def _head(found: Check) -> Iterator[str]:
    about = [found.date or "no date"]
    about += [f"session {found.session}"] if found.session is not None else []
    title = found.record.title if found.symbol else ""
    yield from _wrapped(f"{found.name} ({', '.join(about)}) {title}", "")
    for symbol, reason in list(found.left_out.items())[:_CLAUSES]:
        yield cut(f"  left out: {symbol}, {reason}", WIDTH)
    yield ""


def _actions(found: Check) -> Iterator[str]:
    asked = found.asked
    yield from _wrapped(f"ASKS AND DECIDES: {dict(found.answer)['Asks']}", "")
    for row in asked.head(_ACTIONS).to_dict("records"):
        whom = cut(row["addressee"], 22) if isinstance(row["addressee"], str) else "–"
        when = due_said(row["due"], row["frequency"])
        when = "" if when == "no time named" else when
        means = ", ".join(row["resources"])
        facts = f" [{'; '.join(part for part in (when, means) if part)}]" if when or means else ""
        start = f"  {cut(row['paragraph'], 10):<10} {cut(row['verb'], 12):<12} {whom:<22} "
        what = row["what"] if isinstance(row["what"], str) else ""
        room = max(10, WIDTH - len(start) - len(facts))
        yield f"{start}{cut(what, room)}{facts}"
    yield from _more(len(asked) - _ACTIONS)


def _reports(found: Check) -> Iterator[str]:
    yield ""
    yield f"REPORTS ASKED FOR: {len(found.reports):,}"
    for row in found.reports.head(_REPORTS).itertuples():
        yield cut(f"  {row.paragraph}  {'; '.join(report_facts(row))}", WIDTH)
        yield from _due(found, row)
    yield from _more(len(found.reports) - _REPORTS)


def _due(found: Check, row: Any) -> Iterator[str]:
    if found.due_elsewhere is None:
        return
    table = found.due_elsewhere[found.due_elsewhere["report"] == row.paragraph]
    yield from _wrapped(f"already due: {due_counts(found, row.paragraph)}", "      ")
    for other in table.head(_DUE).itertuples():
        place = f"      {other.symbol}, {other.paragraph}  {other.due}  {other.why}  "
        yield cut(place + other.title, WIDTH)
    yield from _more(len(table) - _DUE, "      ")


def _clauses(table: pd.DataFrame, name: str, none: str) -> Iterator[str]:
    if table.empty:
        yield f"  {name:<11} {none}"
    for k, row in enumerate(table.head(_CLAUSES).itertuples()):
        yield cut(f"  {'' if k else name:<11} {row.paragraph}  “{row.text}”", WIDTH)
    yield from _more(len(table) - _CLAUSES, " " * 14)


def _more(n: int, before: str = "  ") -> Iterator[str]:
    if n > 0:
        yield f"{before}… and {n:,} more ({_WHOLE})"


def _wrapped(text: str, before: str = "  ") -> Iterator[str]:
    after = before + "  " if before else ""
    yield from textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=after)


def cut(text: str, size: int) -> str:
    """The beginning of a text, with a mark where it is cut."""
    return text if len(text) <= size else text[: size - 1].rstrip(" ,;") + "…"
