"""What callers give: lists, names with near ones, numbers, days, paths."""

from __future__ import annotations

import os
from collections.abc import Collection, Hashable, Iterable
from datetime import date
from difflib import get_close_matches
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any

from unres_research.errors import UnresError

_FEW = 12  # so many known names are all named in an error
_NAMED = 5  # so many of the names that are missing
_MOST_SEED = 2**31 - 1  # to which the number of a run is added, and numpy takes 32 bits
_MANY = 10_000  # names: comparing one with so many takes a tenth of a second


def as_list(
    values: Any, what: str, kind: type | tuple[type, ...] = str, named: str = "a value"
) -> list[Any]:
    """Return a list of what was given; one value of the kind, as one string, is a list of one.

    >>> as_list("operative", "kinds"), as_list(("a", "b"), "kinds")
    (['operative'], ['a', 'b'])
    """
    if isinstance(values, kind):
        return [values]
    expected = "a string" if kind is str else named
    try:
        found = list(values)
    except TypeError:
        raise UnresError(
            f"found {str(values)[:80]} as {what}, expected {expected} or a list of them"
        ) from None
    wrong = [value for value in found if not isinstance(value, kind)]
    if wrong:
        raise UnresError(
            f"found {str(wrong[0])[:80]} among the {what}, expected {expected} or a list of them"
        )
    return found


def as_sessions(values: Any) -> list[Any]:
    """Return sessions as a list of numbers, whether they were given as numbers or as strings.

    >>> as_sessions("78"), as_sessions([79, "80", "ES-10"])
    ([78], [79, 80, 'ES-10'])
    """
    given = as_list(values, "sessions", (str, Integral))
    return [int(one) if str(one).isdecimal() else one for one in given]


def check_kind(value: object, kind: type | tuple[type, ...], what: str, expected: str) -> None:
    """Raise `UnresError` that says what was found for an argument in place of what is expected.

    >>> check_kind(None, str, "the symbol", "a string such as 'A/RES/78/265'")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found None for the symbol, expected a string such as ...
    """
    if not isinstance(value, kind):
        found = "None" if value is None else f"{type(value).__name__} ({str(value)[:40]!r})"
        raise UnresError(f"found {found} for {what}, expected {expected}")


def as_path(value: object, what: str, expected: str) -> Path:
    """Return the path that was given; `UnresError` when it is none, is empty or holds a NUL.

    >>> as_path("", "the scale", "the path of a CSV file")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found '' for the scale, expected the path of a CSV file
    """
    check_kind(value, (str, PathLike), what, expected)
    name = os.fspath(value)  # type: ignore[call-overload]
    if not isinstance(name, str) or not name or "\0" in name:
        raise UnresError(f"found {repr(name)[:80]} for {what}, expected {expected}")
    return Path(name)


