"""A record printed as text in the forms in which people have it: mail, copies, labels, one line.

Every function is pure, so that what a reader should find is known: the record.
"""

from __future__ import annotations

import re
import textwrap
from calendar import month_name
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from unres_research._names import BODY_KINDS
from unres_research.records import Paragraph, Resolution

FORMULA = "The General Assembly,"
WIDTH = 78  # characters of a line of mail
_SESSIONS = {
    74: "Seventy-fourth",
    75: "Seventy-fifth",
    76: "Seventy-sixth",
    77: "Seventy-seventh",
    78: "Seventy-eighth",
    79: "Seventy-ninth",
    80: "Eightieth",
}
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
_LONG_TITLE = (
    "and the follow-up to the third meeting of the keepers of lamps in harbours of small islands"
)
_SPLIT = 9  # letters: a longer word is divided at the end of a line


@dataclass(frozen=True)
class Piece:
    """One paragraph as a form prints it; `kind` is that of the record, or "head", "formula"."""

    kind: str
    text: str
    label: str = ""  # printed before the text: "1.", "(a)"
    id: str = ""
    opener: str = ""

    @property
    def line(self) -> str:
        return f"{self.label} {self.text}".strip()


# what is printed ----------------------------------------------------------------------


def pieces(record: Resolution) -> list[Piece]:
    """Everything that a document prints, in order, with the labels of official documents."""
    out = [Piece("head", text) for text in head(record)] + [Piece("formula", FORMULA)]
    annex = None
    for p in record:
        if p.annex and p.annex != annex:
            annex = p.annex
            titles = ("Annex", record.annexes[annex - 1].title)
            out += [Piece("annex title", title) for title in titles if title]
        out.append(Piece(p.kind, p.text, label(p), p.id, p.opener or ""))
    return [piece for piece in out if piece.line]


def label(p: Paragraph) -> str:
    """Number as it is printed: "1.", "3 bis.", "(a)"; headings hold theirs in their text."""
    if not p.number or p.kind == "heading":
        return ""
    return f"{p.number}." if p.number[0].isdigit() else p.number


def head(record: Resolution) -> list[str]:
    """Lines of the title block of an adopted resolution."""
    symbol, when = record.symbol or "", day(record.adopted_on)
    session = _SESSIONS.get(record.session if isinstance(record.session, int) else 0)
    lines = ["United Nations", symbol, "General Assembly", f"Distr.: General {when}"]
    lines += [f"{session} session"] if session else []
    lines += [f"Agenda item {record.agenda_items[0]}"] if record.agenda_items else []
    lines += [f"Resolution adopted by the General Assembly on {when}"]
    lines += [f"[{record.origin}]"] if record.origin else []
    return [*lines, f"{symbol.removeprefix('A/RES/')}. {record.title}"]


def day(iso: str | None) -> str:
    """A date as it is printed: "5 May 2024"."""
    year, month, number = (iso or "2020-01-01").split("-")
    return f"{int(number)} {month_name[int(month)]} {year}"


# labels -------------------------------------------------------------------------------


def official(piece: Piece) -> Piece:
    return piece


def delegates(form: str, suffix: str = "") -> Callable[[Piece], Piece]:
    """Labels such as "PP1", "OP1." as in the id; `form` has "{}" for them."""

    def relabel(piece: Piece) -> Piece:
        found = re.search(rf"(PP|OP)(\d+)(?:{suffix})?$", piece.id)
        if piece.kind not in ("preambular", "operative") or not found:
            return piece
        return replace(piece, label=form.format(found.group()))

    return relabel


def relabelled(kind: str, form: str) -> Callable[[Piece], Piece]:
    """Other labels for one kind; `form` has "{}" for the letters or digits of the number."""

    def relabel(piece: Piece) -> Piece:
        number = re.search(r"PP(\d+)$", piece.id) if kind == "preambular" else None
        shown = number.group(1) if number else piece.label.strip("().")
        if piece.kind != kind or (shown == "•" or not shown) and "{" in form:
            return piece
        return replace(piece, label=form.format(shown))

    return relabel


def bracketed(piece: Piece) -> Piece:
    """Preambular and operative paragraphs in brackets, behind their numbers."""
    if piece.kind not in ("preambular", "operative"):
        return piece
    return replace(piece, text=f"[{piece.text}]")


def inserted_ids(record: Resolution, suffix: str, kinds: Iterable[str]) -> dict[str, str]:
    """New ids where each fourth paragraph is one put in after the one before: OP4 is OP3bis."""
    out = {}
    for p in record:
        found = re.fullmatch(r"(?:.*\.)?(PP|OP)(\d+)", p.id)
        if p.kind in kinds and found and int(found.group(2)) % 4 == 0:
            number = int(found.group(2)) - 1
            out[p.id] = f"{p.id[: found.start(1)]}{found.group(1)}{number}{suffix}"
    return out


def inserted(
    record: Resolution, suffix: str, kinds: Iterable[str] = ("preambular", "operative")
) -> Resolution:
    """The record with paragraphs put in: "OP3bis" for OP4, "OP3bis(a)" for what is below it."""
    ids = inserted_ids(record, suffix, kinds)

    def renamed(p: Paragraph) -> Paragraph:
        new = renamed_id(p.id, ids)
        number = p.number
        if p.id in ids and p.kind == "operative":
            number = re.sub(r".*OP", "", new)
        return replace(p, id=new, number=number, parent=p.parent and renamed_id(p.parent, ids))

    return replace(record, paragraphs=tuple(map(renamed, record)))


