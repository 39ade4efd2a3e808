"""What a paragraph asks: read by rule, with the place of every value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike

from unres_research.errors import UnresError
from unres_research.read._actions._action import CLASSES, Action
from unres_research.read._actions._lists import (
    Addressees,
    Verbs,
    read_addressees,
    read_verbs,
)
from unres_research.read._actions._read import Reader
from unres_research.read._actions._reports import Reports, read_reports
from unres_research.read._actions._resources import Resources, read_resources
from unres_research.records import Paragraph, Resolution

__all__ = [
    "CLASSES",
    "Action",
    "Lists",
    "actions_of",
    "read_actions",
    "read_lists",
]
KINDS = ("preambular", "operative", "subparagraph")  # of paragraphs that act


@dataclass(frozen=True)
class Lists:
    """The word lists that actions are read by."""

    verbs: Verbs
    addressees: Addressees
    resources: Resources
    reports: Reports


def read_lists(
    verbs: str | PathLike[str] | None = None,
    addressees: str | PathLike[str] | None = None,
    resources: str | PathLike[str] | None = None,
    reports: str | PathLike[str] | None = None,
) -> Lists:
    """Read CSV files of word lists; the built-in one for each that is not given."""
    return Lists(
        read_verbs(verbs),
        read_addressees(addressees),
        read_resources(resources),
        read_reports(reports),
    )


def _reader(lists: Lists | None, adopted_on: str | None, session: int | None) -> Reader:
    by = lists or read_lists()
    values = {"resources": by.resources, "reports": by.reports}
    return Reader(by.verbs, by.addressees, {**values, "adopted_on": adopted_on, "session": session})


def read_actions(
    text: str,
    chapeau: str = "",
    adopted_on: str | None = None,
    *,
    session: int | None = None,
    opener: str | None = None,
    lists: Lists | None = None,
) -> list[Action]:
    """Read the actions of one paragraph, in the order of the text."""
    return _reader(lists, adopted_on, session).read(text, chapeau, opener)


def actions_of(
    record: Resolution, lists: Lists | None = None
) -> Iterator[tuple[Paragraph, list[Action]]]:
    """Read the actions of each paragraph of a record that acts, with its chapeaus."""
    if record.language != "en":
        raise UnresError(
            f"found a record in {record.language!r}, expected English ('en'): actions are read by "
            "rules of English; load the English version"
        )
    session = record.session if isinstance(record.session, int) else None
    held = {p.id: p for p in record.paragraphs}
    reader = _reader(lists, record.adopted_on, session)
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
