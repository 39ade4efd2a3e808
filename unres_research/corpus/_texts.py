"""Texts of a data set: the tables that hold them, and records made from these again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from unres_research.records import (
    Annex,
    Footnote,
    Issue,
    Paragraph,
    Resolution,
    Source,
    Subject,
    Vote,
)

Row = dict[str, Any]
TABLES = ("texts", "footnotes", "details")


def tables(records: Iterable[Resolution]) -> dict[str, list[Row]]:
    """Return what the other tables of a data set leave out of the records.

    Parameters
    ----------
    records : iterable of Resolution
        In the order of the data set, each with a symbol.

    Returns
    -------
    dict of str to list of dict
        Rows of the tables `TABLES`; columns as in `schema.COLUMNS`.

    Examples
    --------
    >>> record = Resolution("A/RES/77/901", "resolution", "Lamps",
    ...     paragraphs=(Paragraph("OP1", "operative", "Decides to meet."),))
    >>> tables([record])["texts"]
    [{'symbol': 'A/RES/77/901', 'paragraph': 'OP1', 'text': 'Decides to meet.', 'marks': ()}]
    """
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    for record in records:
        found["texts"] += _paragraphs(record)
        found["footnotes"] += (
            {"symbol": record.symbol, "mark": note.mark, "text": note.text}
            for note in record.footnotes
        )
        found["details"].append(_details(record))
    return found


def _paragraphs(record: Resolution) -> Iterator[Row]:
    for p in record:
        yield {"symbol": record.symbol, "paragraph": p.id, "text": p.text, "marks": p.footnotes}


def _details(record: Resolution) -> Row:
    source = record.source or Source("", "", "")
    return {
        "symbol": record.symbol,
        "kind": record.kind,
        "language": record.language,
        "origin": record.origin,
        "agenda_titles": record.agenda_titles,
        "annex_titles": tuple(a.title for a in record.annexes),
        "annex_paragraphs": tuple(a.first_paragraph for a in record.annexes),
        "subject_terms": tuple(s.term for s in record.subjects),
        "subject_sources": tuple(s.source for s in record.subjects),
        "issue_codes": tuple(i.code for i in record.issues),
        "issue_messages": tuple(i.message for i in record.issues),
        "issue_paragraphs": tuple(i.paragraph for i in record.issues),
        "format": source.format,
        "sha256": source.sha256,
        "pages": source.pages,
    }


def record(
    about: Mapping[str, Any],
    details: Mapping[str, Any],
    paragraphs: Sequence[Mapping[str, Any]],
    notes: Sequence[Mapping[str, Any]],
) -> Resolution:
    """Make a record from its rows in the tables of a data set.

    Parameters
    ----------
    about, details : mapping
        Its rows of `resolutions` and `details`.
    paragraphs : sequence of mapping
        Its rows of `paragraphs`, in order, each with `text` and `marks` of `texts`.
    notes : sequence of mapping
        Its rows of `footnotes`, in order.

    Returns
    -------
    Resolution
        Equal to the one that the data set was made from.

    Examples
    --------
    See `unres_research.corpus._corpus.Corpus.resolution`.
    """
    row = {k: _plain(v) for k, v in (*details.items(), *about.items())}
    rows = [{k: _plain(v) for k, v in p.items()} for p in paragraphs]
    printed = {p["paragraph"]: p["text"] for p in rows}
    session = row["session"]
    whole: Row = {
        "session": int(session) if session and session.isdigit() else session,
        "adopted_on": _date(row["adopted_on"]),
        "distributed_on": _date(row["distributed_on"]),
        "vote": _vote(row),
        "subjects": _each(Subject, row, "subject_terms", "subject_sources"),
        "paragraphs": tuple(_paragraph(p, printed) for p in rows),
        "footnotes": tuple(Footnote(n["mark"], n["text"]) for n in notes),
        "annexes": _each(Annex, row, "annex_titles", "annex_paragraphs"),
        "source": Source(row["source"], row["format"], row["sha256"], _integer(row["pages"])),
        "issues": _each(Issue, row, "issue_codes", "issue_messages", "issue_paragraphs"),
    }
    same = {f.name: row[f.name] for f in fields(Resolution) if f.name not in whole}
    return Resolution(**same, **whole)


def _paragraph(row: Row, printed: dict[str, str]) -> Paragraph:
    return Paragraph(
        id=row["paragraph"],
        kind=row["kind"],
        text=row["text"],
        number=row["number"],
        parent=row["parent"],
        part=row["part"],
        section=printed[row["section"]] if row["section"] else None,
        annex=_integer(row["annex"]),
        opener=row["opener"],
        footnotes=row["marks"],
        cites=row["cites"],
    )


def _each(kind: type, row: Row, *columns: str) -> tuple[Any, ...]:
    return tuple(kind(*values) for values in zip(*(row[c] for c in columns), strict=True))


def _vote(row: Row) -> Vote | None:
    counts = [_integer(row[c]) for c in ("in_favour", "against", "abstaining")]
    return None if None in counts else Vote(*counts)  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    """Turn an array into a tuple, and what is missing (NaN, NaT) into None."""
    if hasattr(value, "tolist") and value.ndim:
        return tuple(value.tolist())
    return None if value is None or value != value else value


def _integer(value: Any) -> int | None:
    return None if value is None else int(value)


def _date(value: Any) -> str | None:
    return None if value is None else str(value)[:10]
