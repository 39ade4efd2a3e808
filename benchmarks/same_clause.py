"""Pairs of clauses that say the same, found without labels: what a text made of an earlier one.

A resolution and its predecessor (`lineages.predecessors`) are aligned (`un.align`, similarity of
at least `SIMILARITY`). A pair is

- *in other words* when the two share no run of six words, and the paragraphs before and after
  both are paired with each other with a similarity of at least `BESIDE` (or both stand at the
  beginning or at the end): the place says that one was made of the other;
- *mostly in other words* when less than a third of the words of each stand in shared runs; here
  a paragraph is paired with all that it came from, through several predecessors, and a pair of
  neighbours needs both neighbours paired unless its similarity is `SURE`.

Both paragraphs have six words or more, and each pair of wordings counts once. `clause` are the
wordings that are the same clause as the earlier one: what it came from itself, and what shares
half of the shorter one's runs with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.measure import reference
from unres_research import align, load_folder
from unres_research._names import BODY_KINDS
from unres_research.analyse import lineages
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import N, run_hashes
from unres_research.records import Paragraph, Resolution

SIMILARITY, SURE, BESIDE = 0.2, 0.35, 0.5
FEWEST = N  # words of a clause that could hold a run
MOST = 1 / 3  # of the words, in shared runs


@dataclass(frozen=True)
class Step:
    """A paragraph of a text, and the one of its predecessor that it was made of."""

    symbol: str
    id: str
    text: str
    wording: int
    old_symbol: str
    old_id: str
    old_text: str
    old_wording: int
    similarity: float
    placed: bool  # both neighbours are paired with each other
    surely: bool  # and much alike

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(analyser.words(self.text))

    @property
    def old_words(self) -> tuple[str, ...]:
        return tuple(analyser.words(self.old_text))


@dataclass(frozen=True)
class Same:
    """A clause of a text, and an earlier one that says the same."""

    symbol: str
    text: str
    wording: int
    earlier: int
    clause: frozenset[int]
    copied: frozenset[int]  # what it came from in nearly its own words: no answer, no error
    like: frozenset[int]  # what shares half of the shorter one's runs with any of them
    series: str
    steps: int
    other_words: bool  # no run is shared


def texts(corpus: Corpus) -> dict[str, Resolution]:
    """Records of the resolutions of a data set, from the documents it was made of."""
    sources = corpus.resolutions["source"].to_dict()
    loaded = load_folder(reference() / "UNxml-GAresolutions", progress=False)
    return {
        record.symbol: record
        for record in loaded.records
        if record.symbol
        and record.symbol in sources
        and record.source
        and record.source.path.endswith(sources[record.symbol])
    }


def steps(corpus: Corpus, records: Mapping[str, Resolution]) -> list[Step]:
    """All pairs of paragraphs of texts and their predecessors."""
    table = corpus.paragraphs
    places = zip(table["symbol"], table["paragraph"], strict=True)
    wording = dict(zip(places, table["wording"].tolist(), strict=True))
    renewed = lineages.predecessors(corpus)["predecessor"].dropna()
    return [
        step
        for symbol, old in renewed.items()
        for step in _steps(records[old], records[symbol], wording)
    ]


def _steps(
    old: Resolution, new: Resolution, wording: Mapping[tuple[str, str], int]
) -> Iterator[Step]:
    found = align(old, new, kinds=BODY_KINDS, min_similarity=SIMILARITY)
    before, after = ([p for p in r if p.kind in BODY_KINDS] for r in (old, new))
    row_old, row_new = ({p.id: k for k, p in enumerate(r)} for r in (before, after))
    pairs = [p for p in found.pairs if p.before is not None and p.after is not None]
    partner = {row_new[p.after.id]: row_old[p.before.id] for p in pairs}  # type: ignore[union-attr]
    alike = {row_new[p.after.id]: p.similarity for p in pairs}  # type: ignore[union-attr]
    partner |= {-1: -1, len(after): len(before)}
    alike |= {-1: 1.0, len(after): 1.0}
    for j in sorted(alike.keys() - {-1, len(after)}):
        i = partner[j]
        beside = [alike[j + d] if partner.get(j + d) == i + d else 0.0 for d in (-1, 1)]
        yield _step(before[i], after[j], (old, new), wording, alike[j], min(beside))


def _step(
    one: Paragraph,
    other: Paragraph,
    texts: tuple[Resolution, Resolution],
    wording: Mapping[tuple[str, str], int],
    similarity: float,
    beside: float,
) -> Step:
    old, new = (str(text.symbol) for text in texts)
    earlier = (old, one.id, one.text, wording[old, one.id])
    later = (new, other.id, other.text, wording[new, other.id])
    return Step(*later, *earlier, similarity, beside > 0, beside >= BESIDE)


def in_runs(words: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Share of the words that stand in a run of six words that the others hold, too.

    >>> in_runs(tuple("abcdefgh"), tuple("xabcdef"))
    0.75
    """
    covered = np.zeros(len(words), dtype=bool)
    for k in np.flatnonzero(np.isin(run_hashes(words), run_hashes(others))):
        covered[k : k + N] = True
    return float(covered.mean()) if len(words) else 0.0


def same_clauses(corpus: Corpus, found: list[Step]) -> list[Same]:
    """Pairs in other words, then those mostly in other words; no pair of wordings twice."""
    series = lineages.series(corpus)
    alike = _alike(corpus)
    made_of = {(s.symbol, s.id): s for s in found if s.similarity >= SURE}
    pairs: dict[tuple[int, int], Same] = {}
    for first in found:
        line = [first]
        while first.similarity >= SURE and (line[-1].old_symbol, line[-1].old_id) in made_of:
            line.append(made_of[line[-1].old_symbol, line[-1].old_id])
        for k, last in enumerate(line):
            told = _told(first, last, k)
            if told is None:
                continue
            came_from = {s.old_wording for s in line}
            clause = came_from.union(*(alike[w] for w in came_from)) - {first.wording}
            copied = {w for w in clause if w != last.old_wording and w in alike[first.wording]}
            like = frozenset(alike[first.wording].union(*(alike[w] for w in clause)))
            pair = Same(
                symbol=first.symbol,
                text=first.text,
                wording=first.wording,
                earlier=last.old_wording,
                clause=frozenset(clause - copied),
                copied=frozenset(copied),
                like=like,
                series=series[first.symbol],
                steps=k + 1,
                other_words=told,
            )
            key = (first.wording, last.old_wording)
            if key not in pairs or (told and not pairs[key].other_words):
                pairs[key] = pair
    return sorted(pairs.values(), key=lambda pair: not pair.other_words)


def _told(first: Step, last: Step, k: int) -> bool | None:
    """Whether a pair is in other words altogether (True), mostly (False), or not (None)."""
    if first.wording == last.old_wording:
        return None
    words, old = first.words, last.old_words
    if min(len(words), len(old)) < FEWEST:
        return None
    shared = max(in_runs(words, old), in_runs(old, words))
    if not shared and not k and first.surely:
        return True
    sure = k > 0 or first.similarity >= SURE or first.placed
    return False if shared < MOST and sure else None


def _alike(corpus: Corpus) -> Any:
    """By wording those that share half of the shorter one's runs."""
    found: dict[int, set[int]] = defaultdict(set)
    table = lineages.near_duplicates(corpus, min_share=0.5)
    for one, other in zip(table["first"].tolist(), table["second"].tolist(), strict=True):
        found[one].add(other)
        found[other].add(one)
    return found
