"""Two texts as one: what was deleted, inserted, moved and renumbered, the rest folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from unres_research._inputs import check_kind
from unres_research.analyse._align import Alignment, Pair
from unres_research.analyse._compare import own_symbol
from unres_research.records import Resolution
from unres_research.show._html import COME, GONE, View, render

_UNNAMED = "text"  # what `loads` calls a text
_DOUBTFUL = 0.5  # similarity below which a pair is marked, for the reader to judge
_SHORT = 60  # characters of a change in the list of changes
_UNCHANGED = "unchanged"
_KINDS = {  # by status, in the order in which they are counted
    "same": _UNCHANGED,
    "marks": "punctuation or capitals",
    "changed": "changed",
    "moved": "moved",
    "moved and changed": "moved and changed",
    "added": "added",
    "split": "split",
    "dropped": "deleted",
    "merged": "merged",
}


def redline(alignment: Alignment) -> View:
    """Show two texts as one, with what was deleted, inserted, moved and renumbered.

    Parameters
    ----------
    alignment : Alignment
        `align(before, after)`.

    Returns
    -------
    View
        Runs of unchanged paragraphs are folded, and changes are numbered. The page that `save`
        writes has besides a list of changes, and leads from one to the next by the keys n and
        p (or j and k).

    Examples
    --------
    >>> import unres_research as un
    >>> corpus = un.corpus.example_corpus()
    >>> one, two = (corpus.resolution(f"A/RES/78/{k}") for k in (907, 908))
    >>> redline(un.align(one, two)).html.count("<ins") > 0
    True
    """
    check_kind(alignment, Alignment, "the redline", "an alignment, from un.align")
    before, after = names_of(alignment)
    rows = _numbered([_row(pair) for pair in alignment.pairs])
    groups = [
        (_summary(run) if folded else "", run)
        for folded, group in groupby(rows, key=lambda row: row["number"] is None)
        for run in [list(group)]
    ]
    values = {
        "before": before,
        "after": after,
        "counts": said_kinds(alignment),
        "groups": groups,
        "changes": [row for row in rows if row["number"]],
        "gone": GONE,
        "come": COME,
    }
    shown, page = (
        str(render("redline.html.j2", on_page=on_page, **values)) for on_page in (False, True)
    )
    return View(shown, page, alignment=alignment)


def said_counts(alignment: Alignment) -> str:
    """Say how many paragraphs have the same words, changed, moved: "1 same, 2 changed"."""
    said = ", ".join(f"{count} {name}" for name, count in alignment.counts().items() if count)
    return said.replace("openers", "openers changed")


def kinds(alignment: Alignment) -> dict[str, int]:
    """How many paragraphs are unchanged, and how many changed in which way, each counted once."""
    found = Counter(_KINDS[_kind(pair)] for pair in alignment.pairs)
    return {name: found[name] for name in _KINDS.values() if found[name]}


def said_kinds(alignment: Alignment) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in kinds(alignment).items()) or "none"


def names_of(alignment: Alignment) -> tuple[str, str]:
    """Say which two texts are aligned: by symbol, where both have one by file, else by place."""
    both = alignment.before, alignment.after
    files = [file_of(record) for record in both]
    for one, other in ([own_symbol(record) for record in both], files):
        if one and other and one != other:
            return one, other
    one, other = (own_symbol(record) or file for record, file in zip(both, files, strict=True))
    if one == other:
        return "the first text", "the second text"
    return one or "the first text", other or "the second text"


def file_of(record: Resolution) -> str | None:
    path = record.source.path if record.source else ""
    return None if path in ("", _UNNAMED) else path


def _kind(pair: Pair) -> str:
    """What happened to a paragraph; "same" only where every character is."""
    if pair.before is None or pair.after is None:
        return pair.status
    if pair.moved:
        return "moved" if pair.status == "same" else "moved and changed"
    has_other_marks = any(change.kind != "same" for change in pair.changes)
    return "marks" if pair.status == "same" and has_other_marks else pair.status


def _row(pair: Pair) -> dict[str, Any]:
    before, after = pair.before, pair.after
    if before and after:
        changes = [
            (c.after, "", "") if c.kind == "same" else ("", c.before, c.after) for c in pair.changes
        ]
    else:
        changes = [("", before.text if before else "", after.text if after else "")]
    ids = [p.id if p else "" for p in (before, after)]
    return {
        "ids": ids,
        "changes": changes,
        "kind": _KINDS[_kind(pair)],
        "place": " → ".join(dict.fromkeys(filter(None, ids))),
        "short": _in_short(changes),
        "remarks": list(_remarks(pair)),
    }


def _in_short(changes: list[tuple[str, str, str]]) -> tuple[str, str, str]:
    """The first words that go, that come, or where none do the first of the paragraph."""
    for same, old, new in changes:
        if not same and any(letter.isalnum() for letter in old + new):
            return _cut(old), _cut(new), ""
    same, old, new = changes[0] if changes else ("", "", "")
    return _cut(old), _cut(new), _cut(same)


def _cut(text: str) -> str:
    """The first words of a text.

    >>> _cut("a " * 50)[-5:], _cut(" lamps ")
    ('a a …', 'lamps')
    """
    text = text.strip()
    if len(text) <= _SHORT:
        return text
    return f"{text[:_SHORT].rpartition(' ')[0] or text[:_SHORT]} …"


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    count = 0
    for row in rows:
        is_change = row["kind"] != _UNCHANGED
        count += is_change
        row["number"] = count if is_change else None
    return rows


def _summary(rows: list[dict[str, Any]]) -> str:
    """Say how many paragraphs are folded, and which: by their places in the second text."""
    old, new = (_span([row["ids"][side] for row in rows]) for side in (0, 1))
    noun = "paragraph" if len(rows) == 1 else "paragraphs"
    was = "" if old == new else f" (before: {old})"
    return f"{len(rows):,} unchanged {noun}: {new}{was}"


def _span(ids: list[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]} to {ids[-1]}"


def _remarks(pair: Pair) -> Iterator[tuple[str, str]]:
    """Say what happened to a paragraph, each with its look."""
    kind = _kind(pair)
    looks = {"dropped": GONE, "merged": GONE, "added": COME, "split": COME}
    more = {"merged": " into ", "split": " from "}
    if kind != "same":
        yield (
            looks.get(kind, ""),
            _KINDS[kind] + (f"{more[kind]}{pair.origin}" if kind in more else ""),
        )
    if pair.opener_change:
        yield "", "opener: “{}” became “{}”".format(*pair.opener_change)
    if pair.before and pair.after and pair.similarity < _DOUBTFUL:
        yield "", f"little alike ({pair.similarity:.2f})"
