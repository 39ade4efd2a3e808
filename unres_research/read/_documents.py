"""Tell the kinds of all paragraphs of a text at once, where no layout shows them.

A paragraph by itself may say little: norms have no opener, and "Que la mer est grande" goes on
with what stands above. A text has an order, a preamble and then an operative part, in some texts
several times. Each paragraph gives some evidence, and the order that fits all of it best is
found: two states, the best path (Viterbi, 1967).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from unres_research._inputs import as_list, check_known
from unres_research._names import LANGUAGES
from unres_research._wordlists import read_list
from unres_research.read import _openers as openers
from unres_research.read._kinds import PLACED, half_of

# evidence: positive speaks for the operative part
_OPENER = 3.0  # an opener of the lists,
_UNUSUAL = 1.0  # and one whose paragraph does not end as its kind does in this text
_END = 2.0  # a comma or another end, where preambular paragraphs end with commas,
_BARE_END = 1.0  # and in a paragraph without an opener
_COMMA, _STOP = -1.0, 0.5  # where they do not
_NORM = 1.0
_NUMBER = 1.0
_PLACED = 6.0  # "PP3", "OP7", as delegates write
_BRIDGE = 4.0  # what follows a sentence that leads over to the norms
_LABELLED = 0.3  # the weight of a sub-paragraph's words
# costs
_NO_PREAMBLE = 1.0  # a text that begins with its operative part
_SECOND_PREAMBLE = 6.0  # a preamble after an operative part,
_BELOW_HEADING = 3.0  # below a heading,
_NEW_PART = 0.5  # and below "II", "B" or another opening sentence

_READ = 400  # characters; opening sentences and bridges have fewer
_SHORT = 200  # characters; a heading has fewer
_FEW_WORDS = 6  # of a heading, where paragraphs have lost the signs at their ends
_TITLE = 15  # paragraphs; what stands above an opening sentence has fewer
_SAMPLE = 20_000  # characters by which the language is told
_MARKS = re.compile(r"^[\s#>*_|«»“”\"\[]{1,40}")
_QUOTED = re.compile(r"[\s>]{0,10}[«“„\"]")
_CLOSE = r"\d{0,3}[\s»”’\"')\]*_]{0,8}$"  # what may stand after the last sign
_COMMA_END = re.compile(rf"[,，،]{_CLOSE}")
_STOP_END = re.compile(rf"[.。]{_CLOSE}")
_SEMICOLON_END = re.compile(rf"[;；؛]{_CLOSE}")
_ENDS = re.compile(rf"[.;:,!?…。；：，、؛،؟]{_CLOSE}|\s(?:and|or|et|ou|y|o|и|или)$")
_LABEL = re.compile(r"\(?[^\W\d]{1,4}\)|\(\d{1,2}\)|[•▪●○◦·–—-]\s")
_NUMBERED = re.compile(r"\d{1,3}(?:[.)]|\s?[-–])\s?(?=\D)")
_WORD = r"(?:part(?:ie|e)?|section|secci[oó]n|chapter|chapitre|cap[ií]tulo|раздел|часть)\s"
_PART = re.compile(
    rf"(?:{_WORD})?(?:[IVXLC]{{1,6}}|[A-H]|[一二三四五六七八九十]{{1,3}})[.)、]?",
    re.IGNORECASE,
)
_PART_TITLE = re.compile(  # "II Oil", "B. Wicks"; a letter without a dot is an article
    rf"(?i:{_WORD})?(?:[IVXLC]{{1,6}}[.)]?|[A-H][.)]|[A-H](?=\s[^\x00-ɏ])|[一二三四五六七八九十]{{1,3}})"
    r"\s(?=[^\W\d_a-zß-ÿа-я]|[«“])"
)


def classify_document(
    paragraphs: Sequence[str],
    language: str | None = None,
    *,
    using: openers.Lexicon | None = None,
) -> list[str]:
    """Tell the kind of every paragraph of a text, by its words and its place.

    For texts without layout: no italics, with or without numbers. A preamble and an operative
    part are looked for, in a text of several parts again in each. Openers, norms ("shall", "il
    importe"), numbers, the signs at the end of paragraphs and a sentence that leads over to the
    norms ("submits the following recommendation:") count as evidence, and the order that fits
    best with all of it decides. What goes on with the paragraph above ("Que ...", "(a) ...") is
    of the same kind.

    Parameters
    ----------
    paragraphs : sequence of str
        All paragraphs of one text in their order, from the title on or from any place in it.
    language : str, optional
        Two-letter code of an official language; told from the words when not given.
    using : Lexicon, optional
        Other lists of openers than those of the package.

    Returns
    -------
    list of str
        For each paragraph "preambular", "operative", "heading", "annex" (from the word "Annex"
        on) or "other" (the opening sentence, the sentence that leads over, closing words, and
        what is empty).

    Notes
    -----
    Sub-paragraphs have the kind of the paragraph that they belong to. For norms and opening
    sentences there are words in English, French and Spanish; in Arabic, Chinese and Russian
    openers, signs and places alone decide.

    Examples
    --------
    >>> classify_document([
    ...     "La Conférence,",
    ...     "Considérant que la brume est fréquente,",
    ...     "Que les lampes doivent être visibles,",
    ...     "Soumet aux ports la recommandation suivante :",
    ...     "Chaque port devrait avoir une lampe.",
    ... ])
    ['other', 'preambular', 'preambular', 'other', 'operative']
    """
    paragraphs = as_list(paragraphs, "paragraphs")
    check_known([] if language is None else [language], tuple(LANGUAGES), "languages")
    language = language or openers.language_of(_sample(paragraphs)) or "en"
    seen = _Reader(paragraphs, language, using).look()
    kinds = iter(_best_order([one for one in seen if one.kind is None]))
    return [one.kind or next(kinds) for one in seen]


def _sample(paragraphs: Sequence[str]) -> str:
    """Enough of the beginning to tell the language."""
    return " ".join(text[:_SAMPLE] for text in paragraphs[:200])[:_SAMPLE]


@dataclass(slots=True)
class _Seen:
    """What one paragraph shows; its kind is None where the place decides."""

    kind: str | None = None
    evidence: float = 0.0
    goes_on: bool = False  # with the paragraph above
    again: float = math.inf  # cost of a preamble that begins here


class _Reader:
    """Goes through the paragraphs in order, and remembers what came before."""

    def __init__(
        self, paragraphs: Sequence[str], language: str, using: openers.Lexicon | None
    ) -> None:
        self.quoted = [_QUOTED.match(text) is not None for text in paragraphs]
        marked = [_MARKS.sub("", text).strip().replace("'", "’") for text in paragraphs]
        placed = map(PLACED.match, marked)
        self.halves = [label if label and label["number"] else None for label in placed]
        self.texts = [
            text[half.end() :].lstrip("[ ") if half else text
            for text, half in zip(marked, self.halves, strict=True)
        ]
        self.acts = [openers.classify(text, language, using=using) for text in self.texts]
        self.small_letters = language != "ru"  # where a paragraph that begins so goes on
        self.words = _words(language)
        acting = [(text, act) for text, act in zip(self.texts, self.acts, strict=True) if act]
        preambular = (text for text, act in acting if act == "preambular")
        self.commas = _COMMA_END.search(next(preambular, "")[-10:]) is not None
        signs = sum(bool(_ENDS.search(text[-20:])) for text, _ in acting)
        self.signs = 2 * signs >= len(acting)  # paragraphs end with signs, so headings do not
        self.formulas: set[str] = set()
        self.annex = False
        self.opened = False  # nothing but opening sentences came, here or in this part
        self.preamble = False  # preambular paragraphs came, here or in this part
        self.bridged = False  # a bridge came just before
        self.begun = False  # paragraphs came, and not the title alone
        self.within = False  # a paragraph stands just above, no heading or bridge
        self.again = _SECOND_PREAMBLE

    def look(self) -> list[_Seen]:
        first = next((k for k in range(len(self.texts[:_TITLE])) if self._is_opening(k)), 0)
        title = 0 if any(self.acts[:first]) else first
        seen = [_Seen(_title_kind(text)) for text in self.texts[:title]]
        return seen + [self._look_at(place) for place in range(title, len(self.texts))]

    def _look_at(self, place: int) -> _Seen:
        text = self.texts[place]
        if self._is_opening(place) and (not self.begun or text.casefold() in self.formulas):
            self.formulas.add(text.casefold())
            self.annex, self.preamble, self.opened, self.again = False, False, True, _NEW_PART
            self.within = False
            return _Seen("other")
        if self.annex or (len(text) < _SHORT and self.words.annex.fullmatch(text)):
            self.annex = True
            return _Seen("annex")
        if not text or (self.opened and self.words.gathered.match(text[:_READ])):
            return _Seen("other")
        if self._is_bridge(place):
            self.bridged, self.within = self.preamble, False
            return _Seen("other")
        if self.words.closing.match(text):
            return _Seen("other")
        if self._is_heading(place):
            is_part = _PART.fullmatch(text) or _PART_TITLE.match(text)
            self.again = min(self.again, _NEW_PART if is_part else _BELOW_HEADING)
            self.within = False
            return _Seen("heading")
        return self._paragraph(place)

    def _paragraph(self, place: int) -> _Seen:
        one = _Seen(goes_on=self._goes_on(place))
        begins = self.acts[place] == "preambular" and not one.goes_on
        one.evidence = 0.0 if one.goes_on else self._evidence(place)
        one.again = self.again if begins or self.again == _NEW_PART else math.inf
        self.preamble = self.preamble or begins
        self.begun = self.within = True
        one.evidence += _BRIDGE * self.bridged
        self.opened, self.bridged, self.again = False, False, _SECOND_PREAMBLE
        return one

    def _is_opening(self, place: int) -> bool:
        """Tell whether a paragraph names who speaks, and no more than where and when."""
        text = self.texts[place]
        if self.acts[place] is not None or self.halves[place] or len(text) > _READ:
            return False
        if self.words.speakers.match(text):
            return not self.preamble and not self.bridged
        return self.words.opening.fullmatch(text) is not None

    def _is_bridge(self, place: int) -> bool:
        """Tell whether a paragraph adopts what follows, so that norms and no acts come next."""
        text, act = self.texts[place], self.acts[place]
        if len(text) > _READ or self.halves[place] or self.words.annexed.search(text):
            return False
        if self.words.adopts_this.match(text):
            return True
        if self.acts[place + 1 : place + 2] == ["operative"]:
            return False
        late = act is None and self.words.adopts_late.match(text)
        return bool(late or self.words.adopts_following.match(text))

    def _is_heading(self, place: int) -> bool:
        text = self.texts[place]
        if self.acts[place] is not None or self.halves[place]:
            return False
        if _PART.fullmatch(text):
            return True
        if self._is_norm(text) or _NUMBERED.match(text) or self._goes_on(place):
            return False
        if self.within and self.texts[place - 1].endswith(":"):
            return False
        if _PART_TITLE.match(text) and len(text) < _READ:
            return not _ENDS.search(text[-20:])
        short = len(text) < _SHORT and (self.signs or len(text.split()) <= _FEW_WORDS)
        return short and not _ENDS.search(text[-20:])

    def _is_norm(self, text: str) -> bool:
        return bool(self.words.norm.search(text) or self.words.speaker.match(text))

    def _goes_on(self, place: int) -> bool:
        text = self.texts[place]
        if self.within and self.quoted[place]:
            return True
        if self.acts[place] is not None or self.halves[place] or not self.within:
            return False
        small = self.small_letters and text[:1].islower()
        return bool(small or _LABEL.match(text) or self.words.continuation.match(text))

    def _evidence(self, place: int) -> float:
        """Sum what speaks for the operative part and, below zero, for the preamble."""
        text, act = self.texts[place], self.acts[place]
        number = _NUMBER * bool(_NUMBERED.match(text))
        if half := self.halves[place]:
            number = _PLACED if half_of(half) == "OP" else -_PLACED
        end = self._end(text[-12:])
        if act is None:
            end = min(max(end, -_BARE_END), _BARE_END)
            return number + end + _NORM * self._is_norm(text)
        sign = 1 if act == "operative" else -1
        found = sign * (_UNUSUAL if self.commas and sign * end < 0 else _OPENER) + end + number
        return found * _LABELLED if _LABEL.match(text) else found

    def _end(self, end: str) -> float:
        comma, stop = _COMMA_END.search(end), _STOP_END.search(end)
        if not self.commas:
            return _COMMA * bool(comma) + _STOP * bool(stop)
        return _END * bool(stop or _SEMICOLON_END.search(end)) - _END * bool(comma)


def _title_kind(text: str) -> str:
    return "heading" if 0 < len(text) < _SHORT else "other"


def _best_order(seen: Sequence[_Seen]) -> list[str]:
    """Find the order of preambles and operative parts that the evidence fits best."""
    preamble, acts = 0.0, -_NO_PREAMBLE  # how well the best order fits that ends here in each
    turned: list[tuple[bool, bool]] = []  # whether it was in the other one a paragraph before
    for place, one in enumerate(seen):
        free = place > 0 and not one.goes_on
        again, on = free and acts - one.again > preamble, free and preamble > acts
        turned.append((again, on))
        preamble, acts = (
            (acts - one.again if again else preamble) - one.evidence,
            (preamble if on else acts) + one.evidence,
        )
    in_preamble = preamble > acts
    found = []
    for again, on in reversed(turned):
        found.append("preambular" if in_preamble else "operative")
        in_preamble = in_preamble != (again if in_preamble else on)
    return found[::-1]


# words ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Words:
    """Expressions of a language, made of the word list."""

    norm: re.Pattern[str]
    speaker: re.Pattern[str]
    speakers: re.Pattern[str]
    continuation: re.Pattern[str]
    opening: re.Pattern[str]
    gathered: re.Pattern[str]
    closing: re.Pattern[str]
    annex: re.Pattern[str]
    annexed: re.Pattern[str]
    adopts_this: re.Pattern[str]
    adopts_following: re.Pattern[str]
    adopts_late: re.Pattern[str]


@cache
def _words(language: str) -> _Words:
    def one_of(role: str) -> str:
        return _one_of(role, language)

    body, performs, annex = one_of("body"), one_of("performs"), one_of("annex")
    this, text, speaker = one_of("this"), one_of("text"), one_of("speaker")
    organ = rf"(?:the|la|le|les|l’|el|los|las)\s?(?:[\w’-]+\s){{0,5}}?{body}"
    few = r"(?:\W{1,3}\w{1,30}){0,3}?\W{1,3}"
    next_ = one_of("following")
    following = rf"\b(?:{next_}{few}{text}|{text}{few}{next_}|{one_of('as follows')})"
    acts = rf"(?:{one_of('therefore')},?\s)?(?:{organ}(?:\s\w+){{0,6}}?,?\s)?{performs}"
    words = r"(?:\s\w+){0,2}"
    numeral = r"(?:\s?[IVX\d]{1,5}|\s[A-H]|\s?[一二三四五六七八九十]{1,3}|\s\w{1,10})"
    patterns = {
        "norm": rf"\b{one_of('norm')}",
        "speaker": speaker,
        "speakers": rf"{speaker},\s",
        "continuation": one_of("continuation"),
        "opening": rf"{one_of('opening')}[,，،]?|{organ}(?:.{{0,350}},|(?:\s[\w’-]+){{0,5}}|"
        rf".{{0,100}}?,\s{one_of('gathered')}.{{0,250}})",
        "gathered": rf"{one_of('gathered')}(?=.*(?:\d|\b(?:session|sesi[oó]n|at|à|en)\b))",
        "closing": one_of("closing"),
        "annex": rf"{annex}{numeral}?(?:\s?[.:–—-]\s?[^.;,]*)?",
        "annexed": rf"\b{annex}",
        "adopts_this": rf"{acts}(?:,.{{0,150}}?,)?{words}?\s{this}{words}?\s{text}",
        "adopts_following": rf"{acts}.{{0,250}}?{following}",
        "adopts_late": rf".{{0,250}}?\b{performs}.{{0,60}}?{following}.{{0,60}}[:.]$",
    }
    return _Words(**{name: re.compile(one, re.IGNORECASE) for name, one in patterns.items()})


def _one_of(role: str, language: str) -> str:
    """Expression for the phrases of a role; it finds nothing where there are none."""
    rows = (
        r for r in read_list("document_words") if (r["role"], r["language"]) == (role, language)
    )
    phrases = sorted((re.escape(row["phrase"]) for row in rows), key=len, reverse=True)
    end = "" if language == "zh" else r"(?:(?<=’)|(?!\w))"
    return f"(?:{'|'.join(phrases)}){end}" if phrases else "(?!)"
