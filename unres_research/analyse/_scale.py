"""What openers do, and how firmly: a scale of phrases, and how an opener is looked up in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from os import PathLike

from unres_research._wordlists import read_list, read_rows
from unres_research.errors import UnresError

ACTS = ("directive", "decision", "commitment", "approval", "disapproval", "assertion")
GRADED = ("directive", "approval", "disapproval")
_COLUMNS = ("phrase", "act", "level", "source")
_ADVERBS = frozenset(("also", "further", "again", "once", "more", "furthermore", "likewise"))

_OF_SCALE = "the built-in scale of openers is; give a scale of your own"


@dataclass(frozen=True)
class Act:
    """What a phrase does; level: higher is firmer, NaN where the scale does not grade it."""

    act: str
    level: float
    phrase: str


Scale = Mapping[str, Act]


def read_scale(path: str | PathLike[str] | None = None) -> Scale:
    """Read a scale from a CSV file, or the built-in one: acts by phrase, in lower case."""
    if path is None:
        return _built_in()
    return _read(read_rows(path, "the scale", _COLUMNS), str(path))


@cache
def _built_in() -> Scale:
    return _read(read_list("firmness"), "firmness.csv")


def _read(rows: Iterable[dict[str, str]], name: str) -> Scale:
    found: dict[str, Act] = {}
    faults = []
    for number, row in enumerate(rows, start=2):
        phrase = " ".join(_words(row["phrase"] or ""))
        act, level = (str(row[c] or "").strip().lower() for c in ("act", "level"))
        graded = re.fullmatch(r"-?\d+(\.\d+)?", level)
        if not phrase or act not in ACTS or not (graded or not level) or phrase in found:
            faults.append(f"row {number} ({phrase or 'no phrase'}, {act!r}, {level!r})")
            continue
        found[phrase] = Act(act, float(level) if graded else float("nan"), phrase)
    if faults:
        raise UnresError(
            f"found {len(faults)} row{'s'[: len(faults) != 1]} of {name} not understood: "
            f"{'; '.join(faults[:10])}; expected a phrase that stands once, an act of "
            f"{', '.join(ACTS)}, and a number or nothing"
        )
    return found


def act_of(opener: str | None, scale: Scale) -> Act | None:
    """Find the longest phrase of a scale in an opener, with or without "also" and the like.

    "Reiterates its call" is a call: a phrase with "its" counts before the verb around it.
    """
    if not opener:
        return None
    said = _words(opener)
    bare = [w for w in said if w not in _ADVERBS]
    places = f" {' '.join(said)}  {' '.join(bare)} "  # two blanks: no phrase reaches over
    hits = [p for p in scale if f" {p} " in places]
    if not hits:
        return None
    return scale[max(hits, key=lambda p: ("its " in p, len(p)))]


def check_english(language: str, name: str, why: str = _OF_SCALE) -> None:
    """Refuse a text in another language than what it would be read by."""
    if language != "en":
        raise UnresError(f"found {name} in {language!r}, expected English, as {why}")


def _words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.lower())
