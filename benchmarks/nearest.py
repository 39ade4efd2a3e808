"""How often the clause that a text was made of is found again in other words.

Usage: ``python -m benchmarks.nearest``. The pairs are those of `benchmarks.same_clause`: of each,
the later clause is asked for, all wordings of the resolutions adopted before its own are ranked
(the clause's own wording, where it stood before, is left out), and one looks where the earlier
clause comes. Those in other words are asked for a second time among all wordings but those of
their own resolution, "later texts too". "clause" counts also what that one came from in turn,
and what shares half of the shorter one's runs of six words with it; what it came from in nearly
the same words as those asked for is passed over. Intervals are 95%, with series as units.

What is learnt (the weights, and which words replace which) is learnt without the series that it
is then measured on: the series are divided into five parts by lot, and each part is ranked with
what the other four taught. The ways beside it are those that one would use instead: BM25, tf-idf
of words and of letters, latent semantic analysis, all on the full texts.
"""

from __future__ import annotations

import difflib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.measure import Row, show, timed
from benchmarks.same_clause import Same, Step, same_clauses, steps, texts
from unres_research import open_corpus
from unres_research.analyse import _nearness as nearness
from unres_research.analyse import intervals, lineages
from unres_research.analyse._nearest import nearest as find_nearest
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution

CLAUSE = "Urges States to share what they know of safe machines with those who have the least"
PARTS = 5
PENALTY = 1.0  # on the squares of the weights, of features with variance 1
BANDS = (0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)  # scores

Ranks = tuple[float, float]  # of the earlier clause, and of any that is the same


@dataclass(frozen=True)
class Asked:
    """A clause that was asked for, what was found, and what it measures."""

    pair: Same
    part: int
    candidates: np.ndarray
    features: np.ndarray

    @property
    def right(self) -> np.ndarray:
        return self.candidates == self.pair.earlier

    @property
    def clause(self) -> np.ndarray:
        return np.isin(self.candidates, [*self.pair.clause, self.pair.earlier])


# learning -------------------------------------------------------------------------------


def parts_of(series: Iterable[str], seed: int = 14) -> dict[str, int]:
    """Divide the series by lot."""
    names = sorted(set(series))
    drawn = np.random.default_rng(seed).permutation(len(names)) % PARTS
    return dict(zip(names, drawn.tolist(), strict=True))


def learn_substitutes(
    found: Iterable[Step], series: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """Which word stands for which: by how many series replaced the one by the other.

    Two words are tied when one stands where the other stood, in a change of at most three words;
    the strength is the number of series, of the geometric mean of those that changed either,
    two more, and at most 1.
    """
    ties: dict[tuple[str, str], set[str]] = defaultdict(set)
    changed: dict[str, set[str]] = defaultdict(set)
    for step in found:
        old, new = step.old_words, step.words
        if old == new or len(old) * len(new) > 40_000:
            continue
        steps_ = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        for kind, a, b, c, d in steps_:
            if kind == "replace" and b - a <= 3 and d - c <= 3:
                for word in {*old[a:b], *new[c:d]}:
                    changed[word].add(series[step.symbol])
                for one in old[a:b]:
                    for other in new[c:d]:
                        ties[min(one, other), max(one, other)].add(series[step.symbol])
    strengths: dict[str, dict[str, float]] = defaultdict(dict)
    for (one, other), held in ties.items():
        yearly = nearness.changes_yearly(one) or nearness.changes_yearly(other)
        strength = 1.5 * len(held) / (sqrt(len(changed[one]) * len(changed[other])) + 2)
        if one != other and not yearly and len(held) >= 2 and strength >= 0.1:
            strengths[one][other] = strengths[other][one] = round(min(1.0, strength), 2)
    return dict(strengths)


def learn_weights(asked: Sequence[Asked]) -> np.ndarray:
    """Weights by which the earlier clause comes before the other candidates.

    The likelihood is that of a choice among the candidates (McFadden 1974); a series weighs as
    the root of its number of pairs. No weight is below 0: the pairs were chosen for sharing
    little, so that free weights would learn to put what shares much behind.
    """
    from scipy.optimize import minimize

    kept = [a for a in asked if a.right.any()]
    spread = np.concatenate([a.features for a in kept]).std(axis=0) + 1e-9
    per_series = pd.Series([a.pair.series for a in kept]).value_counts()
    cases = []
    for a in kept:
        usable = a.right | ~a.clause  # another form of the answer is no wrong one
        weight = 1 / np.sqrt(per_series[a.pair.series])
        cases.append((a.features[usable] / spread, np.argmax(a.right[usable]), weight))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PENALTY * weights @ weights / 2, PENALTY * weights
        for features, right, weight in cases:
            score = features @ weights
            odds = np.exp(score - score.max())
            chance = odds / odds.sum()
            total -= weight * np.log(chance[right])
            slope = slope - weight * (features[right] - chance @ features)
        return total, slope

    start, bounds = np.zeros(len(spread)), [(0, None)] * len(spread)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / spread)