def renamed_id(name: str, ids: dict[str, str]) -> str:
    """An id whose paragraph, or the one above it, has another."""
    first, *rest = re.split(r"(?=\()", name, maxsplit=1)
    return ids.get(first, first) + "".join(rest)


# layouts ------------------------------------------------------------------------------


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


def hyphened(text: str, width: int = WIDTH) -> list[str]:
    """Lines that may end behind the hyphen of a word."""
    return textwrap.wrap(text, width, break_on_hyphens=True)


def divided(text: str, mark: str, width: int = WIDTH) -> list[str]:
    """Lines at whose ends long words are divided, with a mark such as a soft hyphen."""
    lines = [""]
    for word in text.split():
        room = width - len(lines[-1]) - 1
        if len(word) <= room or not lines[-1]:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and len(word) > _SPLIT and 3 <= room - 1 <= len(word) - 3:
            lines[-1] += f" {word[: room - 1]}{mark}"
            lines.append(word[room - 1 :])
        else:
            lines.append(word)
    return lines


def blank_lines(lines: Iterable[str]) -> str:
    return "\n\n".join(lines)


def wrapped_apart(lines: Iterable[str]) -> str:
    """Wrapped, a blank line between paragraphs."""
    return "\n\n".join("\n".join(wrapped(line)) for line in lines)


def wrapped_close(lines: Iterable[str]) -> str:
    """Wrapped, no blank line anywhere."""
    return "\n".join(part for line in lines for part in wrapped(line))


def one_long(lines: Sequence[str]) -> str:
    """Wrapped without blank lines, but one paragraph of more than 140 characters is one line."""
    start = lines.index(FORMULA) + 1 if FORMULA in lines else 0
    long = next((k for k, line in enumerate(lines) if k >= start and len(line) > 140), None)
    return "\n".join(
        part for k, line in enumerate(lines) for part in ([line] if k == long else wrapped(line))
    )


def spaced(lines: Iterable[str]) -> str:
    """A blank line after each printed line, so that none tells where a paragraph ends."""
    return "\n\n".join(part for line in lines for part in wrapped(line))


def one_line(lines: Iterable[str]) -> str:
    return " ".join(lines)


def quoted(lines: Iterable[str]) -> str:
    """As mail quotes: "> " before every line."""
    return "\n".join(f"> {line}".rstrip() for line in wrapped_apart(lines).split("\n"))


def at_hyphens(lines: Iterable[str]) -> str:
    """Wrapped, also behind hyphens: "Secretary-" / "General"."""
    return "\n\n".join("\n".join(hyphened(line)) for line in lines)


def at_marks(mark: str) -> Callable[[Iterable[str]], str]:
    """Wrapped, long words divided with a mark."""
    return lambda lines: "\n\n".join("\n".join(divided(line, mark)) for line in lines)


# characters ---------------------------------------------------------------------------


def ligatures(text: str) -> str:
    """Pairs of letters as one character, U+FB00 to U+FB04, as old PDFs hold them."""
    for letters, one in _LIGATURES.items():
        text = text.replace(letters, one)
    return text


def in_turn(text: str, form: str, others: str) -> str:
    """Put other characters for those of a form, one after the other."""
    turn = cycle(others)
    return re.sub(form, lambda _: next(turn), text)


def dashes(text: str) -> str:
    """Hyphens as U+2010 and U+2011, dashes as U+2012, U+2013, U+2014, U+2015 and U+2212."""
    text = in_turn(text, "(?<=\\w)[-‑](?=\\w)", "‐‑−‒")
    return in_turn(text, "(?<= )[–—-](?= )", "‒–—―−")


def quotes(text: str) -> str:
    """Curved quotation marks and apostrophes straight, as keyboards have them."""
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def for_windows(text: str) -> str:
    """No-break hyphens as plain ones, for which Windows-1252 has no character."""
    return text.replace("‑", "-")


def spaces(text: str) -> str:
    """Other spaces in turn: no-break, thin, narrow no-break, two, and one of no width beside."""
    turn = cycle(["\u00a0", "\u2009", "\u202f", "  ", " \u200b", " "])
    return re.sub("(?<=\\S) (?=\\S)", lambda _: next(turn), text)


# title blocks -------------------------------------------------------------------------


def body_alone(found: Sequence[Piece]) -> list[Piece]:
    """From the formula on."""
    return [piece for piece in found if piece.kind != "head"]


def no_formula(found: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in found if piece.kind != "formula"]


def paragraphs_alone(found: Sequence[Piece]) -> list[Piece]:
    """Neither title block nor formula."""
    return no_formula(body_alone(found))


def head_on_one_line(found: Sequence[Piece]) -> list[Piece]:
    """Two to a line: "United Nations    A/RES/99/7", "General Assembly    Distr.: General"."""
    first, second, third, fourth, *rest = found
    joined = [f"{a.text}{' ' * 20}{b.text}" for a, b in ((first, second), (third, fourth))]
    return [*(Piece("head", text) for text in joined), *rest]


def ends_in_session(record: Resolution) -> Resolution:
    """A record with a title that ends in the word "session"."""
    return replace(record, title=f"{record.title}: work of its next session")


def long_title(record: Resolution) -> Resolution:
    """A record whose title goes over several lines."""
    return replace(record, title=f"{record.title}, {_LONG_TITLE}")


def in_body(record: Resolution) -> list[Paragraph]:
    return [p for p in record if p.kind in BODY_KINDS]
