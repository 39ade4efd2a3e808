"""Two texts side by side: which paragraph became which, and what was changed in it."""

from __future__ import annotations

import difflib
import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
            `before`, `after` (paragraph ids, None where missing), `status`, `moved`, `origin`,
            `similarity`, `opener_before`, `opener_after`, `opener_changed`, `words_before`,
            `words_after`, `words_deleted`, `words_inserted` (counts).
        """
        import pandas as pd

        return pd.DataFrame([_row(p) for p in self.pairs], columns=list(_COLUMNS))

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
    matched = _match(bags, old, new, min_similarity)
    moved = _moved(matched, old)
    pairs = [
        _pair(old[i], new[j], (i, j) in moved, float(bags.similarity[i, j])) for i, j in matched
    ]
    gone, come = _leftovers(bags, old, new, matched)
    return Alignment(before, after, tuple(_in_order(pairs, gone, come, old, new)))


class _Bags:
    """Words and pairs of words of all paragraphs, weighted, and how alike these are."""

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        from scipy.sparse import csr_array

        bags = [_bag(p.text) for p in (*old, *new)]
        self.terms = [Counter(t.partition("#")[0] for t in bag) for bag in bags]
        names = {t: k for k, t in enumerate(dict.fromkeys(t for bag in bags for t in bag))}
        often = Counter(t for bag in bags for t in bag)
        self.weight = weight = {t: np.log(1 + len(bags) / often[t]) for t in names}
        columns = [names[t] for bag in bags for t in bag]
        values = [np.sqrt(weight[t]) for bag in bags for t in bag]
        ends = np.cumsum([0, *(len(bag) for bag in bags)])
        shape = (len(bags), max(1, len(names)))
        table = csr_array((np.array(values, dtype=float), columns, ends), shape=shape)
        mass = np.asarray(table.power(2).sum(axis=1)).ravel()
        self.split = split = len(old)
        self.old_mass, self.new_mass = mass[:split], mass[split:]
        self.shared = (table[:split] @ table[split:].T).toarray()
        total = self.old_mass[:, None] + self.new_mass[None, :]
        alike = np.divide(2 * self.shared, total, out=np.zeros_like(self.shared), where=total > 0)
        self.similarity = alike.round(9)  # equal bags are 1, whatever the order of the sums

    def inside(self, piece: int, home: int, partner: int) -> float:
        """Share of a paragraph that its home has besides what the home's partner has too.

        Rows count through both texts, the second after the first.
        """
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
    for term in [*words, *(f"{a} {b}" for a, b in zip(words, words[1:], strict=False))]:
        seen[term] += 1
        found.append(term if seen[term] == 1 else f"{term}#{seen[term]}")
    return found


def _match(
    bags: _Bags, old: Sequence[Paragraph], new: Sequence[Paragraph], least: float
) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    if not old or not new:
        return []
    place_old = np.arange(len(old)) / max(1, len(old) - 1)
    place_new = np.arange(len(new)) / max(1, len(new) - 1)
    order = 1 - np.abs(place_old[:, None] - place_new[None, :])
    number, kind = (
        np.array([getattr(a, name) for a in old])[:, None]
        == np.array([getattr(b, name) for b in new])[None, :]
        for name in ("id", "kind")
    )
    gain = bags.similarity + _ORDER * order + _PLACE * number - _KIND * ~kind
    gain[bags.similarity < least] = 0
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [
        (int(i), int(j))
        for i, j in zip(rows, columns, strict=True)
        if bags.similarity[i, j] >= least
    ]


def _moved(matched: list[tuple[int, int]], old: Sequence[Paragraph]) -> set[tuple[int, int]]:
    """Pairs outside the heaviest series whose order is the same in both texts."""
    weights = [1 + len(old[i].text.split()) for i, _ in matched]
    best: list[int] = []
    before: list[int | None] = []
    for k, (_, j) in enumerate(matched):
        options = [(best[m], m) for m in range(k) if matched[m][1] < j]
        heaviest: tuple[int, int | None] = max(options, default=(0, None))
        best.append(heaviest[0] + weights[k])
        before.append(heaviest[1])
    at = int(np.argmax(best)) if best else None
    kept = set()
    while at is not None:
        kept.add(matched[at])
        at = before[at]
    return set(matched) - kept


def _pair(before: Paragraph, after: Paragraph, moved: bool, similarity: float) -> Pair:
    status = "same" if _words(before) == _words(after) else "changed"
    return Pair(
        before, after, status, moved, similarity, tuple(differences(before.text, after.text))
    )


def _words(paragraph: Paragraph | None) -> list[str]:
    return analyser.words(paragraph.text) if paragraph else []


def _leftovers(
    bags: _Bags,
    old: Sequence[Paragraph],
    new: Sequence[Paragraph],
    matched: list[tuple[int, int]],
) -> tuple[list[Pair], list[Pair]]:
    """Pairs of one side: what was dropped or merged, and what was added or split off."""
    new_of, old_of = dict(matched), {j: i for i, j in matched}
    gone, come = [], []
    for i in sorted(set(range(len(old))) - set(new_of)):
        homes = _homes(bags.shared[i], bags.old_mass[i], old[i], old_of)
        tried = [(bags.inside(i, bags.split + j, old_of[j]), j) for j in homes]
        gone.append(_left(old[i], None, tried, new, "merged", "dropped"))
    for j in sorted(set(range(len(new))) - set(old_of)):
        homes = _homes(bags.shared[:, j], bags.new_mass[j], new[j], new_of)
        tried = [(bags.inside(bags.split + j, i, bags.split + new_of[i]), i) for i in homes]
        come.append(_left(None, new[j], tried, old, "split", "added"))
    return gone, come


def _homes(
    shared: np.ndarray, mass: float, paragraph: Paragraph, paired: dict[int, int]
) -> list[int]:
    """Which paired paragraphs could hold one that is left over."""
    if paragraph.kind == "heading" or len(_words(paragraph)) < _MIN_PART:
        return []
    return [k for k in sorted(paired) if shared[k] >= _MIN_INSIDE * mass]


def _left(
    before: Paragraph | None,
    after: Paragraph | None,
    tried: list[tuple[float, int]],
    others: Sequence[Paragraph],
    inside: str,
    alone: str,
) -> Pair:
    share, home = max(tried, default=(0.0, -1))
    if share < _MIN_INSIDE:
        return Pair(before, after, alone, False, float("nan"), ())
    return Pair(before, after, inside, False, share, (), others[home].id)


def _in_order(
    pairs: list[Pair],
    gone: list[Pair],
    come: list[Pair],
    old: Sequence[Paragraph],
    new: Sequence[Paragraph],
) -> list[Pair]:
    """Order of the second text; what is gone follows the paragraph that it followed."""
    by_new = {p.after.id: p for p in [*pairs, *come] if p.after}
    by_old = {p.before.id: p for p in gone if p.before}
    follows: dict[str | None, list[Pair]] = {}
    anchor: str | None = None
    partner = {p.before.id: p.after.id for p in pairs if p.before and p.after and not p.moved}
    for paragraph in old:
        anchor = partner.get(paragraph.id, anchor)
        if paragraph.id in by_old:
            follows.setdefault(anchor, []).append(by_old[paragraph.id])
    ordered = list(follows.get(None, []))
    for paragraph in new:
        ordered.append(by_new[paragraph.id])
        ordered += follows.get(paragraph.id, [])
    return ordered


_COLUMNS = (
    "before",
    "after",
    "status",
    "moved",
    "origin",
    "similarity",
    "opener_before",
    "opener_after",
    "opener_changed",
    "words_before",
    "words_after",
    "words_deleted",
    "words_inserted",
)


def _row(pair: Pair) -> tuple[object, ...]:
    before, after = pair.before, pair.after
    sizes = len(_words(before)), len(_words(after))
    changed = [c for c in pair.changes if c.kind != "same"]
    deleted, inserted = (
        sum(len(analyser.words(getattr(c, side))) for c in changed) for side in ("before", "after")
    )
    return (
        before.id if before else None,
        after.id if after else None,
        pair.status,
        pair.moved,
        pair.origin,
        pair.similarity,
        before.opener if before else None,
        after.opener if after else None,
        pair.opener_change is not None,
        *sizes,
        *((deleted, inserted) if before and after else sizes),
    )


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
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    steps = [
        (tag, "".join(old[a:b]), "".join(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes()
    ]
    names = {"equal": "same", "delete": "deleted", "insert": "inserted", "replace": "replaced"}
    changes = _readable([Change(names[tag], one, other) for tag, one, other in steps])
    return _whole([piece for change in changes for piece in _without_ends(change)])


def _without_ends(change: Change) -> list[Change]:
    """Take from a replacement what both sides begin and end with."""
    if change.kind != "replaced":
        return [change]
    old, new = _pieces(change.before), _pieces(change.after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    ends = (len(old) - tail, len(new) - tail)
    before, after = "".join(old[head : ends[0]]), "".join(new[head : ends[1]])
    kind = "replaced" if before and after else "deleted" if before else "inserted"
    first, last = "".join(old[:head]), "".join(old[ends[0] :])
    pieces = [Change("same", first, first), Change(kind, before, after), Change("same", last, last)]
    return [piece for piece in pieces if piece.before or piece.after]


def _whole(changes: list[Change]) -> list[Change]:
    """Make one piece of those that are the same and follow each other."""
    found: list[Change] = []
    for change in changes:
        if found and change.kind == found[-1].kind == "same":
            text = found.pop().before + change.before
            change = Change("same", text, text)
        found.append(change)
    return found


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """Number of tokens at the front that are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((k for k, (a, b) in pairs if a != b), min(len(old), len(new)))


