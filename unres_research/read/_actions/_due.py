"""By when: sessions and dates that say when something asked or decided is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from unres_research._inputs import day_of
from unres_research._numerals import MONTHS, ordinal
from unres_research.read._actions._words import Word, words_of

Span = tuple[int, int]
_KINDS = frozenset(
    ("regular", "ordinary", "resumed", "annual", "substantive", "plenary", "formal", "main")
    + ("current", "present", "next", "following", "forthcoming", "upcoming", "subsequent")
    + ("successive", "future", "organizational", "special", "emergency", "extraordinary")
    + ("commemorative", "informal", "relevant", "all", "intersessional", "preparatory")
)
_NOT_REGULAR = frozenset(
    ("special", "emergency", "extraordinary", "commemorative", "organizational", "intersessional")
)
_NEXT = frozenset(("next", "following", "forthcoming", "upcoming"))
_SAID = _NEXT | {"current", "present"}  # kinds that name a session without a number
_SESSION = re.compile(r"\bsessions?\b", re.IGNORECASE)
_NAME = 200  # characters before the word that its numbers and kinds may take
_OWNERS = frozenset(("its", "the", "their", "his", "her", "that", "this"))
_PART = (
    r"(?:the|a|its) (?:[\w-]+ ){0,3}(?:part|end|beginning|start|course|half|quarter|weeks?|segment"
    r"|debate|opening|conclusion|close|closing|agenda|programme of work|margins) of "
)
_BEFORE = re.compile(
    r"\b(at|during|in|by|before|until|till|than|from|within|prior to|in advance of|starting"
    r"|starting with|beginning|beginning with|for|of|as of)"
    rf"(?: at| with)? (?:{_PART}){{0,2}}$"
)
_WHEN = frozenset(
    ("at", "during", "in", "by", "before", "until", "till", "than", "within", "prior to", "from")
    + ("starting", "starting with", "beginning", "beginning with", "in advance of", "as of")
)
_AGENDA = re.compile(r"\b(?:agenda|programme of work) of $")
_PAST = re.compile(
    r"\b(?<!to be )(?<!be )(?:adopted|adoption|held|submitted|presented|established|considered"
    r"|agreed|decided|mandated|convened|made|contained|issued|outlined|elected|approved|endorsed"
    r"|expressed|discussed|taken|concluded|prepared|requested|reached|undertaken|launched|begun"
    r"|initiated|recommended|proclaimed|stated|raised|accomplished|achieved|finalized|created"
    r"|opened|reaffirmed|reported|as it did)(?: [\w,’'-]+){0,16},? $"
)
_HELD = re.compile(r",? (?:which was )?held\b")
_BODY = re.compile(
    r"\b(?:Assembly|Council|Commission|Committees?|Subcommittee|Conference|Board|Forum|Group|Panel"
    r"|Authority|Organi[sz]ation|Agency|Parties|Bureau|Court|Rapporteur|Mechanism|Programme"
    r"|Meeting|Union|Tribunal|Fund)\b"
)
_NAME_GOES_ON = re.compile(
    r"(?:,? (?:on|of|for|the|and|in|to|under|with|against|[A-Z][\w’'-]*)){0,24}(?: for (?:its )?"
    r"(?:consideration|information|approval|review|decision))?,? "
)
_OTHER_ASSEMBLY = re.compile(r"(?:Environment|Health|Habitat|Parliamentary) $")
_ASSEMBLY = re.compile(r",?\s(?:of|for) the (?:United Nations )?(?:General )?Assembly\b")
_OTHER = re.compile(r"\sof (?:the )?[A-Z]")
_MONTH = "|".join(m.title() for m in MONTHS if m.isascii())
_ANY_MONTH = rf"(?:{_MONTH})"
_MONTH_AND = rf"(?P<month>{_MONTH})(?: (?:and|to|or) (?:\d{{1,2}} )?(?:{_MONTH}))?,? (?:of )?"
_DATE = re.compile(
    r"\b(?P<when>by (?:no later than )?|(?:no|not) later than |before |prior to |until |in |during "
    r"|on |at |from|starting (?:in |on |from )?|beginning (?:in |on |from )?|as of |within )"
    r"(?:(?:the |its )?(?:(?:very|early|mid|late|first|second|third|fourth|last|final|end|start"
    r"|beginning|middle|course|half|quarter|part|week|month|year)[ -]){1,4}(?:of )?){0,2}"
    r"(?P<the>the |its )?"
    rf"(?:(?P<day>\d{{1,2}})(?: ?(?:and|to|–|-) ?\d{{1,2}})? )?(?:{_MONTH_AND})?"
    r"(?P<year>(?:19|20)\d\d)\b(?![–/-]\d)"
)
_WEAK = re.compile(r"in |during |on |at |within ")
_HELD_FROM = re.compile(  # a meeting, on the day that it opens
    rf"\bfrom (?P<day>\d{{1,2}})(?: (?P<month>{_MONTH}))?(?: (?P<year>20\d\d))?"
    rf" to (?P<last_day>\d{{1,2}}) (?P<last_month>{_MONTH})"
    rf"(?: and from \d{{1,2}} {_ANY_MONTH} to \d{{1,2}} {_ANY_MONTH})? (?P<last_year>20\d\d)\b"
)
_PERIOD = re.compile(r"\b(?:periods?|years?|biennium|term|covering|effect|dollars|each),? $")
_OF_YEAR = re.compile(
    r"\b(?:at|during|in|of) (?:its|the|their) (?:(?:regular|substantive|annual) ){0,2}"
    r"(?:(?P<before>20\d\d) (?:[\w-]+ ){0,2}sessions?|sessions? (?:of|in|for) (?P<after>20\d\d))\b"
)
_EVENT = re.compile(  # what is held then is not what is asked
    r"\b(?:preparations?|anniversary|Year|Decade|[Cc]ommemorat\w+|participat\w+|Games|follow-up to"
    r"|work|activities|begin|covering|contribut\w+ to)\b[^,;]{0,80}$"
)
_TO_BE_HELD = re.compile(  # of something else than what is asked, unless that is to hold it
    r"\b(?:to|will|shall) be (?:co-)?(?:held|hosted|adopted|concluded|convened|launched)"
    r"\b[^;]{0,60}$|\bwill (?:begin|start|take place)\b[^,;]{0,60}$"
)
_HOLDING = re.compile(
    r"\b(?:conven(?:e|ing)|hold(?:ing)?|organiz(?:e|ing|ation of)|launch|decides?|host|begin)\b",
    re.IGNORECASE,
)
_FOR_YEARS = re.compile(r"\b(?:period|years?),? $")
_GOALS = re.compile(
    r"\b(?:Goals?|[Tt]argets?|Agenda|goals?|commitments?|mission|vision|achiev\w+)\b[^;]{0,60}$"
)
_FORECAST = re.compile(r"[^;.]{0,60}\b(?:will|would|may)\b")
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

    A session opens on the Tuesday of the second week of September, until 2022 of the third,
    counted from the first week with a working day in it (rule 1 of the rules of procedure).

    >>> session_on("2022-09-12"), session_on("2022-09-13"), session_on("2023-09-05")
    (76, 77, 78)
    """
    on = day_of(day or "")
    if on is None:
        return None
    first = date(on.year, 9, 1)
    monday = first - timedelta(days=first.weekday())
    if first.weekday() > 4:  # no working day is left in that week
        monday += timedelta(days=7)
    opens = monday + timedelta(days=8 if on.year > 2022 else 15)
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
    found = []
    for match in _SESSION.finditer(text, start, end):
        words = words_of(text, max(start, match.start() - _NAME), match.end())
        found.append(_session(text, start, words, session))
    return [due for due in found if due]


