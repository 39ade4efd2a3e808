"""From the lines of a document, as any reader sees them, to numbered paragraphs.

Every reader gives `Line`s in reading order and the lines of its footnotes to `compose`; what
makes a resolution of them, kinds, openers, citations, parts, numbers that restart,
sub-paragraphs, annexes, is decided here once for all formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from unres_research import symbols
from unres_research._numerals import ROMAN, from_roman
from unres_research.errors import UnresError
from unres_research.read._kinds import Kinds, Shown
from unres_research.read._lines import LATIN, Line
from unres_research.records import Annex, Footnote, Issue, Paragraph
from unres_research.symbols._links import contradicted

MAX_BLOCKS = 100_000
MAX_TEXT = 500_000  # characters of one paragraph
HINTS = (
    *("preambular", "numbered", "operative", "item", "plain"),
    *("heading", "table", "annex", "component"),
)

_NUMERAL_HEADING = re.compile(
    r"(?:part(?:ie|e)?|secci[oó]n|section)?\s*([IVXLC]+|[A-Z])\.?", re.IGNORECASE
)
_PART_HEADING = re.compile(r"(?:Part|Partie|Parte) [IVXLC]+\.?", re.IGNORECASE)
_DIVISION = re.compile(
    r"(?:Part(?:ie|e)?|Se(?:ction|cci[oó]n)|Chap(?:ter|itre)|Cap[ií]tulo|Art(?:icle|[ií]culo))"
    r" (?:\d+|[IVXLC]+|[A-Z])\b",
    re.IGNORECASE,
)
_ANNEX_WORD = re.compile(
    r"(?:annexe?|appendi(?:x|ce)|enclosure|pi[eè]ce jointe|anexo|ap[eé]ndice|приложение|добавление)"
    r"(?:\s+(?:[IVX]+|\d+|[A-Z]))?\.?"
    r"|(?:附件|附录)\s*[一二三四五六七八九十]*|(?:المرفق|التذييل)(?: ال\w+)?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:Article|Art[ií]culo|Статья|المادة|第)\s*(\d+)|Article (?=premier\b)")
_WORD = re.compile(r"\w")
_CHINESE_NUMERAL = re.compile("[一二三四五六七八九十]+")
_ARABIC_NUMERAL = re.compile("(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)ا[\u064b]?")


@dataclass(slots=True)
class Block:
    """A line whose hint, number ("7", "(a)", "•", "II") and opener (`lead`) are told."""

    text: str
    hint: str
    number: str | None = None
    lead: str | None = None
    footnotes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    depth: int | None = None


@dataclass
class _Level:
    style: str
    ordinal: int
    id: str


@dataclass
class _State:
    parts: list[tuple[str, str]] = field(default_factory=list)  # (style, label)
    component: str | None = None
    section: str | None = None
    annex: int | None = None
    article: str = ""
    top: str | None = None
    items: list[_Level] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def compose(
    lines: Iterable[Line],
    notes: Mapping[str, Line],
    *,
    organ: str,
    language: str,
    symbol: str | None,
    shown: Shown,
    amends: str | None = None,
) -> dict[str, Any]:
    """Make the text part of a `Resolution`; `notes` may still grow while the lines are read.

    What it amends is named in its header, and counts as cited.
    """
    finder = _Finder(notes, organ)
    kinds = Kinds(language, shown)
    paragraphs, annexes, issues = assemble(_blocks(lines, kinds, finder))
    if not paragraphs:
        raise UnresError("found no paragraph, expected a resolution; give the whole document")
    cited = {c for p in paragraphs for c in p.cites} | {c for m in notes for c in finder.of_note(m)}
    return {
        "paragraphs": paragraphs,
        "annexes": annexes,
        "footnotes": tuple(Footnote(mark, note.text) for mark, note in notes.items()),
        "cites": tuple(sorted((cited | {amends or ""}) - {symbol, ""})),
        "issues": issues + _inferred(kinds) + tuple(dict.fromkeys(finder.issues)),
    }


def _inferred(kinds: Kinds) -> tuple[Issue, ...]:
    """An issue of sub-paragraphs that print no label, as where a word processor lost them."""
    if not kinds.inferred:
        return ()
    count, first = len(kinds.inferred), kinds.inferred[0]
    message = (
        f"{count} sub-paragraphs print no label, the first {first!r}; their letters are inferred"
    )
    return (Issue("no-labels", message),)


class _Finder:
    """Finds what lines cite, in their text and in their footnotes."""

    def __init__(self, notes: Mapping[str, Line], organ: str) -> None:
        self.notes, self.organ = notes, organ
        self.found: dict[str, tuple[str, ...]] = {}
        self.issues: list[Issue] = []

    def cited(self, line: Line, marks: Iterable[str]) -> tuple[str, ...]:
        links = line.links
        found = symbols.find(line.text, links, organ=self.organ)
        for printed, target in contradicted(links, found):
            message = f"the link of {printed} leads to {target}; what is printed counts"
            self.issues.append(Issue("other-link", message))
        cited = [citation.symbol for citation in found]
        for mark in marks:
            cited += self.of_note(mark)
        return tuple(dict.fromkeys(cited))

    def of_note(self, mark: str) -> tuple[str, ...]:
        if mark not in self.found and mark in self.notes:
            self.found[mark] = ()  # a note may refer to itself
            self.found[mark] = self.cited(self.notes[mark], self.notes[mark].marks)
        return self.found.get(mark, ())


def _blocks(lines: Iterable[Line], kinds: Kinds, finder: _Finder) -> Iterator[Block]:
    """Tell what the lines are; lines without words are left out, but for labels of headings."""
    for line in lines:
        if not _WORD.search(line.text) and line.hint not in ("annex", "component"):
            if line.label and line.hint == "heading":
                yield Block("", "heading", kinds.tell(line)[1])
            continue
        hint, number, text, lead = kinds.tell(line)
        depth = line.depth if hint == line.hint else None
        marks = line.marks
        yield Block(text, hint, number, lead, marks, finder.cited(line, marks), depth)


def assemble(
    blocks: Iterable[Block],
) -> tuple[tuple[Paragraph, ...], tuple[Annex, ...], tuple[Issue, ...]]:
    """Give every block its identity; where a number is printed twice the later id has "#2"."""
    stream = _merge_headings(_bounded(blocks))
    return _Assembler(stream).run()


def _bounded(blocks: Iterable[Block]) -> list[Block]:
    """List the blocks, as long as they could be a resolution's."""
    found: list[Block] = []
    for block in blocks:
        if len(found) == MAX_BLOCKS:
            raise UnresError(f"found more than {MAX_BLOCKS:,} paragraphs, expected a resolution")
        _check_length(block.text)
        found.append(block)
    return found


