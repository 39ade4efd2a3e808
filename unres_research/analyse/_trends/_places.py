"""The place of a paragraph under the name that the Latin languages give it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from unres_research._numerals import to_roman

_LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"  # as Arabic counts with them
_PARTS = ["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"]
_LENGTHENED = "\u0640"
_QUOTED = re.compile(r"[‘’'](\d{1,2})[‘’']")  # Arabic: the digits of (i), (ii)
_DASHED = re.compile(r"(?<=\d) ?[-–](?=$|\()")  # Arabic: as "11."
_CHINESE = re.compile(r"(\(?)([〇一二三四五六七八九十]{1,3}|[\u3220-\u3229])(\)?)")
_ARABIC = re.compile(rf"\(([{_LETTERS}ا]){_LENGTHENED}?( \1)?\)")


@lru_cache(maxsize=100_000)
def common_name(paragraph: str) -> str:
    """Name of a paragraph in all languages: "OP5(ب)" and "OP5(b)" are one place.

    >>> common_name("OP5(ب)’2‘"), common_name("OP2(a)㈣"), common_name("三.OP1"), common_name("PP7")
    ('OP5(b)(ii)', 'OP2(a)(iv)', 'III.OP1', 'PP7')
    """
    if paragraph.isascii():
        return _DASHED.sub(".", paragraph)
    first, dot, rest = paragraph.partition(".")
    if dot and first in _PARTS:
        paragraph = f"{to_roman(_PARTS.index(first) + 1).upper()}.{rest}"
    named = _ARABIC.sub(lambda found: f"({_letter(found[1], bool(found[2]))})", paragraph)
    named = _QUOTED.sub(lambda found: f"({to_roman(int(found[1]))})", named)
    return _CHINESE.sub(_numbered, _DASHED.sub(".", named))


def _letter(arabic: str, twice: bool) -> str:
    """Latin letter of the same place, doubled after z or where it is printed twice."""
    again, place = divmod(max(0, _LETTERS.find(arabic)), 26)
    return chr(ord("a") + place) * (again + 1 + twice)


def _numbered(found: re.Match[str]) -> str:
    number = to_roman(_value(found[2]))
    part = found.string.startswith(f"{found[2]}.") and not found[1]
    return number.upper() if part else f"({number})"


def _value(chinese: str) -> int:
    """Value of a number below a hundred.

    >>> [_value(number) for number in ("㈡", "十", "十五", "二十", "三十四")]
    [2, 10, 15, 20, 34]
    """
    tens, ten, ones = chinese.partition("十")
    if not ten:
        return int(unicodedata.numeric(chinese[0]))
    return 10 * (_value(tens) if tens else 1) + (_value(ones) if ones else 0)
