"""One page for a draft, after A/RES/80/251: what it asks of whom by when, and what it provides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._printable import printable
from unres_research.analyse._actions import actions as read
from unres_research.analyse._check import _due as due
from unres_research.analyse._check import _provisions as clauses
from unres_research.analyse._check._descent import Descent, descent_of, session_of
from unres_research.analyse._check._sizes import Sizes, roots_of, sizes_of
from unres_research.analyse._check._told import answer, plural, summary
from unres_research.analyse._compare import date_of, own_symbol
from unres_research.analyse._groups import check_corpus, check_text
from unres_research.analyse._left_out import left_out
from unres_research.analyse._search import records_of
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._searched import said, searched
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

SEEN = ("directive", "decision")  # classes of actions that ask or decide
_REPORT = ["paragraph", "addressee", "head", "what", "due", "due_session", "frequency",
           "resources", "start", "end"]  # fmt: skip
_ACTIONS = "What the operative paragraphs ask, decide and state, one row an action."
NOT_SEEN = (
    "Not seen in a text: the concept note of paragraph 2 of resolution 80/251, its indicative "
    "financial implications, and what was agreed beside it."
)


@dataclass(frozen=True, eq=False, repr=False)
class Check:
    """What a text asks, what is due already and what it provides for; made by `check`.

    Attributes
    ----------
    record : Resolution
    corpus : Corpus
    date : str or None
        ISO date: only resolutions that were adopted before it are looked at.
    session : int or None
        Regular session that the text belongs to.
    left_out : dict
        Symbols that are not looked at, with the reason: the text itself, what it became.
    actions : pandas.DataFrame
        One row an action of its operative paragraphs, as of `unres_research.actions`.
    reports : pandas.DataFrame
        One row a report that it asks for: `paragraph`, `addressee`, `head`, `what`, `due`,
        `due_session`, `frequency`, `resources`, `start`, `end` (characters of the paragraph).
    due_elsewhere : pandas.DataFrame or None
        Reports of the same addressee that are due already: `report` (paragraph of the text),
        `why` ("same series", "same item" of the agenda, "item's series", "same session"),
        `symbol`, `paragraph`, `due`, `due_session`, `head`, `adopted_on`, `committee`, `title`;
        the nearest first. None where the data set cannot tell (see `notes`).
    provisions : pandas.DataFrame
        One row a clause: `provision` ("timeline", "review", "retirement", "funding"),
        `paragraph`, `start`, `end` (characters of the paragraph), `text`, `phrase` (of the word
        list).
    meetings : pandas.DataFrame
        Clauses that convene something; columns as of `provisions`.
    notes : tuple of str
        What the reader must know: what could not be looked for, and why.

    Examples
    --------
    >>> import unres_research as un
    >>> text = "The General Assembly," + chr(10) * 2 + "1. Decides to meet until 31 May 2027."
    >>> found = check(un.loads(text), un.corpus.example_corpus())
    >>> found.provisions["provision"].tolist()
    ['timeline', 'retirement']
    """

    record: Resolution
    corpus: Corpus
    date: str | None
    session: int | None
    left_out: dict[str, str]
    actions: pd.DataFrame
    reports: pd.DataFrame
    due_elsewhere: pd.DataFrame | None
    provisions: pd.DataFrame
    meetings: pd.DataFrame
    descent: Descent
    sizes: Sizes
    notes: tuple[str, ...]

    @property
    def symbol(self) -> str | None:
        """Its symbol."""
        return own_symbol(self.record)

    @property
    def name(self) -> str:
        """What the text is called: its symbol, else its title or file."""
        source = self.record.source.path if self.record.source else ""
        return self.symbol or self.record.title or source or "the text"

    @property
    def asked(self) -> pd.DataFrame:
        """The actions that ask or decide: directives and decisions."""
        return self.actions[self.actions["class"].isin(SEEN)]

    @property
    def predecessor(self) -> str | None:
        """Symbol of the resolution that it renews; None when there is none."""
        return self.descent.predecessor

    @property
    def series(self) -> tuple[str, ...]:
        """Earlier resolutions of the series that it continues, by session."""
        return self.descent.series

    @property
    def renewed_share(self) -> float:
        """Share of its words in runs of six that its predecessor has; NaN without one."""
        total = self.preamble_words + self.operative_words
        if self.predecessor is None or not total:
            return float("nan")
        return self.descent.renewed_words / total

    @property
    def preamble_words(self) -> int:
        """Words of its preamble."""
        return self.sizes.preamble_words

    @property
    def operative_words(self) -> int:
        """Words of its operative paragraphs and sub-paragraphs."""
        return self.sizes.operative_words

    @cached_property
    def searched(self) -> pd.DataFrame:
        """The receipt: which resolutions were looked at, one row a collection."""
        return searched([self.corpus], self.left_out, before=self.date)

    @cached_property
    def receipt(self) -> tuple[str, ...]:
        """What was looked for, and where, in sentences."""
        places = self.sizes.operative
        kinds = {p.id for p in self.record if p.kind in ("operative", "subparagraph")}
        listed = len([p for p in clauses.built_in() if p.provision != clauses.TOPIC])
        return (
            f"Looked for: main verbs and what belongs to them, and {listed} phrases of provisions "
            f"and meetings (provisions.csv) in what is asked or decided, in "
            f"{plural(places, 'operative paragraph')} ({len(kinds):,} with sub-paragraphs); not in "
            "the preamble, "
            "footnotes or annexes. Nothing found means that none of these words stands there.",
            said(self.searched),
            NOT_SEEN,
        )

    @cached_property
    def answer(self) -> tuple[tuple[str, str], ...]:
        """What was found, in sentences, each with its label ("Asks", "Reports", ...)."""
        return tuple(answer(self))

    def summary(self) -> tuple[str, ...]:
        """Say in sentences what it asks, what clauses it has, what it renews, and its length.

        See `Check`. The first is about all that is asked, and the reports.

        Returns
        -------
        tuple of str
        """
        return tuple(summary(self))

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain objects, as `unres check --json` prints it.

        See `Check`.

        Returns
        -------
        dict
        """
        elsewhere = self.due_elsewhere
        own, beside = self.descent, self.sizes
        return {
            "symbol": self.symbol,
            "date": self.date,
            "session": self.session,
            "actions": [_action(row) for row in self.actions.to_dict("records")],
            "reports": [_report(row) for row in self.reports.to_dict("records")],
            "due_elsewhere": None if elsewhere is None else records_of(elsewhere),
            "provisions": {
                name: [_clause(row) for row in self.provisions_of(name).to_dict("records")]
                for name in clauses.PROVISIONS
            },
            "meetings": [_clause(row) for row in self.meetings.to_dict("records")],
            "predecessor": self.predecessor,
            "no_predecessor": own.reason,
            "series": list(self.series),
            "renewed_share": _number(self.renewed_share),
            "unchanged": list(own.unchanged),
            "preamble_words": self.preamble_words,
            "operative_words": self.operative_words,
            "preambular": beside.preambular,
            "operative": beside.operative,
            "committee": beside.committee,
            "preamble_percentile": _number(beside.percentile),
            "preamble_median": _number(beside.median_words),
            "preamble_texts": beside.texts,
            "left_out": dict(self.left_out),
            "notes": list(self.notes),
            "searched": records_of(self.searched),
            "receipt": list(self.receipt),
        }

    def provisions_of(self, name: str) -> pd.DataFrame:
        """Return the clauses of one provision: "timeline", "review", "retirement" or "funding".

        See `Check`.
        """
        if name not in clauses.PROVISIONS:
            raise UnresError(
                f"found the provision {name!r}, expected {', '.join(clauses.PROVISIONS)}"
            )
        return self.provisions[self.provisions["provision"] == name]

    def __repr__(self) -> str:
        """Name the text and its figures."""
        counts = [plural(len(self.asked), "action"), plural(len(self.reports), "report")]
        counts += [f"{len(self.provisions_of(name)):,} {name}" for name in clauses.PROVISIONS]
        return printable(f"<Check of {self.name[:80]}: {', '.join(counts)}>", lines=False)

    def _repr_html_(self) -> str:
        """Show what it asks, the clauses that were found, and the receipt."""
        asked = self.asked[["paragraph", "verb", "addressee", "what", "due", "resources"]]
        found = self.provisions[["provision", "paragraph", "text"]]
        parts = [shown.said(f"{label}: {line}") for label, line in self.answer]
        parts += [shown.table(asked.reset_index(drop=True))]
        parts += [shown.table(found.reset_index(drop=True))] if len(found) else []
        return shown.block(*parts, *map(shown.said, (*self.notes, *self.receipt)))


