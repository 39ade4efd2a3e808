"""What paragraphs ask: of one paragraph, of a record, of a data set."""

from __future__ import annotations

from datetime import date as Date
from os import PathLike
from typing import TYPE_CHECKING, Any, overload

from unres_research._inputs import as_day, check_kind
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.read._actions import (
    Action,
    Lists,
    actions_of,
    read_actions,
    read_lists,
)
from unres_research.records import Paragraph, Resolution

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "symbol",
    "paragraph",
    "action",
    "kind",
    "verb",
    "class",
    "addressee",
    "head",
    "addressee_class",
    "what",
    "report",
    "due",
    "due_session",
    "due_after",
    "frequency",
    "resources",
    "review",
    "start",
    "end",
    "spans",
    "inherited",
)
_INTEGERS = ("due_session", "due_after")


@overload
def actions(
    source: str,
    chapeau: str = "",
    adopted_on: str | Date | None = None,
    *,
    verbs: str | PathLike[str] | None = None,
    addressees: str | PathLike[str] | None = None,
    resources: str | PathLike[str] | None = None,
    reports: str | PathLike[str] | None = None,
) -> list[dict[str, Any]]: ...


@overload
def actions(
    source: Resolution | Corpus,
    chapeau: str = "",
    adopted_on: str | Date | None = None,
    *,
    verbs: str | PathLike[str] | None = None,
    addressees: str | PathLike[str] | None = None,
    resources: str | PathLike[str] | None = None,
    reports: str | PathLike[str] | None = None,
) -> pd.DataFrame: ...


def actions(
    source: str | Resolution | Corpus,
    chapeau: str = "",
    adopted_on: str | Date | None = None,
    *,
    verbs: str | PathLike[str] | None = None,
    addressees: str | PathLike[str] | None = None,
    resources: str | PathLike[str] | None = None,
    reports: str | PathLike[str] | None = None,
) -> list[dict[str, Any]] | pd.DataFrame:
    """Read what paragraphs do: the verb, who is asked, for what, by when.

    Read by rule from English texts. An action is a main verb of the organ; what other bodies
    ask or decide ("recalling the resolution in which it requested ...") is none. Docs page
    "Actions" says what each value means, and how often it is right.

    Parameters
    ----------
    source : str, Resolution or Corpus
        The text of one paragraph, a record, or a data set that holds its actions.
    chapeau : str
        Of one paragraph: the text of the paragraph that it is a sub-paragraph of.
    adopted_on : str or datetime.date, optional
        Of one paragraph: the day that its sessions are counted from ("at its next
        session"); records know theirs.
    verbs, addressees, resources, reports : path, optional
        CSV files in place of the built-in lists: `verb`, `class`, `forms`, `nouns`, `inner` and
        `source` of verbs; `phrase`, `class` (of reports `role`) and `source` of the others.

    Returns
    -------
    list of dict or pandas.DataFrame
        Of a text: `verb`, `class`, `addressee`, `addressee_class`, `what`, `report`, `due`,
        `frequency`, `resources`, `review`, `span`, `spans` and `inherited`, one dict an action
        in order. Of a record: the same as a table, one row an action, with `symbol`,
        `paragraph`, `action` (from 1), `kind` of paragraph, `head` (the addressee, normalised),
        `due_session`, `due_after` (sessions from the adoption), `start` and `end`. Of a data
        set: its stored table.

    Raises
    ------
    UnresError
        When the text is no string or the record is not in English, or a list is not understood.

    Examples
    --------
    >>> asked = actions("Requests the Secretary-General to count the lamps;")[0]
    >>> asked["verb"], asked["class"], asked["addressee"], asked["addressee_class"]
    ('request', 'directive', 'Secretary-General', ['secretary_general'])
    >>> asked["what"]
    'to count the lamps'
    """
    lists = read_lists(verbs, addressees, resources, reports)
    if isinstance(source, Corpus):
        if any(given is not None for given in (verbs, addressees, resources, reports)):
            raise UnresError(
                "found word lists for a data set, whose actions were read when it was built; "
                "give the lists with a record or a text"
            )
        return source.actions  # type: ignore[attr-defined, no-any-return]
    if isinstance(source, Resolution):
        return _table(source, lists)
    check_kind(source, str, "the text", "a paragraph as a string, a Resolution or a Corpus")
    check_kind(chapeau, str, "the chapeau", "a string")
    day = None if adopted_on is None else as_day(adopted_on, "adopted_on")
    return [a.to_dict() for a in read_actions(source, chapeau, day, lists=lists)]


def _table(record: Resolution, lists: Lists) -> pd.DataFrame:
    import pandas as pd

    rows = [
        _row(record, paragraph, number, action)
        for paragraph, found in actions_of(record, lists)
        for number, action in enumerate(found, start=1)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in _INTEGERS:
        frame[name] = frame[name].astype("Int64")
    return frame


def _row(record: Resolution, paragraph: Paragraph, number: int, action: Action) -> dict[str, Any]:
    said = action.to_dict()
    start, end = action.span
    session = record.session if isinstance(record.session, int) else None
    known = action.due_session is not None and session is not None
    return {
        **{name: said[name] for name in COLUMNS if name in said},
        "symbol": record.symbol,
        "paragraph": paragraph.id,
        "action": number,
        "kind": paragraph.kind,
        "head": action.head,
        "due_session": action.due_session,
        "due_after": action.due_session - session if known else None,  # type: ignore[operator]
        "start": start,
        "end": end,
    }
