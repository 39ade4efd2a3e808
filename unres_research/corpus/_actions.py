"""Actions of the paragraphs of a document, as rows of the table `actions`."""

from __future__ import annotations

from typing import Any

from unres_research._names import BODY_KINDS
from unres_research.read._actions import Action, read_actions
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
    session = record.session if isinstance(record.session, int) else None
    texts = {p.id: (p.text, p.parent) for p in record}
    rows = []
    for p in record:
        if p.kind in BODY_KINDS and p.annex is None:
            found = read_actions(
                p.text, _chapeau(p.parent, texts), adopted_on, session=session, opener=p.opener
            )
            rows += [_row(p.id, number, action) for number, action in enumerate(found, 1)]
    return tuple(rows)


def _chapeau(parent: str | None, texts: dict[str, tuple[str, str | None]]) -> str:
    """Texts of the paragraphs that a paragraph belongs to, the outermost first."""
    above: list[str] = []
    seen = set()
    while parent in texts and parent not in seen:
        seen.add(parent)
        text, parent = texts[parent]
        above.insert(0, text)
    return " ".join(above)


def _row(paragraph: str, number: int, action: Action) -> tuple[Any, ...]:
    spans = (action.spans.get(name, (None, None)) for name in SPANS)
    return (
        *(paragraph, number, action.verb, action.kind, action.head, action.addressee_class),
        *(action.report, action.due, action.due_session, action.frequency, action.resources),
        *(action.review, action.inherited, *action.span),
        *(at for span in spans for at in span),
    )
