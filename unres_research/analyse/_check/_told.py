"""What a check found, in sentences: each with its label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from unres_research.analyse._check._due import SESSION
from unres_research.analyse._check._provisions import ACTS as SEEN
from unres_research.analyse._check._provisions import PROVISIONS, is_own

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._check._check import Check

_ASKED = 4  # addressees that are named
_NAME = 60  # characters of one
_PLACES = 12  # paragraphs that are named


def answer(found: Check) -> list[tuple[str, str]]:
    """Label and sentence of everything, the most important first."""
    lines = [("Asks", _asks(found)), ("Reports", _reports(found))]
    lines += [("Provides", _provides(found)), ("Meetings", _meetings(found))]
    return [*lines, ("Renews", " ".join(_renews(found))), ("Length", _length(found))]


def summary(found: Check) -> Iterator[str]:
    """The same as sentences that stand alone, the first about all that is asked."""
    said = dict(answer(found))
    yield f"What {found.name} asks: {said['Asks']} Reports: {said['Reports']}"
    yield f"Clauses that resolution 80/251 speaks of: {said['Provides']}"
    yield f"Meetings: {said['Meetings']}"
    yield f"What it renews: {said['Renews']}"
    yield f"Length: {said['Length']}"


def _asks(found: Check) -> str:
    asked = found.asked
    if asked.empty:
        return "no directive and no decision was found."
    counts = asked["class"].value_counts()
    kinds = [plural(int(counts[name]), name) for name in SEEN if name in counts]
    whom = asked["addressee"].dropna().map(_cut).value_counts(sort=False)
    most = whom.sort_values(ascending=False, kind="stable")
    names = [f"{name} ({count})" for name, count in most.head(_ASKED).items()]
    rest = len(most) - len(names)
    more = f" and {plural(rest, 'other')}" if rest else ""
    said = f"; asked: {', '.join(names)}{more}" if names else ""
    return f"{' and '.join(kinds)}{said}."


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1].rsplit(" ", 1)[0] + " …"


def _reports(found: Check) -> str:
    table = found.reports
    if table.empty:
        return "none asked for."
    each = [
        f"{row.paragraph} ({', '.join(report_facts(row))})" for row in table.head(4).itertuples()
    ]
    more = f" and {len(table) - 4:,} more" if len(table) > 4 else ""
    said = f"{plural(len(table), 'report')} asked for: {', '.join(each)}{more}."
    if found.due_elsewhere is not None:
        said += f" Already due: {due_counts(found)}."
    return said


def report_facts(row: Any) -> list[str]:
    """Who reports, by when, how often and of what means, as far as it is said."""
    due = due_said(row.due, row.frequency)
    means = [f"resources: {' and '.join(row.resources)}"] if len(row.resources) else []
    who = row.addressee if isinstance(row.addressee, str) else "nobody named"
    return [_cut(who), due, *means]


def due_said(due: Any, frequency: Any) -> str:
    """When something is due, and how often."""
    said = [one for one in (due, frequency) if isinstance(one, str) and one]
    return ", ".join(said) or "no time named"


def none_found(found: Check, name: str) -> str:
    """What is said of a provision without a clause; of a timeline, which dates are none."""
    if name != "timeline":
        return "none found"
    if found.reports["due"].notna().any():
        return "none found; when a report is due is said of the report"
    dated = found.asked[found.asked["due"].notna()]
    whose = zip(dated["class"], dated["addressee_class"], strict=True)
    if not all(is_own(kind, addressees) for kind, addressees in whose):
        return "none found for the United Nations; what others are asked to do by when stands above"
    return "none found"


def due_counts(found: Check, report: str | None = None) -> str:
    """How many reports are due on the same item, and at the same session."""
    table = found.due_elsewhere
    assert table is not None
    if report is not None:
        table = table[table["report"] == report]
    places = table.drop_duplicates(["symbol", "paragraph"])
    if places.empty:
        return _none_due(found.reports, report)
    own = int((places["why"] != SESSION).sum())
    if not own:
        return (
            f"{len(places):,} of the same addressee at the same session, none in its series or on "
            "its agenda item"
        )
    rest = len(places) - own
    return (
        f"{own:,} of the same addressee in its series or on its agenda item, {rest:,} more at the "
        "same session"
    )


def _none_due(reports: pd.DataFrame, report: str | None) -> str:
    """That nothing is due, with what was looked at: no session where the text names none."""
    asked = reports if report is None else reports[reports["paragraph"] == report]
    if asked["head"].isna().all():
        return "not looked for, for no addressee is named that the word list knows"
    places = ["in its series", "on its agenda item"]
    places += ["at the same session"] * bool(asked["due_session"].notna().any())
    return f"none of the same addressee {', '.join(places[:-1])} or {places[-1]}"


def _provides(found: Check) -> str:
    counts = found.provisions["provision"].value_counts()
    held = [f"{name} ({ids_of(found, name)})" for name in PROVISIONS if name in counts]
    none = [name for name in PROVISIONS if name not in counts]
    parts = [f"words were found of {', '.join(held)}"] if held else []
    parts += [f"none were found of {', '.join(none)}"] if none else []
    return "; ".join(parts) + "."


def ids_of(found: Check, name: str) -> str:
    """Paragraphs that hold a provision."""
    return few(list(dict.fromkeys(found.provisions_of(name)["paragraph"])))


def few(ids: Sequence[str]) -> str:
    """Name a few, and count the rest."""
    more = f" and {len(ids) - _PLACES:,} more" if len(ids) > _PLACES else ""
    return ", ".join(ids[:_PLACES]) + more


def _meetings(found: Check) -> str:
    ids = list(dict.fromkeys(found.meetings["paragraph"]))
    return f"convened or asked for in {few(ids)}." if ids else "no words that convene one."


def _renews(found: Check) -> Iterator[str]:
    own = found.descent
    if own.predecessor is None:
        yield f"no predecessor in the data set ({own.reason})."
        return
    about = found.corpus.resolutions.loc[own.predecessor]
    total = found.preamble_words + found.operative_words
    body = len(found.record.body)
    yield (
        f"{own.predecessor} ({about['adopted_on']:%Y-%m-%d}): {own.renewed_words:,} of {total:,} "
        f"words ({found.renewed_share:.0%}) stand there in runs of six or more; "
        f"unchanged paragraphs: {len(own.unchanged):,} of {body:,}."
    )
    sessions = found.corpus.resolutions.loc[list(own.series), "session"]
    if found.session is not None:
        known = sorted({int(s) for s in sessions} | {found.session})
        yield f"Its series: sessions {', '.join(map(str, known))}."


def _length(found: Check) -> str:
    own = found.sizes
    said = (
        f"preamble {plural(own.preamble_words, 'word')} in {plural(own.preambular, 'paragraph')}, "
        f"operative part {plural(own.operative_words, 'word')} in "
        f"{plural(own.operative, 'paragraph')}."
    )
    if not found.record.body:
        return said
    if not own.preamble_words:
        return f"{said} It has no preamble to set beside others."
    whose = {None: "all committees", "Plenary": "the plenary"}
    name = whose.get(own.committee, f"the {own.committee} Committee")
    if own.percentile != own.percentile:
        return f"{said} Only {plural(own.texts, 'text')} of {name} to set its preamble beside."
    return (
        f"{said} The preamble is longer than those of {own.percentile:.0f}% of {own.texts:,} texts "
        f"of {name} (median {own.median_words:,.0f} words)."
    )


def plural(n: int, name: str) -> str:
    """A number with its noun."""
    return f"{n:,} {name}{'' if n == 1 else 's'}"