# measuring ------------------------------------------------------------------------------


def allowed(
    corpus: Corpus, index: nearness.Index, pair: Same, later: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Resolutions adopted before a text, or all others, and the wordings that are to be ranked."""
    days = corpus.resolutions["adopted_on"].to_numpy()
    own = corpus.resolutions.index.get_loc(pair.symbol)
    kept = np.arange(len(days)) != own if later else days < days[own]
    found = index.wordings_in(kept)
    found[[pair.wording, *pair.copied]] = False
    return kept, found


def ask(corpus: Corpus, index: nearness.Index, pair: Same, part: int, later: bool) -> Asked:
    kept, found = allowed(corpus, index, pair, later)
    clause = nearness.Clause.of(pair.text)
    candidates = index.candidates(clause, found)
    return Asked(pair, part, candidates, index.features(clause, candidates, kept))


def ask_all(
    corpus: Corpus,
    found: list[Step],
    pairs: Sequence[Same],
    series: Mapping[str, str],
    *,
    later: bool = False,
) -> list[Asked]:
    """Ask for every pair, with the words that other parts taught to stand for each other."""
    part = parts_of(series.values())
    asked = []
    for k in range(PARTS):
        others = [step for step in found if part[series[step.symbol]] != k]
        index = nearness.Index(corpus, learn_substitutes(others, series))
        asked += [ask(corpus, index, p, k, later) for p in pairs if part[p.series] == k]
    return asked


def held_apart(asked: Sequence[Asked], ranked: Sequence[Asked] | None = None) -> list[np.ndarray]:
    """Scores of all candidates (of other questions), by weights that other parts taught."""
    weights = [learn_weights([a for a in asked if a.part != k]) for k in range(PARTS)]
    return [a.features @ weights[a.part] for a in (asked if ranked is None else ranked)]


def rank(score: np.ndarray, right: np.ndarray) -> float:
    """Rank of the best right one, in the middle of those of its score; inf where none is."""
    if not right.any():
        return float("inf")
    best = score[right].max()
    return float((score > best).sum() + ((score == best) & ~right).sum() / 2 + 1)


def row(way: str, pairs: Sequence[Same], ranks: Sequence[Ranks]) -> dict[str, Any]:
    """Shares of pairs whose earlier clause, or the clause, comes first or in the first ten."""
    exact, clause = (np.array(r) for r in zip(*ranks, strict=True))
    series = np.array([pair.series for pair in pairs])
    found: dict[str, Any] = {"way": way, "pairs": len(pairs)}
    for name, most in (("first", 1), ("in_ten", 10)):
        hits = (exact <= most).astype(float)
        low, high = intervals.ratio(hits, np.ones(len(hits)), units=series, share=True)
        found |= {name: hits.mean(), f"{name}_low": low, f"{name}_high": high}
    found["mean_reciprocal_rank"] = (1 / exact).mean()
    return found | {"clause_first": (clause <= 1).mean(), "clause_in_ten": (clause <= 10).mean()}


def ways(words: list[str]) -> dict[str, Callable[[str], np.ndarray]]:
    """By name what one would use instead: scores of all wordings for the words of a clause."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.preprocessing import normalize

    token = {"token_pattern": r"\S+", "lowercase": False}
    tfidf = TfidfVectorizer(sublinear_tf=True, **token)
    by_words = tfidf.fit_transform(words)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True,
                              min_df=2, dtype=np.float32)  # fmt: skip
    by_letters = letters.fit_transform(words)
    reduced = TruncatedSVD(200, random_state=0).fit(by_words)
    latent = normalize(reduced.transform(by_words))
    counted = {n: CountVectorizer(ngram_range=(1, n), min_df=n, **token) for n in (1, 2)}
    okapi = {n: _okapi(counter.fit_transform(words)) for n, counter in counted.items()}
    return {
        "BM25, words": lambda q: okapi[1] @ _binary(counted[1], q),
        "BM25, words and pairs": lambda q: okapi[2] @ _binary(counted[2], q),
        "BM25, words without numbers": lambda q: okapi[1] @ _binary(counted[1], _told(q)),
        "tf-idf, words": lambda q: _product(by_words, tfidf.transform([q])),
        "tf-idf, letters": lambda q: _product(by_letters, letters.transform([q])),
        "LSA, 200": lambda q: latent @ normalize(reduced.transform(tfidf.transform([q])))[0],
    }