def check(
    record: Resolution,
    corpus: Corpus,
    *,
    date: str | Date | None = None,
    exclude: str | Iterable[str] = (),
) -> Check:
    """Look through a draft for what A/RES/80/251 asks of those who write one.

    Parameters
    ----------
    record : Resolution
        Any text in English that `unres_research.load` reads.
    corpus : Corpus
        Whose reports are due already, and what the text renews.
    date : str or datetime.date, optional
        Day: only resolutions that were adopted before it are looked at; by default the
        text's own date. Without any, all of the data set.
    exclude : str or iterable of str
        Symbols to leave out. The text itself and the resolution that it became always are.

    Returns
    -------
    Check

    Raises
    ------
    UnresError
        When the text is in another language than English, or the date is none.

    Notes
    -----
    Resolution 80/251 asks for implementation road maps, review clauses and timelines, as
    appropriate retirement clauses and funding arrangements (paragraph 5), for review clauses in
    all new and renewing mandates (13), for discipline in convening meetings and commissioning
    reports (7), for candidates for combination (16), and for another frequency where it may be
    (26). What is found are words and their places, by rule; whether they are enough is for
    Member States to judge. Provisions are phrases of a word list inside what is asked or decided:
    docs/check.md tells how often they are right.

    A predecessor is found as `analyse.lineages.predecessors` finds those of the data set. The
    same agenda item is known by its number in the session of the text, and in the sessions of the
    resolutions that it renews.

    References
    ----------
    General Assembly resolution 80/251, Mandate creation, implementation and review for an
    efficient and effective United Nations (2026).

    Examples
    --------
    >>> import unres_research as un
    >>> text = "The General Assembly," + chr(10) * 2 + "1. Decides to meet until 31 May 2027."
    >>> found = check(un.loads(text), un.corpus.example_corpus())
    >>> found.operative_words, found.predecessor
    (7, None)
    """
    check_text(record, "the text to check")
    check_corpus(corpus)
    _check_english(record)
    day = date_of(record, date) if date is not None or _printed(record) else None
    session = session_of(record, day)
    without = left_out(own_symbol(record), corpus, exclude)
    table, texts = _operative(record), {p.id: p.text for p in record}
    found = clauses.provisions(table, texts)
    is_meeting = (found["provision"] == clauses.MEETING).to_numpy(dtype=bool)
    reports = _reports(table)
    descent = descent_of(record, corpus, session, tuple(without))
    elsewhere, why = _elsewhere(record, corpus, reports, descent, session, day, tuple(without))
    return Check(
        record=record,
        corpus=corpus,
        date=day,
        session=session,
        left_out=without,
        actions=table,
        reports=reports,
        due_elsewhere=elsewhere,
        provisions=found[~is_meeting].reset_index(drop=True),
        meetings=found[is_meeting].reset_index(drop=True),
        descent=descent,
        sizes=sizes_of(record, corpus, day, tuple(without)),
        notes=tuple(_notes(record, day, why)),
    )


