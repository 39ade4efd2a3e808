"""Text copied out of a PDF, or made by pdftotext: pages, their heads and notes taken apart.

What is printed at the head and foot of each page goes; footnotes and their marks come out as
`_text` reads them ("lamps,¹" and a line "¹ Resolution 70/1."), numbers that stand on a line of
their own go before their paragraph, and a paragraph goes on over the end of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from unres_research._numerals import MONTHS
from unres_research.read import _words as words
from unres_research.read._title_block import formula
from unres_research.records import Issue

_JOB = r"\d{2}-\d{5}(?:\s*\(?[ACEFRS]\)?)?(?:\s+\d{6})?"
_PAGE = r"\d{1,3}\s?/\s?\d{1,3}"
FURNITURE = re.compile(
    rf"(?:{_PAGE}|{_JOB}|{_PAGE}\s+{_JOB}|{_JOB}\s+{_PAGE}|\*\s?\d{{6,}}\s?\*|\d{{6}}"
    r"|(?:Page|Página)\s\d{1,3}(?:\s(?:of|de|sur)\s\d{1,3})?|[-–—]\s?\d{1,3}\s?[-–—]"
    r"|Please recycle.*|Prière de recycler.*|Se ruega reciclar.*)"
)
SYMBOL = r"[AES](?:/[A-Z0-9][\w.\-]*)+(?:\s\(\d{4}\))?\*?"
_NUMBERED_PAGE = re.compile(rf"(?:{_JOB}\s+)?{_PAGE}(?:\s+{_JOB})?")
_SYMBOL_AT_END = re.compile(rf"(?:^|\s)({SYMBOL})$")
RULE = re.compile(r"_{8,}")
_LONE_NUMBER = re.compile(r"(?:\d{1,3}\.|\([a-z]{1,4}\)|\(\d{1,2}\)|\d{1,4}/\d{1,4}\.|[•–—])")
_AT_END = re.compile(r"[;:.,]$|\b(?:and|or|et|ou|y|o)$")  # of a paragraph
_STRAY = re.compile(  # blanks within "COVID -19", "2021 –2025", "20 30 Agenda", "lamps ;"
    r"(?<=\w) -(?=\w)|(?<=\d) ?– ?(?=\d)|\b(?:19|20) \d\d(?= Agenda|[,;.)]| and\b)"
    r"|(?<=[^\W\d_]) (?=[,;](?:\s|$))"
)
_APART = re.compile(r"\b([^\W\d_]{1,30}) [-\u2010\u2011] ([^\W\d_]{1,30})\b")
_BEFORE_HYPHEN = re.compile(r"(?<=\w) (?=[-\u2010\u2011]\n[ \t]*\w)")  # "fifty -" / "sixth"
_PAIR = re.compile(r"(?<![\w-])([^\W\d_]{1,30}) (?=([^\W\d_]{1,30})\b)")
_MANY_LINES = 30  # of which at least one ends in a hyphen, unless these were taken away
_LOST = (
    "no line ends in a hyphen, as where pdftotext takes them away; those of words that are "
    "usually written with one are put back, others may be missing"
)
_AT_HYPHEN = re.compile(r"\w-$")
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$"), re.compile(r"[^\W\d_]+")
_HEADER_LINES = 60  # where the title block ends where there is no formula
_SHORT = 5  # letters: a shorter line is no line of a title
_HEAD_LINES = 8  # a running head has at most so many lines
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_NOTES = 60  # on one page
_MOST = 500  # places on one page that are looked at for one mark
_LONGEST = 1_000  # characters of a line of a title block
_NAMES_A_NUMBER = re.compile(  # the last word before a number that is no mark
    r"(?:of|and|to|in|paras?|nos?|rule|part|phase|category|table|least|by|than|on|from|or|the|for"
    r"|are|at|with|between|nearly|about|over|under|until|since|before|add|rev|corr|vols?|series"
    r"|sess|supp|session|version|form|option|panel|goal|paragraph|item|annex|article|section"
    r"|chapter|target|(?P<several>goals|paragraphs|items|annexes|articles|sections|chapters"
    r"|targets))"
)
_ORDINAL = r"(?:st|nd|rd|th)\b"
_MORE = re.compile(r"\s*(?:,|;|and\b|or\b|to\b|[–-]|\()")  # behind the first of several numbers
_GOALS = 17  # as many Sustainable Development Goals have numbers
_COUNTED = frozenset([*MONTHS, "per", "million", "billion", "years", "days", "months", "hours"])

_Way = tuple[float, int, tuple[tuple[int, int, int], ...]]  # cost, end, (start, end, mark) each


@dataclass
class _Page:
    """Lines of one page, without what is printed at its head and foot."""

    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # lines below the rule


def is_copied(text: str) -> bool:
    """Tell whether a text holds what is printed on pages beside their text."""
    lines = [line.strip() for line in re.split("[\n\f]", text)]
    if any(FURNITURE.fullmatch(line) for line in lines if 3 <= len(line) < 40):
        return True
    symbol = _symbol(lines)
    return symbol is not None and sum(_is_anchor(line, symbol) for line in lines) > 1


def taken_apart(text: str) -> tuple[str, tuple[Issue, ...]]:
    """Give the text of the pages as one, its footnotes below; issues of notes not told apart."""
    pages = _pages(text)
    notes: dict[int, str] = {}
    unsure: list[int] = []
    bodies = []
    for page in pages:
        found, doubtful = _read_notes(page.notes, max(notes, default=0))
        if page.notes and not found:
            page.body += page.notes
        notes |= found
        unsure += doubtful
        body = _with_marks("\n".join(page.body).strip("\n"), sorted(found))
        bodies.append(_with_repeated(body, max(notes, default=0)))
    body, issues = _respaced("\n".join(filter(None, bodies)))
    below = [f"{_raised(mark)} {note}" for mark, note in sorted(notes.items())]
    issues += (_unsure(unsure),) if unsure else ()
    return "\n\n".join(["\n".join(_with_numbers(body.split("\n"))), *below]), issues


def _respaced(body: str) -> tuple[str, tuple[Issue, ...]]:
    """Put the blanks right that the text layer of a PDF has within words, or lacks between them."""
    changed: list[str] = []
    lines = _BEFORE_HYPHEN.sub("", body).split("\n")
    lines = [_STRAY.sub(lambda found: found[0].replace(" ", ""), line) for line in lines]
    lost = not any(map(_AT_HYPHEN.search, lines))
    issues: tuple[Issue, ...] = (
        (Issue("hyphens", _LOST),) if lost and len(lines) > _MANY_LINES else ()
    )
    if not words.is_english(lines):
        return "\n".join(lines), issues
    lines = [_APART.sub(_with_hyphen, line) for line in lines]
    if lost:
        lines = [_PAIR.sub(lambda found: _paired(found, changed), line) for line in lines]
        lines = list(_hyphened(lines))
    for place, line in enumerate(lines):
        runs, more = words.respaced([(line, 0)])
        lines[place] = runs[0][0]
        changed += more
    if changed:
        shown = "; ".join(changed[:5])
        issues += (Issue("spacing", f"blanks were put right by the words: {shown}"),)
    return "\n".join(lines), issues


def _with_hyphen(apart: re.Match[str]) -> str:
    one, other = apart.groups()
    return f"{one}-{other}" if words.has_hyphen(one, other) else apart[0]


def _paired(found: re.Match[str], changed: list[str]) -> str:
    """Put the hyphen into "fifty sixth", which pdftotext took away with the end of its line."""
    one, other = found.groups()
    if not words.has_hyphen(one, other):
        return found[0]
    changed.append(f"“{one} {other}” is “{one}-{other}”")
    return f"{one}-"


def _hyphened(lines: Sequence[str]) -> Iterator[str]:
    """Put in the hyphens that pdftotext takes away at the ends of lines."""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        places = words.hyphened(line)
        pieces = [line[a:b] for a, b in zip([0, *places], [*places, len(line)], strict=True)]
        last, first = _LAST_WORD.search(line[-60:]), _FIRST_WORD.match(below[:60])
        lost = last and first and words.has_hyphen(last[0], first[0])
        yield "-".join(pieces) + ("-" if lost else "")


def _unsure(marks: Sequence[int]) -> Issue:
    listed = ", ".join(map(str, marks[:10]))
    return Issue(
        "footnotes", f"the text of footnotes {listed} could not be told apart with certainty"
    )


# pages --------------------------------------------------------------------------------


def _pages(text: str) -> list[_Page]:
    """Take the pages apart, at form feeds or else at what heads them."""
    lines = [line for page in text.split("\f") for line in [*page.split("\n"), "\f"]]
    printed = [line.strip() for line in lines]
    symbol = _symbol(printed)
    body = next((k for k, line in enumerate(printed) if formula(line)), _HEADER_LINES)
    header = _letters(" ".join(line[:_LONGEST] for line in printed[: min(body, _HEADER_LINES)]))
    heads = _heads(lines, printed, symbol, header, min(body, _HEADER_LINES))
    ends = heads if "\f" not in text else set()  # of pages, but for form feeds
    if any(_is_anchor(printed[k], symbol) for k in ends):
        ends = {k for k in ends if not _NUMBERED_PAGE.fullmatch(printed[k])}
    pages, below = [_Page()], False
    for k, line in enumerate(lines):
        if line == "\f" or k in ends:
            below = False
            if pages[-1].body or pages[-1].notes:
                pages.append(_Page())
        elif k not in heads and not FURNITURE.fullmatch(printed[k]):
            below = below or RULE.fullmatch(printed[k]) is not None
            if not RULE.fullmatch(printed[k]):
                (pages[-1].notes if below else pages[-1].body).append(line.rstrip())
    return pages


def _symbol(lines: Sequence[str]) -> str | None:
    """Symbol of the document: that of the title block, alone or at the end of a line."""
    for line in lines[:_HEADER_LINES]:
        if formula(line):
            break
        if len(line) < 120 and (found := _SYMBOL_AT_END.search(line)):
            return found[1].rstrip("*")
    return None


def _is_anchor(line: str, symbol: str | None) -> bool:
    if symbol is None or symbol not in line or len(line) > 250:
        return False
    rest = line.removeprefix(symbol) if line.startswith(symbol) else line.removesuffix(symbol)
    return rest == "" or (rest != line and rest.strip() != rest)


def _heads(
    lines: Sequence[str], printed: Sequence[str], symbol: str | None, header: str, first: int
) -> set[int]:
    """Places of running heads: lines with the symbol, and lines of the title beside them."""
    anchors = [k for k in range(first, len(lines)) if _is_anchor(printed[k], symbol)]
    pages = [k for k in range(first, len(lines)) if _NUMBERED_PAGE.fullmatch(printed[k])]
    near: Counter[str] = Counter()
    for k in anchors:
        near.update({_letters(printed[j]) for j in _beside(lines, k, -1) + _beside(lines, k, 1)})
    often = {text for text, count in near.items() if text and count > 1}
    heads = {*anchors, *pages}
    for k in pages:
        held = ""
        for j in _beside(lines, k, -1):  # a title alone above a page number
            held = _letters(printed[j]) + held
            if len(held) < _SHORT or not header.endswith(held):
                break
            heads.add(j)
    for k in anchors:
        for way in (-1, 1):
            held = _letters(printed[k].replace(symbol or "", ""))
            ends = way < 0 and not held  # the title ends above a symbol that stands alone
            for j in _beside(lines, k, way):
                own = _letters(printed[j])
                held = held + own if way > 0 else own + held
                titled = header.endswith(held) if ends else held in header
                if len(own) < _SHORT or not (titled or own in often):
                    break
                heads.add(j)
        if (top := _top(lines, k)) is not None:
            heads |= {j for j in range(top, k) if not _LONE_NUMBER.fullmatch(printed[j])}
    return heads


def _beside(lines: Sequence[str], place: int, way: int) -> list[int]:
    """Places of the few lines of text above or below a line, as far as furniture or the page."""
    found: list[int] = []
    j = place + way
    while 0 <= j < len(lines) and abs(j - place) < 12 and len(found) < _HEAD_LINES:
        printed = lines[j].strip()
        if lines[j] == "\f" or FURNITURE.fullmatch(printed):
            break
        if printed:
            found.append(j)
        j += way
    return found


def _top(lines: Sequence[str], place: int) -> int | None:
    """Place after the form feed, where only a few lines of a head stand between."""
    for j in range(place - 1, max(-1, place - 2 - _HEAD_LINES), -1):
        if lines[j] == "\f":
            return j + 1
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


# footnotes ----------------------------------------------------------------------------


def _read_notes(lines: Sequence[str], last: int) -> tuple[dict[int, str], list[int]]:
    """Footnotes of a page by their marks, and marks whose text is not certain."""
    printed = list(filter(None, map(str.strip, lines)))
    if listed := _listed(printed, last):
        return listed, []
    alone = any(re.fullmatch(r"\d{1,3}", line) for line in printed)
    form = re.compile(r"(\d{1,3})()" if alone else r"(\d{1,3})\s+(\S.*)")
    runs: list[tuple[list[int], list[str]]] = [([], [])]
    for line in printed:
        mark = form.fullmatch(line)
        if mark and last < int(mark[1]) <= last + _MOST_NOTES:
            if runs[-1][1]:
                runs.append(([], []))
            runs[-1][0].append(int(mark[1]))
            runs[-1][1].extend([mark[2]] if mark[2] else [])
        else:
            runs[-1][1].append(line)
    found = {marks[0]: _joined(texts) for marks, texts in runs if len(marks) == 1 and texts}
    marks = sorted(m for run, texts in runs if len(run) != 1 or not texts for m in run)
    texts = [t for run, texts in runs if len(run) != 1 for t in texts]
    if not marks:
        return found, []
    pieces = texts if len(texts) == len(marks) else _notes_in(texts)
    certain = len(pieces) == len(marks)
    if len(pieces) > len(marks):
        pieces = [*pieces[: len(marks) - 1], _joined(pieces[len(marks) - 1 :])]
    found |= dict(zip(marks, pieces, strict=False))
    return found, [] if certain else marks


def _listed(printed: Sequence[str], last: int) -> dict[int, str]:
    """Footnotes whose marks rise by one, each before its text or on the line above it."""
    found: dict[int, list[str]] = {}
    for line in printed:
        mark = re.fullmatch(r"(\d{1,3})(?:\s+(\S.*))?", line)
        most = last + (1 if found else _MOST_NOTES)  # "28 and 29 June" goes a note on
        if mark and last < int(mark[1]) <= most:
            last = int(mark[1])
            found[last] = [mark[2]] if mark[2] else []
        elif not found:
            return {}
        else:
            found[last].append(line)
    whole = all(found.values()) and any(re.match(r"\d{1,3}\s+\S", line) for line in printed)
    return {mark: _joined(texts) for mark, texts in found.items()} if whole else {}


def _notes_in(lines: Sequence[str]) -> list[str]:
    """Notes in lines of which none has a mark: each ends with a stop and begins like a sentence."""
    pieces: list[list[str]] = []
    for line in lines:
        if not pieces or (pieces[-1][-1].endswith((".", "”")) and not line[:1].islower()):
            pieces.append([])
        pieces[-1].append(line)
    return [_joined(piece) for piece in pieces]


def _joined(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).split())


def _raised(mark: int) -> str:
    return str(mark).translate(_RAISED)


def _with_marks(body: str, marks: Sequence[int]) -> str:
    """Raise the numbers in a page's text that are the marks of its footnotes."""
    ways: list[_Way] = [(0.0, -1, ())]
    for mark in marks:
        more = [(cost + 5, end, spans) for cost, end, spans in ways]
        for start, stop, price in islice(_candidates(body, mark), _MOST):
            before = [way for way in ways if way[1] < start]
            if before:
                cost, _, spans = min(before, key=lambda way: way[0])
                more.append((cost + price, stop, (*spans, (start, stop, mark))))
        ways = _best(more)
    for start, stop, mark in reversed(min(ways, key=lambda way: way[0])[2]):
        blank = " " if body[stop : stop + 1].isalpha() else ""
        body = body[:start] + _raised(mark) + blank + body[stop:]
    return body