def _told(words: str) -> str:
    return " ".join(w for w in words.split() if not nearness.changes_yearly(w))


def _product(matrix: Any, one: Any) -> np.ndarray:
    return np.asarray((matrix @ one.T).toarray()).ravel()


def _binary(counter: Any, words: str) -> np.ndarray:
    return np.minimum(1, np.asarray(counter.transform([words]).toarray()).ravel())


def _okapi(counts: Any) -> Any:
    """BM25 weights of scikit-learn's counts, apart from the package's own."""
    from scipy.sparse import csr_array

    held = csr_array(counts).astype(float)
    size, lengths = held.shape[0], np.asarray(held.sum(axis=1)).ravel()
    holders = np.bincount(held.indices, minlength=held.shape[1])
    rows = np.repeat(np.arange(size), np.diff(held.indptr))
    k1, b = nearness.K1, nearness.B
    damped = held.data + k1 * (1 - b + b * lengths[rows] / lengths.mean())
    rarity = np.log(1 + (size - holders + 0.5) / (holders + 0.5))
    held.data = held.data * (k1 + 1) / damped * rarity[held.indices]
    return held


def others(
    corpus: Corpus,
    made: Mapping[str, Callable[[str], np.ndarray]],
    pairs: Sequence[Same],
    later: bool,
) -> dict[str, list[Ranks]]:
    """By way the ranks of every pair."""
    index = nearness.index_of(corpus)
    found: dict[str, list[Ranks]] = {name: [] for name in made}
    for pair in pairs:
        at = np.flatnonzero(allowed(corpus, index, pair, later)[1])
        earlier, clause = at == pair.earlier, np.isin(at, [*pair.clause, pair.earlier])
        words = " ".join(analyser.words(pair.text))
        for name, way in made.items():
            score = way(words)[at]
            found[name].append((rank(score, earlier), rank(score, clause)))
    return found


def ours(asked: Sequence[Asked], ranked: Sequence[Asked] | None = None) -> list[Ranks]:
    """Ranks of every pair by weights that other series taught."""
    scores = held_apart(asked, ranked)
    pairs = zip(asked if ranked is None else ranked, scores, strict=True)
    return [(rank(score, a.right), rank(score, a.clause)) for a, score in pairs]


def measured(
    corpus: Corpus,
    records: Mapping[str, Resolution],
    asked: Sequence[Asked],
    later: Sequence[Asked],
) -> pd.DataFrame:
    """One row a set of pairs and way; `later` were asked of later texts, too."""
    made = ways(_words(corpus, records))
    rows = []
    for ranked, name in ((asked, ""), (later, ", later texts too")):
        pairs = [a.pair for a in ranked]
        found = {"nearest": ours(asked, ranked)}
        found |= others(corpus, made, pairs, later=bool(name))
        for set_, chosen in _sets(pairs).items():
            best = _of(found["nearest"], chosen)
            for way, ranks in found.items():
                if any(chosen):
                    about = row(way, _of(pairs, chosen), _of(ranks, chosen))
                    rows.append({"set": set_ + name, **about, **won(best, _of(ranks, chosen))})
    return pd.DataFrame(rows)


def won(ours_: Sequence[Ranks], theirs: Sequence[Ranks]) -> dict[str, int]:
    """Pairs whose earlier clause only ours puts first, and only theirs."""
    first = [(one[0] <= 1, other[0] <= 1) for one, other in zip(ours_, theirs, strict=True)]
    return {"won": first.count((True, False)), "lost": first.count((False, True))}


def _sets(pairs: Sequence[Same]) -> dict[str, list[bool]]:
    return {
        "in other words": [p.other_words for p in pairs],
        "with matter": [p.other_words and has_matter(p) for p in pairs],
        "mostly in other words": [not p.other_words for p in pairs],
    }