def _operative(record: Resolution) -> pd.DataFrame:
    """The actions of operative paragraphs and their sub-paragraphs."""
    kind, roots = {p.id: p.kind for p in record}, roots_of(record)
    table = read(record)
    kept = [kind[roots[pid]] == "operative" for pid in table["paragraph"]]
    table = table[np.array(kept, dtype=bool)].reset_index(drop=True)
    table.attrs = {"caption": _ACTIONS, "reason": "no operative paragraph with a main verb"}
    return table


def _check_english(record: Resolution) -> None:
    if record.language != "en":
        raise UnresError(
            f"found a text in the language {record.language!r}, expected English ('en'): what "
            "paragraphs ask is read by rules of English alone; check its English version"
        )


def _printed(record: Resolution) -> str | None:
    return record.adopted_on or record.distributed_on


def _reports(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions that ask for a report; the parts of one that only carry on are no others."""
    own = np.array(["report" not in names for names in actions["inherited"]], dtype=bool)
    kept = actions["report"].to_numpy(dtype=bool) & own
    return actions.loc[kept, _REPORT].reset_index(drop=True)


def _elsewhere(
    record: Resolution,
    corpus: Corpus,
    reports: pd.DataFrame,
    descent: Descent,
    session: int | None,
    day: str | None,
    without: tuple[str, ...],
) -> tuple[pd.DataFrame | None, str]:
    asked, why = due.asked_elsewhere(corpus, day, without)
    if asked is None:
        return None, why
    ties = due.ties_of(record, corpus, session, descent, without) if len(reports) else {}
    found = due.due_elsewhere(reports, asked, ties, session, day)
    return due.ranked(found, descent.scores), ""


def _notes(record: Resolution, day: str | None, why: str) -> list[str]:
    found = []
    if record.amends:
        found.append(
            f"The text amends {record.amends}: what it would put there is not read as its own."
        )
    if not any(p.kind == "operative" for p in record):
        found.append("No operative paragraph was found, so nothing that is asked; see unres parse.")
    if day is None:
        found.append(
            "The text prints no date: all of the data set was looked at, and what is due is not "
            "told from what is past. Give date='2026-03-31' (--date)."
        )
    if why:
        found.append(f"Reports that are due already could not be looked for: {why}")
    return found


def _number(value: float) -> float | None:
    return None if value != value else float(value)


def _clause(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "paragraph": row["paragraph"],
        "span": [int(row["start"]), int(row["end"])],
        "text": row["text"],
        "phrase": row["phrase"],
    }


_KEYS = ("paragraph", "verb", "class", "addressee", "addressee_class", "what", "report", "due",
         "frequency", "resources", "review")  # fmt: skip


def _action(row: dict[str, Any]) -> dict[str, Any]:
    found = {name: _plain(row[name]) for name in _KEYS}
    found["span"] = [int(row["start"]), int(row["end"])]
    found["spans"] = {name: list(map(int, span)) for name, span in row["spans"].items()}
    return found | {"inherited": list(row["inherited"])}


def _report(row: dict[str, Any]) -> dict[str, Any]:
    names = ("paragraph", "addressee", "what", "due", "frequency", "resources")
    return {name: _plain(row[name]) for name in names} | {
        "span": [int(row["start"]), int(row["end"])]
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return list(value)
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value
