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
    """A footnote, taken out of the running text.

    Attributes
    ----------
    mark : str
        "1", "a" or "*".
    text : str
        One line.

    Examples
    --------
    >>> Footnote("1", "Resolution 217 A (III).").mark
    '1'
    """

    mark: str
    text: str


@dataclass(frozen=True)
class Issue:
    """Something that the reader was unsure of.

    Attributes
    ----------
    code : str
        "repeated-number", "repeated-footnote", "metadata-adopted-on" or "metadata-vote"; of
        texts and web pages also "encoding", "no-symbol", "no-title" and "no-session".
    message : str
    paragraph : str or None
        Id of the paragraph that it is about.

    Examples
    --------
    >>> Issue("repeated-footnote", "two footnotes are marked 3").paragraph is None
    True
    """

    code: str
    message: str
    paragraph: str | None = None


@dataclass(frozen=True)
class Vote:
    """A recorded vote.

    Attributes
    ----------
    in_favour, against, abstaining : int
        Numbers of Member States.

    Examples
    --------
    >>> Vote(86, 2, 40).abstaining
    40
    """

    in_favour: int
    against: int
    abstaining: int


@dataclass(frozen=True)
class Annex:
    """An annex: its title, and where it begins.

    Attributes
    ----------
    title : str
    first_paragraph : str or None
        Id of its first paragraph; None when it holds none.

    Examples
    --------
    >>> Annex("Rules of the charts", "A1.1").first_paragraph
    'A1.1'
    """

    title: str
    first_paragraph: str | None


@dataclass(frozen=True)
class Subject:
    """An index term, and the vocabulary that it comes from.

    Attributes
    ----------
    term : str
    source : str
        "UNBIS Thesaurus" (subjects) or "DHLAUTH" (names of bodies and instruments).

    Examples
    --------
    >>> Subject("LAMPS", "UNBIS Thesaurus").term
    'LAMPS'
    """

    term: str
    source: str


@dataclass(frozen=True)
class Source:
    """Where a record was read from.

    Attributes
    ----------
    path : str
        The file, or archive/member.
    format : str
        "akn", "pdf", "html" or "text".
    sha256 : str
        Of the bytes, in hexadecimal.
    pages : int or None
        Number of pages of a PDF, else None.

    Examples
    --------
    >>> Source("A_78_L.86.txt", "text", "").pages is None
    True
    """

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

    Examples
    --------
    >>> Paragraph("OP1", "operative", "Decides to meet;", "1", opener="Decides").opener
    'Decides'
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
        """Return the paragraph as a dict.

        Returns
        -------
        dict
            The attributes, with lists in place of tuples.
        """
        return _plain(asdict(self))


@dataclass(frozen=True)
class Resolution:
    """A resolution or a draft resolution.

    What the source does not say is None or empty. `len(resolution)` is the number of
    paragraphs, `resolution["OP7(a)"]` one of them (KeyError when there is none), and
    iterating gives them in order.

    Attributes
    ----------
    symbol : str or None
        In its canonical form.
    kind : str
        "resolution" or "draft".
    title, organ : str
    language : str
        Two-letter code.
    session : int, str or None
        78, or "ES-10", "S-32"; None outside the General Assembly.
    agenda_items, agenda_titles : tuple of str
        Numbers ("71 (b)") and titles.
    adopted_on, distributed_on : str or None
        ISO dates.
    origin : str or None
        The printed note on where it comes from.
    committee : str or None
        "First" to "Sixth", or "Plenary".
    draft_symbols : tuple of str
        Drafts that it came from.
    sponsors, additional_sponsors : tuple of str
        As printed.
    vote : Vote or None
        None when no vote was recorded.
    subjects : tuple of Subject
    paragraphs : tuple of Paragraph
    footnotes : tuple of Footnote
    annexes : tuple of Annex
    cites : tuple of str
        Distinct symbols cited anywhere in it, sorted.
    source : Source or None
    issues : tuple of Issue
        What the reader was unsure of.
    adoption : str or None
        "without a vote" or "recorded vote". Not in `to_dict`, and not compared.

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
            What `unres parse --json` prints: the attributes, without `adoption`.
        """
        record = _plain(asdict(self))
        del record["adoption"]
        return record

    def to_frame(self) -> pd.DataFrame:
        """Return the paragraphs as a table.

        Returns
        -------
        pandas.DataFrame
            One row a paragraph; columns `symbol` and the attributes of `Paragraph`.

        Examples
        --------
        >>> Resolution("A/78/L.86", "draft", "").to_frame().columns[:3].tolist()
        ['symbol', 'id', 'kind']
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