def day_of(text: str) -> date | None:
    """Day of the calendar that a text writes as year, month and day, or None.

    >>> day_of("2024-06-25"), day_of("20240625"), day_of("2024-02-30")
    (datetime.date(2024, 6, 25), None, None)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if str(day) == text else None  # no "20240625" and no "2024-W26-2"


def as_day(value: object, what: str, expected: str = "a day") -> str:
    """Return a day as ISO writes it; `UnresError` unless it was given so, or as a date.

    Times of datetime, pandas and numpy are taken for their day.

    >>> as_day("2024-06-25", "date"), as_day(date(2024, 6, 25), "date")
    ('2024-06-25', '2024-06-25')
    >>> as_day("2024-13-40", "date")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found '2024-13-40' for date, expected a day like ...
    """
    expected = f"{expected} like '2024-06-25' (year-month-day)"
    of_numpy = getattr(getattr(value, "dtype", None), "kind", None) == "M"
    if not of_numpy:
        check_kind(value, (str, date), what, expected)
    text = value if isinstance(value, str) else str(value)[:10]
    day = day_of(text)
    if day is None:
        raise UnresError(f"found {text[:40]!r} for {what}, expected {expected}")
    return str(day)


def check_whole(value: object, what: str, least: int, most: int | None = None) -> None:
    """Raise `UnresError` unless a whole number of at least so much, or in a range, was given.

    >>> check_whole(6.5, "n", 6)
    Traceback (most recent call last):
    unres_research.errors.UnresError: found n = 6.5, expected a whole number of at least 6
    """
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if whole and least <= int(value) <= (int(value) if most is None else most):  # type: ignore[call-overload]
        return
    said = f"of at least {least}" if most is None else f"from {least} to {most}"
    raise UnresError(f"found {what} = {repr(value)[:80]}, expected a whole number {said}")


def check_seed(value: object) -> None:
    """Raise `UnresError` unless a whole number was given that random draws can begin with."""
    check_whole(value, "random_state", 0, _MOST_SEED)


def check_share(value: object, what: str) -> None:
    """Raise `UnresError` unless a number from 0 to 1 was given."""
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= float(value) <= 1:
        raise UnresError(f"found {what} = {value!r}, expected a share from 0 to 1")


def check_level(value: object) -> None:
    """Raise `UnresError` unless the level of an interval was given: a number between 0 and 1."""
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < 1:
        raise UnresError(f"found level = {value!r}, expected a number between 0 and 1")


def check_ngrams(sizes: Any) -> None:
    """Raise `UnresError` unless the least and the greatest number of words in a term were given."""
    try:
        least, most = sizes
        known = 1 <= least <= most <= 3
    except (TypeError, ValueError):
        known = False
    if not known:
        raise UnresError(f"found ngram_range = {sizes!r}, expected two numbers from 1 to 3")


def check_known(
    values: Iterable[object], known: Collection[object], what: str, where: str = ""
) -> None:
    """Raise `UnresError` that names the values nobody knows, and near ones that are known.

    `what` is the plural ("sessions"), `where` says how to see all that are known.

    >>> check_known(["operativ"], ["operative", "preambular"], "kinds")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found no 'operativ' among the kinds, expected ...
    """
    held = set(known) if isinstance(known, (list, tuple)) else known
    values = list(values)
    several = [value for value in values if not isinstance(value, Hashable)]
    if several:
        raise UnresError(
            f"found {str(several[0])[:80]} among the {what}, expected single ones"
            + "".join(f", such as {one!r}" for one in list(known)[:1])
        )
    missing = list(dict.fromkeys(value for value in values if value not in held))
    if missing:
        named = ", ".join(map(repr, missing[:_NAMED]))
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        expected = _expected(list(map(str, missing[:_NAMED])), known, what)
        said = f"; {where}" if where else ""
        raise UnresError(f"found no {named}{more} among the {what}, expected {expected}{said}")


def _expected(missing: list[str], known: Collection[object], what: str) -> str:
    """Name what is known: all of few, else what is near."""
    if not len(known):
        return "some, but there are none"
    if len(known) <= _FEW:
        return f"some of {', '.join(map(repr, known))}"
    spelt = {str(value): value for value in known}
    found = [n for m in missing for n in near(m, spelt) or _near_in_other_case(m, spelt)]
    if not found:
        return f"{what} such as {next(iter(spelt.values()))!r}"
    return f"perhaps {' or '.join(repr(spelt[n]) for n in dict.fromkeys(found))}"


def _near_in_other_case(name: str, known: Collection[str]) -> list[str]:
    folded = {one.casefold(): one for one in known}
    return [folded[one] for one in near(name.casefold(), folded)]


def near(name: str, known: Collection[str]) -> list[str]:
    """At most three known names that are spelt nearly so, the nearest first.

    >>> near("clymate", ["climate", "coral"])
    ['climate']
    """
    return get_close_matches(name, _alike(name, known), n=3)


def _alike(name: str, known: Collection[str]) -> list[str]:
    """Names to compare one with: of very many those of about its length that begin or end alike."""
    if len(known) <= _MANY:
        return list(known)
    return [
        k
        for k in known
        if abs(len(k) - len(name)) < 3 and (k[:2] == name[:2] or k[-2:] == name[-2:])
    ]
