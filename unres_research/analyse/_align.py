"""Two texts side by side: which paragraph became which, and what was changed in it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import as_list, check_known
from unres_research._names import KINDS
from unres_research.analyse._groups import check_text
from unres_research.corpus import _tokens as analyser
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution

if TYPE_CHECKING:
    import pandas as pd

_MIN_INSIDE = 0.6  # share of a paragraph that must stand in another to be a part of it
_MIN_PART = 6  # words of a paragraph that can be a part of another
_SHOWN = 60  # pairs in a notebook
_STATUSES = ("same", "changed", "split", "merged", "added", "dropped")
_COLUMNS = ["before", "after", "status", "moved", "origin", "similarity"]
_COLUMNS += ["opener_before", "opener_after", "opener_changed"]
_COLUMNS += ["words_before", "words_after", "words_deleted", "words_inserted"]
_ORDER, _PLACE, _KIND = 0.04, 0.02, 0.15  # weights of order, of the same number, of the kind
_TOKEN = re.compile(r"\s+|[^\W_]+(?:[-'’‑][^\W_]+)*|[^\w\s]|_")
_MAX_CELLS = 10_000_000  # paragraphs of one text times those of the other
_MAX_TOKENS = 4_000  # words and marks of two paragraphs (their geometric mean)


@dataclass(frozen=True)
class Change:
    """A piece of two texts, as printed, with its blanks."""

    kind: str  # "same", "deleted", "inserted" or "replaced"
    before: str
    after: str


@dataclass(frozen=True)
class Pair:
    """A paragraph of the one text beside its like in the other; see `Alignment`."""

    before: Paragraph | None
    after: Paragraph | None
    status: str
    moved: bool
    similarity: float
    changes: tuple[Change, ...]
    origin: str | None = None

    @property
    def opener_change(self) -> tuple[str, str] | None:
        """Openers before and after, unless both texts open with the same words."""
        if self.before is None or self.after is None:
            return None
        old, new = self.before.opener, self.after.opener
        if not old or not new or old == new:
            return None
        size = max(len(old.split()), len(new.split()))
        begins = [analyser.words(p.text)[:size] for p in (self.before, self.after)]
        return (old, new) if begins[0] != begins[1] else None


@dataclass(frozen=True, eq=False, repr=False)
class Alignment:
    """Two texts paragraph by paragraph; made by `align`.

    Attributes
    ----------
    before, after : Resolution
    pairs : tuple
        In the order of the second text; what was dropped or merged stands after the
        paragraph that it followed in the first (the last one before it that did not move).
        Each has `before`, `after` (a paragraph or None), `status` ("same": the same words;
        "changed"; "split": `after` was a part of `origin`, a paragraph of the first text that
        has its own pair; "merged": `before` went into `origin`, one of the second; "added";
        "dropped"), `moved` (whether it changed places with others), `similarity` (0 to 1; of
        split and merged the share that stands in `origin`; NaN for the rest of one side),
        `opener_change` (None, or both openers), and `changes`: pieces with `kind` ("same",
        "deleted", "inserted" or "replaced"), `before` and `after`.

    Examples
    --------
    >>> from unres_research import loads
    >>> head = "The General Assembly," + chr(10) + chr(10)
    >>> one = loads(head + "1. Urges all States to light their harbours at night;")
    >>> found = align(one, loads(head + "1. Encourages all States to light their harbours;"))
    >>> found
    <Alignment of 1 pairs: 1 changed, 1 openers changed>
    >>> found.pairs[0].opener_change
    ('Urges', 'Encourages')
    >>> [piece.before for piece in found.pairs[0].changes if piece.kind == "deleted"]
    [' at night']
    >>> found.to_frame()[["before", "after", "words_deleted", "words_inserted"]].values.tolist()
    [['OP1', 'OP1', 3, 1]]
    >>> found.counts()["openers"]
    1
    """

    before: Resolution
    after: Resolution
    pairs: tuple[Pair, ...]

    def __repr__(self) -> str:
        """Say how many pairs there are of each kind."""
        return f"<Alignment of {len(self.pairs):,} pairs: {self._said}>"

    @property
    def _said(self) -> str:
        counts = self.counts()
        counts["openers changed"] = counts.pop("openers")
        return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "none"

    def _repr_html_(self) -> str:
        """Show the pairs as a table; the words stand in a redline."""
        table = self.to_frame()[[*_COLUMNS[:6], "words_deleted", "words_inserted"]]
        said = f"{len(self.pairs):,} pairs of paragraphs: {self._said}"
        if len(table) > _SHOWN:
            said += f"; the first {_SHOWN} of them"
        rows = shown.table(table.head(_SHOWN), floats="{:.2f}".format)
        return shown.block(shown.said(said), rows)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a pair.

        Returns
        -------
        pandas.DataFrame
            `before`, `after` (paragraph ids, missing on one side); `status`, `moved`, `origin`,
            `similarity` as above; `opener_before`, `opener_after`, `opener_changed`;
            `words_before`, `words_after`, `words_deleted`, `words_inserted` (counts).
        """
        import pandas as pd

        rows = [
            (
                *(p.before and p.before.id, p.after and p.after.id),
                *(p.status, p.moved, p.origin, p.similarity),
                *(p.before and p.before.opener, p.after and p.after.opener),
                p.opener_change is not None,
                *(len(_words(p.before)), len(_words(p.after))),
                *(_changed_words(p, "before"), _changed_words(p, "after")),
            )
            for p in self.pairs
        ]
        return pd.DataFrame(rows, columns=_COLUMNS)

    def counts(self) -> dict[str, int]:
        """Return how many pairs have each status, were moved, have changed "openers"."""
        found = Counter(p.status for p in self.pairs)
        return {
            **{status: found[status] for status in _STATUSES},
            "moved": sum(p.moved for p in self.pairs),
            "openers": sum(p.opener_change is not None for p in self.pairs),
        }


