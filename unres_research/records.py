"""Resolutions as values: frozen records, and their views as dict, table and HTML."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Self, get_args, get_origin, get_type_hints

from unres_research import _shown as shown
from unres_research._names import BODY_KINDS
from unres_research._printable import printable
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    *("Annex", "Comment", "Footnote", "Issue", "Paragraph", "Resolution", "Revision", "Source"),
    *("Subject", "Vote"),
]
__dir__ = __all__.copy  # what tab completion shows

_APART = {  # fields that stay out of dicts
    "adoption",
    "submitted_by",
    "amends",
    "revisions",
    "comments",
}
_SHOWN = 72  # characters of a text in a repr


class _Record:
    """What every record can do: become a dict, and be made of one."""

    def __repr__(self) -> str:
        values = ((f.name, getattr(self, f.name)) for f in fields(self))  # type: ignore[arg-type]
        said = ", ".join(
            f"{name}={(_short(value) if isinstance(value, str) else value)!r}"
            for name, value in values
        )
        return printable(f"{type(self).__name__}({said})", lines=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the attributes as plain dicts and lists, ready for JSON.

        Of a resolution it is what `unres parse --json` prints: `adoption`, `submitted_by` and
        `amends` stay out.

        Examples
        --------
        >>> Annex("Harbour lamps", "A1.1").to_dict()
        {'title': 'Harbour lamps', 'first_paragraph': 'A1.1'}
        """
        return {name: _plain(getattr(self, name)) for name in _hints(type(self))}  # type: ignore[arg-type]

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """Make a record of what `to_dict` gave.

        Parameters
        ----------
        value : mapping
            Of JSON, perhaps; every key must be there, and no other.

        Returns
        -------
        record
            Equal to the one that the dict was made of.

        Raises
        ------
        UnresError
            When a key is missing or unknown, or a value is of another type.

        Examples
        --------
        >>> Vote.from_dict({"in_favour": 86, "against": 2, "abstaining": 40})
        Vote(in_favour=86, against=2, abstaining=40)
        >>> Footnote.from_dict({"mark": "1"})
        Traceback (most recent call last):
        unres_research.errors.UnresError: found a Footnote without 'text', expected mark, text
        """
        hints = _hints(cls)  # type: ignore[arg-type]
        if not isinstance(value, Mapping):
            raise UnresError(f"found {type(value).__name__}, expected a {cls.__name__} as a dict")
        for names, fault in ((hints.keys() - value, "without"), (value.keys() - hints, "with")):
            if names:
                found = ", ".join(sorted(map(repr, names)))
                raise UnresError(
                    f"found a {cls.__name__} {fault} {found}, expected {', '.join(hints)}"
                )
        return cls(**{n: _typed(value[n], h, f"{cls.__name__}.{n}") for n, h in hints.items()})


@dataclass(frozen=True, repr=False)
class Footnote(_Record):
    """A footnote, taken out of the running text: its mark ("1", "a" or "*"), and its text.

    Examples
    --------
    >>> Footnote("1", "See A/78/L.86.").mark
    '1'
    """

    mark: str
    text: str


@dataclass(frozen=True, repr=False)
class Issue(_Record):
    """Something that the reader was unsure of.

    Attributes
    ----------
    code : str
        "repeated-number", "repeated-footnote", "other-link" (a link that leads elsewhere than
        to what is printed), "metadata-adopted-on" or "metadata-vote"; of texts and web pages
        also "encoding", "no-symbol", "no-title", "no-session", "no-labels", "by-place" (only the
        place tells that it is operative), "mail" (lines around the text that are left out),
        "several-texts" (the formula stands again, and no part) and "untold" (paragraphs that are
        of neither half); of PDFs "no-formula", "table",
        "turned-page", "other-layout",
        "spacing" and "wrong-letters"; of Word files "tracked-changes", "comments",
        "hidden-text", "struck-through", "text-box", "numbering", "not-read",
        "printed-lines" and "layout-table".
    message : str
    paragraph : str or None
        Id of the paragraph that it is about.

    Examples
    --------
    >>> Issue("no-title", "found no title").paragraph is None
    True
    """

    code: str
    message: str
    paragraph: str | None = None


