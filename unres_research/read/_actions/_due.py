"""By when: sessions and dates that say when something asked or decided is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from unres_research._numerals import MONTHS, ordinal
from unres_research.read._actions._words import Word, words_of

Span = tuple[int, int]
_KINDS = frozenset(
    "regular ordinary resumed annual substantive plenary formal main current present next following"
    " forthcoming upcoming subsequent successive future organizational special emergency"
    " extraordinary commemorative informal relevant each every all previous last other"
    " intersessional high-level preparatory".split()
)
_NOT_REGULAR = frozenset(
    "special emergency extraordinary commemorative organizational intersessional".split()
)
_NEXT = frozenset(("next", "following", "forthcoming", "upcoming"))
_OWNERS = frozenset(("its", "the", "their", "his", "her", "that", "this", "any", "a", "an", "of"))
_PART = (
    r"(?:the|a|its) (?:[\w-]+ ){0,3}(?:part|end|beginning|start|course|half|quarter|week|weeks"
    r"|segment|debate|opening|conclusion|close|closing|agenda|programme of work|margins) of "
)
_BEFORE = re.compile(
    rf"\b(at|during|in|by|before|until|till|than|from|within|to|through|prior to|in advance of"
    rf"|starting|beginning|for|of|as of)(?: at)? (?:{_PART}){{0,2}}$"
)
_WHEN = frozenset(
    ("at", "during", "in", "by", "before", "until", "till", "than", "within", "prior to")
    + ("from", "starting", "beginning", "in advance of", "as of")
)
_AGENDA = re.compile(r"\b(?:agenda|programme of work) of $")
_PAST = re.compile(
    r"\b(?<!to be )(?<!be )(?:adopted|held|submitted|presented|established|considered|agreed|decided"
    r"|mandated|convened|made|contained|issued|outlined|elected|approved|endorsed|expressed"
    r"|discussed|taken|concluded|prepared|requested|reached|undertaken|launched|begun|initiated"
    r"|recommended|proclaimed|stated|raised|accomplished|achieved|finalized|created|opened"
    r"|reported|as it did)(?: [\w,’'-]+){0,8},? $"
)
_BODY = re.compile(
    r"\b(?:Assembly|Council|Commission|Committee|Subcommittee|Conference|Board|Forum|Group|Panel"
    r"|Authority|Organi[sz]ation|Agency|Parties|Bureau|Court|Rapporteur|Mechanism|Programme"
    r"|Meeting|Union|Tribunal|Fund)\b(?P<rest>(?:,? (?:on|of|for|the|and|in|to|under|with|against"
    r"|[A-Z][\w’'-]*)){0,24}),? $"
)
_ASSEMBLY = re.compile(r",?\s(?:of|for) the (?:United Nations )?(?:General )?Assembly\b")
_OTHER = re.compile(r"\sof (?:the )?[A-Z]")
_MONTH = "|".join(m.title() for m in MONTHS if m.isascii())
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATE = re.compile(
    r"\b(?P<when>by (?:no later than )?|(?:no|not) later than |before |prior to |until |in |during |on |at |from"
    r"|starting (?:in |on |from )?|beginning (?:in |on |from )?|as of |within )"
    r"(?:(?:the |its )?(?:(?:very|early|mid|late|first|second|third|fourth|last|final|end|beginning|start"
    r"|middle|course|half|quarter|part|week|month|year|annual|substantive)[ -]){1,4}(?:of )?){0,2}"
    r"(?:the )?"
    rf"(?:(?P<day>\d{{1,2}})(?: ?(?:and|to|–|-) ?\d{{1,2}})? )?(?:(?P<month>{_MONTH})(?: (?:and|to|or) (?:\d{{1,2}} )?"
    rf"(?:{_MONTH}))?,? (?:of )?)?"
    rf"{_YEAR}\b(?![–/-]\d)"
)
_STRONG = re.compile(r"by |no |not |before |prior |until |within ")
_FIRM_SESSION = re.compile(
    r"\b(?:at|during|in|of) (?:its|the) (20\d\d) (?:[\w-]+ ){0,2}sessions?\b"
)
_EVERY = re.compile(
    r"\b(?:at|in|during) (?:each|every)(?: of (?:its|the|their))?(?: [\w-]+){0,2} sessions?\b"
)


@dataclass(frozen=True)
class Due:
    """When something is due; session only of the General Assembly."""

    due: str
    session: int | None
    span: Span


def session_on(day: str | None) -> int | None:
    """Regular session of the General Assembly that was open on a day, or None.

    A session opens on the Tuesday of the third week of September, counted from the first week
    with a working day in it (rule 1 of the rules of procedure).

    >>> session_on("2023-09-04"), session_on("2023-09-05"), session_on("2024-02-01")
    (77, 78, 78)
    """
    try:
        on = date.fromisoformat(day or "")
    except ValueError:
        return None
    first = date(on.year, 9, 1)
    monday = first - timedelta(days=first.weekday())
    if first.weekday() > 4:  # no working day is left in that week
        monday += timedelta(days=7)
    opens = monday + timedelta(days=15)
    number = on.year - 1945 - (on < opens)
    return number if number > 0 else None


def due_of(text: str, start: int, end: int, day: str | None, session: int | None) -> Due | None:
    """Find when what a stretch of text asks is due: the Assembly's session before other times.

    `text` has no titles in quotation marks any more.
    """
    session = session if session is not None else session_on(day)
    if every := _EVERY.search(text, start, end):
        return Due("every session", None, every.span())
    sessions = _sessions(text, start, end, session)
    if ours := [due for due in sessions if due.session is not None]:
        return ours[0]
    dates = _dates(text, start, end, day)
    both = sorted(sessions + dates, key=lambda due: due.span)
    return both[0] if both else None


def _sessions(text: str, start: int, end: int, session: int | None) -> list[Due]:
    words = words_of(text, start, end)
    places = [i for i, word in enumerate(words) if word.text in ("session", "sessions")]
    found = [_session(text, start, words, i, session) for i in places]
    return [due for due in found if due]


def _session(text: str, start: int, words: list[Word], i: int, session: int | None) -> Due | None:
    numbers, kinds, first = _named(words, i)
    if (
        kinds & _NOT_REGULAR
        or not first
        or not (numbers or kinds & (_NEXT | {"current", "present"}))
    ):
        return None
    before = text[max(start, words[first].start - 160) : words[first].start]
    lead = _BEFORE.search(before)
    if not lead or not (lead[1] in _WHEN or _AGENDA.search(before)):
        return None
    ours = _is_ours(
        before[: lead.start()], text[words[i].end : words[i].end + 80], numbers, session
    )
    if not numbers and not (ours and session):
        return None
    number = numbers[0] if numbers else (session or 0) + bool(kinds & _NEXT)
    if ours and session is not None and number < session:
        return None
    if (not ours or number == session) and _PAST.search(before[: lead.start()]):
        return None
    begin = words[first].start - len(before) + lead.start()
    return Due(f"session {number}", number if ours else None, (begin, words[i].end))


def _named(words: list[Word], i: int) -> tuple[list[int], set[str], int]:
    """Numbers and kinds of a session, and where its name begins: 0 when it has no owner."""
    numbers: list[int] = []
    kinds: set[str] = set()
    j = i - 1
    while j >= 0 and i - j < 16:
        word = words[j].text
        value = (
            ordinal(word, "en") if word[0].isalnum() and not re.fullmatch(r"\d+", word) else None
        )
        if value is not None:
            numbers.insert(0, value)
        elif word in _KINDS:
            kinds.add(word)
        elif not (numbers and word in ("and", "to", ",", "or", "through")):
            break
        j -= 1
    if j >= 0 and words[j].text in _OWNERS:
        return numbers, kinds, j
    return numbers, kinds, 0


def _is_ours(before: str, after: str, numbers: list[int], session: int | None) -> bool:
    """Whether a session is the General Assembly's: by whose it is said to be, then by number."""
    if _ASSEMBLY.match(after):
        return True
    if _OTHER.match(after):
        return False
    if body := _BODY.search(before + " " if not before.endswith(" ") else before):
        return body[0].startswith("Assembly") and not before[: body.start()].endswith(
            ("Environment ", "Health ", "UN-Habitat ", "Habitat ", "Parliamentary ")
        )
    return session is None or not numbers or session <= numbers[0] <= session + 15


def _dates(text: str, start: int, end: int, day: str | None) -> list[Due]:
    found = []
    for match in _DATE.finditer(text, start, end):
        value, late = _value(match)
        if value is None or (day and late < day[:10]):
            continue
        before = text[max(start, match.start() - 60) : match.start()]
        if not _PAST.search(before) and not _is_period(match, text[match.end() : match.end() + 40]):
            found.append(Due(value, None, match.span()))
    found += [Due(m[1], None, m.span()) for m in _FIRM_SESSION.finditer(text, start, end)]
    return found


def _value(match: re.Match[str]) -> tuple[str | None, str]:
    """The date as ISO writes it, and the last day that it can mean."""
    year, month, day = match["year"], match["month"], match["day"]
    if not month:
        return (None if day else year), f"{year}-12-31"
    written = f"{year}-{MONTHS[month.casefold()]:02}"
    if not day:
        return written, f"{written}-31"
    if not 1 <= int(day) <= 31:
        return None, ""
    return f"{written}-{int(day):02}", f"{written}-{int(day):02}"


def _is_period(match: re.Match[str], after: str) -> bool:
    return match["when"].startswith("from") and bool(re.match(r" (?:to|until) ", after))