def _check_length(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise UnresError(
            f"found a paragraph of {len(text):,} characters, expected at most {MAX_TEXT:,}; "
            "check that the file is a resolution, with its paragraphs apart"
        )


class _Assembler:
    """The state machine behind `assemble`."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.part_styles = _part_styles(blocks)
        self.numbered_parts = _parts_with_numbers(blocks, self.part_styles)
        self.state = _State()
        self.paragraphs: list[Paragraph] = []
        self.index: dict[str, int] = {}
        self.repeats: dict[str, int] = {}
        self.annex_titles: list[str] = []
        self.annex_first: list[str | None] = []
        self.issues: list[Issue] = []

    def run(self) -> tuple[tuple[Paragraph, ...], tuple[Annex, ...], tuple[Issue, ...]]:
        handlers = {
            "preambular": self._preambular,
            "numbered": self._numbered,
            "item": self._item,
            "operative": self._operative,
            "plain": self._plain,
            "heading": self._heading,
            "table": self._table,
            "annex": self._annex,
            "component": self._component,
        }
        for position, block in enumerate(self.blocks):
            self.position = position
            handlers[block.hint](block)
        annexes = zip(self.annex_titles, self.annex_first, strict=True)
        return (
            tuple(self.paragraphs),
            tuple(Annex(title, first) for title, first in annexes),
            tuple(self.issues),
        )

    # one handler a hint ---------------------------------------------------------------

    def _preambular(self, block: Block) -> None:
        if self.state.annex:
            return self._plain(block)
        if re.match(r"\d", block.number or ""):  # a label that a delegate gave
            number = (block.number or "").replace(" ", "")
            self._count("PP", int(re.split(r"\D", number)[0]))
            block = replace(block, number=None)
        else:
            number = str(self._count("PP"))
        self._add(block, f"{self._prefix()}PP{number}", "preambular", opener=block.lead)

    def _numbered(self, block: Block) -> None:
        if self.state.annex:
            where = f"A{self.state.annex}.{self.state.article}"
            self._add(block, f"{where}{block.number}", "annex")
        else:
            paragraph_id = f"{self._prefix()}OP{(block.number or '').replace(' ', '')}"
            self._add(block, paragraph_id, "operative", opener=block.lead)

    def _plain(self, block: Block) -> None:
        if self._is_tail(block):
            return self._extend(block)
        if self.state.annex:
            label = f"A{self.state.annex}.P{self._count('A.P')}"
            self._add(block, label, "annex")
        elif block.lead:
            self._unnumbered(block)
        else:
            self._add(block, f"{self._prefix()}X{self._count('X')}", "other")

    def _operative(self, block: Block) -> None:
        if self.state.annex:
            return self._plain(block)
        return self._unnumbered(block)

    def _unnumbered(self, block: Block) -> None:
        count = self._count("OPu")
        plain = self._prefix() not in self.numbered_parts
        label = f"OP{count}" if plain else f"OPu{count}"
        self._add(block, f"{self._prefix()}{label}", "operative", opener=block.lead)

    def _item(self, block: Block) -> None:
        parent = self._place(block)
        inside = self.state.annex is not None
        kind = "annex" if inside else "subparagraph"
        base = parent or (f"A{self.state.annex}." if inside else self._prefix())
        label = _label(block.number or "•")
        if label == "•":
            label = f"•{self._count('•' + base)}"
        paragraph_id = self._add(
            block, f"{base}{label}", kind, parent=parent, opener=block.lead, top=parent is None
        )
        if self.state.items:
            self.state.items[-1].id = paragraph_id

    def _heading(self, block: Block) -> None:
        below = block.depth is not None and bool(self.state.annex and self.annex_titles[-1])
        if self.state.annex and not self._annex_has_text() and not below:
            title = self.annex_titles[-1]
            self.annex_titles[-1] = f"{title} {block.text}".strip()
            _check_length(title)
            return
        style = _style(block)
        is_part = not self.state.annex and style is not None and style in self.part_styles
        if is_part:
            self._enter_part(style or "", block.number or "")
        where = f"A{self.state.annex}." if self.state.annex else self._prefix()
        self.state.items, self.state.top = [], None
        self.state.section = None
        self._add(block, f"{where}H{self._count('H')}", "heading")
        self.state.section = None if is_part else block.text
        self.state.top = None
        article = _ARTICLE.match(block.text)
        if article or not self.state.annex:
            self.state.article = f"Art{article.group(1) or 1}." if article else ""

    def _table(self, block: Block) -> None:
        where = f"A{self.state.annex}." if self.state.annex else self._prefix()
        top = self.state.top
        self._add(block, f"{where}T{self._count('T')}", "other")
        self.state.top = top

    def _annex(self, block: Block) -> None:
        if self.state.annex and not self._annex_has_text() and not self.annex_titles[-1]:
            return  # the word "Annex" that heads an attachment
        self.state.annex = (self.state.annex or 0) + 1
        self.state.parts, self.state.section, self.state.top = [], None, None
        self.state.items, self.state.article = [], ""
        self.state.counts = {}
        self.annex_titles.append(block.text)
        self.annex_first.append(None)

    def _component(self, block: Block) -> None:
        self.state = _State(component=block.number)
        self._add(block, f"{self._prefix()}H{self._count('H')}", "heading")
        self.state.top = None

    # helpers --------------------------------------------------------------------------

    def _add(
        self,
        block: Block,
        paragraph_id: str,
        kind: str,
        *,
        parent: str | None = None,
        opener: str | None = None,
        top: bool = True,
    ) -> str:
        paragraph_id = self._unique(paragraph_id)
        self.index[paragraph_id] = len(self.paragraphs)
        self.paragraphs.append(
            Paragraph(
                id=paragraph_id,
                kind=kind,
                text=block.text,
                number=block.number,
                parent=parent,
                part=self._prefix().rstrip(".") or None,
                section=self.state.section,
                annex=self.state.annex,
                opener=opener,
                footnotes=block.footnotes,
                cites=block.cites,
            )
        )
        if top:
            self.state.top, self.state.items = paragraph_id, []
        if self.state.annex and self.annex_first[-1] is None:
            self.annex_first[-1] = paragraph_id
        return paragraph_id

    def _unique(self, paragraph_id: str) -> str:
        if paragraph_id not in self.index:
            return paragraph_id
        n = self.repeats.get(paragraph_id, 2)
        while f"{paragraph_id}#{n}" in self.index:
            n += 1
        self.repeats[paragraph_id] = n + 1
        unique = f"{paragraph_id}#{n}"
        message = f"the number of {paragraph_id} is printed more than once"
        self.issues.append(Issue("repeated-number", message, unique))
        return unique

    def _prefix(self) -> str:
        state = self.state
        if not (state.component or state.parts):
            return ""
        labels = [state.component] if state.component else []
        if not state.annex:
            labels += [label for _, label in state.parts]
        return "".join([f"{label}." for label in labels])

    def _count(self, key: str, printed: int | None = None) -> int:
        """The next number of a kind of paragraphs, or the one that is printed."""
        key = f"{self._prefix()}{self.state.annex or ''}{key}"
        self.state.counts[key] = printed or self.state.counts.get(key, 0) + 1
        return self.state.counts[key]

    def _annex_has_text(self) -> bool:
        return bool(self.annex_first) and self.annex_first[-1] is not None

    def _enter_part(self, style: str, label: str) -> None:
        styles = [s for s, _ in self.state.parts]
        keep = styles.index(style) if style in styles else len(styles)
        self.state.parts = [*self.state.parts[:keep], (style, label)]

    def _is_tail(self, block: Block) -> bool:
        """Tell whether a plain block goes on with the paragraph above its sub-paragraphs."""
        if not (self.state.top and block.number is None and block.text[:1].islower()):
            return False
        return not (block.lead and "а" <= block.text[:1] <= "ё")  # as Russian openers begin

    def _extend(self, block: Block) -> None:
        where = self.index[self.state.top or ""]
        old = self.paragraphs[where]
        _check_length(old.text)
        self.paragraphs[where] = replace(
            old,
            text=f"{old.text} {block.text}",
            footnotes=old.footnotes + block.footnotes,
            cites=tuple(dict.fromkeys(old.cites + block.cites)),
        )

    def _place(self, block: Block) -> str | None:
        """Find the parent of an item and put it on the stack of open items."""
        items = self.state.items
        if block.depth is not None:
            depth = block.depth - self._is_sibling(block)
            del items[depth - 1 :]
            style, ordinal = _candidates(_label(block.number or "•"))[0]
        else:
            level, style, ordinal = _level(items, _label(block.number or "•"), self._opens_list())
            del items[level:]
        parent = items[-1].id if items else self.state.top
        items.append(_Level(style, ordinal, ""))
        return parent

    def _is_sibling(self, block: Block) -> bool:
        """Tell whether an item that is marked as part of the item before it follows that one.

        "(i)" after "(h) ...;" is its next letter, whatever the markup says: what has parts
        does not end in a semicolon.
        """
        items, depth = self.state.items, block.depth or 1
        if depth < 2 or len(items) != depth - 1 or not self.paragraphs:
            return False
        last = items[-1]
        ended = self.paragraphs[-1].id == last.id and self.paragraphs[-1].text.endswith(";")
        following = (last.style, last.ordinal + 1)
        return ended and following in _candidates(_label(block.number or "•"))

    def _opens_list(self) -> bool:
        return bool(self.paragraphs) and self.paragraphs[-1].text.endswith(":")


def _label(printed: str) -> str:
    """Spelling of a label in an id, one for all languages: "(a)" for "a)", "•" for dashes."""
    if printed in "•–—-":
        return "•"
    label = re.fullmatch(r"\(?(\w{1,5})\)|([a-z]{1,4})\.", printed)
    return f"({(label[1] or label[2]).translate(LATIN)})" if label else printed


def _candidates(label: str) -> list[tuple[str, int]]:
    """Readings of a label as (style, ordinal): "(i)" is letter 9 and roman 1."""
    inner = label.strip("()")
    if inner.isdigit():
        return [("digit", int(inner))]
    readings = []
    upper = "upper " if inner.isupper() else ""
    low = inner.lower()
    if re.fullmatch(r"([a-z])\1?", low):
        readings.append((f"{upper}letter", ord(low[0]) - 96 + 26 * (len(low) - 1)))
    if ROMAN.fullmatch(low):
        readings.append((f"{upper}roman", from_roman(low)))
    return readings or [("bullet", 0)]


def _level(items: Sequence[_Level], label: str, opens_list: bool) -> tuple[int, str, int]:
    """Choose the depth of an unmarked item: (levels to keep, style, ordinal)."""
    readings = _candidates(label)
    styles = [item.style for item in items]
    firsts = [(s, n) for s, n in readings if n <= 1 and s not in styles]
    if firsts and (opens_list or not items):
        return len(items), *firsts[0]
    for depth in reversed(range(len(items))):
        for style, ordinal in readings:
            follows = ordinal == items[depth].ordinal + 1 or style == "bullet"
            if items[depth].style == style and follows:
                return depth, style, ordinal
    if firsts:
        return len(items), *firsts[0]
    for depth in reversed(range(len(items))):
        for style, ordinal in readings:
            if items[depth].style == style:
                return depth, style, ordinal
    return len(items), *readings[0]


def _style(block: Block) -> str | None:
    """Style of a heading's numeral: "upper roman", "upper letter", or None."""
    if not block.number:
        return None
    if ROMAN.fullmatch(block.number) and block.number.isupper():
        return "upper roman"
    if _CHINESE_NUMERAL.fullmatch(block.number):
        return "chinese numeral"
    if _ARABIC_NUMERAL.fullmatch(block.number):
        return "arabic ordinal"
    return "upper letter" if re.fullmatch("[A-Z]", block.number) else None


def _merge_headings(blocks: list[Block]) -> list[Block]:
    """Join a numeral that stands alone with the title below it; find the annexes."""
    out: list[Block] = []
    waiting: Block | None = None
    for block in blocks:
        if block.hint in ("heading", "plain") and _ANNEX_WORD.fullmatch(block.text):
            block = replace(block, hint="annex", text="")
        numeral = _lone_numeral(block)
        if waiting is not None:
            if block.hint == "heading" and numeral is None and _names(waiting, block):
                block = _joined_heading(waiting, block)
            else:
                out.append(waiting)
            waiting = None
        if numeral:
            waiting = replace(block, hint="heading", text=numeral, number=numeral)
        elif block.hint == "heading" and _PART_HEADING.fullmatch(block.text):
            waiting = block
        else:
            out.append(_number_in_text(block))
    if waiting is not None:
        out.append(waiting)
    return out


def _joined_heading(above: Block, name: Block) -> Block:
    return replace(
        name,
        text=f"{above.text} {name.text}",
        number=above.number,
        footnotes=above.footnotes + name.footnotes,
        cites=tuple(dict.fromkeys(above.cites + name.cites)),
    )


def _names(above: Block, block: Block) -> bool:
    """Tell whether a heading is the name of the numeral or the part above it."""
    return block.number is None and (above.number is not None or not _DIVISION.match(block.text))


def _lone_numeral(block: Block) -> str | None:
    if block.hint not in ("heading", "plain", "numbered"):
        return None
    if block.number and not block.text and re.fullmatch(r"[IVXLC]+|[A-Z]", block.number):
        return block.number
    other = (block.number or block.text).rstrip(".、")
    if block.hint == "heading" and not (block.number and block.text):
        for pattern in (_CHINESE_NUMERAL, _ARABIC_NUMERAL):
            if pattern.fullmatch(other):
                return other
    if block.number or not block.text.isupper():
        return None
    match = _NUMERAL_HEADING.fullmatch(block.text)
    return match.group(1) if match else None


def _number_in_text(block: Block) -> Block:
    """Write a heading's separate numeral into its text, as it is printed."""
    if block.hint == "heading" and block.number and not _has_number(block):
        return replace(block, text=f"{block.number} {block.text}".strip())
    return block


def _has_number(block: Block) -> bool:
    return re.match(rf"{re.escape(block.number or '')}\b", block.text) is not None


def _part_styles(blocks: list[Block]) -> set[str]:
    """Styles of numeral headings under which numbers restart or a preamble stands."""
    styles, seen = set(), False
    following = _following(blocks)
    for block, after in zip(blocks, following, strict=True):
        if block.hint == "annex":
            break
        if block.hint == "component":
            seen = False
        style = _style(block) if block.hint == "heading" else None
        if style and after and _starts_part(after, seen):
            styles.add(style)
        seen = seen or block.hint == "numbered"
    return styles


def _following(blocks: list[Block]) -> list[Block | None]:
    """For each block the next one that tells whether a part begins: text, annex, component."""
    found: list[Block | None] = []
    after: Block | None = None
    for block in reversed(blocks):
        found.append(after)
        if block.hint in ("preambular", "numbered", "annex", "component"):
            after = block
    return found[::-1]


def _starts_part(after: Block, numbers_before: bool) -> bool:
    if after.hint == "numbered":
        return numbers_before and after.number == "1"
    return after.hint == "preambular"


def _parts_with_numbers(blocks: list[Block], part_styles: set[str]) -> set[str]:
    """Prefixes of the parts that hold numbered paragraphs."""
    found: set[str] = set()
    labels: list[tuple[str, str | None]] = []
    component = ""
    for block in blocks:
        if block.hint == "annex":
            break
        if block.hint == "component":
            component, labels = f"{block.number}.", []
        style = _style(block) if block.hint == "heading" else None
        if style in part_styles:
            styles = [s for s, _ in labels]
            keep = styles.index(style) if style in styles else len(styles)
            labels = [*labels[:keep], (style or "", block.number)]
        if block.hint == "numbered":
            found.add(component + "".join(f"{label}." for _, label in labels))
    return found
