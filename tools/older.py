"""Build the older selection: ``python tools/older.py SOURCE.jsonl.xz OUT``.

SOURCE has one resolution a line, as JSON: its file name, its date, and its elements (kind, level,
prefix, text), some from scans of printed pages. What stands around a resolution on its pages
(others, running heads, a second column in French) is left out; the package's own readers make
paragraphs of the rest. OUT is a data set of the schema of all, marked as a selection.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from unres_research import symbols
from unres_research.corpus import open_corpus
from unres_research.corpus import words as words_of
from unres_research.corpus._build import Built, build_selection
from unres_research.corpus._corpus import built_in
from unres_research.corpus._documents import Document
from unres_research.corpus._schema import Named
from unres_research.errors import UnresError
from unres_research.read._lines import MARK, Line, clean
from unres_research.read._text import NOTE, read_lines
from unres_research.read._title_block import find_date, is_date, is_meeting
from unres_research.read._words import respaced
from unres_research.records import Resolution, Source

MAX_BYTES = 200_000_000  # of all lines, unpacked
MAX_LINE = 5_000_000  # characters
MAX_ELEMENTS = 20_000  # of one resolution
WHAT = "those that programme budgets cite"
NAMED = Named(
    "Extracted features of older General Assembly resolutions: a selection",
    "United Nations, General Assembly resolutions of 1946 to 2019 that programme budgets cite",
)

_FILE = re.compile(r"A_RES_([\w\-()]{1,40})")
_ROMAN = re.compile(r"(\d{1,4})_?\(([IVXL]{1,7})\)")
_MODERN = re.compile(r"((?:E?S-)?\d{1,2})_(\d{1,3})(?:_?([A-Z](?:-[A-Z])?))?")
_NEXT = 150  # numbers further on are cited, not printed on the same pages
_FORMULA = "The General Assembly,"
_OTHER = re.compile(  # titles of resolutions: "1146 (XII). Authorization", "44/52. Second Decade"
    r"(?:#+ )?(?:(\d{1,4})\.? ?\(([IVXL1]{1,7})\)|((?:E?S-)?\d{1,2}|S(?=/19-))/(?:19-)?(\d{1,3}))"
    r"\. ?(?=[“\"A-ZÀ-Ý])"
)
_OWN = re.compile(r"^\d{1,3}/\d{1,3}\. (?=\d)|(?: [A-Z])?\*+$")  # "60/1. 2005 Summit", "B*"
_MASTHEAD = re.compile(
    r"Resolution adopted by the General Assembly.*|\[?(?:on the report|without reference).*"
    r"|Agenda items? .*|[A-Z][a-z]+(?:-[a-z]+)? (?:emergency )?(?:special )?session",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # what pages print beside the text
    r"<!--.*-->|[-_–—=*]{3,}|\d{1,3}|(?:\d{1,3} )?General Assembly ?[—–-] ?[\w-]+ Session(?: \d+)?"
    r"|(?:[IVXL]+\. )?Resolutions? adopted (?:on the reports?|without reference).*",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:\^?(\d{1,3})(?:/ ?| )|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}) ?)"
    r"(?=(?:See|Ibid|Official|A/|E/|S/|ST/|CCPR|Resolutions?|United|Document|Report|Adopted|To be"
    r"|Subsequently|Later|Formerly|For|The|As|Idem|In)\b|[A-Z])"
)
_TARGET = re.compile(r"(\d{1,3}\.(?:\d{1,2}|[a-z]))\.? (?=\S)")  # of goals and rules: "2.b"
_MARKS = re.compile(
    r"\^(\d{1,3})\b|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(?<=[a-z][,;)”])(\d{1,2})(?![\d\w/.,])"
    r"|(?<=[a-z]{3})(\d{1,2})(?![\w/.-])|(?<=[\w,;.”)]) (\d{1,2})/(?=[\s,;.]|$)"
)
_MEETING = re.compile(r"[A-Z][\w -]{1,60} plenary meeting(?:, \d{1,2} \w+ \d{4})?")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SLANTED = re.compile(r"(?<!\w)_([^_]+)_(?!\w)")
_FRENCH = frozenset(
    ["le", "la", "les", "des", "du", "une", "et", "aux", "dans", "par", "pour", "que", "qui", "sur"]
)
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "a", "an", "by", "for", "that", "which", "on", "is", "be"]
)


def read(line: str) -> Resolution:
    """Read one line of the source; `UnresError` says why it cannot be read."""
    about, elements = _parsed(line)
    symbol = symbol_of(about["file"])
    header, title, inside = _own(elements, symbol)
    printed = [symbol, *header, title]
    lines = [Line([(text, 0)]) for text in (*printed, _FORMULA)]
    record = read_lines([*lines, *_lines(inside)])
    closed = (find_date(one["text"]) for one in inside if is_date(clean(one["text"]).rstrip(".")))
    return replace(
        record,
        symbol=symbol,
        kind="resolution",
        title=title or record.title,
        session=symbols.parse(symbol).session,
        adopted_on=about.get("adopted_on") or record.adopted_on or next(closed, None),
    )


def _parsed(line: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if len(line) > MAX_LINE:
        raise UnresError(f"found a line of {len(line):,} characters, expected at most {MAX_LINE:,}")
    try:
        about = json.loads(line)
        elements = about["elements"]
        sound = isinstance(about["file"], str) and all(
            isinstance(one["type"], str) and isinstance(one["text"], str) for one in elements
        )
        sound = sound and isinstance(about.get("adopted_on"), str | None)
    except (ValueError, LookupError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise UnresError("found no JSON with file, adopted_on and elements, expected a resolution")
    if len(elements) > MAX_ELEMENTS:
        raise UnresError(f"found {len(elements):,} elements, expected at most {MAX_ELEMENTS:,}")
    return about, elements


def symbol_of(name: str) -> str:
    """Symbol of a file name.

    >>> [symbol_of(f"A_RES_{name}") for name in ("217(III)", "61_267B", "S-10_2", "71_101_A-B")]
    ['A/RES/217 (III)', 'A/RES/61/267 B', 'A/RES/S-10/2', 'A/RES/71/101']
    """
    found = _FILE.fullmatch(name)
    if found and (old := _ROMAN.fullmatch(found[1])):
        return symbols.normalise(f"A/RES/{old[1]} ({old[2]})")
    if found and (new := _MODERN.fullmatch(found[1])):
        part = f" {new[3]}" if new[3] and len(new[3]) == 1 else ""
        return symbols.normalise(f"A/RES/{new[1]}/{new[2]}{part}")
    raise UnresError(f"found the file name {name[:60]!r}, expected one such as 'A_RES_70_1'")


# which elements are the resolution's own --------------------------------------------------


def _own(
    elements: list[dict[str, Any]], symbol: str
) -> tuple[list[str], str, list[dict[str, Any]]]:
    """Header, title and text of a resolution among the elements of its pages."""
    texts = [clean(one["text"].replace("\n", " ")) for one in elements]
    start = _start(elements, texts, symbol)
    header = [text for text in texts[: max(start, 0)] if _MASTHEAD.fullmatch(text)]
    title, place = "", start + 1
    if start >= 0:
        title = _OWN.sub("", _OTHER.sub("", texts[start], count=1))
    end = next(
        (
            k
            for k in range(place, len(texts))
            if (other := _numbered(texts[k])) and _follows(other, symbol)
        ),
        len(texts),
    )
    return header, title, elements[place:end]


def _start(elements: list[dict[str, Any]], texts: list[str], symbol: str) -> int:
    """Place of the title: the one with the resolution's number, else the first one; or -1."""
    own = [k for k, text in enumerate(texts) if _numbered(text) == _number_of(symbol)]
    titles = [k for k, one in enumerate(elements) if one["type"] == "title"]
    return (own or titles or [-1])[0]