def _with_repeated(body: str, last: int) -> str:
    """Raise marks of earlier notes: numbers in a word, behind which no blank is, or a line ends."""
    form = (
        r"(?<=[a-zß-ɏ]{3})(\d{1,3})(?=\n)|(?<=[^\W\d_][,;:”’»)])(\d{1,3})(?=\n)"
        rf"|(?<=[^\W\d_][,;:”’»)])(\d{{1,3}})(?!{_ORDINAL})(?=[^\W\d_]{{2}})"
    )

    def raised(found: re.Match[str]) -> str:
        number = int(found[0])
        blank = " " if found[3] else ""
        return f"{_raised(number)}{blank}" if 0 < number <= last else found[0]

    return re.sub(form, raised, body)


def _best(ways: list[_Way]) -> list[_Way]:
    """Leave out ways that cost more than one that ends earlier; at most a hundred stay."""
    kept: list[_Way] = []
    for way in sorted(ways, key=lambda way: (way[1], way[0])):
        if not kept or way[0] < kept[-1][0]:
            kept.append(way)
    return kept[-100:]


def _candidates(body: str, mark: int) -> Iterator[tuple[int, int, float]]:
    """Places where a mark may stand, from the blank before it, with what speaks against each."""
    before = r"(?:(?<=[^\W\d_])|(?<=[,;:.”’»)\]\"'])|(?<=\b(?:19|20)\d\d))"
    behind = rf"(?=[\s,;.:)]|$|(?!{_ORDINAL})[^\W\d_]{{2}})"  # "session,1and" in copies
    form = rf"{before}\s?{mark}{behind}|(?<=\d){mark}(?=\n)"
    for found in re.finditer(form, body):
        start, stop = found.span()
        yield start, stop, _price(body[max(0, start - 30) : start], found.group(), body[stop:][:30])


