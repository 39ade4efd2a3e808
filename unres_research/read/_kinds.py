"""Tell what each paragraph is: heading, preambular, numbered, sub-paragraph, or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unres_research._numerals import ROMAN
from unres_research.read import _openers as openers
from unres_research.read._lines import BOLD, ITALIC, Line

ANNEX = re.compile(
    r"(?:Annexe?|Anexo|Appendi(?:x|ce)|Ap[eé]ndice|Enclosure|Pi[eè]ce jointe)\b", re.IGNORECASE
)
NUMERAL = re.compile(
    r"([IVXLC]{1,6}|[A-Z])\.?|(?:Part|Partie|Parte|Secci[oó]n|Section) [IVXLC]+\.?"
)
SUFFIX = (  # of a paragraph put in later, or instead
    r"(?:[\s.]?(?:bis|ter|quater|quinquies|sexies|alt(?:\s?\d{1,2})?)\b)"
)
NUMBER = re.compile(rf"(\d{{1,3}}{SUFFIX}?)(?:[.)]\s+(?=\S)|\.(?=[^\d\s]))")
PLACED = re.compile(  # labels that delegates give: "PP1", "[OP7 ter.]", "OP3(a):", "New PP2 alt"
    rf"""(?:(?P<open>\[|\((?=[^()]{{2,30}}\d))\s?)?(?:new\s)?
    (?P<half>PP|OP|(?:preambular|operative)\s(?:paragraph|para\b\.?)(?=\s?\d)
        |(?:para(?:graph)?|par(?:agraphe)?|p[aá]rr(?:afo)?|al(?:inéa)?)\b\.?(?=\s?\d+\s?[.:)]))
    (?:\.?\s?-?\s?(?P<number>\d{{1,3}}{SUFFIX}*)(?:\s(?-i:NEW)\b)?)?(?P<items>(?:\s?\((?:[a-z]{{1,2}}|[ivx]+)\))*)
    (?:\s*[.:)–—-]*(?P<close>[\])])\s*[.:]?\s*|\s*[.:)–—-]+\s*|\s+)(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
LABEL_ALONE = re.compile(  # what a cell holds beside a paragraph
    rf"\(?\w{{1,4}}[.)]|[\[(]?(?:PP|OP)\s?\d{{1,3}}{SUFFIX}*[\].:)]{{0,2}}", re.IGNORECASE
)
_ALTERNATIVE = re.compile(r"alt(?:ernative)?\b\.?(?:\s?\d{1,2}\b)?[.:)]?\s+(?=\S)", re.IGNORECASE)
NUMBERED_TITLE = re.compile(r"(?:([IVXLC]{1,6}|[A-Z])\.\s+|([IVX]{1,5})\s+)(?=[^\W\d])")
_COMMAS = (",", "،", "，")
_BRACKETED_NUMBER = re.compile(rf"\[(\d{{1,3}}{SUFFIX}?)[.)]\]\s*(?=\S)")
_UPPER = re.compile(r"([IVXL]{1,6}|[A-Z])[.)]\s+(?=[^\W\d_])")  # "II. Decides to meet;"
_REMARK = re.compile(r"(?:\([^()]{1,40}\)[.:]?\s*|[\[“\"‘]\s?)+")  # "(agreed)", an open bracket
_CHOICE = re.compile(r"([^\[\]/]{1,60})[\]/]")  # "[Decides] / [Requests]"
_DASHED = re.compile(r"(\d{1,3}) ?[-–] (?=\S)")  # as Arabic prints numbers
_UNDOTTED = re.compile(r"(\d{1,3}) (?=[A-Z])")
_TWICE = r"\(([\u0621-\u064a]) \2\)"  # Arabic: (aa)
_LABEL = re.compile(
    rf"(\(?[a-zA-Z]{{1,5}}\)|{_TWICE}|\(\d{{1,3}}\)|[a-z]{{1,4}}\.|[•▪●○◦·–—-])\s+(?=\S)"
)
FORMULA = re.compile(  # with which a decision in one sentence begins
    r"The (?:General Assembly|Security Council|Economic and Social Council|Human Rights Council)"
    r",? (?=\w)"
)
_CLAUSE = re.compile(r"(?:,|\band) (?=[a-z])")  # before which a clause of a sentence ends
_LONG = 200  # characters; a heading has fewer

Told = tuple[str, str | None, str, str | None]  # hint, number or label, text, opener


@dataclass(frozen=True)
class Shown:
    """What a format shows, and so need not be guessed from words."""

    italics: bool = False  # openers are in italics (in Chinese bold)
    preamble: bool = False  # the markup parts the preamble from the rest


def half_of(label: re.Match[str]) -> str:
    """Half of the text that a label names, "PP" or "OP"; a "Para 4." is one that acts."""
    half = label["half"].upper()
    return "PP" if half.startswith(("PP", "PRE", "AL")) else "OP"


def item_label(text: str) -> tuple[str, str] | None:
    """Split the label of a sub-paragraph off a text; dashes and bullets give "•"."""
    match = _LABEL.match(text)
    if not match:
        return None
    label = match.group(1)
    inner = label.strip("().").replace(" ", "")
    if len(inner) > 2 and not (inner.isdigit() or ROMAN.fullmatch(inner)):
        return None
    return "•" if label in "▪●○◦·–—-" else label, text[match.end() :]


class Kinds:
    """Goes through the lines of a document in order, and remembers what came before."""

    def __init__(self, language: str, shown: Shown) -> None:
        self.language, self.shown = language, shown
        self.lead_style = BOLD if language == "zh" else ITALIC
        self.annex = False
        self._begin_part()
        self.opens = False  # the paragraph before ends with a colon
        self.itemed = False  # the paragraph before is an item
        self.bulleted = False  # with a bullet or a dash
        self.goes_on = False  # the paragraph before ends as an item that others follow
        self.letters = 0  # items that have lost their labels, in the list that is open
        self.inferred: list[str] = []  # beginnings of the items whose labels are inferred
        self.last = ("PP", "0")  # half and number of the last paragraph with a number
        self.titled = False  # a numeral came before, whose title may stand below
        self.listed = 0  # last number of a list within an operative paragraph

    def _begin_part(self) -> None:
        self.numbered = False  # a numbered paragraph came before, in this part
        self.acts = False  # an operative paragraph came before, in this part
        self.lettered = False  # operative paragraphs have letters for numbers
        self.counted = False  # paragraphs of the preamble have numbers
        self.bracketed = 0  # last number in brackets of an operative paragraph

    def tell(self, line: Line) -> Told:
        """Tell hint, number, text without it, and opener of a line."""
        hint, label, text = line.hint, line.label, line.text
        if hint in ("table", "annex", "component"):
            told: Told = hint, label, text, None
        elif hint == "heading":
            told = hint, label, text.lstrip(". "), None
        elif hint == "preambular" and line.all_bold:
            told = "heading", label, text, None
        elif hint == "item" and _is_part_label(label) and line.all_bold:
            told = "heading", (label or "").rstrip("."), text, None
        else:
            lead = self._lead(line)
            told = self._guess(text, line, lead) if hint == "plain" else (hint, label, text, lead)
        hint, label, text, lead = told
        if hint == "item" and lead and not openers.known(lead, self.language):
            lead = None
        self._remember(hint, label, text, lead)
        return hint, label, text, lead

    def _remember(self, hint: str, label: str | None, text: str, lead: str | None) -> None:
        if hint == "component":
            self.annex = False
            self._begin_part()
        elif hint == "annex" or (hint == "heading" and ANNEX.match(text)):
            self.annex = True
        if hint == "heading" and (label or NUMERAL.fullmatch(text)):
            lettered = self.lettered
            self._begin_part()
            self.lettered = lettered
        self.numbered = self.numbered or hint == "numbered"
        acts = hint == "operative" or (hint == "plain" and lead is not None)
        self.acts = self.acts or self.numbered or acts
        end = text.rstrip("] ")
        self.opens, self.itemed = end.endswith(":"), hint == "item"
        self.bulleted = label == "•"
        self.goes_on = end.endswith((";", "; and", "; or"))
        if label and hint in ("preambular", "numbered"):
            self.last = ("PP" if hint == "preambular" else "OP", label)
        self.titled = hint == "heading" and NUMERAL.fullmatch(text or f"{label}") is not None

    def _lead(self, line: Line) -> str | None:
        lead = line.lead(self.lead_style)
        if lead and line.all_italic and not openers.known(lead, self.language):
            return None
        return lead

    def _guess(self, text: str, line: Line, lead: str | None) -> Told:
        if placed := self._placed(text, lead):
            return placed
        text = _BRACKETED_NUMBER.sub(r"\1. ", text, count=1)
        bracket = text[: len(text) - len(text.lstrip("[ "))]
        if bracket and not self.shown.preamble:
            hint, label, rest, lead = self._guess(text[len(bracket) :], line, lead)
            return hint, label, bracket.replace(" ", "") + rest, lead
        if self.shown.italics and line.all_bold:
            return "heading", None, text, None
        number = NUMBER.match(text) or self._undotted(text, lead) or self._dashed(text)
        if number:
            rest = text[number.end() :]
            if self._in_list(int(re.split(r"\D", number.group(1))[0]), rest, lead):
                return "item", f"{number.group(1)}.", rest, None
            if self._in_preamble(rest):
                return "preambular", None, rest, self._opener(rest, lead, "preambular")
            return "numbered", number.group(1), rest, self._opener(rest, lead, "operative")
        ends = text.rstrip("] ").endswith((".", ";", ":", ","))
        if ends and (upper := self._upper(text, lead)):
            return upper
        short = not self.shown.italics and not ends and (self.titled or len(text) < _LONG)
        if not self.shown.italics and NUMERAL.fullmatch(text):
            return "heading", None, text.rstrip("."), None
        title = NUMBERED_TITLE.match(text) if short else None
        if title:
            return "heading", title.group(1) or title.group(2), text[title.end() :], None
        labelled = item_label(text)
        if labelled:
            return self._labelled(*labelled, lead)
        if not self.shown.italics and line.all_bold and not text.endswith((",", ";")):
            return "heading", None, text, None
        return self._unnumbered(text, lead, short, line.told)

    def _placed(self, text: str, lead: str | None) -> Told | None:
        """Tell a paragraph by the label that a delegate gave it."""
        if self.annex or self.shown.preamble:
            return None
        if alternative := _ALTERNATIVE.match(text):
            half, number = self.last
            label = number if number.endswith("alt") else f"{number} alt"
            return self._in_half(half, label, text[alternative.end() :], lead)
        placed = PLACED.match(text)
        if not placed or not (placed["number"] or text[placed.end() :][:1].isupper()):
            return None
        kept = placed["open"] if placed["open"] and not placed["close"] else ""
        rest = kept + text[placed.end() :]
        lead = lead if lead and lead in rest else None  # the label may be in italics
        if placed["items"] and (labels := re.findall(r"\([a-z]+\)", placed["items"].lower())):
            return "item", labels[-1], rest, None
        number = re.sub(r"(?<=\d)\.?(?=[a-z])", " ", (placed["number"] or "").lower())
        return self._in_half(half_of(placed), number.replace(".", " "), rest, lead)

    def _in_half(self, half: str, number: str, text: str, lead: str | None) -> Told:
        """A paragraph of the preamble or the operative part, by its label."""
        kind = "preambular" if half == "PP" else "operative"
        opener = self._opener(text, lead, kind)
        if half == "OP" and not number:
            return "plain", None, text, opener or text.split(" ", 1)[0]
        return "preambular" if half == "PP" else "numbered", number or None, text, opener

    def _in_preamble(self, text: str) -> bool:
        """Tell whether a numbered paragraph stands in a preamble, by its opener and its end."""
        if self.shown.italics or self.shown.preamble or self.annex or self.acts:
            return False
        end = text.rstrip("] ")
        kind = openers.classify(text, self.language)
        if kind == "preambular":
            self.counted = end.endswith((",", ";", ":", "and"))
            return self.counted
        return kind is None and self.counted and end.endswith(",")

    def _upper(self, text: str, lead: str | None) -> Told | None:
        """Tell a paragraph whose number is a capital: "II. Decides to meet;"."""
        number = None if self.annex or self.shown.italics else _UPPER.match(text)
        if number is None or self.shown.preamble:
            return None
        rest = text[number.end() :]
        if self._known(rest, "operative"):
            return "numbered", number[1], rest, self._opener(rest, lead, "operative")
        if self._known(rest, "preambular") and not self.acts:
            return "preambular", None, rest, self._opener(rest, lead, "preambular")
        return None

    def _undotted(self, text: str, lead: str | None) -> re.Match[str] | None:
        found = _UNDOTTED.match(text)
        return found if found and (lead or self._known(text[found.end() :], "operative")) else None

    def _dashed(self, text: str) -> re.Match[str] | None:
        return _DASHED.match(text) if self.language == "ar" else None

    def _known(self, text: str, kind: str) -> str | None:
        """Find a known opener, also behind a remark or in brackets: "[Decides] / [Requests]"."""
        if remark := _REMARK.match(text):
            text = text[remark.end() :]
        found = openers.match_opener(text, kind, self.language)
        if found is None and (choice := _CHOICE.match(text)):
            found = openers.match_opener(choice[1], kind, self.language)
        return found

    def _in_list(self, number: int, text: str, lead: str | None) -> bool:
        """Tell whether a number is of a list within an operative paragraph, as of an agenda."""
        half, last = self.last
        if half == "OP" and last.isdigit() and number == int(last) + 1 and not self.shown.italics:
            lead = lead or self._known(text, "operative")
        begins = number == 1 and self.numbered and self.opens
        self.listed = number if begins or number == self.listed + 1 > 1 else 0
        if lead or self.annex or self.shown.preamble:
            self.listed = 0
        return self.listed > 0

    def _labelled(self, label: str, text: str, lead: str | None) -> Told:
        bare = self.annex or self.shown.preamble
        verb = None if bare else self._known(text, "operative")
        digits = re.fullmatch(r"\((\d+)\)", label)
        listed = self.opens or self.itemed
        if not (bare or self.shown.italics or listed) and (label == "•" or not self.acts):
            if self._in_preamble(text):
                return "preambular", None, text, self._opener(text, lead, "preambular")
            opener = verb or self._opener(text, lead, "operative")
            if label == "•" and opener and not self.numbered:
                return "plain", None, text, opener
        after_letters = self.itemed and not (self.bulleted or self.opens or self.shown.italics)
        if label == "•" and after_letters and not (bare or self.numbered):
            if verb:
                return "plain", None, text, lead or verb
            if self._in_preamble(text):
                return "preambular", None, text, self._opener(text, lead, "preambular")
        if digits and not bare and self._follows(int(digits[1]), verb):
            return "numbered", digits[1], text, self._opener(text, lead, "operative")
        if verb and not self.acts:
            self.lettered = True
        if verb and self.lettered and not digits:
            return "numbered", label, text, lead or verb
        return "item", label, text, lead

    def _follows(self, number: int, verb: str | None) -> bool:
        """Tell whether a number in brackets is that of an operative paragraph."""
        follows = self.bracketed > 0 and number == self.bracketed + 1
        if follows or (verb and not self.acts):
            self.bracketed = number
            return True
        return False

    def _unnumbered(self, text: str, lead: str | None, short: bool, told: str | None) -> Told:
        """Tell a paragraph without number and label by its first words and its end."""
        if self.annex and not self.shown.preamble:
            return "heading" if short else "plain", None, text, lead
        if not (self.shown.italics or self.shown.preamble) and (act := FORMULA.match(text)):
            verb = self._act_within(text, act.end())
            if verb:  # a decision in one sentence
                return "plain", None, text, verb
        if self._is_lost_item(text):
            self.inferred.append(text[:40])
            return "item", f"({chr(96 + self.letters)})", text, lead
        if self.shown.preamble:
            hint = self._outside_preamble(text, lead)
        elif self.shown.italics:
            hint = "preambular" if self._is_preambular(text, lead) else "plain"
        else:
            hint = self._by_words(text, short) if told is None else _hint(told, text)
        if hint == "preambular" and not self.shown.preamble:
            lead = self._opener(text, lead, "preambular")
        elif hint in ("plain", "operative") and told != "other":
            lead = self._acting(text, lead)
        return hint, None, text, lead

    def _is_lost_item(self, text: str) -> bool:
        """Tell whether a text is an item of a list whose labels and numbers are all lost."""
        if self.shown.italics or self.shown.preamble or self.numbered or not self.acts:
            return False
        open_list = self.opens or (self.letters and self.goes_on)
        ended = text.endswith((";", ".")) or text.endswith(("; and", "; or"))
        begins = text[:1].isupper() or self.language in ("fr", "es")
        if not (open_list and ended and begins) or self._known(text, "operative"):
            self.letters = 0
            return False
        self.letters = 1 if self.opens else min(self.letters + 1, 26)
        return True

    def _outside_preamble(self, text: str, lead: str | None) -> str:
        if not lead or not text.endswith(_COMMAS):
            return "plain"
        kind = openers.classify(text, self.language)
        return "preambular" if kind == "preambular" else "plain"

    def _is_preambular(self, text: str, lead: str | None) -> bool:
        if self.numbered:
            return False
        if lead and self._known(lead, "operative") and not self._known(lead, "preambular"):
            return False
        comma = text.endswith(",") and (lead is not None or not self.acts)
        return comma or bool(self._known(text, "preambular"))

    def _by_words(self, text: str, short: bool) -> str:
        kind = openers.classify(text, self.language)
        if kind == "preambular" and not self.acts:
            return "preambular"
        if kind == "operative" and not (short and self.numbered):
            return "plain"
        if short:
            return "heading"
        return "plain" if self.acts else "preambular"

    def _acting(self, text: str, lead: str | None) -> str | None:
        """Opener of a paragraph that has no number, so that it counts as operative."""
        if not self.shown.italics:
            return self._opener(text, lead, "operative")
        act = None if self.shown.preamble else FORMULA.match(text)
        return (self._act_within(text, act.end()) if act else None) or lead

    def _act_within(self, text: str, start: int) -> str | None:
        """Find the act of a sentence that begins with its organ: "..., recalling ..., decides"."""
        for place in (start, *(clause.end() for clause in _CLAUSE.finditer(text, start))):
            if verb := self._known(_capital(text[place : place + _LONG]), "operative"):
                return text[place : place + len(verb)]
        return None

    def _opener(self, text: str, lead: str | None, kind: str) -> str | None:
        """Find the opener: the words in italics, else what the word lists know."""
        if lead and (self.shown.italics or len(lead.split()) <= openers.LONGEST):
            return lead
        found = self._known(text, kind)
        if self.shown.italics:
            return found
        first, _, rest = text.partition(" ")
        if found or not rest or openers.classify(text, self.language) != kind:
            return found
        verb = self._known(_capital(rest), kind)
        return f"{first} {rest[: len(verb)]}" if verb else None


def _hint(told: str, text: str) -> str:
    """Hint of an unnumbered paragraph whose kind the whole text tells."""
    if told == "operative":
        return "plain" if text[:1].islower() else "operative"
    return told if told in ("preambular", "heading") else "plain"


def _is_part_label(label: str | None) -> bool:
    return re.fullmatch(r"([IVXLC]+|[A-Z])\.", label or "") is not None


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
