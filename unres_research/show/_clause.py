"""The page of a clause: the answer first, then its words by when they came, and who has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from unres_research import _shown as shown
from unres_research.analyse._align import Change, differences
from unres_research.analyse._history import LABELS, TITLE, History, committee_name, series_name
from unres_research.show._html import COME, GONE, ITALICS, LOOKS, OTHER, RUN, View, runs_of, view_of

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 60  # of a table; the rest is counted
_LONG, _END = 40, 12  # words of a stretch that is cut on the page, and what stays of both ends
_SESSIONS = "color:#1A1A1A;background-color:#CFE5F3"  # where a run stands


def coloured_clause(found: History, n: int) -> View:
    """Show a clause, each word coloured by the first resolution that holds it."""
    return view_of("coloured-clause.html.j2", **_colours(found, n))


def view(found: History) -> View:
    """All that is known of a clause, as the body of a page."""
    return view_of(
        "clause.html.j2",
        colours=_colours(found, len(LOOKS)),
        answer=[_labelled(line) for line in found.answer],
        told=found.part is not None,
        nothing="Not in it." if found.phrase else "No six words in a row of it.",
        sessions=_sessions(found),
        carried="the clause" if found.is_whole else "its longest part",
        series=_entries(found.series, _series),
        stretches=list(_stretches(found)),
        present=_SESSIONS,
        lineage=list(_lineage(found)),
        near=_entries(found.near, _near),
        places=_entries(found.carriers, _place),
        texts=any(corpus.has_texts for corpus in found.collections.values()),
        gone=GONE,
        come=COME,
    )


def title(found: History) -> str:
    """The heading of its page, in which a clause from right to left stands by itself."""
    if found.record is not None:
        return f"History of {found.name}"
    return Markup("History of “<bdi>{}</bdi>”").format(found.opening)


def _labelled(line: str) -> tuple[str, str]:
    """Take the label from a sentence that begins with one."""
    label, _, rest = line.partition(": ")
    return (label, rest) if label in LABELS or label.startswith("Before ") else ("", line)


def _entries(frame: pd.DataFrame, entry: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The first rows of a table, and how many more there are."""
    rows = [entry(row) for row in frame.head(_ROWS).itertuples()]
    return {"rows": rows, "more": max(0, len(frame) - _ROWS)}


# its words ------------------------------------------------------------------------------


def _colours(found: History, n: int) -> dict[str, Any]:
    """What the template of the coloured clause takes."""
    table = found.word_table
    first = _firsts(table, n)
    place = {symbol: k for k, symbol in enumerate(first["first_symbol"])}
    held = table["resolutions"].to_numpy() > 0
    new = 0 if found.phrase else int((~held).sum())  # of few words no run can be told
    own = table["first_symbol"].map(place).fillna(len(place)).to_numpy(int)
    owner = np.where(held, own, -1)
    counts = np.bincount(owner[held], minlength=len(place) + 1).tolist()
    return {
        "runs": list(runs_of(found.text, owner, found.is_formulaic)),
        "first": [
            _first(row, found, count)
            for row, count in zip(first.itertuples(), counts[:-1], strict=True)
        ],
        "looks": [RUN.format(*look) for look in (*LOOKS[: len(first)], OTHER)],
        "italics": ITALICS,
        "others": _words(counts[-1]) if counts[-1] else "",
        "formulaic": bool((found.is_formulaic & held).any()),
        "new": new,
        "words": found.words,
    }


def _firsts(table: pd.DataFrame, n: int) -> pd.DataFrame:
    """Resolutions that were first with most words which are not formulaic, the earliest first."""
    keys = ["first_date", "first_symbol"]
    kept = table[(table["resolutions"] > 0) & ~table["is_formulaic"]]
    counts = kept.groupby(keys).size().rename("words").reset_index()
    most = counts.sort_values(["words", *keys], ascending=[False, True, True]).head(n)
    return most.sort_values(keys, ignore_index=True)


def _words(count: int) -> str:
    return f"{count:,} word{'s' if count != 1 else ''}"


def _first(row: Any, found: History, count: int) -> dict[str, Any]:
    titles = [
        corpus.resolutions["title"].get(row.first_symbol) for corpus in found.collections.values()
    ]
    title = next((title for title in titles if title is not None), "")
    return {
        "symbol": row.first_symbol,
        "date": f"{row.first_date:%Y-%m-%d}",
        "title": shown.cell(title, TITLE),
        "words": _words(count),
    }


# who has it -----------------------------------------------------------------------------


def _sessions(found: History) -> list[dict[str, Any]]:
    most = found.by_session["share"].max()
    return [
        {
            "name": row.session,
            "carriers": f"{row.resolutions:,} of {row.of:,}",
            "share": f"{row.share:.1%}" if row.of else "–",
            "width": f"{100 * row.share / most:.1f}" if row.resolutions else "",
            "half": f"{row.with_half:,} of {row.of:,}",
        }
        for row in found.by_session.itertuples()
        if row.with_half or row.resolutions or not isinstance(row.session, str)
    ]


