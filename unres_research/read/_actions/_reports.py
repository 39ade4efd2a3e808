"""Whether a report is asked for, and how often."""

from __future__ import annotations

import re

Span = tuple[int, int]
_ADVERB = r"(?:(?:also|further|continue to|subsequently|thereafter|formally|\w+ly) ){0,3}"
_TO = rf"\b(?:to|and|shall|should|will|or|would|must|continue)(?:,[^,;]{{1,80}},)? {_ADVERB}"
_ORGAN = (
    r"(?:the |its |his |their |those |these |all |relevant |other |interested |respective ){0,3}"
    r"(?:United Nations |General |Human Rights |Economic and Social |Security |Executive |Special |Main"
    r" |Advisory |Sixth |Fifth |Third |Second |Fourth |First |Member |participating |World ){0,3}"
    r"(?:Assembly|Council|Commission|Committees?|Subcommittee|Conference|Boards?|Forum|States"
    r"|membership|Parties|Panel|Authority|Court|delegations|governing bod(?:y|ies)|working group"
    r"|Working Group|public|Governments|Meeting|Tribunal|Assembly’s|Bureau|it|them)\b"
)
_REPORT_TO = re.compile(
    _TO
    + r"report(?:s|ing)?(?:,? (?:thereon|on|to|back|upon|in|at|about|annually|biennially|regularly"
    r"|periodically|orally|its|their|every|no later|by|through|as|within|comprehensively|and)\b|[,;.]|$)"
    r"|\breporting (?:thereon )?to (?:the )?(?:General |Human |Economic |Security )?(?:Assembly|Council|Rights)"
)
_KEEP = re.compile(
    _TO
    + rf"(?:keep(?:ing)? {_ORGAN}(?: [\w’'-]+){{0,6}}? (?:informed|apprised|updated|abreast|briefed)"
    rf"|(?:inform|brief|apprise|update|advise) {_ORGAN})"
)
_GIVE = re.compile(
    _TO
    + r"(?:submit|present|provide|prepare|transmit|issue|produce|deliver|make|give|compile|share"
    r"|publish|circulate|include|hold|convey|offer|communicate|continue submitting|continue providing"
    r"|elaborate|draft|undertake|conduct|organize|convene)\b"
)
_DOCUMENT = re.compile(
    r"\b(?:reports?|updates?|briefings?|findings|progress reports?|oral presentation|written statement"
    r"|interim report|status report)\b"
)
_WEAK = re.compile(
    r"\b(?:recommendations?|proposals?|options|summary|information|assessment|study|analysis|review"
    r"|overview|data|statistics|conclusions|results|account|outcome|paper|plan|details|version|note)\b"
)
_RECEIVER = re.compile(
    r"\b(?:to|for (?:the )?(?:consideration|information|approval|review|decision|attention|transmission)"
    rf" (?:of|by|to)|for the) {_ORGAN}"
)
_IN_REPORT = re.compile(
    _TO
    + r"(?:include|provide|reflect|address|present|elaborate|give|detail|cover|set out|indicate|submit"
    r"|devote|ensure|outline|describe|highlight|integrate|incorporate|make)\b[^;]{0,400}?"
    r"\b(?:in|into|as part of|within|in the context of|as an annex to|part of) (?:his|her|its|their|the|a|all|future|each|that)"
    r"(?: [\w’'-]+){0,5} (?:reports?|reporting)\b"
)
_PREPOSITIONS = frozenset(
    "of in from by under with to on for into upon per through within between regarding concerning"
    " following following".split()
)
_NOT_ORGAN = re.compile(r"(?:to|and) (?:reporting|report) (?:and|of)\b")
_CLAUSE = re.compile(
    r";|, (?:and|as well as)? ?(?:to|with a view to|taking|including|bearing)\b|\band to\b"
)
_EVERY_YEARS = {
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
_STEM = {
    "annual": "annual",
    "yearly": "annual",
    "biennial": "biennial",
    "triennial": "triennial",
    "quadrennial": "quadrennial",
    "quarterly": "quarterly",
    "regular": "regular",
    "periodic": "regular",
}
_OFTEN = re.compile(
    r"\b(?:(?P<adverb>annually|biennially|triennially|quadrennially|quarterly|regularly|periodically)"
    rf"|(?:every|each) (?P<every>{'|'.join(_EVERY_YEARS)})"
    r"|on an? (?:[\w-]+ (?:and|or) )?(?P<basis>annual|yearly|biennial|triennial|quadrennial|quarterly"
    r"|regular|periodic) (?:and \w+ )?basis"
    r"|at (?P<at>regular) intervals"
    r"|(?P<kind>annual|biennial|triennial|quadrennial|quarterly|regular|periodic)"
    r" (?:[\w-]+ ){0,3}(?:reports?|updates?|briefings?|reporting))\b"
)
_CONTINUE = re.compile(
    r"\bcontinue (?:to (?:\w+ly )?(?:report|keep [^,;]{1,80} (?:informed|apprised|updated)|brief|update [A-Z]|inform the"
    r"|provide (?:[\w’'-]+ ){0,8}(?:reports|updates|briefings?)|submit)|reporting)\b"
)


def report_of(text: str, start: int, end: int) -> Span | None:
    """Find the words that ask for a report, an update, a briefing or findings."""
    found = [m.span() for p in (_REPORT_TO, _KEEP, _IN_REPORT) if (m := p.search(text, start, end))]
    for match in _GIVE.finditer(text, start, end):
        if given := _given(text, match.end(), end):
            found.append((match.start(), given))
            break
    if not found:
        return None
    begin, stop = min(found)
    return _without_to(text, begin), stop


def _given(text: str, start: int, end: int) -> int | None:
    """End of the document that is given, or None: an object, not what stands in another."""
    stop = min(end, start + 320)
    if clause := _CLAUSE.search(text, start, stop):
        stop = clause.start()
    for match in _DOCUMENT.finditer(text, start, stop):
        if _is_object(text, start, match.start()):
            return match.end()
    weak = next(
        (m for m in _WEAK.finditer(text, start, stop) if _is_object(text, start, m.start())), None
    )
    if weak and _RECEIVER.search(text, start, stop):
        return weak.end()
    return None


def _is_object(text: str, start: int, place: int) -> bool:
    """Whether no preposition stands before the document and what describes it."""
    before = re.findall(r"[\w’'-]+|[,:]", text[start:place])
    for word in reversed(before[-7:]):
        if word in ("a", "an", "the", "his", "her", "its", "their", "such", "that", ",", "and"):
            continue
        if word.lower() in _PREPOSITIONS:
            return False
        if word[0].isupper() or word == "session":
            return True
    return True


def _without_to(text: str, begin: int) -> int:
    match = re.compile(r"(?:to|and|shall|should|will|or|would|must) ").match(text, begin)
    return match.end() if match else begin


def frequency_of(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """Find how often something is asked."""
    for match in _OFTEN.finditer(text, start, end):
        if every := match["every"]:
            return _EVERY_YEARS[every], match.span()
        said = match["adverb"] or match["basis"] or match["at"] or match["kind"]
        stem = said if said == "quarterly" else said.removesuffix("ly").removesuffix("al")
        return next(v for k, v in _STEM.items() if k.startswith(stem)), match.span()
    if match := _CONTINUE.search(text, start, end):
        return "regular", match.span()
    return None
