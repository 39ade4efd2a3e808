"""One line of text with its styles, which every reader makes and `_structure` reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from unres_research._characters import SPELLING

ITALIC, BOLD, MARK = 1, 2, 4
_SPELLING = str.maketrans(SPELLING)
_SPECIAL = re.compile(f"[{''.join(map(re.escape, SPELLING))}]")
LATIN = str.maketrans("асеох", "aceox")  # Cyrillic letters that stand for Latin ones in labels
_BEGIN = re.compile(r"\s*(?:\d{1,3}(?:[.)]|(?=\s|$))|\(?[a-z]{1,5}\))?\s*")


def clean(text: str) -> str:
    """Fold white space, spell what prints alike alike (`_characters`), compose accents (NFC)."""
    return " ".join((text if _is_plain(text) else _spell(text)).split())


def _spell(text: str) -> str:
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_SPELLING) if _SPECIAL.search(text) else text


def _is_plain(text: str) -> bool:
    return text.isascii() and "\x02" not in text


def _is_blank(text: str) -> bool:
    return not text or text.isspace() or (not text.isascii() and len(text) < 9 and not clean(text))


class Line:
    """A paragraph as its source sets it: text in runs, each with its styles.

    `runs` are (text, style), style a sum of `ITALIC`, `BOLD`, `MARK`; the text of a `MARK`
    run is one footnote mark. `hint` is what the format alone knows, one of
    `_structure.HINTS`, "plain" when it knows nothing; `label` the number or label that stands
    apart from the text, `depth` the level of an item from 1 (a heading with a depth is no part of
    its annex's title).

    >>> line = Line([("1. ", 0), ("Decides", ITALIC), (" to meet", 0), ("2", MARK), (";", 0)])
    >>> line.text, line.marks, line.lead()
    ('1. Decides to meet;', ('2',), 'Decides')
    """

    __slots__ = ("_text", "depth", "hint", "label", "places", "runs", "told")

    def __init__(
        self,
        runs: Iterable[tuple[str, int]] = (),
        hint: str = "plain",
        label: str | None = None,
        depth: int | None = None,
    ) -> None:
        self.runs = list(runs)
        self.hint, self.label, self.depth = hint, label, depth
        self.places: list[tuple[int, int, str]] = []  # first run, run after the last, address
        self.told: str | None = None  # its kind, by the words of the whole text
        self._text: str | None = None

    def link(self, first: int, href: str) -> None:
        """Say that the runs from `first` on lead to an address."""
        self.places.append((first, len(self.runs), href))

    def add_cell(self, cell: Line) -> None:
        """Put a cell of a table behind those that are there; a cell without text only has marks."""
        if cell.text and any(style < MARK for _, style in self.runs):
            self.runs.append((" | ", 0))
        first = len(self.runs)
        self.places += [(first + start, first + end, href) for start, end, href in cell.places]
        self.runs += cell.runs if cell.text else [run for run in cell.runs if run[1] >= MARK]

    @property
    def text(self) -> str:
        """The text without marks, cleaned; kept, so only for a line that is complete."""
        if self._text is None:
            self._text = clean("".join([text for text, style in self.runs if style < MARK]))
        return self._text

    @property
    def marks(self) -> tuple[str, ...]:
        """Footnote marks, in order."""
        return tuple([text for text, style in self.runs if style >= MARK])

    @property
    def links(self) -> list[tuple[int, int, str]]:
        """Links as (start, end, address), places in `text`."""
        if not self.places:
            return []
        places, length, blank = [0], 0, True
        for text, style in self.runs:
            if style < MARK:
                spelled = text if _is_plain(text) else _spell(text)
                words = spelled.split()
                if words:
                    length += (not blank and spelled[0].isspace()) + len(" ".join(words))
                    blank = spelled[-1].isspace()
                    length += blank
                elif spelled and not blank:
                    length, blank = length + 1, True
            places.append(length)
        return [(places[first], places[end], href) for first, end, href in self.places]

    def lead(self, style: int = ITALIC) -> str | None:
        """Words in italics (or another style) that the line begins with, behind its number."""
        before = lead = ""  # a number, and what follows it
        for text, own in self.runs:
            if own >= MARK or not text:
                continue
            blank = _is_blank(text)
            if own & style or (lead and blank):
                lead += text
            elif lead or not (blank or (len(text) < 9 and _BEGIN.fullmatch(before + text))):
                break
            elif not blank:
                before += text
        if not lead:
            return None
        begin = None if before else _BEGIN.match(lead)
        return clean(lead[begin.end() if begin else 0 :]).strip(" ,;:.–—，；：。、") or None

    @property
    def all_bold(self) -> bool:
        """Whether it is bold, but for a letter here and there."""
        has = "".join([text for text, own in self.runs if own & BOLD and own < MARK])
        if not has or not self.text:
            return False
        return len("".join(has.split())) >= 0.9 * (len(self.text) - self.text.count(" "))

    @property
    def all_italic(self) -> bool:
        """Whether all of it is in italics."""
        return bool(self.text) and all(
            own & (ITALIC | MARK) or _is_blank(text) for text, own in self.runs
        )
