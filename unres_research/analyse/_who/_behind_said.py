"""Who stands behind the words of a text, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._who._behind import Behind


def summary(found: Behind) -> Iterator[str]:
    """Its sponsors, where its clauses stood first, and its sponsors on lists of others."""
    yield _own(found)
    yield from _first(found)
    if found.all_own:
        yield from _lists(found.between())


def _name(found: Behind) -> str:
    title = found.found.record.title
    return found.found.symbol or (f"“{title}”" if title else "the text")


def _own(found: Behind) -> str:
    if not found.all_own:
        return f"No State is known as a sponsor of {_name(found)}."
    return (
        f"States that sponsor {_name(found)}: {len(found.draft):,} its draft, "
        f"{len(found.all_own):,} in all."
    )


def _first(found: Behind) -> Iterator[str]:
    clauses = found.clauses
    first = clauses[clauses["symbol"].notna()]
    said = (
        f"Paragraphs with a run of six or more words that stood in an earlier resolution: "
        f"{len(first):,} of {len(clauses):,}"
    )
    if first.empty:
        yield f"{said}."
        return
    symbol, times = _counts(first["symbol"])[0]
    yield f"{said}; most often {symbol} had it first ({times:,})."
    yield (
        f"How these first resolutions were adopted (count of paragraphs): "
        f"{_counted(first['adoption'])}. Whom their lists of sponsors name: "
        f"{_counted(first['listed'])}."
    )


def _counts(values: pd.Series) -> list[tuple[str, int]]:
    """Values by how often they stand there; of several as often the first one first."""
    counts = values.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    return [(str(name), int(n)) for name, n in counts.items()]


def _counted(values: pd.Series) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in _counts(values))


def _lists(table: pd.DataFrame) -> Iterator[str]:
    for own, said in (("draft", "Sponsors of its draft"), ("all", "All its sponsors")):
        rows = table[(table["own"] == own) & table["ratio"].notna()]
        parts = [f"{row.group} {_ratio(row.ratio, row.low, row.high)}" for row in rows.itertuples()]
        if parts:
            yield (
                f"{said} on lists of other resolutions, as a multiple of what habits of sponsoring "
                f"alone would put there (1: as many): {', '.join(parts)}."
            )


def _ratio(ratio: float, low: float, high: float) -> str:
    within = "no interval" if low != low else f"95% interval {low:.2f} to {high:.2f}"
    return f"{ratio:.2f} ({within})"
