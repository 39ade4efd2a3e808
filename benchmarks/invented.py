"""A folder of invented resolutions, as many as one likes: to see what grows with their number.

Usage: ``python -m benchmarks.invented FOLDER 20000``. Fifty sessions of equally many texts, made
of invented words whose frequencies follow Zipf's law. Every text belongs to a series that returns
after one session or two, with most of its paragraphs as they were; some phrases stand in all
series. The same number gives the same bytes.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import numpy as np

SESSIONS = range(31, 81)  # all with symbols such as A/RES/31/7, the last before this year
_WORDS, _EXPONENT = 40_000, 1.05
_SYLLABLES = [a + b for a, b in product("bdfgklmnprstvz", "aeiou")]
_PREAMBULAR = ("Recalling", "Noting with concern", "Recognizing", "Reaffirming", "Welcoming")
_OPERATIVE = ("Decides", "Calls upon", "Requests", "Encourages", "Stresses", "Invites")
_PARAGRAPHS = 30  # of a text, a third of them preambular
_LENGTHS = 15, 80  # words of a paragraph
_PHRASES, _WITH_PHRASE = 400, 0.5  # that all series share; the share of paragraphs with one
_RENEWED = 0.85  # of the paragraphs of the text before
_OWN, _FROM_OWN = 60, 0.3  # words of a series; the share of its words that come from them


def write_invented(folder: Path, resolutions: int) -> None:
    """Write so many resolutions as texts, one folder a session."""
    many = -(-resolutions // len(SESSIONS))
    words = _vocabulary()
    random = np.random.default_rng(0)
    chances = 1 / np.arange(1, _WORDS + 1) ** _EXPONENT
    cumulated = np.cumsum(chances / chances.sum())
    phrases = [_drawn(random, words, cumulated, 12) for _ in range(_PHRASES)]
    for k in range(min(many, resolutions)):
        draw = _Series(np.random.default_rng([1, k]), words, cumulated, phrases)
        for place, session in enumerate(SESSIONS):
            if place * many + k < resolutions:
                _write(folder, session, k + 1, draw.next(place))


class _Series:
    """Texts that renew each other, every year or every second one."""

    def __init__(
        self,
        random: np.random.Generator,
        words: np.ndarray,
        cumulated: np.ndarray,
        phrases: list[list[str]],
    ) -> None:
        self.random, self.words, self.cumulated = random, words, cumulated
        self.phrases, self.texts = phrases, list[tuple[str, list[str]]]()
        self.own = list[str]()

    def next(self, place: int) -> tuple[str, list[str]]:
        """Title and paragraphs of the next session; every twelve years a new series begins."""
        if place % 12 in (0, 6):
            self.own = _drawn(self.random, self.words, self.cumulated, _OWN)
            self.texts = [self._new(), self._new()]
        else:
            title, before = self.texts[-1 - place % 2]
            kept = self.random.random(_PARAGRAPHS) < _RENEWED
            lines = [
                line if stays else self._paragraph(n)
                for n, (line, stays) in enumerate(zip(before, kept, strict=True))
            ]
            self.texts.append((title, lines))
        return self.texts[-1]

    def _new(self) -> tuple[str, list[str]]:
        title = " ".join(_drawn(self.random, self.words, self.cumulated, 5))
        return title.capitalize(), [self._paragraph(n) for n in range(_PARAGRAPHS)]

    def _paragraph(self, number: int) -> str:
        preambular = number < _PARAGRAPHS // 3
        openers = _PREAMBULAR if preambular else _OPERATIVE
        opener = openers[self.random.integers(len(openers))]
        size = int(self.random.integers(*_LENGTHS))
        line = _drawn(self.random, self.words, self.cumulated, size)
        for at in np.flatnonzero(self.random.random(size) < _FROM_OWN).tolist():
            line[at] = self.own[self.random.integers(len(self.own))]
        if self.random.random() < _WITH_PHRASE:
            line += self.phrases[self.random.integers(len(self.phrases))]
        text = f"{opener} the {' '.join(line)}"
        return f"{text}," if preambular else f"{number + 1 - _PARAGRAPHS // 3}. {text};"


def _vocabulary() -> np.ndarray:
    """Invented words, the short ones first."""
    two = ["".join(pair) for pair in product(_SYLLABLES, repeat=2)]
    three = ["".join(some) for some in product(_SYLLABLES, repeat=3)]
    order = np.random.default_rng(2).permutation(len(three))
    return np.array([*two, *(three[k] for k in order)][:_WORDS])


def _drawn(
    random: np.random.Generator, words: np.ndarray, cumulated: np.ndarray, size: int
) -> list[str]:
    at = np.searchsorted(cumulated, random.random(size))
    return list(words[np.minimum(at, len(words) - 1)].tolist())


def _write(folder: Path, session: int, number: int, text: tuple[str, list[str]]) -> None:
    title, lines = text
    symbol = f"A/RES/{session}/{number}"
    day = f"Resolution adopted by the General Assembly on {1 + number % 20} December"
    head = [symbol, f"{day} {1945 + session}", title, "The General Assembly,"]
    place = folder / str(session)
    place.mkdir(parents=True, exist_ok=True)
    body = "\n\n".join([*head, *lines]).removesuffix(";") + ".\n"
    (place / f"{number}.txt").write_text(body, encoding="utf-8")


if __name__ == "__main__":
    write_invented(Path(sys.argv[1]), int(sys.argv[2]))
