"""Whether a report is asked for, and how often something is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from os import PathLike

from unres_research.read._actions._phrases import Phrases, one_of, read_phrases

Span = tuple[int, int]
ROLES = ("inform", "give", "document", "content", "organ")
_ADVERB = r"(?:(?:also|further|thereafter|continue to|keep|\w+ly) ){0,3}"
_TO = (
    r"(?<![\w’'-])(?P<to>(?:to|and|or|shall|should|will|would|must|continue)"
    rf"(?:,[^,;]{{1,80}},)? ){_ADVERB}"
)
_REPORT_TO = re.compile(
    rf"{_TO}report(?:,? (?:thereon|on|to|back|upon|in|at|about|annually|biennially|regularly|again"
    r"|periodically|orally|its|their|every|no later|by|through|as|within|comprehensively|all|any)"
    r"\b|[,;.]|$)"
    rf"|{_TO.replace('?P<to>', '')}inform (?:on|about)\b|\bcontinu(?:e|es|ing) reporting\b",
    re.IGNORECASE,
)
_WITHIN = r"\b(?:in|into|as part of|within|in the context of|as an annex to|part of)"
_NEXT_REPORT = r"(?: (?!reports?\b)[\w’'-]+){0,5} reports?\b"
_THEIR_REPORT = rf"{_WITHIN} (?:his|her|its|their|future|each|that){_NEXT_REPORT}"
_THE_REPORT = (  # not "the concerns raised in the report of the keeper"
    rf"(?<!ed )(?<!out )(?<!made )(?<!given ){_WITHIN} (?:the|a|all){_NEXT_REPORT}"
    r"(?! of (?:the|its)\b)"
)
_TELL = (
    r"(?:include|provide|reflect|address|present|elaborate|give|detail|cover|set out|indicate"
    r"|devote|ensure|outline|describe|highlight|integrate|incorporate|make|comment|submit|report)\b"
)
_IN_REPORT = re.compile(
    rf"{_TO}{_TELL}(?:[^;](?! and to )){{0,400}}?(?:{_THEIR_REPORT}|{_THE_REPORT})", re.IGNORECASE
)
_REPORT_IN = re.compile(
    rf"(?:{_THEIR_REPORT}|{_THE_REPORT})(?: on [^,;]{{0,160}})?,? {_TO}{_TELL}", re.IGNORECASE
)
_ASKED = re.compile(
    r"\b(?:requests?|asks?(?: for)?|calls? for) (?:(?:the (?=submission|preparation)|an?\b|further"
    r"|regular|periodic|annual|updated|informal|oral|written|comprehensive|interim"
    r"|submission of an?|preparation of an?) ?){1,4}(?:reports?|briefings?|updates?)\b"
    r"|\b(?:reports?|briefings?|updates?)(?: [\w’'-]+){0,8}(?<! to) be (?:provided|submitted"
    r"|presented|prepared|issued)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"(?:provide|furnish|supply)\b", re.IGNORECASE)
_PREPOSITIONS = frozenset(
    ("of", "in", "from", "by", "under", "with", "to", "on", "for", "into", "upon", "per", "within")
    + ("through", "between", "regarding", "concerning", "following", "against", "at", "about")
)
_OWNERS = frozenset(("a", "an", "the", "his", "her", "its", "their", "such", "that", "another"))
_CLAUSE = re.compile(
    r";|, (?:and |as well as )?(?:to |with a view to|taking|bearing|so as)|\bwhich\b"
    r"|\bthat (?:(?:can|could|will|would|may) )?(?:provide|include|contain|give|reflect)s?\b"
    r"|\band to (?!the |its |all |Member |States )",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|neither|never)(?: to| any)? $", re.IGNORECASE)
_HELP = r"(?:support|assist|help|enable|allow|encourage|strengthen|ensure|facilitate)"
_REACH = 420  # characters from the verb to the document that is given
_YEARS = {
    "year": "annual",
    "two years": "biennial",
    "second year": "biennial",
    "other year": "biennial",
    "three years": "triennial",
    "third year": "triennial",
    "four years": "quadrennial",
    "fourth year": "quadrennial",
    "three months": "quarterly",
    "quarter": "quarterly",
}
_OFTEN = {
    "annual": "annual",
    "annually": "annual",
    "yearly": "annual",
    "biennial": "biennial",
    "biennially": "biennial",
    "triennial": "triennial",
    "triennially": "triennial",
    "quadrennial": "quadrennial",
    "quadrennially": "quadrennial",
    "quarterly": "quarterly",
    "regular": "regular",
    "regularly": "regular",
    "periodic": "regular",
    "periodically": "regular",
}
_ADJECTIVE = r"annual|yearly|biennial|triennial|quadrennial|quarterly|regular|periodic"
_FREQUENCY = re.compile(
    r"\b(?:(?P<adverb>annually|yearly|biennially|triennially|quadrennially|quarterly|regularly"
    r"|periodically)\b"
    rf"|(?:every|each) (?P<every>{'|'.join(_YEARS)})\b"
    rf"|on an? (?:[\w-]+ (?:and|or) )?(?P<basis>{_ADJECTIVE}) (?:and \w+ )?basis\b"
    rf"|at (?P<at>{_ADJECTIVE}) intervals\b"
    r"|(?:an?|in|on|hold|holding|organiz\w+|ensur\w+|provid\w+|submit\w*|present\w*|conduct\w*|give"
    r"|undertak\w+|conven\w+|prepar\w+|continue|such|issu\w+|publish\w*|receiv\w+|maintain\w*)"
    rf" (?P<kind>{_ADJECTIVE}) (?:[\w-]+,? ){{0,3}}(?:reports?|updates?|briefings?|consultations?"
    r"|follow-up|dialogues?|meetings?|events?|reviews?|exchanges?|assessments?|monitoring|surveys?"
    r"|discussions?|information|contacts?|reporting|observance|forums?|conferences?|evaluations?"
    r"|interactions?)\b)",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    rf"\bcontinu(?:e|es|ing)(?: to)? (?:\w+ly )?(?:{_TELL}|keep|inform|brief|apprise|update|prepare"
    r"|transmit|issue|publish|reporting|submitting|providing)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reports:
    """What finds reports: verbs that inform, verbs that give, documents, contents, receivers."""

    inform: re.Pattern[str]
    give: re.Pattern[str]
    document: re.Pattern[str]
    content: re.Pattern[str]
    receiver: re.Pattern[str]


def read_reports(path: str | PathLike[str] | None = None) -> Reports:
    """Read words of reports from a CSV file (phrase, role, source), or the built-in ones.

    Roles: "inform" (verbs with an organ after them), "give" (verbs with a document or a content),
    "document" (a report by itself), "content" (a report when it goes to an organ), "organ".
    """
    if path is None:
        return _built_in()
    return _patterns(read_phrases(path, "reports", "role", ROLES))


@cache
def _built_in() -> Reports:
    return _patterns(read_phrases(None, "reports", "role", ROLES))


def _patterns(phrases: Phrases) -> Reports:
    inform, give, document, content, organ = (one_of(phrases[role]) for role in ROLES)
    named = (
        r"(?:(?:the|its|his|their|those|these|all|relevant|other|interested) ){0,3}"
        rf"(?:(?!(?:of|on|in|at|by|for|to|and|with|from) )[\w-]+ ){{0,4}}?{organ}\b"
    )
    return Reports(
        re.compile(
            rf"{_TO}(?:keep(?:ing)? {named}[^;]{{0,160}}? (?:informed|apprised|updated|abreast"
            rf"|briefed)\b|{inform} (?:{named}|(?:them|it|the Secretary-General)\b))",
            re.IGNORECASE,
        ),
        re.compile(rf"{_TO}(?P<verb>{give})\b", re.IGNORECASE),
        re.compile(rf"\b{document}\b", re.IGNORECASE),
        re.compile(rf"\b{content}\b", re.IGNORECASE),
        re.compile(
            r"\b(?:to|for|before)(?: (?:the )?(?:further )?(?:consideration|information|approval"
            rf"|review|decision|attention|transmission) (?:of|by|to))? (?!{_HELP} ){named}",
            re.IGNORECASE,
        ),
    )


def report_of(
    text: str, start: int, end: int, reports: Reports | None = None
) -> tuple[Span, bool] | None:
    """Find what asks for a report, an update, a briefing or findings, and whether it goes on."""
    words = reports or read_reports()
    found: list[Span] = []
    for pattern in (_REPORT_TO, words.inform, _IN_REPORT):
        if match := _asked_first(pattern, text, start, end):
            found.append((match.end("to") if match["to"] else match.start(), match.end()))
    for pattern in (_REPORT_IN, _ASKED):
        if match := _asked_first(pattern, text, start, end):
            found.append(match.span())
    for match in words.give.finditer(text, start, end):
        if denied(text, match.start()):
            continue
        if stop := _given(words, text, match.start("verb"), match.end(), end):
            found.append((match.end("to"), stop))
            break
    if not found:
        return None
    begin, stop = min(found)
    said = text[max(start, begin - 24) : stop + 24]
    return (begin, stop), bool(_CONTINUED.search(said)) and " next " not in said


def denied(text: str, at: int) -> bool:
    """Whether what begins there is said not to be: "not to report", "no report"."""
    return bool(_NOT.search(text[max(0, at - 12) : at]))


def _asked_first(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    return next(
        (m for m in pattern.finditer(text, start, end) if not denied(text, m.start())), None
    )


def _given(words: Reports, text: str, verb: int, start: int, end: int) -> int | None:
    """End of the document that is given, or None: an object, not what stands in another."""
    stop = min(end, start + _REACH)
    if clause := _CLAUSE.search(text, start, stop):
        stop = clause.start()
    with_it = bool(_WITH.match(text, verb))
    for match in words.document.finditer(text, start, stop):
        if _is_object(text, start, match.start(), with_it):
            return match.end()
    for match in words.content.finditer(text, start, stop):
        if _is_object(text, start, match.start(), with_it):
            received = words.receiver.search(text, start, stop)
            return match.end() if received or text[verb:start].lower() == "present" else None
    return None


def _is_object(text: str, start: int, place: int, with_it: bool) -> bool:
    """Whether no preposition stands before the document and what describes it."""
    before = re.findall(r"[\w’'-]+|[,:]", text[max(start, place - 90) : place])[-7:]
    while before and before[-1].lower() not in _OWNERS | _PREPOSITIONS:
        if before.pop().lower() in ("session", "sessions"):
            return True  # "at its ninth session information": the session is named to its end
    if before and before[-1].lower() in _OWNERS:
        before.pop()
    if not before or before[-1].lower() not in _PREPOSITIONS:
        return True
    return with_it and before[-1] == "with"


def frequency_of(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """Find how often something is asked."""
    match = _FREQUENCY.search(text, start, end)
    if not match:
        return None
    if every := match["every"]:
        return _YEARS[every.lower()], match.span()
    said = match["adverb"] or match["basis"] or match["at"] or match["kind"]
    return _OFTEN[said.lower()], match.span()