def has_matter(pair: Same) -> bool:
    """Tell whether a clause has four words besides numbers and words of every text.

    "Recalling its resolution 74/43 of ..." has not: what it cites is all it says.
    """
    empty = analyser.stop_words(("function", "drafting"))
    words = set(analyser.words(pair.text)) - empty
    return sum(not nearness.changes_yearly(word) for word in words) >= 4


def _of(values: Sequence[Any], chosen: Sequence[bool]) -> list[Any]:
    return [value for value, kept in zip(values, chosen, strict=True) if kept]


def _words(corpus: Corpus, records: Mapping[str, Resolution]) -> list[str]:
    """Words of every wording."""
    found = [""] * corpus.n_wordings
    wording = corpus.paragraphs.groupby("symbol")["wording"].agg(list).to_dict()
    for symbol, record in records.items():
        for k, paragraph in zip(wording[symbol], record, strict=True):
            found[k] = " ".join(analyser.words(paragraph.text))
    return found


def precision(
    asked: Sequence[Asked], scores: Sequence[np.ndarray], first: int = 10
) -> pd.DataFrame:
    """How often one of the first ten hits is the clause, by its score.

    Right is the clause, and what shares half of the shorter one's runs with it or with the one
    asked for. Hits that cover little of the clause are one row; of the others the shares are made
    to rise with the score (isotonic regression). Intervals have series as units.
    """
    rows = []
    for a, score in zip(asked, scores, strict=True):
        chance = nearness.chances(score)
        right = a.clause | np.isin(a.candidates, list(a.pair.like))
        order = np.argsort(-chance, kind="stable")[:first]
        covered = a.features[:, nearness.COVERED]
        rows += [(a.pair.series, chance[k], right[k], covered[k]) for k in order]
    table = pd.DataFrame(rows, columns=["series", "score", "right", "covered"])
    little = table["covered"] < nearness.LITTLE
    parts = [(0.0, table[little], [0.0]), (nearness.LITTLE, table[~little], list(BANDS))]
    found = [_bands(part, [*edges, np.inf]) for _, part, edges in parts]
    for (least, *_), bands in zip(parts, found, strict=True):
        bands.insert(0, "least_covered", least)
    return pd.concat([bands for bands in found if len(bands)], ignore_index=True)


def _bands(table: pd.DataFrame, edges: Sequence[float]) -> pd.DataFrame:
    from sklearn.isotonic import IsotonicRegression

    rows = []
    for low, high in pairwise(edges):
        part = table[(table["score"] >= low) & (table["score"] < high)]
        if part.empty:
            continue  # the band below goes on
        right = part["right"].to_numpy(dtype=float)
        ends = intervals.ratio(right, np.ones(len(part)), units=part["series"], share=True)
        rows.append((low, len(part), int(right.sum()), right.mean(), *ends))
    names = ["from_score", "hits", "right", "precision", "low", "high"]
    found = pd.DataFrame(rows, columns=names)
    for name in names[3:]:
        known = found[found[name].notna()]
        if known.empty:
            continue
        rising = IsotonicRegression().fit(known.index, known[name], known["hits"])
        found.loc[known.index, name] = rising.predict(known.index)
    return found


def rows() -> list[Row]:
    """Time of the first clause, for which the data set is opened and read, and of the next."""
    corpus = open_corpus()
    clock = time.process_time
    first, _ = timed(find_nearest, CLAUSE, corpus, clock=clock)
    after, found = timed(find_nearest, CLAUSE, corpus, repeat=5, clock=clock)
    note = f"{found['collection'].nunique()} collections"
    task = "a clause in other words, processor time"
    return [Row(task, "the next clause", after, note), Row(task, "the first", first, note)]


def main() -> int:
    try:
        corpus = open_corpus()
        records = texts(corpus)
    except UnresError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    found = steps(corpus, records)
    pairs = same_clauses(corpus, found)
    series = lineages.series(corpus).to_dict()
    asked = ask_all(corpus, found, pairs, series)
    apart = [pair for pair in pairs if pair.other_words]
    later = ask_all(corpus, found, apart, series, later=True)
    print(measured(corpus, records, asked, later).round(3).to_string(index=False))
    print(precision(asked, held_apart(asked)).round(3).to_string(index=False))
    show(rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
