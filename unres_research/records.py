"""Resolutions as values: frozen records, and their views as dict, table and HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

PARAGRAPH_KINDS = ("preambular", "operative", "subparagraph", "heading", "annex", "other")
BODY_KINDS = ("preambular", "operative", "subparagraph")


@dataclass(frozen=True)
class Footnote:
    """A footnote, taken out of the running text."""

    mark: str
    text: str


@dataclass(frozen=True)
class Issue:
    """Something that the reader was unsure of."""

    code: str
    message: str
    paragraph: str | None = None


@dataclass(frozen=True)
class Vote:
    """A recorded vote: numbers of Member States."""

    in_favour: int
    against: int
    abstaining: int


@dataclass(frozen=True)
class Annex:
    """An annex: its title, and the id of its first paragraph."""

    title: str
    first_paragraph: str | None


@dataclass(frozen=True)
class Subject:
    """An index term, and the vocabulary that it comes from."""

    term: str
    source: str


@dataclass(frozen=True)
class Source:
    """Where a record was read from."""

    path: str
    format: str
    sha256: str
    pages: int | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a resolution.

    Attributes
    ----------
    id : str
        Unique in the document: "PP3", "OP7", "OP7(a)(ii)", "I.OP7", "A1.12".
    kind : str
        One of "preambular", "operative", "subparagraph", "heading", "annex", "other".
    text : str
        One line, without footnote marks, number and sub-paragraphs.
    number : str or None
        As printed, without its full stop.
    parent : str or None
        Id of the paragraph that it belongs to.
    part, section : str or None
        Part label ("I"), and the heading that it stands under.
    annex : int or None
        Position of its annex, from 1.
    opener : str or None
        The opening words that carry the action: "Taking note with appreciation".
    footnotes : tuple of str
        Marks, in order.
    cites : tuple of str
        Symbols cited in it, normalised, in order of first mention.
    """

    id: str
    kind: str
    text: str
    number: str | None = None
    parent: str | None = None
    part: str | None = None
    section: str | None = None
    annex: int | None = None
    opener: str | None = None
    footnotes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the paragraph as a dict with lists in place of tuples."""
        return _plain(asdict(self))


@dataclass(frozen=True)
class Resolution:
    """A resolution or a draft resolution.

    Attributes are the keys of `to_dict`; dates are ISO strings ("2024-07-01"),
    what the source does not say is None or empty. `len(resolution)` is the number of
    paragraphs, `resolution["OP7(a)"]` one of them.

    Examples
    --------
    >>> r = Resolution(symbol="A/78/L.86", kind="draft", title="Capacity-building",
    ...     paragraphs=(Paragraph("OP1", "operative", "Decides to meet;", "1"),))
    >>> r["OP1"].text
    'Decides to meet;'
    >>> r.to_dict()["paragraphs"][0]["id"]
    'OP1'
    """

    symbol: str | None
    kind: str
    title: str
    organ: str = "General Assembly"
    language: str = "en"
    session: int | str | None = None
    agenda_items: tuple[str, ...] = ()
    agenda_titles: tuple[str, ...] = ()
    adopted_on: str | None = None
    distributed_on: str | None = None
    origin: str | None = None
    committee: str | None = None
    draft_symbols: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    additional_sponsors: tuple[str, ...] = ()
    vote: Vote | None = None
    subjects: tuple[Subject, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    annexes: tuple[Annex, ...] = ()
    cites: tuple[str, ...] = ()
    source: Source | None = None
    issues: tuple[Issue, ...] = ()
    adoption: str | None = field(default=None, compare=False)

    def __getitem__(self, paragraph_id: str) -> Paragraph:
        """Return the paragraph with this id; KeyError names the nearest ones."""
        for paragraph in self.paragraphs:
            if paragraph.id == paragraph_id:
                return paragraph
        ids = ", ".join(p.id for p in self.paragraphs[:40])
        raise KeyError(f"{self.symbol} has no paragraph {paragraph_id!r}; it has {ids}")

    def __iter__(self) -> Iterator[Paragraph]:
        """Iterate over the paragraphs in order."""
        return iter(self.paragraphs)

    def __len__(self) -> int:
        """Return the number of paragraphs."""
        return len(self.paragraphs)

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """Preambular and operative paragraphs and their sub-paragraphs, without annexes."""
        return tuple(p for p in self.paragraphs if p.kind in BODY_KINDS)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain dicts and lists, ready for JSON.

        Returns
        -------
        dict
            The keys are those that the README lists for `unres parse --json`.
        """
        record = _plain(asdict(self))
        del record["adoption"]
        return record

    def to_frame(self) -> pd.DataFrame:
        """Return the paragraphs as a table, one row a paragraph.

        Returns
        -------
        pandas.DataFrame
            Columns `symbol` and the attributes of `Paragraph`.
        """
        import pandas as pd

        columns = ["symbol", *Paragraph.__dataclass_fields__]
        rows = [{"symbol": self.symbol, **p.to_dict()} for p in self.paragraphs]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        """Return the document as HTML for a notebook; every string is escaped."""
        rows = "".join(_html_row(p) for p in self.paragraphs)
        about = " · ".join(
            str(x) for x in (self.symbol, self.adopted_on or self.distributed_on) if x
        )
        return (
            f"<div class='unres'><h4>{html.escape(self.title)}</h4>"
            f"<p>{html.escape(about)}</p>"
            f"<table>{rows}</table></div>"
        )


def _html_row(paragraph: Paragraph) -> str:
    text = html.escape(paragraph.text)
    opener = html.escape(paragraph.opener or "")
    if opener and text.startswith(opener):
        text = f"<em>{opener}</em>{text[len(opener) :]}"
    style = "text-align:left;vertical-align:top"
    return (
        f"<tr><td style='{style};white-space:nowrap'>{html.escape(paragraph.id)}</td>"
        f"<td style='{style}'>{text}</td></tr>"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
