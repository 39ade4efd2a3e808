"""Text that mail and word processors pass on: quoted, with blank lines, on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from unres_research.read import _openers as openers
from unres_research.read._kinds import PLACED, SUFFIX
from unres_research.read._title_block import formula

_QUOTED = re.compile(r"\s*(?:>\s?)+")
_LEAST = 3  # quoted lines, and paragraphs that stand in one line
_SPACED = 0.9  # of the lines have a blank one below
_LONG_LINE, _SHORT_LINE = 140, 50  # characters
_OPEN_ENDS = 0.2  # of the lines of a wrapped text have no stop at their ends
_RUN_ON = 300  # characters: a shorter line is not looked at
_STOP = re.compile(r"[;.:,?!”»\])]$|\b(?:and|or|et|ou|y|o)$")
_FORMULA = re.compile(r"(?:The |L[’']|L[ae] |El )[^,.;:\n]{5,60},")
_SYMBOL = re.compile(r"[AES](?:/[A-Z0-9][\w.\-]*)+(?:\s\(\d{4}\))?")
_PLACE = re.compile(  # where a paragraph may begin within a line
    r"(?<=[,;.:\]])\s+(?=\[?(?:(?P<number>\d{1,3})\.\s|(?P<label>\([a-z]{1,4}\)\s)|(?P<placed>(?:PP|OP)\s?\d)|(?P<annex>Annexe?|Anexo)\s[A-Z]|(?P<word>[A-ZÀ-Ý])))"
    r"|\b(?:and|or|et|ou|y|o)\s+(?=(?P<last>\([a-z]{1,4}\)\s))"
    r"|(?<=[\w)”])\s+(?=(?P<below>\d{1,3})\.\s(?P<verb>[A-ZÀ-Ý]))"  # below a heading
)
_NUMBER = re.compile(r"\[?(\d{1,3})\.\s")
_PLACED_ALONE = rf"(?:PP|OP)\s?\d{{1,3}}{SUFFIX}*"
_LABEL_ALONE = re.compile(
    rf"\[?(?:\d{{1,3}}\.|\([a-z]{{1,4}}\)|{_PLACED_ALONE}[\].:)–-]*)", re.IGNORECASE
)
_NEXT = re.compile(r"[;.,]\s+(\d{1,3})\.\s+[A-ZÀ-Ý]")
_LABEL_LINE = re.compile(rf"[\[(]?(?:{_PLACED_ALONE}|\d{{1,3}}[.)])[\].:)–-]*", re.IGNORECASE)
_PLACED_WITHIN = re.compile(rf"(?:^|[,;.:\]]\s+)\[?{_PLACED_ALONE}\b")
_LABELLED = re.compile(r"\s*(?:[\[(]?\w{1,5}[.):\]]+|(?:PP|OP)\s?\d+\S{0,5}|[•*-])\s")
_QUOTATION = re.compile(r"\s*[“«„\"]\s?")
_AFTER_STOP = re.compile(r"[;.,:]\s+(?=[A-ZÀ-Ý])")
_LOOK = 160  # characters from which an opener is told


def unquoted(text: str) -> str:
    """Take the marks of quotation off a text that is quoted as a whole."""
    return "\n".join(_without_quotation(list(_unquoted(text.split("\n")))))


def reflowed(text: str) -> str:
    """Give a text as its author set it: labels, tables, blank lines, paragraphs in one line."""
    lines = list(_tables(list(_with_labels(text.split("\n")))))
    return "\n".join(_apart(_closed_up(lines)))


def _without_quotation(lines: Sequence[str]) -> Iterator[str]:
    """Take the quotation marks off that open every paragraph of a text that is quoted."""
    filled = [line for line in lines if line.strip()]
    opened = sum(_QUOTATION.match(line) is not None for line in filled)
    if opened < _LEAST or 2 * opened <= len(filled):
        yield from lines
        return
    for line in lines:
        bare = _QUOTATION.sub("", line, count=1)
        closed = bare.count("”") > bare.count("“") or bare.count("»") > bare.count("«")
        yield bare.rstrip().rstrip("”»") if closed and bare != line else bare


def _with_labels(lines: Sequence[str]) -> Iterator[str]:
    """Put a label that stands on a line of its own before the paragraph below it."""
    held = ""
    for line in lines:
        if held and line.strip():
            yield f"{held} {line.strip()}"
            held = ""
        elif _LABEL_LINE.fullmatch(line.strip()):
            held = line.strip()
        elif not held:
            yield line
    if held:
        yield held


def _unquoted(lines: Sequence[str]) -> Iterator[str]:
    """Take the marks of quotation off ("> "), where most lines have them or the formula has."""
    filled = [line for line in lines if line.strip()]
    quoted = [line for line in filled if line.lstrip().startswith(">")]
    most = 2 * len(quoted) > len(filled)
    if len(quoted) < _LEAST or not (most or any(map(_is_quoted_formula, quoted))):
        yield from lines
        return
    for line in lines:
        yield _QUOTED.sub("", line, count=1) if line.lstrip().startswith(">") else line


def _is_quoted_formula(line: str) -> bool:
    return formula(_QUOTED.sub("", line, count=1).strip()) is not None


def _tables(lines: Sequence[str]) -> Iterator[str]:
    """Write rows of cells between tabs as Markdown does; two rows or more make a table."""
    tabs = [0 if _LABELLED.match(line) else line.strip().count("\t") for line in lines]
    for k, line in enumerate(lines):
        beside = tabs[max(0, k - 1) : k] + tabs[k + 1 : k + 2]
        if tabs[k] > 1 and tabs[k] in beside:
            yield f"| {' | '.join(cell.strip() for cell in line.strip().split(chr(9)))} |"
        else:
            yield line


def _closed_up(lines: list[str]) -> list[str]:
    """Take the blank lines out that stand after every line of a wrapped text."""
    body = next((k for k, line in enumerate(lines) if formula(line.strip())), 0)
    filled = [k for k in range(body, len(lines)) if lines[k].strip()]
    pairs = list(zip(filled, filled[1:], strict=False))
    if len(pairs) < _LEAST or sum(b - a > 1 for a, b in pairs) < _SPACED * len(pairs):
        return lines
    texts = [lines[k].strip() for k in filled]
    full = [text for text in texts if len(text) > _SHORT_LINE]
    is_open = sum(not _STOP.search(text) for text in full) > _OPEN_ENDS * max(1, len(full))
    if not is_open or sum(len(text) > _LONG_LINE for text in texts) > 0.1 * len(texts):
        return lines
    out: list[str] = []
    blank = 0
    for line in lines:
        if line.strip():
            out += [""] * (blank > 1)
            out.append(line)
        blank = 0 if line.strip() else blank + 1
    return out


def _apart(lines: Sequence[str]) -> Iterator[str]:
    """Part a text that stands in one line, or its paragraphs that do."""
    for line in lines:
        if not _may_run_on(line):
            yield line
            continue
        begin, language = 0, None
        for found in _FORMULA.finditer(line):
            if told := formula(found[0]):
                yield from _header(line[: found.start()])
                yield from (found[0], "")
                begin, language = found.end(), told[1]
                break
        pieces = list(_pieces(line[begin:].strip(), language))
        labelled = sum(PLACED.match(piece) is not None for piece in pieces) > 1
        labelled = labelled or _is_numbered_on(line)
        yield from _between(pieces) if begin or labelled or len(pieces) > _LEAST else [line]


def _may_run_on(line: str) -> bool:
    """Tell whether several paragraphs may stand in a line."""
    if len(line) > _RUN_ON or len(_PLACED_WITHIN.findall(line)) > 1 or _is_numbered_on(line):
        return True
    found = _FORMULA.match(line)
    rest = line[found.end() :].strip() if found and formula(found[0]) else ""
    return rest[:1].isupper() and len(list(islice(_pieces(rest, None), 2))) > 1


def _is_numbered_on(line: str) -> bool:
    """Tell whether a line with a number goes on with the next one: "1. Urges; 2. Decides"."""
    first, following = _NUMBER.match(line.strip()), _NEXT.search(line)
    return bool(first and following and int(following[1]) == int(first[1]) + 1)


def _header(text: str) -> Iterator[str]:
    """Symbol and title before a formula in the same line."""
    symbol = _SYMBOL.match(text.strip())
    yield from (symbol[0], "") if symbol else ()
    title = text.strip()[symbol.end() :] if symbol else text.strip()
    yield from (title.strip(), "") if title.strip() else ()


def _between(pieces: Sequence[str]) -> Iterator[str]:
    for piece in pieces:
        yield from (piece, "")


def _pieces(text: str, language: str | None) -> Iterator[str]:
    """Paragraphs of a text in one line: before numbers in order, labels and known openers."""
    first = _NUMBER.match(text)
    start, number = 0, int(first[1]) if first else 0
    language = language or openers.language_of(text[:2000])
    for found in _PLACE.finditer(text):
        place = found.end()
        if found["number"]:
            begins = int(found["number"]) in (1, number + 1)
            number = int(found["number"]) if begins else number
        elif found["word"]:
            begins = _acts(text, place, language)
        elif found["below"]:
            begins = _acts(text, found.start("verb"), language)
            begins = begins and int(found["below"]) == number + 1
            if begins:
                number += 1
                heading = _heading_at_end(text, start, place)
                yield text[start:heading].strip()
                start = heading
        elif found["annex"]:
            yield from (text[start:place].strip(), found["annex"])
            start, begins = place + len(found["annex"]), False
        else:
            begins = True
        begins = begins and not _LABEL_ALONE.fullmatch(text[start:place].strip())
        if begins:
            yield text[start:place].strip()
            start = place
    yield text[start:].strip()


def _acts(text: str, place: int, language: str | None) -> bool:
    """Tell whether a known opener stands at a place, by the words as far as the first comma."""
    beginning = text[place : place + _LOOK].split(",", 1)[0]
    return openers.classify(beginning, language) is not None


def _heading_at_end(text: str, start: int, place: int) -> int:
    """Where a heading begins that ends at a place: behind the last stop, in a capital."""
    begin = max(start, place - _LOOK)
    stops = [at.end() for at in _AFTER_STOP.finditer(text[begin:place])]
    return begin + stops[-1] if stops else place
