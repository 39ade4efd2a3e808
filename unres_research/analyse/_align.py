"""Two texts side by side: which paragraph became which, and what was changed in it."""

from __future__ import annotations

import difflib
import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from unres_research.corpus import _tokens as analyser
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution

if TYPE_CHECKING:
    import pandas as pd

_MIN_INSIDE = 0.6  # share of a paragraph that must stand in another to be a part of it
_MIN_PART = 6  # words of a paragraph that can be a part of another
_STATUSES = ("same", "changed", "split", "merged", "added", "dropped")
_ORDER, _PLACE, _KIND = 0.04, 0.02, 0.15  # weights of order, of the same number, of the kind
_TOKEN = re.compile(r"\s+|[^\W_]+(?:[-'’‑][^\W_]+)*|[^\w\s]|_")
_MAX_CELLS = 10_000_000  # paragraphs of one text times those of the other
_MAX_TOKENS = 4_000  # words and marks of two paragraphs (their geometric mean)


@dataclass(frozen=True)
class Change:
    """A piece of two texts: the same in both, or deleted, inserted, replaced.

    Attributes
    ----------
    kind : str
        "same", "deleted", "inserted" or "replaced".
    before, after : str
        Words as printed, with their blanks; "" where there are none.

    Examples
    --------
    >>> Change("replaced", "Urges", "Encourages").after
    'Encourages'
    """

    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class Pair:
    """A paragraph of the one text beside its like in the other; one side may be missing.

    Attributes
    ----------
    before, after : Paragraph or None
    status : str
        "same" (the same words; punctuation and capitals may differ), "changed", "split"
        (`after` was a part of `origin`, a paragraph of the first text that has its own pair),
        "merged" (`before` went into `origin`, one of the second), "added" or "dropped".
    moved : bool
        Whether the paragraph changed places with others.
    similarity : float
        0 to 1; of split and merged the share that stands in `origin`; NaN for the rest of
        one side.
    changes : tuple of Change
        In order; empty unless both sides are there.
    origin : str or None

    Examples
    --------
    >>> one = Paragraph("OP1", "operative", "Urges States to meet;", opener="Urges")
    >>> other = Paragraph("OP1", "operative", "Encourages States to meet;", opener="Encourages")
    >>> Pair(one, other, "changed", False, 0.8, ()).opener_change
    ('Urges', 'Encourages')
    """

    before: Paragraph | None
    after: Paragraph | None
    status: str
    moved: bool
    similarity: float
    changes: tuple[Change, ...]
    origin: str | None = None

    @property
    def opener_change(self) -> tuple[str, str] | None:
        """Openers before and after where both are known and differ, else None.

        No change is reported where both texts open with the same words, however far each
        source sets them apart.
        """
        if self.before is None or self.after is None:
            return None
        old, new = self.before.opener, self.after.opener
        if not old or not new or old == new:
            return None
        size = max(len(old.split()), len(new.split()))
        begins = [analyser.words(p.text)[:size] for p in (self.before, self.after)]
        return (old, new) if begins[0] != begins[1] else None

    @property
    def words_changed(self) -> bool:
        """Whether any word was changed; punctuation, capitals and spelling of dashes aside."""
        return self.status != "same"


