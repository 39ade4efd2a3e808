"""Read a resolution or draft from plain text, with or without a little Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from unres_research import openers, symbols
from unres_research.akn import agenda_items, clean, committee_of, split_names
from unres_research.errors import UnresError
from unres_research.records import Footnote, Resolution
from unres_research.structure import Block, assemble, item_label

MAX_CHARACTERS = 20_000_000
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FORMULA = re.compile(r"(The (?:General Assembly|Security Council)|L’Assemblée générale),?")
_MARKS = re.compile(r"(?<=\S)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\[\^(\w+)\](?!:)")
_NOTE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s+(?=\S)|\[\^(\w+)\]:\s*")
_NUMBER = re.compile(r"(\d{1,3})\.\s+(?=\S)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s]*)\)")
_ITALIC = re.compile(r"(?<!\*)\*(?!\*)([^*]+)\*(?!\*)|(?<!\w)_([^_]+)_(?!\w)")
_SESSIONS = re.compile(r"(?:[A-Z][a-z]+(?:-[a-z]+)?) (?:(?:emergency )?special )?session")
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_TEN_STEMS = "twent thirt fort fift sixt sevent eight ninet"
_TENS = {stem: 10 * number for number, stem in enumerate(_TEN_STEMS.split(), start=2)}


def parse(text: str) -> Resolution:
    r"""Read one document from text.

    Paragraphs are separated by blank lines; a numbered paragraph starts with "7.", a
    sub-paragraph with "(a)", a footnote with a superscript digit or "[^1]:". Links and
    italics in Markdown are understood, and taken out.

    Parameters
    ----------
    text : str
        The whole document, at most 20 million characters.

    Returns
    -------
    Resolution
        Without `source`. `symbol` is None when the text does not print it.

    Raises
    ------
    UnresError
        When the text is too long, or no line reads "The General Assembly," or "The Security
        Council,".

    Notes
    -----
    Not for text whose lines are parted by blank lines, as some programs copy it from a PDF:
    each line would be a paragraph. Openers and citations are looked for in English, and
    `language` is "en" whatever the text is in. Where there is an XML file, read that.

    Examples
    --------
    >>> r = parse("A short title\n\nThe General Assembly,\n\nRecalling its rules,\n\n"
    ...     "1. *Decides* to meet;\n\n(a) In spring;\n\n(b) In autumn.")
    >>> [p.id for p in r], r["OP1"].opener
    (['PP1', 'OP1', 'OP1(a)', 'OP1(b)'], 'Decides')
    """
    if len(text) > MAX_CHARACTERS:
        raise UnresError(f"found {len(text):,} characters, expected at most {MAX_CHARACTERS:,}")
    chunks = _chunks(text)
    start = _start(chunks)
    header = [_plain(chunk) for chunk in chunks[:start]]
    organ = "Security Council" if "Security Council" in chunks[start] else "General Assembly"
    reader = _Body(organ)
    paragraphs, annexes, issues = assemble(reader.blocks(chunks[start + 1 :]))
    about = _header(header, organ)
    cites = [c for p in paragraphs for c in p.cites]
    cites += [c for cited in reader.cites_of_note.values() for c in cited]
    return Resolution(
        paragraphs=paragraphs,
        annexes=annexes,
        issues=issues,
        footnotes=tuple(reader.notes.values()),
        cites=symbols.distinct(c for c in cites if c != about["symbol"]),
        organ=organ,
        **about,  # type: ignore[arg-type]
    )


def _chunks(text: str) -> list[str]:
    """Paragraphs of the file: what stands between blank lines, each on one line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = re.sub(r"\n(?=[^\S\n]*(?:\d{1,3}\.|\([a-z]{1,4}\))\s)", "\n\n", text)
    return [clean(chunk) for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]


def _start(chunks: list[str]) -> int:
    for position, chunk in enumerate(chunks):
        if _FORMULA.fullmatch(_plain(chunk)):
            return position
    raise UnresError(
        f"found no line 'The General Assembly,' in {len(chunks)} paragraphs of text, expected "
        "the text of a resolution; check that paragraphs are separated by blank lines"
    )


def _plain(chunk: str) -> str:
    """Take Markdown out of a paragraph.

    >>> _plain("*Recalls* its resolution [70/1](#)")
    'Recalls its resolution 70/1'
    """
    chunk = _LINK.sub(lambda m: m.group(1), chunk.replace("\\(", "⦅").replace("\\)", "⦆"))
    chunk = chunk.replace("⦅", "(").replace("⦆", ")").replace("**", "")
    chunk = _ITALIC.sub(lambda m: m.group(1) or m.group(2), chunk)
    return re.sub(r"^#+\s*|\\(?=[^\w\s])", "", chunk).strip()


# the header ---------------------------------------------------------------------------


def _header(lines: list[str], organ: str) -> dict[str, object]:
    printed = " ".join(lines)
    symbol = _symbol(lines)
    sponsors, kind = _sponsors(lines)
    agenda = [i for i, line in enumerate(lines) if re.match(r"Agenda items? \d", line)]
    titles = tuple(lines[i + 1] for i in agenda if i + 1 < len(lines))
    distributed = re.search(r"Distr\.:\s*\w+\s+(\d{1,2} [A-Z][a-z]+ \d{4})", printed)
    adopted = re.search(r"adopted by the \w+ \w+ on (\d{1,2} [A-Z][a-z]+ \d{4})", printed)
    origin = next((line.strip("[]") for line in lines if re.fullmatch(r"\[.*\]", line)), None)
    if symbol is not None and "/RES/" in symbol:
        kind = "resolution"
    return {
        "symbol": symbol,
        "kind": kind,
        "title": lines[-1] if lines else "",
        "session": symbols.parse(symbol).session if symbol else _session(printed),
        "agenda_items": tuple(x for i in agenda for x in agenda_items(lines[i])),
        "agenda_titles": titles,
        "adopted_on": _date(adopted),
        "distributed_on": _date(distributed),
        "origin": origin,
        "committee": committee_of(origin) if origin else _committee(lines),
        "draft_symbols": symbols.drafts(origin or ""),
        "sponsors": sponsors,
    }


