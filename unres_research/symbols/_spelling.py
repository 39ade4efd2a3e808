"""Characters that print like those of symbols, and those that do not print at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from unres_research._characters import UNSEEN

ANY_UNSEEN = re.compile(f"[{UNSEEN}]")
_SIGNS = (
    dict.fromkeys("–‑‐‒—―−﹘﹣－", "-")
    | dict.fromkeys("⁄∕⧸／", "/")
    | dict.fromkeys("\u00a0\u202f", " ")
)
_RAISED = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), " ")  # marks of notes
_LETTERS = dict(  # Russian and Greek ones that look like Latin ones
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABEKMHOPCTYXIJSAEOPCYXIJSABEZHIKMNOPTYX",
        strict=True,
    )
)
_VARIANTS = ("<wide>", "<narrow>", "<font>")  # of Latin letters and digits in Unicode
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def in_ascii(text: str) -> str:
    """Write a symbol with the characters that symbols have; any others stay as they are."""
    return text if text.isascii() else "".join(map(_plain, text))


def place_by_place(text: str) -> str:
    """Make dashes, strokes, blanks and digits plain; every character stays in its place.

    Raised digits are marks of notes and become blanks.
    """
    if text.isascii():
        return text
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    text = text.translate(_RAISED)
    return _OTHER_DIGIT.sub(lambda found: _plain(found.group()), text)


@lru_cache(maxsize=2_000)
def _plain(character: str) -> str:
    if character in UNSEEN:
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    is_roman = "\u2160" <= character <= "\u217f"
    if is_roman or unicodedata.decomposition(character).startswith(_VARIANTS):
        return unicodedata.normalize("NFKC", character)
    return _SIGNS.get(character) or _LETTERS.get(character, character)