def _pieces(text: str) -> list[str]:
    """Words, marks and blanks; joined they are the text."""
    return _TOKEN.findall(text)


def _tokens(text: str) -> list[str]:
    """Words with the blank before them, and marks; joined they are the text.

    >>> _tokens("To meet, yearly.")
    ['To', ' meet', ',', ' yearly', '.']
    """
    found: list[str] = []
    blank = ""
    for token in _pieces(text):
        if token.isspace():
            blank += token
            continue
        found.append(blank + token)
        blank = ""
    return found + [blank] if blank else found


def _readable(changes: list[Change]) -> list[Change]:
    """Join changes that are parted by less text than they have themselves."""
    found: list[Change] = []
    for k, change in enumerate(changes):
        after = changes[k + 1] if k + 1 < len(changes) else None
        if found and _belongs(found[-1], change, after):
            found[-1] = _joined(found[-1], change)
        else:
            found.append(change)
    return found


def _belongs(before: Change, change: Change, after: Change | None) -> bool:
    """Tell whether a piece goes with the change before it."""
    if before.kind == "same":
        return False
    if change.kind != "same":
        return True
    return after is not None and _is_scrap(before, change, after)


def _is_scrap(before: Change, between: Change, after: Change) -> bool:
    """Tell whether text that is the same in both is too little between two changes."""
    size = len(analyser.words(between.before))
    around = [
        max(len(analyser.words(c.before)), len(analyser.words(c.after))) for c in (before, after)
    ]
    return size <= 2 and size < min(around)


def _joined(one: Change, other: Change) -> Change:
    before, after = one.before + other.before, one.after + other.after
    kind = "replaced" if before and after else "deleted" if before else "inserted"
    return Change(kind, before, after)