def _session(text: str, start: int, words: list[Word], session: int | None) -> Due | None:
    i = len(words) - 1
    numbers, kinds, first = _named(words, i)
    if first < 0 or kinds & _NOT_REGULAR or not (numbers or kinds & _SAID):
        return None
    before = text[max(start, words[first].start - 240) : words[first].start]
    after = text[words[i].end : words[i].end + 80]
    lead = _BEFORE.search(before)
    if not lead:
        return None
    ours = _is_ours(before[: lead.start()], after, numbers, session)
    number = numbers[0] if numbers else (session or 0) + bool(kinds & _NEXT)
    ahead = ours and session is not None and number > session
    if not (lead[1] in _WHEN or _AGENDA.search(before) or (lead[1] == "for" and ahead)):
        return None
    if not numbers and not (ours and session and words[i].text == "session"):
        return None
    if ours and session is not None and number < session:
        return None
    if not ahead and (_PAST.search(before[: lead.start()]) or _HELD.match(after)):
        return None
    begin = words[first].start - len(before) + lead.start()
    return Due(f"session {number}", number if ours else None, (begin, words[i].end))


def _named(words: list[Word], i: int) -> tuple[list[int], set[str], int]:
    """Numbers and kinds of a session, and where its name begins: -1 when it has no owner."""
    numbers: list[int] = []
    kinds: set[str] = set()
    for j in range(i - 1, max(-1, i - 16), -1):
        word = words[j].text
        value = None if word.isdigit() else ordinal(word, "en")
        if value is not None:
            numbers.insert(0, value)
        elif word in _KINDS:
            kinds.add(word)
        elif word in _OWNERS:
            return numbers, kinds, j
        elif not (numbers and word in ("and", "to", ",", "or", "through")):
            break
    return numbers, kinds, -1


