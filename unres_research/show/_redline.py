"""Two texts as one Word file with tracked changes, as delegations exchange them: what it says.

`_word` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from unres_research import _storage as storage
from unres_research._inputs import as_day, check_kind
from unres_research._numerals import ordinal_words
from unres_research._wordlists import read_list
from unres_research.analyse._align import Alignment, Change, differences
from unres_research.read._title_block import formula_of
from unres_research.records import Paragraph, Resolution
from unres_research.show import _word
from unres_research.show._word import Line, Note, Notes

_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_ILLEGAL = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TABLE = re.compile(r"(?:[\w-]+\.)*T\d+(?:#\d+)?")  # ids of tables
_DEEPEST = 3  # level of sub-paragraphs that has a style
_ANNEX = {"en": "Annex", "fr": "Annexe", "es": "Anexo"}
_AGENDA = {
    "en": ("Agenda item", "Agenda items", "and"),
    "fr": ("Point {} de l’ordre du jour", "Points {} de l’ordre du jour", "et"),
    "es": ("Tema {} del programa", "Temas {} del programa", "y"),
}
_DRAFT = {"en": "draft resolution", "fr": "projet de résolution", "es": "proyecto de resolución"}
_ADOPTED = "Resolution adopted by the {} on {}"  # the others print it as English does


@dataclass(frozen=True)
class _Text:
    """What one of the two texts prints as a paragraph of the file."""

    text: str  # a tab parts a number from the words
    style: str
    opener: tuple[int, int] = (0, 0)  # places in the text
    key: str = ""  # by which it is found in the other text
    notes: tuple[Note, ...] = ()


def write(alignment: Alignment, path: Path, author: str, when: datetime | None) -> Path:
    """Write two aligned texts as a Word file with tracked changes: see `export.redline`."""
    if when is not None:
        check_kind(when, datetime, "date", "a datetime of the changes")
        as_day(when, "date")  # none that is missing
    when = (when or datetime.now(UTC)).astimezone(UTC)
    stamp = _word.Stamp(_clean(author), when.strftime("%Y-%m-%dT%H:%M:%SZ"))
    before, after = alignment.before, alignment.after
    head = tuple(differences(_clean(before.symbol or ""), _clean(after.symbol or "")))
    lines = _with_marks(list(_lines(alignment)))
    about = _word.About(_clean(after.title), after.language, head)
    storage.write(path, _word.packed(lines, about, stamp))
    return path


# what a text prints -------------------------------------------------------------------


def _texts(record: Resolution) -> list[_Text]:
    """What a text prints, from the symbol on; a reader tells the same paragraphs from it."""
    found = list(_head(record))
    annex = None
    notes = _Notes(record)
    for paragraph in record:
        if paragraph.annex and paragraph.annex != annex:
            annex = paragraph.annex
            found += _annex(record, annex)
        found.append(_printed(paragraph, notes.of(paragraph)))
    return found


def _head(record: Resolution) -> Iterator[_Text]:
    """Symbol, organ, session, agenda, adoption or sponsors, title, formula: what is known."""
    language = record.language
    lines = [("symbol", record.symbol or "")]
    names = [row["name"] for row in read_list("organs")
             if (row["organ"], row["language"]) == (record.organ, language)]  # fmt: skip
    lines.append(("organ", names[0] if names else record.organ))
    if record.kind == "draft":
        lines.append(("date", _day(record.distributed_on, language)))
    lines.append(("session", _session(record.session, language)))
    lines.append(("agenda", _agenda(record.agenda_items, language)))
    lines += [("item", title) for title in record.agenda_titles if record.agenda_items]
    if record.kind == "draft":
        lines.append(("sponsors", _sponsors(record.sponsors, language)))
    else:
        lines.append(("adopted", _adopted(record)))
        lines.append(("origin", f"[{record.origin}]" if record.origin else ""))
    lines.append(("title", _numbered_title(record)))
    opening = formula_of(record.organ, language)
    counted: dict[str, int] = {}
    for style, text in lines:
        if text or style == "title":
            counted[style] = counted.get(style, 0) + 1
            yield _Text(_clean(text), style, key=f"{style} {counted[style]}")
    if opening:
        yield _Text(_clean(opening), "formula", (0, len(opening) - 1), "formula")


def _session(session: int | str | None, language: str) -> str:
    kind, _, number = str(session or "").rpartition("-")
    if not re.fullmatch("[0-9]{1,4}", number) or language not in _AGENDA:
        return ""
    if language == "en":
        name = {"ES": "emergency special session", "S": "special session"}.get(kind, "session")
        return f"{ordinal_words(int(number)).capitalize()} {name}"
    if language == "fr":
        rest = {"ES": " extraordinaire d’urgence", "S": " extraordinaire"}.get(kind, "")
        return f"{number}e session{rest}"
    special = " extraordinario" if kind else ""
    urgent = " de emergencia" if kind == "ES" else ""
    return f"{number}º período{special} de sesiones{urgent}"


def _agenda(items: tuple[str, ...], language: str) -> str:
    if not items or language not in _AGENDA:
        return ""
    one, several, conjunction = _AGENDA[language]
    said = _listed(items, conjunction)
    name = one if len(items) == 1 else several
    return name.format(said) if "{}" in name else f"{name} {said}"


def _listed(names: tuple[str, ...], conjunction: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def _day(printed: str | None, language: str) -> str:
    """A day as a text prints it: "1 July 2024"; "" where it is no day."""
    try:
        day = date.fromisoformat(printed or "")
    except ValueError:
        return ""
    names = {row["number"]: row["month"] for row in read_list("months") if row["language"] == "en"}
    return f"{day.day} {names[str(day.month)]} {day.year}" if language == "en" else ""


def _adopted(record: Resolution) -> str:
    day = _day(record.adopted_on, record.language)
    return _ADOPTED.format(record.organ, day) if day else ""


def _sponsors(names: tuple[str, ...], language: str) -> str:
    if not names or language not in _DRAFT:
        return ""
    return f"{_listed(names, _AGENDA[language][2])}: {_DRAFT[language]}"


def _numbered_title(record: Resolution) -> str:
    """The title, behind the number of a resolution of the General Assembly: "78/311. "."""
    organ, _, number = (record.symbol or "").partition("/RES/")
    has_number = organ == "A" and re.match(r"\D", record.title)
    return f"{number}. {record.title}" if has_number else record.title


def _annex(record: Resolution, number: int) -> list[_Text]:
    """The word that heads an annex, and its title."""
    titles = [annex.title for annex in record.annexes[number - 1 : number] if annex.title]
    heads = [_ANNEX.get(record.language, "Annex"), *map(_clean, titles)]
    styles = ("annex", "annex title")
    return [
        _Text(text, style, key=f"annex {number} {k}")
        for k, (text, style) in enumerate(zip(heads, styles, strict=False))
    ]


def _printed(paragraph: Paragraph, notes: tuple[Note, ...]) -> _Text:
    number, text = _clean(paragraph.number or ""), _clean(paragraph.text)
    opener, label = _clean(paragraph.opener or ""), ""
    if paragraph.kind == "heading":  # its text begins with its number
        is_letter = paragraph.annex and re.fullmatch("[A-Z]{1,5}", number)
        if is_letter and text.startswith(f"{number} "):
            label, text = f"{number}.\t", text.removeprefix(f"{number} ")
    elif number:
        label = f"{number}{'.' if number.isdigit() else ''}\t"
    start = text.find(opener) if opener else -1
    place = (len(label) + start, len(label) + start + len(opener)) if start >= 0 else (0, 0)
    return _Text(label + text, _style(paragraph), place, f"id {paragraph.id}", notes)


def _style(paragraph: Paragraph) -> str:
    if _TABLE.fullmatch(paragraph.id):
        return "table"
    depth = min(paragraph.id.count("("), _DEEPEST)
    if paragraph.kind in ("subparagraph", "annex") and depth:
        return f"subparagraph {depth}"
    if paragraph.kind == "annex":
        return "operative" if paragraph.number else "other"
    return "subparagraph 1" if paragraph.kind == "subparagraph" else paragraph.kind


class _Notes:
    """Footnotes of a text, each given out where its mark stands first.

    Word counts notes itself. Where a mark is another than its count, it is written by hand.
    """

    def __init__(self, record: Resolution) -> None:
        self.texts = {note.mark: note.text for note in reversed(record.footnotes)}
        self.count = 0

    def of(self, paragraph: Paragraph) -> tuple[Note, ...]:
        return tuple(self._note(mark) for mark in paragraph.footnotes)

    def _note(self, mark: str) -> Note:
        text = self.texts.pop(mark, None)
        if text is None:  # it stands for the second time, or without a text
            return Note(_clean(mark), None)
        is_counted = mark == str(self.count + 1)
        self.count += is_counted
        return Note("" if is_counted else _clean(mark), _clean(text))


def _clean(text: str) -> str:
    """Put text on one line, without what XML cannot hold."""
    return _ILLEGAL.sub("", _BREAKS.sub(" ", text))


# lines of both texts ------------------------------------------------------------------


def _lines(alignment: Alignment) -> Iterator[Line]:
    """Lines of the file, so that both texts can be read out of it in their own order."""
    old, new = _texts(alignment.before), _texts(alignment.after)
    stays = {
        f"id {p.before.id}": f"id {p.after.id}"
        for p in alignment.pairs
        if p.before and p.after and not p.moved
    }
    begun = 0  # lines of the new text that are written
    places = {text.key: place for place, text in enumerate(new)}
    for text in old:
        key = stays.get(text.key, "") if text.key.startswith("id ") else text.key
        place = places.get(key, -1)
        if place < begun:
            yield _line(text, None)
            continue
        yield from (_line(None, one) for one in new[begun:place])
        yield _line(text, new[place])
        begun = place + 1
    yield from (_line(None, one) for one in new[begun:])


def _line(before: _Text | None, after: _Text | None) -> Line:
    if before and after:
        changes = tuple(differences(before.text, after.text))
    elif before:
        changes = (Change("deleted", before.text, ""),)
    else:
        assert after is not None
        changes = (Change("inserted", "", after.text),)
    old, new = before or after, after or before
    assert old and new
    return Line(
        changes,
        "" if before and after else "del" if before else "ins",
        (old.style, new.style),
        (before.opener if before else (0, 0), after.opener if after else (0, 0)),
        _paired(before.notes if before else (), after.notes if after else ()),
    )


def _paired(old: tuple[Note, ...], new: tuple[Note, ...]) -> Notes:
    """Notes of a paragraph before and after, side by side where one became the other."""
    found: list[tuple[Note | None, Note | None]] = []
    words = [[note.text or note.mark for note in notes] for notes in (old, new)]
    steps = SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()
    for _, a, b, c, d in steps:
        for one, other in zip_longest(old[a:b], new[c:d]):
            if one and other and one.has_place_of(other):
                found.append((one, other))
            else:
                found += [pair for pair in ((one, None), (None, other)) if any(pair)]
    return tuple(found)


def _with_marks(lines: list[Line]) -> list[Line]:
    """Tell which paragraph marks come and go, so that both texts keep their own.

    A line that comes or goes takes the mark behind it along. Where the line before it ends
    in a change of the same kind (programs make one change of the two), and at the end of the
    file (whose last mark always stays), it takes the mark before it.
    """
    stays = [k for k, line in enumerate(lines) if not line.mark]
    marks = [line.mark for line in lines]
    for first, end in zip(stays, [*stays[1:], len(lines)], strict=True):
        if end == len(lines) or (end > first + 1 and lines[first].ends_changed):
            marks[first:end] = [*marks[first + 1 : end], ""]
    return [
        replace(line, mark=mark, ends=ends)
        for line, mark, ends in zip(lines, marks, _ends(lines, marks), strict=True)
    ]


def _ends(lines: list[Line], marks: list[str]) -> Iterator[tuple[str, str]]:
    """Styles of each paragraph mark in both texts: those of the lines which it ends there.

    Without what goes, the words of one line may end at the mark of a later one.
    """
    last = ["", ""]
    for line, mark in zip(lines, marks, strict=True):
        for side, gone in enumerate(("ins", "del")):
            if line.mark != gone or not last[side]:
                last[side] = line.styles[side]
        yield last[0], last[1]
        last = [
            style if mark == gone else "" for style, gone in zip(last, ("ins", "del"), strict=True)
        ]