@dataclass(frozen=True)
class Vote(_Record):
    """A recorded vote, in numbers of Member States.

    Examples
    --------
    >>> Vote(in_favour=86, against=2, abstaining=40).against
    2
    """

    in_favour: int
    against: int
    abstaining: int


@dataclass(frozen=True, repr=False)
class Annex(_Record):
    """An annex: its title, and the id of its first paragraph; None when it holds none.

    Examples
    --------
    >>> Annex("Harbour lamps", "A1.1").first_paragraph
    'A1.1'
    """

    title: str
    first_paragraph: str | None


@dataclass(frozen=True)
class Subject(_Record):
    """An index term of the "UNBIS Thesaurus" or of "DHLAUTH" (names of bodies and instruments).

    Examples
    --------
    >>> Subject("LIGHTHOUSES", "UNBIS Thesaurus").term
    'LIGHTHOUSES'
    """

    term: str
    source: str


@dataclass(frozen=True, repr=False)
class Revision(_Record):
    """A tracked change of a Word file.

    `pandas.DataFrame(record.revisions)` is the table of all of them.

    Attributes
    ----------
    kind : str
        "inserted", "deleted", "moved away", "moved here" or "formatted" (words, or the style or
        number of a paragraph).
    author : str
    date : str or None
        As the file has it: "2026-03-01T09:30:00Z"; programs often write local time so.
    text : str
        Its words; "\u00b6" is the mark that ends a paragraph.
    paragraph : str or None
        Id of the paragraph that it is in; None in the title block, and where none is left.

    Examples
    --------
    >>> Revision("inserted", "Fiji", "2026-03-01T09:30:00Z", " at night", "OP1").author
    'Fiji'
    """

    kind: str
    author: str
    date: str | None
    text: str
    paragraph: str | None = None


@dataclass(frozen=True, repr=False)
class Comment(_Record):
    """A comment in the margin of a Word file, and the words that it is `about`.

    Examples
    --------
    >>> Comment("Malta", "2026-03-01T10:00:00Z", "Which lamps?", "the lamps", "OP1").about
    'the lamps'
    """

    author: str
    date: str | None
    text: str
    about: str
    paragraph: str | None = None


@dataclass(frozen=True)
class Source(_Record):
    """Where a record was read from.

    Attributes
    ----------
    path : str
        The file, or archive/member.
    format : str
        "akn", "pdf", "html", "docx" or "text".
    sha256 : str
        Of the bytes, in hexadecimal.
    pages : int or None
        Number of pages of a PDF, else None.

    Examples
    --------
    >>> Source("lamps.pdf", "pdf", "0" * 64, pages=2).pages
    2
    """

    path: str
    format: str
    sha256: str
    pages: int | None = None


@dataclass(frozen=True, repr=False)
class Paragraph(_Record):
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

    def __repr__(self) -> str:
        return printable(f"<Paragraph {self.id}: {_short(self.text)}>", lines=False)

    def _repr_html_(self) -> str:
        return shown.block(_html_table([self]))


