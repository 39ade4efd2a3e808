"""What is asked with an action: a report, by when, how often, with what means, with what review."""

from __future__ import annotations

import re
from typing import Any

from unres_research.read._actions._due import due_of
from unres_research.read._actions._reports import Reports, frequency_of, report_of
from unres_research.read._actions._resources import Resources, resources_of
from unres_research.read._actions._reviews import review_of
from unres_research.read._actions._words import unquoted

Span = tuple[int, int]
_NEED = re.compile(r"\b(?:should|shall|must|needs?|necess\w+|ensur\w+|importance of|call)\b")
_WISHES = frozenset(  # statements that ask all the same
    ("stress", "emphasize", "underline", "underscore", "reiterate", "reaffirm", "affirm", "renew")
    + ("support", "consider", "reemphasize", "insist", "highlight")
)


def values_of(
    text: str,
    start: int,
    end: int,
    *,
    kind: str,
    verb: str,
    adopted_on: str | None = None,
    session: int | None = None,
    resources: Resources | None = None,
    reports: Reports | None = None,
) -> dict[str, Any]:
    """Read the values of the action that stands in `text[start:end]`.

    Parameters
    ----------
    text : str
        Of the paragraph.
    start, end : int
        Where the action stands in it.
    kind, verb : str
        Class of the action ("directive", "decision", "statement", "other"), and its verb.
        Statements have no due date, report or review: they ask for nothing.
    adopted_on : str or None
        Day of adoption, in ISO form: sessions and dates before it are no due dates.
    session : int or None
        In which it was adopted, when known; otherwise by the day.
    resources, reports : optional
        What `read_resources` and `read_reports` gave, in place of the built-in phrases.

    Returns
    -------
    dict
        report, due, due_session, frequency, resources, review, and spans by their names.

    Examples
    --------
    >>> text = "Requests the keeper to report annually, within existing resources;"
    >>> found = values_of(text, 0, len(text), kind="directive", verb="request")
    >>> found["report"], found["frequency"], found["resources"], found["spans"]["frequency"]
    (True, 'annual', ('existing',), (30, 38))
    """
    bare = unquoted(text)
    means, where = resources_of(bare, start, end, resources)
    wished = verb.partition(" ")[0] in _WISHES and _NEED.search(bare, start, end)
    if kind == "statement" and means != ("existing",) and not wished:
        means, where = (), None  # what is only noted or welcomed is not asked for
    spans: dict[str, Span] = {"resources": where} if where else {}
    found: dict[str, Any] = {
        "report": False,
        "due": None,
        "due_session": None,
        "frequency": None,
        "resources": means,
        "review": False,
        "spans": spans,
    }
    if kind not in ("directive", "decision"):
        return found
    often = frequency_of(bare, start, end)
    due = due_of(bare, start, end, adopted_on, session)
    if due and not (verb == "appropriate" and due.session is None):  # money of a year
        found["due"], found["due_session"], spans["due"] = due.due, due.session, due.span
    if told := report_of(bare, start, end, reports):
        found["report"], spans["report"] = True, told[0]
        if told[1] and not due:
            often = often or ("regular", told[0])
    if often:
        found["frequency"], spans["frequency"] = often
    if span := review_of(bare, start, end):
        found["review"], spans["review"] = True, span
    return found