def _series(row: Any) -> dict[str, Any]:
    ends = [f"first {row.first} ({row.first_date:%Y-%m-%d})"]
    if row.first != row.latest:
        ends.append(f"last {row.latest} ({row.latest_date:%Y-%m-%d})")
    else:
        ends = [ends[0].replace("first", "only", 1)]
    said = " and ".join(map(committee_name, row.committees))
    older = f"{row.older:,} in the selection" if row.older else ""
    count = f"{row.resolutions:,} of {row.of:,}" if row.of else older
    note = [said, *ends, older if row.of else ""]
    return {"id": count, "text": series_name(row.title, row.latest), "note": _told(note)}


def _place(row: Any) -> dict[str, Any]:
    said = f", {committee_name(row.committee)}" if isinstance(row.committee, str) else ""
    note = [
        f"{row.adopted_on:%Y-%m-%d}",
        f"session {row.session}{said}" if row.session else "",
        row.kind,
        _older(row),
    ]
    return {"id": f"{row.symbol} {row.paragraph}", "text": row.title, "note": _told(note)}


def _older(row: Any) -> str:
    return "" if row.collection == "complete" else row.collection


def _told(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


def _near(row: Any) -> dict[str, Any]:
    """A hit: its words where they are at hand, and how sure it is."""
    sure = f"the same clause in {row.precision:.0%} of such cases"
    if row.low == row.low:
        sure += f" ({row.low:.0%} to {row.high:.0%})"
    shared = f"{row.shared_words:,} words in common"
    shared += f", longest run {row.longest_run:,}" if row.longest_run else ""
    text = getattr(row, "text", None)
    words = _cut(text) if isinstance(text, str) else row.title
    note = [f"{row.adopted_on:%Y-%m-%d}", sure if row.precision == row.precision else "", shared]
    return {"id": f"{row.symbol} {row.paragraph}", "text": words, "note": _told(note)}


# over time ------------------------------------------------------------------------------


def _stretches(found: History) -> Iterator[dict[str, Any]]:
    """Runs that came and went, each with its sessions."""
    table = found.stretch_sessions
    used = [not isinstance(name, str) or table[name].any() for name in table]
    pairs = zip(found.stretches.itertuples(), table.loc[:, used].itertuples(), strict=True)
    for row, counts in pairs:
        held = zip(table.columns[used], counts[1:], strict=True)
        yield {
            "text": _cut(row.text),
            "first": f"{row.first_symbol} ({row.first_date:%Y-%m-%d})",
            "latest": f"{row.latest_symbol} ({row.latest_date:%Y-%m-%d})",
            "only": row.first_symbol == row.latest_symbol,
            "resolutions": f"{row.resolutions:,}",
            "sessions": [(str(name), f"{count:,}" if count else "") for name, count in held],
        }


def _cut(text: str) -> str:
    """A stretch of text; of a long one both ends, and how many words are left out between."""
    words = text.split(" ")
    if len(words) <= _LONG:
        return text
    left = len(words) - 2 * _END
    return f"{' '.join(words[:_END])} … [{left} words] … {' '.join(words[-_END:])}"


def _lineage(found: History) -> Iterator[dict[str, Any]]:
    """Every resolution of the series, with what it has of the clause and what it has not."""
    for row in found.lineage.itertuples():
        yield {
            "id": f"{row.symbol} {row.paragraph}" if isinstance(row.paragraph, str) else row.symbol,
            "date": f"{row.adopted_on:%Y-%m-%d}",
            "title": series_name(row.title, row.symbol),
            "left_out": row.left_out,
            "whole": row.whole,
            "words": "" if row.left_out else f"{row.matched_words:,.0f} of {found.words:,} words",
            "changes": [] if row.left_out or not row.matched_words else list(_pieces(found, row)),
        }


def _pieces(found: History, row: Any) -> Iterator[tuple[str, str, str]]:
    """What stands in both, only in the clause, only in the resolution's paragraph."""
    if row.matched_words < found.words / 2:
        for change in _by_spans(found, row.held):
            yield (_cut(change.before) if change.kind == "same" else " … "), "", ""
        return
    if isinstance(row.text, str):
        changes = differences(found.text, row.text)
    else:
        changes = list(_by_spans(found, row.held))
    for change in changes:
        if change.kind == "same":
            yield _cut(change.before), "", ""
        else:
            yield "", _cut(change.before), _cut(change.after)


def _by_spans(found: History, held: tuple[tuple[int, int], ...]) -> Iterator[Change]:
    """Cut the clause into words that stand there in a run of six, and the rest."""
    at, text = 0, found.text
    for start, end in held:
        first, last = found.spans[start][1], found.spans[end - 1][2]
        if end == found.words:
            last = len(text)
        if start == 0:
            first = 0
        if first > at:
            yield Change("deleted", text[at:first], "")
        yield Change("same", text[first:last], text[first:last])
        at = last
    if at < len(text):
        yield Change("deleted", text[at:], "")
