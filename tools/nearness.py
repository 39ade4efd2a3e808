"""Learn how near two clauses are: ``python -m tools.nearness``, in the folder of the repository.

Writes three lists of `unres_research/wordlists/`: `nearness.csv` (the weights of the features),
`substitutes.csv` (which word replaces which, with how far it stands for it) and
`nearness_precision.csv` (how often a hit of a score is the clause, measured on series that the
weights were not learnt from). The pairs are those of `benchmarks.same_clause`, from the full
texts. It takes some minutes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks import nearest, same_clause
from unres_research import open_corpus
from unres_research.analyse import lineages
from unres_research.analyse._nearness import FEATURES

SOURCE = "tools/nearness.py, UNxml/GAresolutions"
LISTS = Path(__file__).parents[1] / "unres_research" / "wordlists"


def write(name: str, rows: Iterable[Mapping[str, object]], folder: Path = LISTS) -> None:
    """Write a list with the source of every row; figures that are not known are empty."""
    listed = [{**row, "source": SOURCE} for row in rows]
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def pairs_of(substitutes: Mapping[str, Mapping[str, float]]) -> list[dict[str, object]]:
    """Each two words that stand for each other once, by alphabet."""
    return [
        {"word": word, "other": other, "strength": strength, "language": "en"}
        for word, others in sorted(substitutes.items())
        for other, strength in sorted(others.items())
        if word < other
    ]


def main() -> None:
    """Learn, write and say how much there is."""
    corpus = open_corpus()
    steps = same_clause.steps(corpus, same_clause.texts(corpus))
    series = lineages.series(corpus).to_dict()
    learn(nearest.ask_all(corpus, steps, same_clause.same_clauses(corpus, steps), series))
    replaced = pairs_of(nearest.learn_substitutes(steps, series))
    write("substitutes", replaced)
    print(f"{len(replaced)} pairs of words")


def learn(asked: list[nearest.Asked], folder: Path = LISTS) -> None:
    """Write the weights, learnt from all series, and the precision of those held apart."""
    weights = nearest.learn_weights(asked)
    listed = zip(FEATURES, weights.tolist(), strict=True)
    write("nearness", ({"feature": f, "weight": f"{w:.4f}"} for f, w in listed), folder)
    bands = nearest.precision(asked, nearest.held_apart(asked)).to_dict("records")
    shown = ({k: _figure(k, v) for k, v in band.items()} for band in bands)
    write("nearness_precision", shown, folder)
    print(f"{len(asked)} pairs, {len(bands)} bands of scores")


def _figure(name: str, value: float) -> str:
    if value != value:
        return ""
    return f"{value:.0f}" if name in ("hits", "right") else f"{value:.4f}"


if __name__ == "__main__":
    main()
