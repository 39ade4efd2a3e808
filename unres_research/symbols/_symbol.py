"""One document symbol: its grammar, its canonical form, and what it says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from unres_research._inputs import check_kind
from unres_research._names import ECOSOC, GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL, SECURITY_COUNCIL
from unres_research._numerals import from_roman
from unres_research.errors import UnresError
from unres_research.symbols._spelling import in_ascii

_COMMITTEES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
_ORGAN_OF_LETTER = {"A": GENERAL_ASSEMBLY, "S": SECURITY_COUNCIL, "E": ECOSOC}
_LONGEST = 200  # characters; no symbol is as long
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")

_SYMBOL = re.compile(
    r"""
    (?P<old>A/RES/(?P<old_number>\d{1,4})\s*(?P<old_part>[A-Z](?:\s*-\s*[A-Z])?)?\s*
        \((?P<old_session>(?:E?S-)?[IVXLC]+)\)\s*(?P<late_part>[A-Z])?)
    | (?P<council>S/RES/(?P<council_number>\d{1,4})\s*\((?P<year>\d{4})\))
    | (?P<act>(?P<prefix>A/RES|A/DEC|A/HRC/RES|A/HRC/DEC|E/RES|E/DEC)/
        (?P<session>(?:E?S-)?\d{1,4})/(?P<number>\d{1,4})
        (?:\s*(?P<part>[A-Z](?:\s*-\s*[A-Z])?))?)
    | (?P<document>(?!(?:[AES]|A/HRC)/(?:RES|DEC)/(?!(?:E?S-)?\d{1,4}/\d{1,4}/[A-Z]))  # no half act
        [A-Z]{1,8}(?:/[A-Z0-9][A-Z0-9.\-]*)+(?:\s?\(\d{4}\))?)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_BEFORE_1976 = re.compile(  # an act of the sessions with roman numerals, in canonical form
    r"(?P<head>A/RES/)(?P<number>\d+)(?: (?P<part>[A-Z-]+))?"
    r" \((?P<special>(?:E?S-)?)(?P<session>[IVXLC]+)\)"
)


class SymbolError(UnresError):
    """A string that is not a document symbol.

    Examples
    --------
    >>> parse("70/1")
    Traceback (most recent call last):
    unres_research.symbols.SymbolError: found '70/1', expected a document symbol such as ...
    """


@total_ordering
@dataclass(frozen=True)
class Symbol:
    """A document symbol in its canonical form; made by `parse`.

    `str(symbol)` is the canonical form, `parse(str(symbol)) == symbol`. Symbols sort by
    family, session and number: A/RES/9/1 before A/RES/70/1 before A/RES/70/2.

    Attributes
    ----------
    text : str
        "A/RES/217 A (III)", "S/RES/1325 (2000)", "A/C.3/80/L.26/Rev.1".

    Notes
    -----
    Nothing is checked here: make symbols with `parse`.

    Examples
    --------
    >>> symbol = parse("A/C.3/80/L.26/Rev.1")
    >>> symbol.kind, symbol.session, symbol.committee, symbol.revision
    ('draft', 80, 'Third', 1)
    >>> parse("A/RES/9/1") < parse("A/RES/70/1")
    True
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Symbol) -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[object, ...]:
        if old := _BEFORE_1976.fullmatch(self.text):
            natural = [(0, from_roman(old["session"]), ""), (0, int(old["number"]), "")]
            return (old["head"], bool(old["special"]), natural, old["part"] or "", self.text)
        head, *parts = re.split(r"(\d+)", self.text)
        family = re.sub(r"E?S-$", "", head)
        special = 1 if family == head else 2
        natural = [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts]
        return (family, special, natural, head, self.text)

    @property
    def kind(self) -> str:
        """One of "resolution", "decision", "draft" (an L. document), "document"."""
        if "/RES/" in self.text:
            return "resolution"
        if "/DEC/" in self.text:
            return "decision"
        return "draft" if re.search(r"/L\.\d", self.text) else "document"

    @property
    def organ(self) -> str | None:
        """The organ: "General Assembly", "Security Council", ...; None when unknown."""
        if self.text.startswith("A/HRC/"):
            return HUMAN_RIGHTS_COUNCIL
        return _ORGAN_OF_LETTER.get(self.text.split("/")[0])

    @property
    def session(self) -> int | str | None:
        """Session of the General Assembly: 78, "ES-10", "S-32"; None for other organs."""
        if old := _BEFORE_1976.fullmatch(self.text):
            number = from_roman(old["session"])
            return f"{old['special']}{number}" if old["special"] else number
        found = re.match(r"A/(?:RES/|DEC/|C\.\d/|BUR/|INF/)?((?:E?S-)?\d{1,3})/", self.text)
        if not found:
            return None
        return int(found.group(1)) if found.group(1).isdigit() else found.group(1)

    @property
    def committee(self) -> str | None:
        """Main Committee of a committee's document: "Third" for A/C.3/...; else None."""
        found = re.match(r"A/C\.([1-6])/", self.text)
        return _COMMITTEES[int(found.group(1)) - 1] if found else None

    @property
    def part(self) -> str | None:
        """Part letter or letters: "A" in A/RES/66/240 A, "A-B" in A/RES/74/250 A-B."""
        found = re.match(r"\S+ ([A-Z](?:-[A-Z])?)(?: \(|$)", self.text)
        return found.group(1) if found else None

    @property
    def base(self) -> str:
        """A/C.3/80/L.26 of A/C.3/80/L.26/Rev.1 and its Add.1, Corr.1: one draft, told apart."""
        return re.sub(r"(?:/(?:Rev|Add|Corr)\.\d+)+$", "", self.text)

    @property
    def revision(self) -> int | None:
        """Number of the revision: 1 in A/C.3/80/L.26/Rev.1; else None."""
        found = re.search(r"/Rev\.(\d+)", self.text)
        return int(found.group(1)) if found else None


