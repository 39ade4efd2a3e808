"""Numbers as documents write them: months, ordinals in words, roman numerals."""

from __future__ import annotations

import re

from unres_research.wordlists import read_list

MONTHS = {row["month"].casefold(): int(row["number"]) for row in read_list("months")}
_ORDINALS = {
    (row["language"], row["word"]): int(row["value"])
    for row in read_list("ordinals")
    if row["role"] == "ordinal"
}
_TENS = [
    (row["language"], row["word"], int(row["value"]))
    for row in read_list("ordinals")
    if row["role"] == "tens"
]
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))


def to_roman(number: int) -> str:
    """Write a small roman numeral.

    >>> to_roman(14), to_roman(349)
    ('xiv', 'cccxlix')
    """
    text = ""
    for value, letters in (*_ROMAN, (1, "i")):
        text += letters * (number // value)
        number %= value
    return text


def from_roman(text: str) -> int:
    """Value of a roman numeral of the letters I, V, X, L and C, large or small.

    >>> from_roman("xiv"), from_roman("XXXIX")
    (14, 39)
    """
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    numbers = [values[letter] for letter in text.lower()]
    pairs = zip(numbers, [*numbers[1:], 0], strict=True)
    return sum(-a if a < b else a for a, b in pairs)


def ordinal(words: str, language: str) -> int | None:
    """Value of an ordinal below one hundred, or of digits ("78th"); None for other words.

    >>> ordinal("eightieth", "en"), ordinal("seventy-eighth", "en"), ordinal("78th", "en")
    (80, 78, 78)
    >>> ordinal("quatre-vingt-onzième", "fr"), ordinal("septuagésimo octavo", "es")
    (91, 78)
    """
    words = words.casefold()
    if digits := re.fullmatch(r"(\d{1,3})\D{0,3}", words):
        return int(digits.group(1))
    if (language, words) in _ORDINALS:
        return _ORDINALS[language, words]
    for spoken, tens, value in _TENS:
        rest = re.fullmatch(rf"{tens}(?:-| et | )(.+)", words) if spoken == language else None
        unit = _ORDINALS.get((language, rest.group(1))) if rest else None
        if unit is not None and unit < (20 if language == "fr" and value in (60, 80) else 10):
            return value + unit
    return None