def _numbered(text: str) -> int | None:
    """Number of a resolution that a title begins with."""
    found = _OTHER.match(text)
    return int(found[1] or found[4]) if found else None


def _follows(number: int, symbol: str) -> bool:
    """Whether a printed number is one of the resolutions that follow on the same pages."""
    return _number_of(symbol) < number < _number_of(symbol) + _NEXT


def _number_of(symbol: str) -> int:
    """Number of a resolution within its session, or of all where these are counted on.

    >>> _number_of("A/RES/217 (III)"), _number_of("A/RES/S-10/2")
    (217, 2)
    """
    found = re.match(r"A/RES/(?:(\d+)(?: [A-Z])? \(|[\w-]+/(\d+))", symbol)
    return int(found[1] or found[2]) if found else 0


# lines of its text -----------------------------------------------------------------------


def _lines(elements: list[dict[str, Any]]) -> Iterator[Line]:
    for one in elements:
        prefix = clean(str(one.get("prefix") or ""))
        text = clean(_SLANTED.sub(r"\1", one["text"].replace("\n", " ")))
        whole = f"{prefix} {text}".strip()
        if not whole or _BESIDE.fullmatch(whole) or _closes(whole) or _is_french(text):
            continue
        line = _styled(whole)
        below = one["type"] in ("footer", "backmatter")
        if note := _NOTE.match(whole) if below else None:
            mark = (note[1] or note[2]).translate(_LOWERED)
            yield Line([(whole[note.end() :], 0)], NOTE, mark)
        else:
            if whole.startswith("|"):
                line.hint = "table"
            elif target := _TARGET.match(whole):
                line = _styled(whole[target.end() :])
                line.hint, line.label = "numbered", target[1]
            elif one["type"] in ("heading", "title"):
                line.hint = "heading"
            yield line


