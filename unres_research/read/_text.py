"""Read a resolution or draft from plain text, with or without a little Markdown."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from unres_research._names import GENERAL_ASSEMBLY
from unres_research.errors import UnresError
from unres_research.read import _openers as openers
from unres_research.read import _words as words
from unres_research.read._copied import is_copied, taken_apart
from unres_research.read._documents import classify_document
from unres_research.read._kinds import (
    FORMULA,
    NUMBER,
    NUMBERED_TITLE,
    NUMERAL,
    PLACED,
    SUFFIX,
    Shown,
    item_label,
)
from unres_research.read._lines import BOLD, ITALIC, MARK, Line
from unres_research.read._mail import answers, around
from unres_research.read._reflowed import reflowed, unquoted
from unres_research.read._structure import compose
from unres_research.read._title_block import (
    HeaderLine,
    TitleBlock,
    ends_header,
    find_date,
    formula,
    is_date,
    is_meeting,
    names_organ,
    opening,
    read_title_block,
)
from unres_research.records import Issue, Paragraph, Resolution

MAX_CHARACTERS = 20_000_000
MAX_LINES = 100_000
NOTE = "note"  # hint of a line that is a footnote; its label is the mark
_DIGITS = "0123456789"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, _DIGITS)
_NOTE = re.compile(rf"([{_RAISED}]+)\s*(?=\S)|\[\^(\w{{1,8}})\]:\s*")
_BRACKET_NOTE = re.compile(r"^[ \t]*\[(\d{1,3})\]:?[ \t]+(?=\S)", re.MULTILINE)
_BRACKET_MARK = re.compile(r"(?<=[^\s\[(]) ?\[(\d{1,3})\](?![:(])")
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKDOWN = re.compile(
    rf"""
    \\(?P<literal>[^\w\s]|_)
    | (?<=[^\s{_RAISED}])(?P<raised>[{_RAISED}]+) | \[\^(?P<mark>\w{{1,8}})\](?!:)
    | (?<!!)\[(?P<link>[^\[\]\n]*(?:\n[^\[\]\n]+)*)\]\((?P<href>[^()\s]*)\)
    | (?<!\*)\*\*\*(?![*\s])(?P<both>[^*\n]+(?:\n[^*\n]+)*)\*\*\*(?!\*)
    | (?<!\*)\*\*(?![*\s])(?P<bold>(?:[^*\n]|\n(?!\n)|(?<!\*)\*(?!\*))+)\*\*(?!\*)
    | (?<!\*)\*(?![*\s]|\d+\*)(?P<italic>[^*\n]+(?:\n[^*\n]+)*)(?<!\s)\*(?!\*)
    | (?<!\w)_(?![_\s])(?P<slanted>[^_\n]+(?:\n[^_\n]+)*)(?<!\s)_(?!\w)
    """,
    re.VERBOSE,
)
_STYLES = {"link": 0, "both": ITALIC | BOLD, "bold": BOLD, "italic": ITALIC, "slanted": ITALIC}

_NUMBER_LINE = re.compile(rf"\[?(\d{{1,3}}){SUFFIX}?(?:[.)]\]?\s|\.(?=[^\W\d]))")
_NUMBER_SIGN = re.compile(  # "1- Decides", "1: Decides", "§ 1 Decides", "• 1. Decides"
    r"^(?:[•*·–-]\s+(?=\d{1,3}[.)]\s))?(?:[§#]\s?(?=\d{1,3}\s))?"
    r"(\d{1,3})(?:\s?[-–/:.)]\s|(?<=[§#]\d)\s|(?<=[§#]\d\d)\s)\s*(?=[\[“\"]?[A-ZÀ-Ý])"
)
_BULLET = re.compile(  # of mails, Markdown and word processors, whose signs may be of a font
    r"^(?:[*+‣·➢➤►■◆✓§\uf000-\uf0ff-]\s+(?=\S)|o\s+(?=[A-ZÀ-Ý])|[-–](?=[A-ZÀ-Ý]))"
)
_BRACKETED = re.compile(r"\[?\(\d{1,3}\)\s")
_BARE_NUMBER = re.compile(r"(\d{1,3}) (?=[^\W\d_])")
_LABEL_LINE = re.compile(r"(?:\(?[a-z]{1,4}\)|[a-z]\.|\(\d{1,3}\)|[•▪●○◦])\s")
_HYPHEN_AT_END = re.compile(r"([^\W\d_]+|\d)([-\u2010\u2011\u00ad\x02\ufffe])$")
_CONJUNCTIONS = frozenset(["and", "or", "to", "et", "ou", "ni", "y", "e", "o", "u"])
_ENDS = re.compile(r"[;.:,?!”»\]]$|\b(?:and|or|et|ou|y|o)$")
_STOPS = re.compile(r"[;.:,?!”»\]]$")
_ENDS_PARAGRAPH = re.compile(r"[;.:,?!”]$|\b(?:and|or)$")
_ANNEX_LINE = re.compile(r"(?:ANNEXE?|ANEXO|Annexe?|Anexo)(?: [IVX]{1,4})?")
_TO_COMMA = re.compile("[^,]*,")
_LONG_LINE = 140  # characters; text of which more than a few lines are longer is not wrapped
_FEW = 0.1
_NEAR = 20  # paragraphs from the first opener on
_SHARE = 0.3  # of the paragraphs without a formula above begin with openers
_LOOK = 20_000  # characters by which the language is told
_EARLY = 0.85  # of the width: where a line ends before, its paragraph ends too
_SHORT_LINE = 50  # characters; the end of a shorter line says nothing

# what a page prints beside its text
_JOB = r"\d{2}-\d{5}(?:\s*\(?[ACEFRS]\)?)?"
_PAGE = r"\d{1,3}\s?/\s?\d{1,3}"
_FURNITURE = re.compile(
    rf"(?:{_PAGE}|{_JOB}|{_PAGE}\s+{_JOB}|{_JOB}\s+{_PAGE}|\*\s?\d{{6,}}\s?\*"
    r"|(?:Page|Página)\s\d{1,3}(?:\s(?:of|de|sur)\s\d{1,3})?|[-–—]\s?\d{1,3}\s?[-–—]"
    r"|Please recycle.*|Prière de recycler.*|Se ruega reciclar.*)"
)
_HEADER_LINES, _MASTHEAD_LINES = 60, 12
_BESIDE = re.compile(  # both parts of a line of the masthead
    r"((?:United Nations|Nations Unies|Naciones Unidas|General Assembly|Assemblée générale"
    r"|Asamblea General|Security Council|Conseil de sécurité|Consejo de Seguridad))\s+"
    r"([AES]/[\w./\-() ]{1,40}|Distr\b.*)"
)
_NUMBER_AND_TITLE = re.compile(r"\s*(?:\d{1,3}[.)]?|\S{0,6}\d{1,4}/\d{1,4}\.|\d{4} \(\d{4}\)\.)\s")
_TITLE_NUMBER = re.compile(r"(?:E?S-)?\d{1,3}/\d{1,4}(?: [A-Z])?\.(?:\s|$)")
_BARE_SYMBOL = re.compile(r"[AES](?:/[A-Z0-9][\w.\-]*)+(?:\s\(\d{4}\))?\*?")
_PREAMBLE = re.compile(
    r"(?:Preamble|Pr[eé]ambule|Pre[aá]mbulo|Preambular (?:part|paragraphs)):?", re.IGNORECASE
)
_OPEN_END = re.compile(  # of a title whose next line may be "General Assembly"
    r"\b(?:the|of|to|in|by|for|and|with|on|at|from"
    r"|la|le|les|l[’']|de|du|des|à|au|aux|en|et|par|pour|sur|el|los|las|del|al|y|por|para)$"
)
_RULE = re.compile(r"[_\-=*–—]{4,}|(?:[-*_] ?){3,}")


def parse(text: str) -> Resolution:
    """Read plain text, or Markdown: paragraphs by blank lines, a line each, or wrapped."""
    if len(text) > MAX_CHARACTERS:
        raise UnresError(f"found {len(text):,} characters, expected at most {MAX_CHARACTERS:,}")
    lines = len(text.splitlines())
    if lines > MAX_LINES:
        raise UnresError(f"found {lines:,} lines of text, expected at most {MAX_LINES:,}")
    text = re.sub(r"\r\n?|[\x0b\x85\u2028]", "\n", text).replace("\u2029", "\n\n")
    issues: tuple[Issue, ...] = ()
    if is_copied(text):
        text, issues = taken_apart(text)
    else:
        printed = unquoted(text).split("\n")
        mail, issues = around(printed)
        issues += answers(text.split("\n"))
        text = reflowed("\n".join(line for k, line in enumerate(printed) if k not in mail))
    text = _with_notes(text)
    record = read_lines(paragraphs(_styled(text)))
    return replace(record, issues=issues + record.issues) if issues else record


def _with_notes(text: str) -> str:
    """Write the footnotes of a word processor ("ports[1]", "[1] See ...") as Markdown does."""
    noted = set(_BRACKET_NOTE.findall(text)) & set(_BRACKET_MARK.findall(text))
    if not noted:
        return text
    text = _BRACKET_NOTE.sub(lambda m: f"[^{m[1]}]: " if m[1] in noted else m[0], text)
    return _BRACKET_MARK.sub(lambda m: f"[^{m[1]}]" if m[1] in noted else m[0], text)


def decode(data: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Decode UTF-8, UTF-16, UTF-32 or Windows-1252; an issue says when it was the last."""
    if name := wide_encoding(data):
        return _decode(data, name), ()
    if data.startswith(codecs.BOM_UTF8):
        return _decode(data, "utf-8-sig"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        reason = f"{error.reason} at byte {error.start}"
    if re.search(rb"[\x00-\x08\x0e-\x1f\x81\x8d\x8f\x90\x9d]", data):
        raise UnresError(
            f"found bytes that are not UTF-8 ({reason}), expected text in UTF-8, UTF-16 or "
            "Windows-1252; save the file with one of these encodings"
        )
    message = f"found bytes that are not UTF-8 ({reason}); read as Windows-1252"
    return data.decode("cp1252"), (Issue("encoding", message),)


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, told by the mark at the beginning, or by the zeros in Latin letters."""
    for mark, name in _WIDE_MARKS:
        if data.startswith(mark):
            return name
    zeros = [data[k:400:4].count(0) for k in range(4)]
    size = len(data[:400])
    for name, empty in (("utf-32-le", zeros[2:]), ("utf-32-be", zeros[:2])):
        if min(empty) > 0.2 * size:  # of a quarter each
            return name
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if max(even, odd) > 0.15 * size:  # every second byte
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def beginning(data: bytes) -> str:
    """First characters of a document, by which its format is told."""
    return data[:4096].decode(wide_encoding(data) or "utf-8-sig", "ignore").removeprefix("\ufeff")


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise UnresError(
            f"found bytes that are not {name} ({error.reason} at byte {error.start}), as their "
            "beginning promises; save the file as UTF-8"
        ) from None
    if "\x00" in text:
        raise UnresError("found NUL characters, expected text; save the file as UTF-8")
    return text


# from text to styled lines ------------------------------------------------------------


def _styled(text: str) -> list[Line]:
    """Lines of a text as they are printed, with the styles of its Markdown."""
    text = text.replace("\f", "\n\n")
    text = "\n".join(map(_unmarked, _columns(text.split("\n"))))
    lines = [Line()]
    for piece, style, href in _runs(text, 0, len(text), 0, ""):
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append(Line())
            if part:
                lines[-1].runs.append((part, style))
            if part and href:
                lines[-1].link(len(lines[-1].runs) - 1, href)
    for line in lines:
        _tell_form(line)
    return lines


def _columns(lines: Sequence[str]) -> Iterator[str]:
    """Part what stands side by side in a title block: "United Nations   A/RES/99/7"."""
    for place, line in enumerate(lines):
        if place > _HEADER_LINES or formula(line.strip()):
            yield from lines[place:]
            return
        if place < _MASTHEAD_LINES and (beside := _BESIDE.fullmatch(line.strip())):
            yield from beside.groups()
        elif _NUMBER_AND_TITLE.match(line):
            yield line
        else:
            yield from re.split(r"(?<=\S)(?: {3,}|\t+ *)(?=\S)", line)


def _unmarked(line: str) -> str:
    """Make numbers before a tab and bullets of Markdown plain."""
    line = line.strip("\ufeff\u200b \t")
    if _RULE.fullmatch(line) or _FURNITURE.fullmatch(line):
        return line
    line = re.sub(r"^(\d{1,3})[.)]?\s*\t\s*", r"\1. ", line)
    line = re.sub(r"^(\d{1,3})\\([.)])", r"\1\2", line)
    line = _NUMBER_SIGN.sub(r"\1. ", line)
    line = re.sub(r"^([a-z])/\s+", r"(\1) ", line)
    return _BULLET.sub("• ", line).strip()


def _runs(text: str, start: int, end: int, style: int, href: str) -> Iterator[tuple[str, int, str]]:
    """Pieces of a text between two places, each with its style and the address it leads to."""
    for found in _MARKDOWN.finditer(text, start, end):
        if start < found.start():
            yield text[start : found.start()], style, href
        start, kind = found.end(), found.lastgroup or ""
        if kind == "literal":
            yield found["literal"], style, href
        elif kind in ("raised", "mark"):
            yield found[kind].translate(_LOWERED), MARK, ""
        else:
            kind = "link" if kind == "href" else kind
            yield from _runs(text, *found.span(kind), style | _STYLES[kind], found["href"] or href)
    if start < end:
        yield text[start:end], style, href


def _tell_form(line: Line) -> None:
    """Tell headings ("# Review"), rows of tables ("| 3 |") and footnotes by their first signs."""
    if not line.runs:
        return
    first, style = line.runs[0]
    if note := _NOTE.match(first):
        line.hint, line.label = NOTE, (note[1] or note[2]).translate(_LOWERED)
        line.runs[0] = (first[note.end() :], style)
    elif heading := re.match(r"#+\s+", first):
        line.hint = "heading"
        line.runs[0] = (first[heading.end() :], style)
    elif first.startswith("|"):
        line.hint = "table"


# from lines to paragraphs -------------------------------------------------------------


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Join the printed lines of each paragraph; page numbers, bar codes and rules are left out."""
    lines = _notes_below_rules(_without_furniture(lines))
    wrapped, spaced = _is_wrapped(lines), _is_spaced(lines)
    width = _width(lines)
    titles = set() if spaced or not wrapped else _titles(lines, width)
    joined: list[Line] = []
    held: list[Line] = []
    number, language = 0, None  # the language is known from the formula on, or the first opener
    guessed = _language_without_formula(lines)
    for place, line in enumerate([*lines, Line()]):
        text = line.text
        if guessed and not language and _starts(text, guessed):
            language = guessed
        begins = not text or not wrapped or (held and _begins(line, held[-1], number, language))
        if held and not (begins or spaced):
            begins = place in titles or _opens(text, held[-1].text, language, width)
            begins = begins or (language is not None and _ends_early(held[-1].text, text, width))
        if held and begins and not (line.hint == held[-1].hint == "table"):
            joined.append(join(held))
            held = []
        if text:
            language = language or (formula(text) or ("", None))[1]
            held.append(line)
            found = _NUMBER_LINE.match(text)
            number = int(found.group(1)) if found and len(held) == 1 else number
    return joined


def _language_without_formula(lines: Sequence[Line]) -> str | None:
    """The language of a text that has no formula; else it is known from the formula on."""
    texts = [line.text for line in lines]
    if any(formula(text) or opening(text) for text in texts):
        return None
    return openers.language_of(" ".join(texts)[:_LOOK])


def _width(lines: Sequence[Line]) -> int:
    """Length of a full line of wrapped text, in characters."""
    lengths = sorted(len(line.text) for line in lines if line.text and line.hint != NOTE)
    return lengths[9 * len(lengths) // 10] if lengths else 0


def _ends_early(last: str, text: str, width: int) -> bool:
    """Tell that a paragraph ends with a line, for the next word would still have had room."""
    if not (last.endswith((";", ".")) and text[:1].isupper()) or width < _SHORT_LINE:
        return False
    return _room(last, text, width) > 0


def _room(last: str, text: str, width: int) -> float:
    """Characters that a line would have left with the next word, less a margin for the type."""
    return _EARLY * width - len(last) - 1 - len(text.split(" ", 1)[0])


def _titles(lines: Sequence[Line], width: int) -> set[int]:
    """Places where headings within the text begin, and what follows them.

    They stand between the end of a paragraph and the number or opener of the next one, and have
    no stop at their own ends.
    """
    texts = [line.text for line in lines]
    body = next((k for k, text in enumerate(texts) if formula(text)), len(texts))
    no_formula = openers.language_of(" ".join(texts)[:_LOOK])
    language = (formula(texts[body]) or ("", None))[1] if body < len(texts) else no_formula
    found: set[int] = set()
    if body == len(texts):  # without a formula the first opener ends the title block
        body = next((k for k, text in enumerate(texts) if _starts(text, language)), body)
        found.add(body)
    for k in range(body + 2, len(texts)):
        if not texts[k - 1].endswith((";", ".", ",")) or not texts[k][:1].isupper():
            continue
        for j in range(k, min(k + 4, len(texts))):
            doubtful = texts[k - 1].endswith(",") and _room(texts[j - 1], texts[j], width) < 0
            if j > k and _starts(texts[j], language, doubtful):
                found |= {k, j}
            if _starts(texts[j], language) or not texts[j] or _ENDS.search(texts[j]):
                break
    return found


def _starts(text: str, language: str | None, numbers_only: bool = False) -> bool:
    """Tell whether a line begins a paragraph by its number or its opener."""
    if _NUMBER_LINE.match(text) or _BRACKETED.match(text) or PLACED.match(text):
        return True
    return (
        not numbers_only
        and text[:1].isupper()
        and openers.classify(f"{text},", language) is not None
    )


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Drop page numbers, job numbers and bar codes, with a bare number beside them."""
    texts = [line.text for line in lines]
    drop = {k for k, text in enumerate(texts) if _FURNITURE.fullmatch(text)}
    filled = [k for k, text in enumerate(texts) if text]
    for before, after in zip(filled, filled[1:], strict=False):
        for one, other in ((before, after), (after, before)):
            if one in drop and re.fullmatch(r"\d{1,3}", texts[other]):
                drop.add(other)
    return [line for k, line in enumerate(lines) if k not in drop]


def _notes_below_rules(lines: list[Line]) -> list[Line]:
    """Find footnotes below a rule ("1 Resolution 217 A (III).") and their marks; drop rules."""
    out, below = [], False
    marks = set()
    for line in lines:
        if _RULE.fullmatch(line.text):
            below = True
            continue
        note = re.match(r"(\d{1,2})\s+(?=[^\W\d_])", line.text) if below else None
        if note:
            marks.add(note.group(1))
            rest = [(line.text[note.end() :], 0)]
            out += [Line(), Line(rest, NOTE, note.group(1))]
            continue
        below = below and not line.text
        out.append(line)
    if marks:
        numbers = "|".join(marks)
        stuck = re.compile(
            rf"(?<=[^\W\d_][,;.”»’)])(?:{numbers})(?=[\s,;]|$)"
            rf"|(?<=[^\W\d_])(?:{numbers})(?=[\s,;.]|$)"
        )
        out = [_with_marks(line, stuck) for line in out]
    return out


def _with_marks(line: Line, stuck: re.Pattern[str]) -> Line:
    """Make footnote marks of the numbers that stand at the end of a word."""
    if not stuck.search(line.text):
        return line
    runs: list[tuple[str, int]] = []
    for text, style in line.runs:
        start = 0
        for found in stuck.finditer(text):
            runs += [(text[start : found.start()], style), (found.group(), MARK)]
            start = found.end()
        runs.append((text[start:], style))
    return Line(runs, line.hint, line.label)


def _is_wrapped(lines: list[Line]) -> bool:
    """Tell whether paragraphs go over several lines, so that a line's end is no paragraph's."""
    texts = [line.text for line in lines]
    body = next((k for k, text in enumerate(texts) if formula(text)), 0)
    texts = [line.text for line in lines[body:] if line.hint != NOTE]
    long = sum(len(text) > _LONG_LINE for text in texts)
    if long > _FEW * len(list(filter(None, texts))):
        return False
    inner = [a for a, b in zip(texts, texts[1:], strict=False) if len(a) > _SHORT_LINE and b]
    open_ends = [text for text in inner if not _ENDS.search(text)]
    return len(open_ends) > 0.2 * max(1, len(inner))


def _is_spaced(lines: list[Line]) -> bool:
    """Tell whether blank lines part the paragraphs: they stand before nearly all numbers."""
    texts = [line.text for line in lines]
    starts = [k for k, text in enumerate(texts) if _NUMBER_LINE.match(text)]
    starts += [k + 1 for k, text in enumerate(texts[:-1]) if formula(text)]
    after_blank = [k for k in starts if k == 0 or not texts[k - (texts[k] != "")]]
    return bool(starts) and len(after_blank) >= 0.8 * len(starts)


def _begins(line: Line, before: Line, number: int, language: str | None) -> bool:
    """Tell whether a line of wrapped text begins a paragraph by its form."""
    text, last = line.text, before.text
    ends = bool(_ENDS.search(last))
    numbered = _NUMBER_LINE.match(text)
    if line.hint == NOTE or PLACED.match(text):
        return True
    if numbered:
        return ends or int(numbered.group(1)) in (1, number + 1)
    if (bare := _BARE_NUMBER.match(text)) and int(bare[1]) == number + 1 > 1:
        return ends
    if _LABEL_LINE.match(text) or NUMBERED_TITLE.match(text):
        return ends
    if line.hint in ("heading", "table") or _is_formula(text) or _is_formula(last):
        return True
    if any(NUMERAL.fullmatch(one) or _ANNEX_LINE.fullmatch(one) for one in (text, last)):
        return True
    if not language and (last.endswith("]") or text.startswith("[") or _TITLE_NUMBER.match(text)):
        return True
    if is_meeting(text):
        return True
    header = language is None and not _OPEN_END.search(last)
    return header and (ends_header(text) or ends_header(last))


def _is_formula(text: str) -> bool:
    """Tell a formula from the end of a sentence, as "... of" / "the General Assembly,"."""
    return text[:1].isupper() and formula(text) is not None


def _opens(text: str, last: str, language: str | None, width: int) -> bool:
    """Tell whether a line of text without blank lines begins a paragraph by its words."""
    text = text.lstrip("[ ")
    if not (text[:1].isupper() and (_STOPS.search(last) or NUMBERED_TITLE.match(last))):
        return False
    if last.endswith(":") and re.match(r"To [a-z]", text) and _room(last, text, width) > 0:
        return True
    if openers.classify(text, language):
        return True
    return _room(last, text, width) > 0 and openers.classify(f"{text},", language) is not None


def _joint(before: str, after: str) -> tuple[str, str]:
    """The end of a line as it goes on in the next one, and what stands between them.

    >>> _joint("of the Secretary-", "General"), _joint("govern-", "ment"), _joint("long-", "term")
    (('of the Secretary-', ''), ('govern', ''), ('long-', ''))
    >>> _joint("short-", "and long-term"), _joint("the", "lamps")
    (('short-', ' '), ('the', ' '))
    """
    end = _HYPHEN_AT_END.search(before[-60:])
    if end is None:
        return before, " "
    if end[2] == "\u00ad":
        return before[:-1], ""
    following = re.match(r"[^\W\d_]*", after[:60])
    word = following[0] if following else ""
    if not after[:1].isalnum() or word in _CONJUNCTIONS:
        return before, " "
    if word[:1].isupper() and not (end[1][:1].isupper() or words.has_hyphen(end[1], word)):
        return before, " "
    judge = words.is_divided_by_mark if end[2] in "\x02\ufffe" else words.is_divided
    return (before[:-1], "") if word and judge(end[1], word) else (before, "")


def join(lines: Sequence[Line]) -> Line:
    """Join the lines of a paragraph; a hyphen at the end of one stays, a soft one goes."""
    joined = Line([], lines[0].hint, lines[0].label)
    for line in lines:
        if joined.runs:
            before, style = joined.runs[-1]
            before, between = _joint(before, line.text)
            joined.runs[-1] = (before, style)
            joined.runs += [(between, 0)] if between else []
        first = len(joined.runs)
        joined.places += [(first + start, first + stop, href) for start, stop, href in line.places]
        joined.runs += line.runs
    return joined


def cut(line: Line, beginning: re.Pattern[str]) -> Line:
    """Leave out what a line begins with; the line itself when it does not."""
    found = beginning.match("".join(text for text, style in line.runs if style < MARK))
    length, runs = found.end() if found else 0, []
    for text, style in line.runs:
        if style < MARK:
            text, length = text[length:], max(0, length - len(text))
        runs.append((text, style))
    rest = Line(runs, line.hint, line.label)
    rest.places = line.places
    return rest


# from paragraphs to a record ----------------------------------------------------------


def read_lines(lines: Sequence[Line]) -> Resolution:
    """Read a document from its paragraphs, with hints "table", "heading", `NOTE` or "plain"."""
    place, organ, language, rest = _formula_in(lines)
    head = [line for line in lines[:place] if line.hint != NOTE]
    if head and _PREAMBLE.fullmatch(head[-1].text):
        head.pop()
    header = [HeaderLine(line.text) for line in head]
    about = read_title_block(header, organ, language)
    body = _Body(organ, running={about.symbol or "", about.title})
    inside = list(body.lines([*rest, *lines[place + 1 :]]))
    _tell_by_place(inside, language, "" if rest else lines[place].text)
    text = compose(
        inside,
        body.notes,
        organ=organ,
        language=language,
        symbol=about.symbol,
        shown=Shown(),
        amends=about.amends,
    )
    if about.kind == "resolution":
        about = replace(about, adopted_on=about.adopted_on or body.closed_on)
    text["issues"] += _unknown(about, organ) + _by_place(text["paragraphs"])
    text["issues"] += _several(body, text["paragraphs"]) + _untold(text["paragraphs"])
    if formula(lines[place].text) is None and opening(lines[place].text) is None:
        text["issues"] += (Issue("no-formula", _UNPRINTED.format(organ)),)
    return Resolution(organ=organ, language=language, **vars(about), **text)


_UNPRINTED = "the text prints no formula such as 'The General Assembly,'; read as one of the {}"


def _tell_by_place(lines: Sequence[Line], language: str, above: str) -> None:
    """Tell kinds by the words of the whole text, where no paragraph has a number."""
    plain = [line for line in lines if line.hint == "plain"]
    if any(NUMBER.match(line.text) or PLACED.match(line.text) for line in plain):
        return
    kinds = classify_document([above, *(line.text for line in plain)], language)
    for line, kind in zip(plain, kinds[1:], strict=True):
        line.told = None if " | " in line.text else kind  # cells of a table


def _by_place(paragraphs: Sequence[Paragraph]) -> tuple[Issue, ...]:
    """Say which paragraphs are operative by their place alone."""
    told = [p for p in paragraphs if p.kind == "operative" and not (p.number or p.opener)]
    how = "they are operative by their place"
    return _counted("by-place", told, "have no number and no opener that is known", how)


def _untold(paragraphs: Sequence[Paragraph]) -> tuple[Issue, ...]:
    """Say which paragraphs behind the first act are of neither half and go on with none."""
    acts = next((k for k, p in enumerate(paragraphs) if p.kind == "operative"), len(paragraphs))
    if acts == len(paragraphs) and not any(p.kind == "preambular" for p in paragraphs):
        return (Issue("untold", "no paragraph is read as preambular or operative"),)
    told = [p for p in paragraphs[acts:] if p.kind == "other" and p.id[:1] != "T"]
    told = [p for p in told if p.id.rpartition(".")[2][:1] == "X" and not p.text[:1].islower()]
    what = "among the operative ones have no number and no opener that is known"
    return _counted("untold", told, what, "they are read as neither")


def _counted(code: str, told: Sequence[Paragraph], what: str, how: str) -> tuple[Issue, ...]:
    """Say how many paragraphs are so, with the first, and how they are read."""
    if not told:
        return ()
    message = f"{len(told)} paragraphs {what}, the first {told[0].text[:40]!r}; {how}"
    return (Issue(code, message, told[0].id),)


def _several(body: _Body, paragraphs: Sequence[Paragraph]) -> tuple[Issue, ...]:
    """Say that a text may hold several resolutions: its formula again, and no parts."""
    if not body.again or any(p.part for p in paragraphs):
        return ()
    symbols = f", and {', '.join(body.symbols[:3])}" if body.symbols else ""
    message = (
        f"{body.again[0]!r} stands more than once{symbols}, where no numeral heads a part; if the "
        "text holds several resolutions, save each in a file of its own"
    )
    return (Issue("several-texts", message),)


def _unknown(about: TitleBlock, organ: str) -> tuple[Issue, ...]:
    """Issues of what the header does not print."""
    wanted = ["symbol", "title"] + (["session"] if organ == GENERAL_ASSEMBLY else [])
    missing = [name for name in wanted if not getattr(about, name)]
    return tuple(Issue(f"no-{name}", f"the text prints no {name}") for name in missing)


def _formula_in(lines: Sequence[Line]) -> tuple[int, str, str, list[Line]]:
    """Place of the formula, organ, language, and what else stands in its paragraph."""
    for place, line in enumerate(lines):
        if found := formula(line.text):
            return place, *found, []
    for place, line in enumerate(lines):
        opened = opening(line.text)
        if opened and openers.classify(opened[2], opened[1]):
            in_one = opened[2][:1].islower() and opened[2].endswith(".")
            in_one = in_one and FORMULA.match(line.text) is not None
            return place, *opened[:2], [line if in_one else cut(line, _TO_COMMA)]
    if bare := _without_formula(lines):
        return bare
    raise UnresError(
        f"found no line such as 'The General Assembly,' or 'Le Conseil de sécurité,' in "
        f"{len(lines)} paragraphs of text, expected the text of a resolution; check that the "
        "file holds one, with its formula in a paragraph of its own"
    )


def _without_formula(lines: Sequence[Line]) -> tuple[int, str, str, list[Line]] | None:
    """Place, organ, language and first paragraph of a text that prints no formula.

    At least two of its paragraphs begin with openers or have labels such as "PP1", and a good
    part of all that follow the first one do.
    """
    texts = [line.text for line in lines]
    language = openers.language_of(" ".join(texts)[:_LOOK])
    begin = [k for k, text in enumerate(texts) if PLACED.match(text) or _acts(text, language)]
    if len(begin) < 2 or sum(k < begin[0] + _NEAR for k in begin) < _SHARE * min(
        _NEAR, len(texts) - begin[0]
    ):
        return None
    named = (names_organ(f"The {text}") for text in texts[: begin[0]])
    organ = next((found[0] for found in named if found), GENERAL_ASSEMBLY)
    return begin[0], organ, language or "en", [lines[begin[0]]]


def _acts(text: str, language: str | None) -> bool:
    return text[-1:] in (",", ";", ".", ":", "]") and openers.classify(text, language) is not None


@dataclass
class _Body:
    """Goes through the paragraphs after the formula; gathers the footnotes on the way."""

    organ: str
    running: set[str]  # what heads the pages
    notes: dict[str, Line] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)  # formulas below the first
    symbols: list[str] = field(default_factory=list)  # other ones, alone on a line
    closed_on: str | None = None

    def lines(self, found: Sequence[Line]) -> Iterator[Line]:
        text = [line for line in found if not self._take_note(line)]
        own = [line for line in text if not self._is_head(line.text)]
        for line in _join_cut(self._without_close(own)):
            if line.hint == "table":
                marks = [run for run in line.runs if run[1] >= MARK]
                yield Line([(_cells(line.text), 0), *marks], "table")
            elif line.hint == "heading":
                yield Line([(t, s if s >= MARK else s | BOLD) for t, s in line.runs])
            else:
                yield line

    def _is_head(self, text: str) -> bool:
        """Tell whether a paragraph is a running head, or the formula of a part."""
        if text in self.running:
            return True
        if _BARE_SYMBOL.fullmatch(text):
            self.symbols.append(text)
            return True
        found = formula(text)
        if found is None or found[0] != self.organ:
            return False
        self.again.append(text)
        return True

    def _without_close(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Drop the meeting and the date that close an adopted text; keep the date."""
        closing = False
        for line in lines:
            closing = is_meeting(line.text) or (closing and is_date(line.text))
            if closing:
                self.closed_on = self.closed_on or find_date(line.text)
            else:
                yield line

    def _take_note(self, line: Line) -> bool:
        if line.hint == NOTE:
            self.notes[line.label or ""] = line
        return line.hint == NOTE


def _cells(row: str) -> str:
    """Cells of rows such as "| Port | Lamps |", without the rule below the head."""
    cells = (cell.strip() for cell in row.split("|"))
    return " | ".join(cell for cell in cells if cell and not re.fullmatch(r":?-{2,}:?", cell))


def _join_cut(lines: Iterable[Line]) -> Iterator[Line]:
    """Join a paragraph cut by a page break: it has no end, and goes on in lower case."""
    held: list[Line] = []
    for line in lines:
        goes_on = held and line.hint == "plain" and line.text[:1].islower() and _is_cut(held)
        if held and not (goes_on and not item_label(line.text)):
            yield join(held)
            held = []
        held.append(line)
    if held:
        yield join(held)


def _is_cut(held: Sequence[Line]) -> bool:
    """Tell whether a paragraph, in pieces so far, does not end as paragraphs end."""
    last = held[-1].text
    if last.endswith(",") and NUMBER.match(held[0].text):
        return True
    return not _ENDS_PARAGRAPH.search(last[-8:])