def parse(text: str) -> Symbol:
    """Read a symbol in any of the forms in which it is met.

    Parameters
    ----------
    text : str
        "A/RES/78/265", "a/res/78/265 ", the file name "A_RES_78_265", "A/RES/217(III)A";
        a trailing asterisk or full stop is dropped. Digits of every script, full-width
        characters, Russian and Greek letters that look like those of a symbol, dashes and
        strokes of every kind are made plain; what is not printed (soft hyphens, marks of
        direction) is dropped. So are zeros before a number ("A/RES/078/265") in symbols that
        begin with A, S or E.

    Returns
    -------
    Symbol

    Raises
    ------
    SymbolError
        When it is no symbol. "70/1" is none, as it names no organ; neither is half the symbol
        of a resolution ("A/RES/78", or "S/RES/1325" without its year). Other characters than
        those above are refused: raised digits ("A/RES/78/265²") may be the mark of a footnote
        or a number, and a letter that only resembles a Latin one ("ı") is another letter.

    Examples
    --------
    >>> str(parse("A/RES/217(III)A")), str(parse("A_C.3_80_L.26_Rev.1"))
    ('A/RES/217 A (III)', 'A/C.3/80/L.26/Rev.1')
    >>> str(parse("A/RES/٧٨/٢٦٥")), str(parse("A/RES/078/0265"))
    ('A/RES/78/265', 'A/RES/78/265')
    """
    check_kind(text, str, "a symbol", "a string such as 'A/RES/78/265'")
    return _parsed(text)


@lru_cache(maxsize=100_000)
def _parsed(text: str) -> Symbol:
    cleaned = " ".join(in_ascii(text[:_LONGEST]).split()).rstrip("*. ")
    if "/" not in cleaned:
        cleaned = cleaned.replace("_", "/")
    if cleaned[:1].upper() in _ORGAN_OF_LETTER and cleaned[1:2] == "/":
        cleaned = _ZEROS.sub("", cleaned)
    match = _SYMBOL.fullmatch(cleaned)
    if match is None or len(text) >= _LONGEST or not re.search("[0-9]", cleaned):
        strange = next((c for c in cleaned if not c.isascii()), "")
        named = f" ({strange!r} is {unicodedata.name(strange, 'unknown')})" if strange else ""
        raise SymbolError(
            f"found {text[:80]!r}{named}, expected a document symbol such as 'A/RES/78/265', "
            "'A/78/L.86' or 'S/RES/1325 (2000)'"
        )
    return Symbol(_canonical(match))


def _canonical(match: re.Match[str]) -> str:
    group = match.groupdict()
    if group["old"]:
        part = _part(group["old_part"] or group["late_part"])
        return f"A/RES/{int(group['old_number'])}{part} ({group['old_session'].upper()})"
    if group["council"]:
        return f"S/RES/{int(group['council_number'])} ({group['year']})"
    if group["act"]:
        head = f"{group['prefix']}/{group['session']}".upper()
        return f"{head}/{int(group['number'])}{_part(group['part'])}"
    segments = group["document"].upper().split("/")
    return "/".join(_segment(s) for s in segments)


def _part(letters: str | None) -> str:
    """Write the letter or letters of a part behind a number."""
    return " " + re.sub(r"\s", "", letters).upper() if letters else ""


def _segment(segment: str) -> str:
    """Write "REV.1", "ADD.2", "CORR.1" as they are printed."""
    named = re.fullmatch(r"(REV|ADD|CORR|AMEND|SUPPL)\.(.*)", segment)
    return f"{named.group(1).capitalize()}.{named.group(2)}" if named else segment


def normalise(text: str) -> str:
    """Return the canonical form of a symbol.

    Parameters
    ----------
    text : str
        What `parse` reads.

    Returns
    -------
    str

    Raises
    ------
    SymbolError
        When it is no symbol.

    Examples
    --------
    >>> normalise("A/RES/74/250 A–B")
    'A/RES/74/250 A-B'
    """
    return str(parse(text))


@lru_cache(maxsize=10_000)
def symbol_or_none(text: str) -> str | None:
    """Canonical form of a symbol; None of what is no symbol."""
    try:
        return normalise(text)
    except SymbolError:
        return None