def align(
    before: Resolution,
    after: Resolution,
    *,
    min_similarity: float = 0.35,
    kinds: str | Iterable[str] | None = None,
) -> Alignment:
    """Find which paragraph of a text became which of another, and what was changed.

    Paragraphs are paired one to one so that the sum of their similarities is greatest
    (weighted Dice coefficient of words and pairs of words, rarer ones counting more; a
    little is added for the same order, number and kind). A paragraph that is left over is
    split from (merged into) another when that one holds most of it besides what it shares
    with its own pair; the rest was added or dropped, as are headings and what is shorter
    than six words. A pair has moved when it is not in the longest series of pairs (by words)
    whose order is the same in both texts.

    Parameters
    ----------
    before, after : Resolution
        With texts: from `un.load`, or `Corpus.resolution` of a data set that keeps texts.
    min_similarity : float
        Similarity from which two paragraphs are taken for one, above 0, at most 1.
    kinds : str or iterable of str, optional
        Only paragraphs of these kinds; by default all, headings and annexes too.

    Returns
    -------
    Alignment

    Raises
    ------
    UnresError
        When `min_similarity` is out of range, or the texts are too long to be compared.

    Notes
    -----
    Similar is not descended: two paragraphs of one formula may be paired where one was
    dropped and another added; the similarity is there to be looked at. Below about 0.5
    read both.

    References
    ----------
    Dice (1945), Measures of the amount of ecologic association between species, Ecology 26.
    Kuhn (1955), The Hungarian method for the assignment problem, Naval Research Logistics
    Quarterly 2. Ratcliff & Metzener (1988), Pattern matching: the gestalt approach, Dr. Dobb's
    Journal (the words changed inside a pair).

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> one, other = map(example_corpus().resolution, ["A/RES/77/901", "A/RES/77/902"])
    >>> [(pair.before.id, pair.after.id, pair.status) for pair in align(one, other).pairs]
    [('OP1', 'OP1', 'changed')]
    """
    for record in (before, after):
        check_text(record, "a text to align")
    if not 0 < min_similarity <= 1:
        raise UnresError(
            f"found min_similarity = {min_similarity}, expected one above 0 and at most 1"
        )
    wanted = None if kinds is None else set(as_list(kinds, "kinds"))
    check_known(wanted or (), KINDS, "kinds of paragraphs")
    old, new = ([p for p in r if wanted is None or p.kind in wanted] for r in (before, after))
    if len(old) * len(new) > _MAX_CELLS:
        raise UnresError(
            f"found texts of {len(old):,} and {len(new):,} paragraphs, expected fewer; align "
            "their parts"
        )
    bags = _Bags(old, new)
    matched = _match(bags, min_similarity)
    moved = _moved(matched, old)
    partner = {**matched, **{j: i for i, j in matched.items()}}
    pairs = {}
    for k in range(len(bags.paragraphs)):
        if k in matched:
            pairs[matched[k]] = _pair(bags, k, matched[k], k in moved)
        elif k not in partner:
            pairs[k] = _leftover(bags, k, partner)
    return Alignment(before, after, tuple(_in_order(bags, pairs, matched, moved)))


