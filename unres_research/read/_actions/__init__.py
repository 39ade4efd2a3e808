"""What a paragraph asks: read by rule, with the place of every value."""

from __future__ import annotations

from collections.abc import Iterator

from unres_research.errors import UnresError
from unres_research.read._actions._action import Action
from unres_research.read._actions._lists import (
    Addressees,
    Verbs,
    read_addressees,
    read_verbs,
)
from unres_research.read._actions._read import Reader
from unres_research.records import Paragraph, Resolution

__all__ = [
    "Action",
    "Addressees",
    "Verbs",
    "actions_of",
    "read_actions",
    "read_addressees",
    "read_verbs",
]
KINDS = ("preambular", "operative", "subparagraph")  # of paragraphs that act


def read_actions(
    text: str,
    chapeau: str = "",
    adopted_on: str | None = None,
    *,
    session: int | None = None,
    opener: str | None = None,
    verbs: Verbs | None = None,
    addressees: Addressees | None = None,
) -> list[Action]:
    """Read the actions of one paragraph, in the order of the text."""
    reader = Reader(verbs or read_verbs(), addressees or read_addressees(), adopted_on, session)
    return reader.read(text, chapeau, opener)


def actions_of(
    record: Resolution, *, verbs: Verbs | None = None, addressees: Addressees | None = None
) -> Iterator[tuple[Paragraph, list[Action]]]:
    """Read the actions of each paragraph of a record that acts, with its chapeaus."""
    if record.language != "en":
        raise UnresError(
            f"found a record in {record.language!r}, expected English ('en'): actions are read by "
            "rules of English; load the English version"
        )
    session = record.session if isinstance(record.session, int) else None
    held = {p.id: p for p in record.paragraphs}
    reader = Reader(
        verbs or read_verbs(), addressees or read_addressees(), record.adopted_on, session
    )
    for paragraph in record.paragraphs:
        if paragraph.kind in KINDS:
            chapeau = chapeau_of(paragraph, held)
            yield paragraph, reader.read(paragraph.text, chapeau, paragraph.opener)


def chapeau_of(paragraph: Paragraph, held: dict[str, Paragraph]) -> str:
    """Join the texts of the paragraphs that a sub-paragraph belongs to, the outermost first."""
    texts: list[str] = []
    parent = held.get(paragraph.parent or "")
    while parent is not None and len(texts) < 8:
        texts.insert(0, parent.text)
        parent = held.get(parent.parent or "")
    return " ".join(texts)
