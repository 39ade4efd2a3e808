"""What the styles of a Word file say: italic, bold, hidden, levels; and the numbers Word makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unres_research._numerals import to_roman

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = ("0", "false", "off", "none")
_LONGEST_CHAIN = 20  # styles that are based on one another
_MOST_LEVELS = 9
_MARKS = "*†‡§"


def value(parent: _Element | None, path: str) -> str | None:
    """Attribute `val` of a child, None where there is no such child."""
    child = None if parent is None else parent.find(path)
    return None if child is None else child.get(f"{W}val")


def toggle(properties: _Element | None, name: str) -> bool | None:
    """A property that is on, off, or not said."""
    child = None if properties is None else properties.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "1").lower() not in OFF


def whole(text: str | None, default: int = 0) -> int:
    """A number of at most six digits; the default for anything else."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else default


class Styles:
    """Styles by their ids, each with those that it is based on."""

    def __init__(self, part: _Element | None) -> None:
        self.by_id: dict[str, _Element] = {}
        self.default: str | None = None  # of paragraphs
        for style in [] if part is None else part.iter(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            self.by_id[name] = style
            is_default = (style.get(f"{W}default") or "0").lower() not in OFF
            if style.get(f"{W}type") == "paragraph" and is_default:
                self.default = name
        defaults = None if part is None else part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.defaults = defaults
        self._toggles: dict[tuple[str, str], bool] = {}

    def chain(self, name: str | None) -> Iterator[_Element]:
        """Yield a style and those that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self.by_id.get(name or "")
            if style is None:
                return
            yield style
            name = value(style, f"{W}basedOn")

    def has(self, style: str, name: str) -> bool:
        """Tell whether a style turns a property on."""
        key = style, name
        if key not in self._toggles:
            found = (toggle(one.find(f"{W}rPr"), name) for one in self.chain(style))
            self._toggles[key] = next((one for one in found if one is not None), False)
        return self._toggles[key]

    def is_on(self, run: _Element | None, paragraph_style: str | None, name: str) -> bool:
        """Tell whether a run is italic, bold or hidden (ISO/IEC 29500-1, 17.7.3)."""
        direct = toggle(run, name)
        if direct is not None:
            return direct
        own = value(run, f"{W}rStyle") or ""
        of_paragraph = self.has(paragraph_style or self.default or "", name)
        return of_paragraph != self.has(own, name) or bool(toggle(self.defaults, name))

    def raised(self, run: _Element | None) -> bool:
        """Tell whether a run is a superscript."""
        direct = value(run, f"{W}vertAlign")
        if direct is None:
            styles = self.chain(value(run, f"{W}rStyle"))
            found = (value(style, f"{W}rPr/{W}vertAlign") for style in styles)
            direct = next((one for one in found if one), None)
        return direct == "superscript"

    def named(self, style: str | None, name: str) -> bool:
        """Tell whether a style has a name, which stays where programs give other ids."""
        return value(self.by_id.get(style or ""), f"{W}name") == name

    def is_heading(self, properties: _Element | None, style: str | None) -> bool:
        """Tell whether a paragraph has a place in the outline."""
        level = value(properties, f"{W}outlineLvl")
        if level is None:
            found = (value(one, f"{W}pPr/{W}outlineLvl") for one in self.chain(style))
            level = next((one for one in found if one is not None), None)
        return whole(level, 9) < 9

    def number(self, style: str | None) -> tuple[str, int] | None:
        """Number and level that a style gives its paragraphs."""
        level: int | None = None
        for one in self.chain(style or self.default):
            numbered = one.find(f"{W}pPr/{W}numPr")
            if numbered is None:
                continue
            if level is None and numbered.find(f"{W}ilvl") is not None:
                level = whole(value(numbered, f"{W}ilvl"))
            if number := value(numbered, f"{W}numId"):
                return number, level or 0
        return None


@dataclass
class _Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # level whose numbers begin it again; 0 for none
    plain: bool = False  # numbers of the levels above in figures
    style: str | None = None  # paragraphs of this style are on this level


@dataclass(frozen=True)
class Label:
    """What Word prints before a paragraph."""

    text: str
    form: str  # of its number
    depth: int  # numbered levels above it that are in use


@dataclass
class _Abstract:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts the paragraphs that Word numbers itself, in their order."""

    def __init__(self, part: _Element | None, styles: Styles) -> None:
        self.styles = styles
        self.unknown: set[str] = set()  # forms that are written in figures instead
        self.abstracts: dict[str, _Abstract] = {}
        self.nums: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.is_unsure = False  # a list began on a deeper level than it went on with
        if part is None:
            return
        links: dict[str, str] = {}  # style: list that it names
        linked: dict[str, str] = {}  # list: style that it takes its levels from
        for one in part.iter(f"{W}abstractNum"):
            name = one.get(f"{W}abstractNumId") or ""
            self.abstracts[name] = _Abstract(_levels(one))
            if style := value(one, f"{W}styleLink"):
                links[style] = name
            if style := value(one, f"{W}numStyleLink"):
                linked[name] = style
        for num in part.iter(f"{W}num"):
            name = value(num, f"{W}abstractNumId") or ""
            name = links.get(linked.get(name, ""), name)
            own, starts = _overrides(num)
            self.nums[num.get(f"{W}numId") or ""] = name, own, starts

    def label(self, properties: _Element | None, style: str | None) -> Label | None:
        """Count a paragraph; None where Word does not number it."""
        place = self._place(properties, style)
        if place is None or place[0] not in self.nums:
            return None
        number, level = place
        name, own, starts = self.nums[number]
        abstract = self.abstracts.get(name)
        if abstract is None:
            return None
        levels = abstract.levels | own
        self._count(abstract, number, level, levels, starts)
        above = [levels[k].form for k in abstract.counts if k < level and k in levels]
        depth = sum(form in ("decimal", "lowerLetter", "lowerRoman") for form in above)
        form = levels.get(level, _Level()).form
        return Label(self._printed(abstract, level, levels), form, depth)

    def _place(self, properties: _Element | None, style: str | None) -> tuple[str, int] | None:
        numbered = None if properties is None else properties.find(f"{W}numPr")
        of_style = self.styles.number(style)
        if numbered is not None:
            number = value(numbered, f"{W}numId") or (of_style[0] if of_style else None)
            if number is None or number == "0":
                return None
            level = value(numbered, f"{W}ilvl")
            deep = whole(level) if level else (of_style[1] if of_style else 0)
            return (number, deep) if 0 <= deep < _MOST_LEVELS else None
        if of_style is None or of_style[0] == "0":
            return None
        number, level_of_style = of_style
        name, own, _ = self.nums.get(number, ("", {}, {}))
        levels = self.abstracts.get(name, _Abstract()).levels | own
        by_style = (k for k, one in levels.items() if style and one.style == style)
        return number, next(by_style, level_of_style)

    def _count(
        self,
        abstract: _Abstract,
        number: str,
        level: int,
        levels: dict[int, _Level],
        starts: dict[int, int],
    ) -> None:
        """Go on counting on a level; deeper levels begin again."""
        first = levels.get(level, _Level()).start
        if level not in abstract.counts and any(k > level for k in abstract.counts):
            self.is_unsure = True
        if level in starts and (number, level) not in self.begun:
            abstract.counts[level] = starts[level]
        elif level in abstract.counts:
            abstract.counts[level] += 1
        else:
            abstract.counts[level] = starts.get(level, first)
        self.begun.add((number, level))
        for deeper in [k for k in abstract.counts if k > level]:
            restart = levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                del abstract.counts[deeper]

    def _printed(self, abstract: _Abstract, level: int, levels: dict[int, _Level]) -> str:
        own = levels.get(level, _Level(text=f"%{level + 1}."))
        if own.form == "none":
            return ""
        if own.form == "bullet":
            return "•"

        def number(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            above = levels.get(at, _Level())
            count, form = abstract.counts.get(at, above.start), above.form
            return self.spelled(count, "decimal" if own.plain and at < level else form)

        return " ".join(re.sub("%([1-9])", number, own.text).split())

    def spelled(self, count: int, form: str) -> str:
        """A number in one of Word's forms; in figures where the form is not known."""
        if form in ("lowerLetter", "upperLetter") and count > 0:
            letter = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letter[:40] if form[0] == "l" else letter[:40].upper()
        if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
            roman = to_roman(count)
            return roman.lower() if form[0] == "l" else roman.upper()
        if form == "decimalZero":
            return f"{count:02}"
        if form == "chicago" and count > 0:
            return _MARKS[(count - 1) % 4] * min((count - 1) // 4 + 1, 8)
        if form in ("none", "bullet"):
            return ""
        if form not in ("decimal", "ordinal"):
            self.unknown.add(form)
        return str(count)


def _level(element: _Element) -> tuple[int, _Level]:
    restart = value(element, f"{W}lvlRestart")
    level = whole(element.get(f"{W}ilvl"))
    return level, _Level(
        value(element, f"{W}numFmt") or "decimal",
        value(element, f"{W}lvlText") or "",
        whole(value(element, f"{W}start"), 1 if element.find(f"{W}start") is None else 0),
        None if restart is None else whole(restart),
        bool(toggle(element, "isLgl")),
        value(element, f"{W}pStyle"),
    )


def _levels(abstract: _Element) -> dict[int, _Level]:
    """The levels of a list; Word has nine."""
    found = map(_level, abstract.iterfind(f"{W}lvl"))
    return {level: form for level, form in found if 0 <= level < _MOST_LEVELS}


def _overrides(num: _Element) -> tuple[dict[int, _Level], dict[int, int]]:
    """Levels that one list has for its own, and numbers that it begins with."""
    own, starts = {}, {}
    for one in num.iter(f"{W}lvlOverride"):
        level = whole(one.get(f"{W}ilvl"))
        if not 0 <= level < _MOST_LEVELS:
            continue
        if start := value(one, f"{W}startOverride"):
            starts[level] = whole(start, 1)
        instead = one.find(f"{W}lvl")
        if instead is not None:
            own[level] = _level(instead)[1]
    return own, starts