class _Bags:
    """Words and pairs of words of all paragraphs, weighted, and how alike these are.

    Rows count through both texts, the second, which begins at `split`, after the first.
    """

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        from scipy.sparse import csr_array

        self.paragraphs, self.split = [*old, *new], len(old)
        bags = [_bag(p.text) for p in self.paragraphs]
        self.terms = [Counter(t.partition("#")[0] for t in bag) for bag in bags]
        names = {t: k for k, t in enumerate(dict.fromkeys(t for bag in bags for t in bag))}
        often = Counter(t for bag in bags for t in bag)
        self.weight = weight = {t: np.log(1 + len(bags) / often[t]) for t in names}
        self._sums = [self._sum(terms) for terms in self.terms]
        self._free: dict[int, tuple[Counter[str], float]] = {}  # by home, and its sum
        self._inside: dict[tuple[str, ...], float] = {}  # by texts
        columns = [names[t] for bag in bags for t in bag]
        values = [np.sqrt(weight[t]) for bag in bags for t in bag]
        ends = np.cumsum([0, *(len(bag) for bag in bags)])
        shape = (len(bags), max(1, len(names)))
        table = csr_array((np.array(values, dtype=float), columns, ends), shape=shape)
        self.mass = mass = np.asarray(table.power(2).sum(axis=1)).ravel()
        self.shared = (table[: self.split] @ table[self.split :].T).toarray()
        total = mass[: self.split, None] + mass[None, self.split :]
        alike = np.divide(2 * self.shared, total, out=np.zeros_like(self.shared), where=total > 0)
        self.similarity = alike.round(9)  # equal bags are 1, whatever the order of the sums

    def homes(self, piece: int) -> np.ndarray:
        """Rows of the other text that could hold a paragraph."""
        shared = self.shared[piece] if piece < self.split else self.shared[:, piece - self.split]
        other = self.split if piece < self.split else 0
        return np.flatnonzero(shared >= _MIN_INSIDE * self.mass[piece]) + other

    def inside(self, piece: int, home: int, partner: int) -> float:
        """Share of a paragraph that its home has besides what the home's partner has too.

        Where all of that is too little, whatever the words are, it is 0.
        """
        if home not in self._free:
            free = self.terms[home] - self.terms[partner]
            self._free[home] = free, self._sum(free)
        free, most = self._free[home]
        whole = self._sums[piece]
        if most < _MIN_INSIDE * whole - 1e-9:
            return 0.0
        names = tuple(self.paragraphs[k].text for k in (piece, home, partner))
        if names not in self._inside:
            self._inside[names] = self._sum(self.terms[piece] & free) / whole
        return self._inside[names]

    def _sum(self, terms: Counter[str]) -> float:
        return float(sum(self.weight[t] * count for t, count in terms.items()))


def _bag(text: str) -> list[str]:
    """Words, and pairs of words; each with how often it came before: "the", "the#2".

    >>> _bag("to be to")
    ['to', 'be', 'to#2', 'to be', 'be to']
    """
    words = analyser.words(text)
    seen: Counter[str] = Counter()
    found = []
    for term in [*words, *(f"{a} {b}" for a, b in pairwise(words))]:
        seen[term] += 1
        found.append(term if seen[term] == 1 else f"{term}#{seen[term]}")
    return found


def _match(bags: _Bags, min_similarity: float) -> dict[int, int]:
    """Rows of the first text with those of the second, so that their likeness is greatest."""
    from scipy.optimize import linear_sum_assignment

    old, new = bags.paragraphs[: bags.split], bags.paragraphs[bags.split :]
    if not old or not new:
        return {}
    place_old, place_new = (np.arange(len(t)) / max(1, len(t) - 1) for t in (old, new))
    order = 1 - np.abs(place_old[:, None] - place_new[None, :])
    number, kind = (
        np.array([getattr(a, name) for a in old])[:, None]
        == np.array([getattr(b, name) for b in new])[None, :]
        for name in ("id", "kind")
    )
    gain = bags.similarity + _ORDER * order + _PLACE * number - _KIND * ~kind
    enough = bags.similarity >= min_similarity
    rows, columns = linear_sum_assignment(np.where(enough, gain, 0), maximize=True)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return {i: bags.split + j for i, j in chosen if enough[i, j]}


def _moved(matched: dict[int, int], old: Sequence[Paragraph]) -> set[int]:
    """Rows of pairs outside the heaviest series whose order is the same in both texts."""
    pairs = list(matched.items())
    best: list[int] = []
    before: list[int | None] = []
    for k, (i, j) in enumerate(pairs):
        options = [(best[m], m) for m in range(k) if pairs[m][1] < j]
        heaviest: tuple[int, int | None] = max(options, default=(0, None))
        best.append(heaviest[0] + 1 + len(old[i].text.split()))
        before.append(heaviest[1])
    at = int(np.argmax(best)) if best else None
    moved = set(matched)
    while at is not None:
        moved.remove(pairs[at][0])
        at = before[at]
    return moved


def _pair(bags: _Bags, i: int, j: int, moved: bool) -> Pair:
    before, after = bags.paragraphs[i], bags.paragraphs[j]
    status = "same" if _words(before) == _words(after) else "changed"
    similarity = float(bags.similarity[i, j - bags.split])
    return Pair(
        before, after, status, moved, similarity, tuple(differences(before.text, after.text))
    )


