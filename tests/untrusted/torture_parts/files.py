"""Mutated documents, each read in a process of its own limits."""

from __future__ import annotations

import random

from _row import Row
from mutations import SEEDS, mutated, outcome


def run(quick: bool) -> list[Row]:
    """Mutate documents of each kind."""
    rows = []
    for kind, seed in SEEDS.items():
        rng, found = random.Random(f"files {kind}"), []
        for number in range(20 if quick else 200):
            try:
                outcome(mutated(seed, rng))
                found.append("")
            except Exception as error:
                found.append(f"{kind} {number}: {type(error).__name__}: {error}")
        rows.append(Row.of(f"mutated files: {kind}", found))
    return rows
