"""Whether a review, an evaluation or an end is provided for."""

from __future__ import annotations

import re

Span = tuple[int, int]
_ADVERB = r"(?:(?:also|further|\w+ly|,[^,;]{1,40},) ){0,3}"
_REVIEW = re.compile(
    rf"\b(?:to|and|shall|should|will) {_ADVERB}(?:review|evaluate|revisit|reassess|take stock of"
    r"|assess (?:the )?(?:progress|implementation|effectiveness|impact))\b"
    r"|\b(?:undertake|conduct|carry out|convene|hold|organize|perform|complete|launch|initiate|commission)"
    r"(?: [\w’'-]+){0,8} (?:review|evaluation|assessment|stocktaking|midterm review)\b"
    r"|\bfor (?:a|an) (?:initial |further |additional |new )?(?:[\w-]+ )?period of (?:[\w-]+ )?(?:years?|months?)\b"
    r"|\b(?:extend|renew)s?(?: [\w’'-]+){0,10} mandate\b|\bmandate(?: [\w’'-]+){0,12} until\b"
    r"|\b(?:terminat|discontinu|sunset|expir)\w*"
)
_NOT = re.compile(r"(?:laws?|legislation|legal|national|domestic|policies|practices)\b")


def review_of(text: str, start: int, end: int) -> Span | None:
    """Find the words that provide for a review or an end."""
    for match in _REVIEW.finditer(text, start, end):
        if not _NOT.search(text, match.end(), min(end, match.end() + 40)):
            return match.span()
    return None
