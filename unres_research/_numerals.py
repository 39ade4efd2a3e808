"""Roman numerals, read and written."""

from __future__ import annotations

import re

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
