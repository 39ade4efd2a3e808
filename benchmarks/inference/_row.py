"""One figure of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    what: str
    target: str
    found: str
    runs: int