def _is_ours(before: str, after: str, numbers: list[int], session: int | None) -> bool:
    """Whether a session is the General Assembly's: by whose it is said to be, then by number."""
    if _ASSEMBLY.match(after):
        return True
    if _OTHER.match(after):
        return False
    body = next(reversed(list(_BODY.finditer(before))), None)
    if body and _NAME_GOES_ON.fullmatch(before, body.end()) and "through" not in before[-60:]:
        return body[0] == "Assembly" and not _OTHER_ASSEMBLY.search(before[: body.start()])
    return session is None or not numbers or session <= numbers[0] <= session + 15


def _dates(text: str, start: int, end: int, day: str | None) -> list[Due]:
    found = []
    for match in _DATE.finditer(text, start, end):
        value, late = _value(match)
        if value is None or (day and late < day[:10]):
            continue
        if not _is_other(match, text, start):
            found.append(Due(value, None, match.span()))
    for match in _HELD_FROM.finditer(text, start, end):
        first = _iso(
            match["year"] or match["last_year"], match["month"] or match["last_month"], match["day"]
        )
        last = _iso(match["last_year"], match["last_month"], match["last_day"])
        if first and last and not (day and last < day[:10]) and not _is_period(match, text, start):
            found.append(Due(first, None, match.span()))
    for match in _OF_YEAR.finditer(text, start, end):
        year = match["before"] or match["after"]
        if not day or year >= day[:4]:
            found.append(Due(year, None, match.span()))
    return found


def _value(match: re.Match[str]) -> tuple[str | None, str]:
    """The date as ISO writes it, and the last day that it can mean."""
    year, month, day = match["year"], match["month"], match["day"]
    if not month:
        return (None if day or match["the"] else year), f"{year}-12-31"
    if not day:
        written = f"{year}-{MONTHS[month.casefold()]:02}"
        return written, f"{written}-31"
    written = _iso(year, month, day)
    return written or None, written


def _iso(year: str, month: str, day: str) -> str:
    """A day as ISO writes it, "" when no month has so many."""
    return f"{year}-{MONTHS[month.casefold()]:02}-{int(day):02}" if 1 <= int(day) <= 31 else ""


def _is_other(match: re.Match[str], text: str, start: int) -> bool:
    """Whether a date is of something else: a period, a past event, a goal or a forecast."""
    before = text[max(start, match.start() - 120) : match.start()]
    after = text[match.end() : match.end() + 80]
    if match["when"] == "from" or _PAST.search(before):
        return True
    if match["when"].startswith(("beginning", "starting", "as of")) and _FOR_YEARS.search(before):
        return True
    if _WEAK.match(match["when"]):
        return _is_of_another(before, text, start, match.start())
    return bool(_GOALS.search(before) or _FORECAST.match(after)) and not match["month"]


def _is_period(match: re.Match[str], text: str, start: int) -> bool:
    """Whether two days bound a period, or a meeting that is past or not what is asked."""
    before = text[max(start, match.start() - 120) : match.start()]
    return bool(_PERIOD.search(before) or _PAST.search(before)) or _is_of_another(
        before, text, start, match.start()
    )


def _is_of_another(before: str, text: str, start: int, at: int) -> bool:
    """Whether a date is that of an event that is spoken of, not of what is asked."""
    held = _TO_BE_HELD.search(before)
    return bool(_EVENT.search(before)) or (
        held is not None and not _HOLDING.search(text, start, at)
    )