@dataclass(frozen=True, eq=False, repr=False)
class Alignment:
    """Two texts paragraph by paragraph; made by `align`.

    Attributes
    ----------
    before, after : Resolution
    pairs : tuple of Pair
        In the order of the second text; what was dropped or merged stands after the
        paragraph that it followed in the first (the last one before it that did not move).

    Examples
    --------
    See `align`.
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
        columns = ["before", "after", "status", "moved", "origin", "similarity"]
        table = self.to_frame()[[*columns, "words_deleted", "words_inserted"]]
        rows = table.to_html(index=False, border=0, na_rep="", max_rows=60, float_format="%.2f")
        return f"<p>{len(self.pairs):,} pairs of paragraphs: {html.escape(self._said)}</p>{rows}"

    @property
    def matched(self) -> int:
        """Number of pairs with both sides."""
        return sum(p.before is not None and p.after is not None for p in self.pairs)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a pair.

        Returns
        -------
        pandas.DataFrame
            `before`, `after` (paragraph ids, missing on one side), `status`, `moved`, `origin`,
            `similarity`, `opener_before`, `opener_after`, `opener_changed`, `words_before`,
            `words_after`, `words_deleted`, `words_inserted` (counts).
        """
        import pandas as pd

        before, after = ([getattr(p, side) for p in self.pairs] for side in ("before", "after"))
        changed = [p.opener_change is not None for p in self.pairs]
        deleted, inserted = (
            [_changed_words(p, side) for p in self.pairs] for side in ("before", "after")
        )
        return pd.DataFrame(
            {
                "before": [p and p.id for p in before],
                "after": [p and p.id for p in after],
                **{
                    name: [getattr(p, name) for p in self.pairs]
                    for name in ("status", "moved", "origin", "similarity")
                },
                "opener_before": [p and p.opener for p in before],
                "opener_after": [p and p.opener for p in after],
                "opener_changed": changed,
                "words_before": [len(_words(p)) for p in before],
                "words_after": [len(_words(p)) for p in after],
                "words_deleted": deleted,
                "words_inserted": inserted,
            }
        )

    def counts(self) -> dict[str, int]:
        """Return how many pairs have each status, and how many were moved.

        Returns
        -------
        dict of str to int
            Keys are the statuses of a pair, "moved" and "openers" (changed openers).
        """
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
    kinds: Iterable[str] | None = None,
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
        With texts: from `unres_research.load`, or `Corpus.resolution` of a data set that
        keeps texts.
    min_similarity : float
        Similarity from which two paragraphs are taken for one, above 0, at most 1.
    kinds : iterable of str, optional
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
    >>> from unres_research.read import _text as plaintext
    >>> head = "The General Assembly," + chr(10) + chr(10)
    >>> one = plaintext.parse(head + "1. Urges all States to light their harbours at night;")
    >>> other = plaintext.parse(head + "1. Encourages all States to light their harbours;")
    >>> found = align(one, other)
    >>> found.pairs[0].status, found.pairs[0].opener_change
    ('changed', ('Urges', 'Encourages'))
    >>> [c.before for c in found.pairs[0].changes if c.kind == "deleted"]
    [' at night']
    """
    if not 0 < min_similarity <= 1:
        raise UnresError(
            f"found min_similarity = {min_similarity}, expected one above 0 and at most 1"
        )
    wanted = set(kinds) if kinds is not None else None
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
        if k not in partner:
            pairs[k] = _leftover(bags, k, partner)
        elif k in matched:
            pairs[matched[k]] = _pair(bags, k, matched[k], k in moved)
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
        """Share of a paragraph that its home has besides what the home's partner has too."""
        free = self.terms[home] - self.terms[partner]
        return self._sum(self.terms[piece] & free) / self._sum(self.terms[piece])

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
    """Word by word, what was deleted, inserted and replaced between two texts.

    One of several short ways to tell the difference, not what anybody did. Of two very long
    texts only what they begin and end with is kept apart.

    >>> [(c.kind, c.before, c.after) for c in differences("Urges all States", "Urges States")]
    [('same', 'Urges', 'Urges'), ('deleted', ' all', ''), ('same', ' States', ' States')]
    """
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
        last = k + 1 == len(changes)
        if not found or found[-1].kind == "same":
            found.append(change)
        elif change.kind != "same" or (not last and _is_scrap(found[-1], change, changes[k + 1])):
            found[-1] = _joined(found[-1], change)
        else:
            found.append(change)
    return found


def _is_scrap(before: Change, between: Change, after: Change) -> bool:
    """Tell whether text that is the same in both is too little between two changes."""
    size = len(analyser.words(between.before))
    around = [
        max(len(analyser.words(c.before)), len(analyser.words(c.after))) for c in (before, after)
    ]
    return size <= 2 and size < min(around)