def _price(before: str, mark: str, after: str) -> float:
    """What speaks against a number as a mark: words before and after it, and blanks."""
    last = re.search(r"(\w*)\.?$", before)
    word = last[1].casefold() if last else ""
    names = _NAMES_A_NUMBER.fullmatch(word)
    if names and names["several"] and (not _MORE.match(after) or int(mark) > _GOALS):
        names = None
    following = re.match(r"\s*([^\W\d_]*)", after)
    price = 5.0 if following and following[1].casefold() in _COUNTED else 0.0
    listed = re.search(r"\d,$", before) and not re.search(r"\b(?:19|20)\d\d,$", before)
    if mark.startswith("\n") and after.startswith((".", ")")):
        return 9.0  # the number of a paragraph
    if names and (mark[0].isspace() or before.endswith(".")):
        return price + 6.0
    if not mark[0].isspace():
        doubtful = before[-1:].isdigit() or re.search(r"\d\)$|\W[A-Z]\.$", before)
        return price + (2.0 if doubtful else 0.0)
    closed = before.endswith((",", ";", "”", "’", ")"))
    if listed:
        return price + (6.0 if re.match(r"\s*(?:,|and|or|to|–)\s?\d", after) else 4.0)
    return price + (0.3 if closed else 1.0)


# numbers ------------------------------------------------------------------------------


def _with_numbers(lines: Sequence[str]) -> Iterator[str]:
    """Put numbers and labels that stand on a line of their own before their paragraphs."""
    waiting: list[str] = []
    ended = True
    for line in lines:
        printed = line.strip()
        if _LONE_NUMBER.fullmatch(printed):
            if not waiting:
                ended = True
            waiting.append(printed)
        elif waiting and printed:
            yield f"{waiting.pop(0)} {printed}" if ended else line
            ended = _AT_END.search(printed) is not None
        elif not waiting:
            yield line
    yield from waiting
