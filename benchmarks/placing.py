"""Whether a text on a subject left out of a fit is told: `python -m benchmarks.placing`.

Subjects are told by words in titles and library subjects; all series with such a resolution are
left out of a fit, and those whose title has the word are set beside it. False alarms are counted
among resolutions, and series, a tenth of which is left out at random.
"""

from __future__ import annotations

import re
import sys

import numpy as np

import unres_research as un
from unres_research.analyse import TopicModel, fit_topics
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._nearest import (
    Seen,
    carried_of,
    key_columns,
    passages,
    strength_of,
)
from unres_research.analyse._topics._place import NOT_KNOWN
from unres_research.corpus import Corpus, resolution_counts

SUBJECTS = {
    "outer space": "outer space", "refugees": "refugee|displaced|asylum", "terrorism": "terror",
    "small arms": "small arms|light weapons|illicit arms|ammunition", "audit": "audit|oversight",
    "oceans": r"seas?\b|ocean|fish|marine|maritime", "mines": r"mines?\b|landmine",
    "disability": "disab", "trafficking": "trafficking|slavery", "indigenous peoples": "indigen",
    "racism": "racis|racial|apartheid", "sport": "sport|olympi", "tourism": "touris",
    "artificial intelligence": "artificial intell", "drugs": "drug|narcotic", "water": "water",
    "international law": "international law|law commission", "climate": "climat",
    "Ukraine": "ukrain|crimea|russia", "Palestine, Israel": "palest|israel|golan|middle east",
    "health": "health|disease|covid|epidemi|virus|malaria", "disasters": "disaster",
    "staff": "civil service|personnel|staff|pension|justice at the united", "debt": r"debt",
    "missions": "peacekeeping|mission|interim force", "religion": "religio", "children": "child",
    "women": "women|gender|girl", "nuclear weapons": "nuclear", "ageing": "ageing|older pers|aged",
    "decolonization": "self-govern|decolon|colonial|self-determ",
    "forests, deserts": "forest|desertif|biodivers|wildlife",
    "cybersecurity": "cyber|information and telecomm|use of information",
}  # fmt: skip
PASSAGES = 128, 32, 16  # words
_WHOLE = 2**30
TENTHS = 4  # of ten, each left out in turn


def main() -> int:
    corpus = un.open_corpus()
    model, units = fit_topics(corpus, 40), unit_of(corpus)
    some = dict(list(SUBJECTS.items())[:4]) if "--quick" in sys.argv else SUBJECTS
    several = " | ".join(f"{n} words" for n in PASSAGES)
    print(f"| left out | n | told as unknown | {several} | subject named | if not left out |")
    print("|---|---:|" + "---:|" * (3 + len(PASSAGES)))
    found = []
    for name, stems in some.items():
        about, titled = _about(corpus, rf"\b({stems})")
        left = np.flatnonzero(np.isin(units, units[about]))
        asked = left[titled[left]]
        less = _without(model, left)
        named = [_named(fitted, asked, stems) for fitted in (less, model)]
        found.append([*_told(less, left, asked), *named])
        print(f"| {name} | {len(asked)} | " + " | ".join(f"{v:.0%}" for v in found[-1]) + " |")
    mean, most = np.mean(found, axis=0), (np.array(found) > 0.5).sum(axis=0)
    print("| mean of subjects | | " + " | ".join(f"{v:.0%}" for v in mean) + " |")
    print(f"| most of them told, of {len(found)} | | " + " | ".join(map(str, most)) + " |")
    for name, groups in (("resolutions", np.arange(len(corpus))), ("series", units)):
        print(f"| a tenth of the {name} | | " + " | ".join(
            f"{v:.1%}" for v in _alarms(model, groups)) + " | | |")  # fmt: skip
    return 0


def _about(corpus: Corpus, stems: str) -> tuple[np.ndarray, np.ndarray]:
    """Resolutions with the word in their title or a library subject, and those in the title."""
    table, word = corpus.resolutions, re.compile(stems, re.IGNORECASE)
    titled = np.array([bool(word.search(str(title))) for title in table["title"]])
    tagged = np.array([any(word.search(s) for s in several) for several in table["subjects"]])
    return titled | tagged, titled


def _without(model: TopicModel, left: np.ndarray) -> TopicModel:
    symbols = np.delete(np.asarray(model.corpus.resolutions.index), left)
    return fit_topics(model.corpus, len(model), on=symbols.tolist(), n_pairs=2)


def _told(model: TopicModel, left: np.ndarray, asked: np.ndarray) -> list[float]:
    """Share of some resolutions, and of passages of them, told as unknown by a model."""
    corpus, every = model.corpus, np.arange(len(model.corpus))
    seen = Seen.of(model, np.setdiff1d(every, left))
    lengths = corpus.resolutions["words"].to_numpy()[asked]
    return [_share(seen, asked, lengths, length) for length in (_WHOLE, *PASSAGES)]


def _share(seen: Seen, asked: np.ndarray, lengths: np.ndarray, length: int) -> float:
    """Share told as unknown of those of which anything is said, in passages of so many words."""
    counts, other = passages(seen.corpus, asked, seen.columns, length)
    below = seen.told(counts, other, np.minimum(lengths, length))
    return float(np.mean(below[~np.isnan(below)] <= NOT_KNOWN))


def _named(model: TopicModel, asked: np.ndarray, stems: str) -> float:
    """Share of resolutions of which `without_topic` has a word of the subject."""
    corpus, columns = model.corpus, key_columns(model)
    terms, held = (corpus.vocabulary[c].to_numpy()[columns] for c in ("term", "resolutions"))
    strength = dict(zip(model.terms, strength_of(model.components), strict=True))
    strong = np.array([strength.get(term, 0.0) for term in terms])
    word = re.compile("|".join(part.strip() for whole in stems.split("|")
                               for part in whole.split() if len(part) > 3))  # fmt: skip
    named = []
    for row in resolution_counts(corpus, columns)[asked].tocsr():
        scores = row.data * np.log((1 + len(corpus)) / (1 + held[row.indices]))
        best = row.indices[carried_of(scores, strong[row.indices])[1]]
        named.append(any(word.match(terms[k]) and strong[k] < 1 for k in best))
    return float(np.mean(named))


def _alarms(model: TopicModel, groups: np.ndarray) -> np.ndarray:
    random = np.random.default_rng(21)
    order = random.permutation(np.unique(groups))
    told, asked = np.zeros(1 + len(PASSAGES)), 0
    for k in range(TENTHS):
        left = np.flatnonzero(np.isin(groups, order[k::10]))
        told += len(left) * np.array(_told(_without(model, left), left, left))
        asked += len(left)
    return np.asarray(told / asked)


if __name__ == "__main__":
    sys.exit(main())
