"""Numbers as documents write them: months, ordinals in words, roman numerals."""

from __future__ import annotations

import re

from unres_research._wordlists import read_list

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
ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_VALUES = {"c": 100, "xc": 90, "l": 50, "xl": 40, "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1}


def from_roman(text: str) -> int:
    """Value of a roman numeral below 400, in small or large letters.

    >>> from_roman("xiv"), from_roman("XLIX")
    (14, 49)
    """
    numbers = [_VALUES[letter] for letter in text.lower()]
    pairs = zip(numbers, [*numbers[1:], 0], strict=True)
    return sum(-a if a < b else a for a, b in pairs)


def to_roman(number: int) -> str:
    """Write a number as a roman numeral in small letters.

    >>> to_roman(14), to_roman(49)
    ('xiv', 'xlix')
    """
    text = ""
    for letters, value in _VALUES.items():
        text += letters * (number // value)
        number %= value
    return text


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


def ordinal_words(number: int) -> str:
    """Spell an ordinal in English as documents do: in words below one hundred.

    >>> ordinal_words(78), ordinal_words(80), ordinal_words(101), ordinal_words(112)
    ('seventy-eighth', 'eightieth', '101st', '112th')
    """
    words = {value: word for (language, word), value in _ORDINALS.items() if language == "en"}
    if number in words:
        return words[number]
    ten, unit = number - number % 10, number % 10
    tens = {value: word for language, word, value in _TENS if language == "en"}
    if ten in tens:
        return f"{tens[ten]}-{words[unit]}"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(unit, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