@dataclass(frozen=True, repr=False)
class Resolution(_Record):
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
        Drafts that it came from; those of the informal consultations that it rests on too.
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
    submitted_by : str or None
        The officer or bureau that submitted a draft, as printed: "Chair of the Committee". Such a
        draft has no sponsors. Not in `to_dict`, and not compared.
    amends : str or None
        Symbol of the draft that an amendment would change; it stands in `cites` too. Not in
        `to_dict`, and not compared.
    revisions : tuple of Revision
        Tracked changes of a Word file. Not in `to_dict`, and not compared.
    comments : tuple of Comment
        Comments of a Word file. Not in `to_dict`, and not compared.

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
    submitted_by: str | None = field(default=None, compare=False)
    amends: str | None = field(default=None, compare=False)
    revisions: tuple[Revision, ...] = field(default=(), compare=False)
    comments: tuple[Comment, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Refuse two paragraphs of one id: tables by paragraph would lose one in silence."""
        ids = [p.id for p in self.paragraphs]
        if len(set(ids)) < len(ids):
            twice = Counter(ids).most_common(1)[0][0]
            raise UnresError(f"found two paragraphs with the id {twice!r}, expected one of each id")

    def __getitem__(self, paragraph_id: str) -> Paragraph:
        """Return the paragraph with this id; KeyError names the nearest ones."""
        for paragraph in self.paragraphs:
            if paragraph.id == paragraph_id:
                return paragraph
        ids = ", ".join(p.id for p in self.paragraphs[:40])
        name = self.symbol or "the text"
        raise KeyError(f"{name} has no paragraph {paragraph_id!r}; it has {ids}")

    def __iter__(self) -> Iterator[Paragraph]:
        return iter(self.paragraphs)

    def __len__(self) -> int:
        return len(self.paragraphs)

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """Preambular and operative paragraphs and their sub-paragraphs, without annexes."""
        return tuple(p for p in self.paragraphs if p.kind in BODY_KINDS)

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

    def __repr__(self) -> str:
        about = [f"{len(self)} paragraphs"]
        if self.kind == "draft":
            about.insert(0, "draft")
        about = [x for x in (self.adopted_on or self.distributed_on,) if x] + about
        name = self.symbol or "without a symbol"
        said = f"<Resolution {name}, {', '.join(about)}: {_short(self.title)}>"
        return printable(said, lines=False)

    def _repr_html_(self) -> str:
        """Return the document as HTML for a notebook; every string is escaped."""
        about = " · ".join(
            str(x) for x in (self.symbol, self.adopted_on or self.distributed_on) if x
        )
        title = f"<h4>{html.escape(self.title)}</h4>"
        return shown.block(
            title, shown.said(about), shown.scrolled(_html_table(self), "Paragraphs")
        )


def _html_table(paragraphs: Iterable[Paragraph]) -> str:
    return shown.pairs((paragraph.id, _html_text(paragraph)) for paragraph in paragraphs)


def _html_text(paragraph: Paragraph) -> str:
    text, opener = paragraph.text, paragraph.opener or ""
    if opener and text.startswith(opener):
        return f"<em>{html.escape(opener)}</em>{html.escape(text[len(opener) :])}"
    return html.escape(text)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Types of the fields that stand in dicts, in their order."""
    types = get_type_hints(kind)
    return {f.name: types[f.name] for f in fields(kind) if f.name not in _APART}


def _plain(value: Any) -> Any:
    if isinstance(value, _Record):
        return value.to_dict()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _typed(value: Any, hint: Any, where: str) -> Any:
    """Turn what stands in a dict into a value of a type, or say why it cannot be one."""
    if get_origin(hint) is tuple and isinstance(value, list | tuple):
        return tuple(_typed(one, get_args(hint)[0], where) for one in value)
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    for kind in kinds:
        if kind is NoneType and value is None:
            return None
        if get_origin(kind) is None and issubclass(kind, _Record) and value is not None:
            return kind.from_dict(value)
        if get_origin(kind) is None and type(value) is kind:
            if kind is str:
                _check_whole(value, where)
            return value
    names = " or ".join(_called(kind) for kind in kinds)
    raise UnresError(f"found {value!r:.60} as {where}, expected {names}")


def _check_whole(text: str, where: str) -> None:
    """Refuse half a character (a lone surrogate), which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise UnresError(
            f"found {half} in {where}, which is half a character, expected text; write the "
            "character whole, or leave it out"
        ) from None


def _called(kind: Any) -> str:
    if get_origin(kind) is tuple:
        return f"a list of {_called(get_args(kind)[0])}"
    return "None" if kind is NoneType else str(kind.__name__)
