"""Actions of the paragraphs of a document, as rows of the table `actions`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from unres_research.read._actions import Action, actions_of
from unres_research.records import Resolution

SPANS = ("verb", "addressee", "what", "report", "due", "frequency", "resources", "review")
COLUMNS = (  # but the symbol
    *("paragraph", "action", "verb", "class", "head", "addressee_class", "report", "due"),
    *("due_session", "frequency", "resources", "review", "inherited", "start", "end"),
    *(f"{name}_{side}" for name in SPANS for side in ("start", "end")),
)
Rows = tuple[tuple[Any, ...], ...]


def action_rows(record: Resolution, adopted_on: str | None) -> Rows:
    """Rows of the actions of one resolution, in the order of the text; () unless in English."""
    if record.language != "en":
        return ()
    read = actions_of(replace(record, adopted_on=adopted_on))
    return tuple(
        _row(paragraph.id, number, action)
        for paragraph, found in read
        if paragraph.annex is None
        for number, action in enumerate(found, 1)
    )


def _row(paragraph: str, number: int, action: Action) -> tuple[Any, ...]:
    spans = (action.spans.get(name, (None, None)) for name in SPANS)
    return (
        *(paragraph, number, action.verb, action.kind, action.head, action.addressee_class),
        *(action.report, action.due, action.due_session, action.frequency, action.resources),
        *(action.review, action.inherited, *action.span),
        *(at for span in spans for at in span),
    )
