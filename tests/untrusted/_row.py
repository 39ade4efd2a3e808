"""One line of the table that `make torture` prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was tried, how often, how often it held, and in words each time that it did not."""

    what: str
    tried: int
    survived: int
    lost: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.tried != self.survived + len(self.lost):
            raise ValueError(f"found {self}, expected tried = survived + lost")

    @classmethod
    def of(cls, what: str, outcomes: Iterable[str]) -> Row:
        """Return the row of these outcomes: "" for each that held, else what went wrong."""
        found = list(outcomes)
        lost = tuple(filter(None, found))
        return cls(what, len(found), len(found) - len(lost), lost)


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = ["| what | tried | survived | lost |", "|---|---:|---:|---:|"]
    lines += [f"| {r.what} | {r.tried:,} | {r.survived:,} | {len(r.lost):,} |" for r in rows]
    return "\n".join(lines)