def _words(paragraph: Paragraph | None) -> list[str]:
    return analyser.words(paragraph.text) if paragraph else []


def _changed_words(pair: Pair, side: str) -> int:
    """Words of one side that the other does not have."""
    if pair.before is None or pair.after is None:
        return len(_words(getattr(pair, side)))
    changed = [c for c in pair.changes if c.kind != "same"]
    return sum(len(analyser.words(getattr(c, side))) for c in changed)


def _leftover(bags: _Bags, piece: int, partner: dict[int, int]) -> Pair:
    """Pair of one side: a part of a paragraph that has its own pair, or dropped or added."""
    paragraph, is_old = bags.paragraphs[piece], piece < bags.split
    share, home = 0.0, -1
    if paragraph.kind != "heading" and len(_words(paragraph)) >= _MIN_PART:
        homes = [h for h in bags.homes(piece).tolist() if h in partner]
        tried = [(bags.inside(piece, h, partner[h]), h) for h in homes]
        share, home = max(tried, default=(share, home))
    before, after = (paragraph, None) if is_old else (None, paragraph)
    if share < _MIN_INSIDE:
        return Pair(before, after, "dropped" if is_old else "added", False, float("nan"), ())
    status = "merged" if is_old else "split"
    return Pair(before, after, status, False, share, (), bags.paragraphs[home].id)


def _in_order(
    bags: _Bags, pairs: dict[int, Pair], matched: dict[int, int], moved: set[int]
) -> list[Pair]:
    """Order of the second text; what it has no more stands where the first text had it."""
    follows: dict[int, list[Pair]] = {}
    anchor = -1
    for i in range(bags.split):
        if i not in matched:
            follows.setdefault(anchor, []).append(pairs[i])
        elif i not in moved:
            anchor = matched[i]
    ordered = follows.get(-1, [])
    for j in range(bags.split, len(bags.paragraphs)):
        ordered += [pairs[j], *follows.get(j, [])]
    return ordered


# words --------------------------------------------------------------------------------


def differences(before: str, after: str) -> list[Change]:
    """Tell word by word what was changed; of two very long texts only how they begin and end."""
    old, new = _tokens(before), _tokens(after)
    if len(old) * len(new) > _MAX_TOKENS**2:
        return _without_ends(Change("replaced", before, after))
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [_change("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in steps]
    found: list[Change] = []
    for change in (piece for joined in _readable(changes) for piece in _without_ends(joined)):
        if found and change.kind == found[-1].kind == "same":
            change = _joined(found.pop(), change)
        found.append(change)
    return found


def _change(before: str, after: str) -> Change:
    if before == after:
        return Change("same", before, after)
    kind = "replaced" if before and after else "deleted" if before else "inserted"
    return Change(kind, before, after)


def _joined(one: Change, other: Change) -> Change:
    return _change(one.before + other.before, one.after + other.after)


def _without_ends(change: Change) -> list[Change]:
    """Take from a replacement what both sides begin and end with."""
    if change.kind != "replaced":
        return [change]
    old, new = _TOKEN.findall(change.before), _TOKEN.findall(change.after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    ends = (len(old) - tail, len(new) - tail)
    first, last = "".join(old[:head]), "".join(old[ends[0] :])
    middle = _change("".join(old[head : ends[0]]), "".join(new[head : ends[1]]))
    pieces = [_change(first, first), middle, _change(last, last)]
    return [piece for piece in pieces if piece.before or piece.after]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """Number of tokens at the front that are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((k for k, (a, b) in pairs if a != b), min(len(old), len(new)))


def _tokens(text: str) -> list[str]:
    """Words with the blank before them, and marks; joined they are the text.

    >>> _tokens("To meet, yearly.")
    ['To', ' meet', ',', ' yearly', '.']
    """
    found: list[str] = []
    blank = ""
    for token in _TOKEN.findall(text):
        if token.isspace():
            blank += token
            continue
        found.append(blank + token)
        blank = ""
    return found + [blank] if blank else found


def _readable(changes: list[Change]) -> list[Change]:
    """Join changes that are separated by less text than they have themselves."""
    found: list[Change] = []
    for k, change in enumerate(changes):
        after = changes[k + 1 : k + 2]  # nothing after the last one
        if (found and found[-1].kind != "same") and (
            change.kind != "same" or (after and _is_scrap(found[-1], change, *after))
        ):
            found[-1] = _joined(found[-1], change)
        else:
            found.append(change)
    return found


def _is_scrap(before: Change, between: Change, after: Change) -> bool:
    """Tell whether text that is the same in both is too little between two changes."""
    size = len(analyser.words(between.before))
    sides = ((c.before, c.after) for c in (before, after))
    return size <= 2 and all(size < max(len(analyser.words(s)) for s in side) for side in sides)