def _closes(text: str) -> bool:
    """Tell the meeting and the date below a text: "Hundred and second plenary meeting,"."""
    text = text.rstrip(".,")
    return is_date(text) or is_meeting(text) or _MEETING.fullmatch(text) is not None


def _styled(text: str) -> Line:
    """A line without the footnote marks that scans print as digits, its blanks put right."""
    runs: list[tuple[str, int]] = []
    start = 0
    for found in _MARKS.finditer(text):
        runs += [(text[start : found.start()], 0), (found[found.lastindex or 0], MARK)]
        start = found.end()
    runs = [(t.translate(_LOWERED) if style else t, style) for t, style in runs]
    return Line(respaced([*runs, (text[start:], 0)])[0])


def _is_french(text: str) -> bool:
    """Tell the second column of the first sessions."""
    found = [w for w in re.findall(r"\w+", text.casefold())]
    return sum(w in _FRENCH for w in found) > sum(w in _ENGLISH for w in found)


# the data set ----------------------------------------------------------------------------


def documents(source: Path) -> Iterator[Document]:
    """One document a line, with its reason where it cannot be read."""
    done = 0
    with lzma.open(source, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), ""), 1):
            data = line.encode("utf-8", "replace")
            done += len(data)
            if done > MAX_BYTES:
                raise UnresError(
                    f"found more than {MAX_BYTES:,} bytes in {source}, expected fewer; "
                    "raise MAX_BYTES if they are resolutions"
                )
            yield _document(line, data, number)


def _document(line: str, data: bytes, number: int) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    found = re.match(r'\{"file": "([^"]{1,80})"', line)
    path = found[1] if found else f"line {number}"
    try:
        record = read(line)
    except UnresError as error:
        return Document(path, len(data), digest, reason=str(error))
    record = replace(record, source=Source(path, "text", digest))
    spaced = tuple(" ".join(words_of(p.text)) for p in record)
    return Document(path, len(data), digest, record, spaced)


def build(source: Path, out: Path) -> Built:
    """Build the selection; what the built-in data set holds is left to it."""
    held = open_corpus(built_in()).resolutions.index
    found = list(documents(source))
    refused = {
        d.path: f"{d.record.symbol} stands in the complete collection"
        for d in found
        if d.record and d.record.symbol in held
    }
    return build_selection(found, out, what=WHAT, named=NAMED, refused=refused)


def main(arguments: list[str]) -> int:
    """Build the data set; 2 for wrong usage."""
    if len(arguments) != 2:
        print("usage: python tools/older.py SOURCE.jsonl.xz OUT", file=sys.stderr)
        return 2
    try:
        print(build(Path(arguments[0]), Path(arguments[1])))
    except (UnresError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
