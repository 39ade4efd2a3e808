"""Whether a review, an evaluation or an end is provided for."""

from __future__ import annotations

import re

Span = tuple[int, int]
_ADVERB = r"(?:(?:also|further|\w+ly) ){0,3}"
_ASK = re.compile(
    rf"\b(?:(?<!order )to|(?<!follow-up )(?<!assessment )(?<!monitoring )and|shall|should|will)"
    rf" {_ADVERB}(?:review(?! process| arrangement| framework| conference| mechanism| meeting)"
    r"|evaluate|revisit|reassess|take stock of"
    r"|assess (?:the )?(?:progress|implementation|effectiveness|impact|results))\b"
)
_HOLD = re.compile(
    r"\b(?:undertake|conduct|carry out|convene|hold|organize|perform|complete|launch|initiate"
    r"|commission|provide|including|include|prepare|submit)"
    r"(?: (?:an?|the|its|his|their|such|another|further|first|second|third|final|initial|overall"
    r"|external|internal|thorough|system-wide|strategic|impartial|mandate|performance|and|full"
    r"|independent|comprehensive|midterm|mid-term|regular|periodic|biennial|annual|\w+ly)){1,6}"
    r" (?:reviews?|evaluations?|assessments?|stocktaking)\b(?! conference| meeting| process)"
)
_END = re.compile(
    r"\bfor (?:a|an) (?:[\w-]+ ){0,3}period of (?:[\w-]+ ){0,2}(?:years?|months?)\b"
    r"|(?<!Council to )\b(?:extend|renew)s?(?: [\w’'-]+){0,10} mandate\b"
    r"|\bmandate(?: [\w’'-]+){0,12} until\b"
    r"|\b(?:to|shall|should|will|be) (?:terminate|discontinue|expire)d?\b"
)
_OF_STATES = re.compile(  # reviews of the law and policy of States are no reviews of mandates
    r"(?:,? and (?:\w+ly )?[\w-]+|, [\w-]+){0,3}(?:,? (?:as appropriate|where necessary),)?"
    r" (?:(?:all|any|its|existing|the|such|relevant) ){0,3}"
    r"(?:laws?|legislat|legal|national|domestic|polic|practices|discriminat"
    r"|regulat|strateg|their (?!implementation|mandate|progress|methods)|whether)"
)


def review_of(text: str, start: int, end: int) -> Span | None:
    """Find the words that provide for a review, an evaluation or an end."""
    found = [m.span() for p in (_HOLD, _END) if (m := p.search(text, start, end))]
    for match in _ASK.finditer(text, start, end):
        if not _OF_STATES.match(text, match.end()):
            found.append(match.span())
            break
    return min(found, default=None)