def _symbol(lines: list[str]) -> str | None:
    for line in lines:
        try:
            return str(symbols.parse(line))
        except UnresError:
            continue
    return None


def _sponsors(lines: list[str]) -> tuple[tuple[str, ...], str]:
    for line in lines:
        found = re.fullmatch(r"(.*?)\*?:\s*(?:revised )?draft resolution\*?", line)
        if found:
            return split_names(found.group(1)), "draft"
    limited = any("Limited" in line for line in lines)
    return (), "draft" if limited else "resolution"


def _committee(lines: list[str]) -> str | None:
    return next((committee_of(x) for x in lines if re.fullmatch(r"\w+ Committee", x)), None)


def _session(printed: str) -> int | str | None:
    """Number of the session that a header names in words.

    >>> _session("Seventy-eighth session"), _session("Eleventh emergency special session")
    (78, 'ES-11')
    """
    found = _SESSIONS.search(printed)
    if not found:
        return None
    words = found.group().lower().split()
    number = _ordinal(words[0])
    if number is None:
        return None
    kinds = {2: "", 3: "S-", 4: "ES-"}
    prefix = kinds[len(words)]
    return f"{prefix}{number}" if prefix else number


def _ordinal(word: str) -> int | None:
    """Value of an English ordinal below one hundred.

    >>> _ordinal("eightieth"), _ordinal("seventy-eighth"), _ordinal("tenth")
    (80, 78, 10)
    """
    tens, _, unit = word.partition("-")
    for stem, value in _TENS.items():
        if tens == f"{stem}ieth":
            return value
        if tens == f"{stem}y" and unit in _ORDINALS:
            return value + _ORDINALS[unit]
    return _ORDINALS.get(word)


def _date(found: re.Match[str] | None) -> str | None:
    if not found:
        return None
    try:
        return datetime.strptime(found.group(1), "%d %B %Y").date().isoformat()
    except ValueError:
        return None


# the body -----------------------------------------------------------------------------


@dataclass
class _Body:
    organ: str
    notes: dict[str, Footnote] = field(default_factory=dict)
    cites_of_note: dict[str, list[str]] = field(default_factory=dict)

    def blocks(self, chunks: list[str]) -> Iterator[Block]:
        texts = self._take_notes(chunks)
        for chunk in _join_cut(texts):
            yield self._block(chunk, numbered=self._numbers_seen)
            if _NUMBER.match(_plain(chunk)):
                self._numbers_seen = True

    _numbers_seen: bool = False

    def _take_notes(self, chunks: list[str]) -> list[str]:
        rest = []
        for chunk in chunks:
            found = _NOTE.match(chunk)
            if not found:
                rest.append(chunk)
                continue
            mark = (found.group(1) or found.group(2)).translate(_SUPERSCRIPTS)
            text = _plain(chunk[found.end() :])
            self.notes[mark] = Footnote(mark, text)
            self.cites_of_note[mark] = self._find(text)
        return rest

    def _find(self, text: str) -> list[str]:
        return [c.symbol for c in symbols.find(text, organ=self.organ)]

    def _block(self, chunk: str, *, numbered: bool) -> Block:
        marks = tuple(
            (m.group(1) or m.group(2)).translate(_SUPERSCRIPTS) for m in _MARKS.finditer(chunk)
        )
        italic = _ITALIC.match(_NUMBER.sub("", chunk, count=1))
        text = clean(_plain(_MARKS.sub("", chunk)))
        hint, number, text = _guess(text, numbered)
        kind = {"preambular": "preambular", "numbered": "operative", "plain": "operative"}.get(hint)
        lead = clean(italic.group(1) or italic.group(2)).strip(" ,;:.") if italic else None
        if kind and not lead:
            lead = openers.match(text, kind)
        cites = self._find(text) + [c for m in marks for c in self.cites_of_note.get(m, [])]
        return Block(text, hint, number, lead if kind else None, marks, tuple(dict.fromkeys(cites)))


def _join_cut(chunks: list[str]) -> Iterator[str]:
    """Join a paragraph that a page break cut in two.

    A chunk goes on with the one before when that one does not end as paragraphs end and
    this one starts in lower case, without a number.
    """
    held: list[str] = []
    for chunk in chunks:
        if held and chunk[:1].islower() and _is_cut(held):
            held.append(chunk)
            continue
        if held:
            yield " ".join(held)
        held = [chunk] if chunk else []
    if held:
        yield " ".join(held)


def _is_cut(held: list[str]) -> bool:
    """Tell whether a paragraph, in pieces so far, does not end as paragraphs end."""
    last = held[-1]
    if last.endswith(",") and _NUMBER.match(held[0]):
        return True
    return not re.search(r"[;.:,?!”]$|\band$|\bor$", last[-8:])


def _guess(text: str, numbered: bool) -> tuple[str, str | None, str]:
    """Tell what a paragraph of text is: (hint, number, text)."""
    found = _NUMBER.match(text)
    if found:
        return "numbered", found.group(1), text[found.end() :]
    labelled = item_label(text)
    if labelled:
        return "item", *labelled
    if text.endswith(",") and not numbered:
        return "preambular", None, text
    ends = bool(re.search(r"[.;:,]$", text))
    if not ends and len(text) < 200:
        return "heading", None, text
    if not numbered and not openers.match(text, "operative"):
        return "preambular", None, text
    return "plain", None, text
