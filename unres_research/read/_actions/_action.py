"""One thing that a paragraph does: who is asked for what, by when, and where it says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]  # characters of the text of the paragraph, from and to
CLASSES = ("directive", "decision", "statement", "other")
VALUES = ("addressee", "report", "due", "frequency", "resources", "review")


@dataclass(frozen=True)
class Action:
    """An action of a paragraph; `kind` is what the tables call "class".

    `spans` has, by the name of a value ("verb", "addressee", "what", "report", "due", "frequency",
    "resources", "review"), the characters of the paragraph that say it. What the chapeau says
    has no span; its name stands in `inherited`.
    """

    verb: str
    kind: str
    addressee: str | None = None  # as written
    head: str | None = None  # of the word list, normalised: "secretary-general"
    addressee_class: tuple[str, ...] = ()
    what: str | None = None  # what is asked or decided, as written
    report: bool = False
    due: str | None = None  # "session 80", "2026-12-31", "2026-12", "2026", "every session"
    due_session: int | None = None
    frequency: str | None = None
    resources: tuple[str, ...] = ()
    review: bool = False
    span: Span = (0, 0)
    spans: dict[str, Span] = field(default_factory=dict)
    inherited: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the values by the names of the tables, ready for JSON."""
        return {
            "verb": self.verb,
            "class": self.kind,
            "addressee": self.addressee,
            "addressee_class": list(self.addressee_class),
            "what": self.what,
            "report": self.report,
            "due": self.due,
            "frequency": self.frequency,
            "resources": list(self.resources),
            "review": self.review,
            "span": list(self.span),
            "spans": {name: list(span) for name, span in self.spans.items()},
            "inherited": list(self.inherited),
        }
