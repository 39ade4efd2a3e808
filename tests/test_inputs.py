"""One string for a list of one, names that nobody knows, and days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest

from unres_research._inputs import as_day, as_list, check_known
from unres_research.errors import UnresError

SYMBOLS = [f"A/RES/78/{number}" for number in range(300, 330)]


def test_one_string_is_a_list_of_one() -> None:
    assert as_list("oceans", "terms") == ["oceans"]
    assert as_list(["oceans"], "terms") == ["oceans"]
    assert as_list({"a": 1, "b": 2}, "terms") == ["a", "b"]
    assert as_list(iter("ab"), "terms") == ["a", "b"]
    assert as_list([], "terms") == []
    assert as_list(77, "sessions", (int, str)) == [77]
    assert as_list([77, "ES-10"], "sessions", (int, str)) == [77, "ES-10"]


@pytest.mark.parametrize("value", [5, None, 1.5])
def test_what_is_no_list_is_refused(value: object) -> None:
    with pytest.raises(UnresError, match=f"found {value} as terms, expected a string or a list"):
        as_list(value, "terms")


@pytest.mark.parametrize("value", [[5], b"ab", ["a", None]])
def test_what_is_no_string_is_refused(value: object) -> None:
    with pytest.raises(UnresError, match="among the terms, expected a string or a list"):
        as_list(value, "terms")


def test_what_is_known_passes() -> None:
    check_known(["a", "b", "a"], ["b", "a"], "kinds")
    check_known([], [], "kinds")


def test_all_of_few_known_names_are_named() -> None:
    with pytest.raises(UnresError) as raised:
        check_known(["c", "a", "c"], ["b", "a"], "kinds")
    assert str(raised.value) == "found no 'c' among the kinds, expected some of 'b', 'a'"


def test_near_names_of_many_are_named() -> None:
    with pytest.raises(UnresError, match="found no 'a/res/78/311' .* perhaps 'A/RES/78/311'"):
        check_known(["a/res/78/311"], SYMBOLS, "symbols", "corpus.resolutions lists them")
    with pytest.raises(UnresError, match=r"'xyz' .* such as 'A/RES/78/300'; see there$"):
        check_known(["xyz"], SYMBOLS, "symbols", "see there")
    with pytest.raises(UnresError, match="found no 122 among the numbers, expected perhaps 12"):
        check_known([122], range(20), "numbers")


def test_five_of_many_missing_names_are_named() -> None:
    with pytest.raises(UnresError, match="found no '0', '1', '2', '3', '4' and 2 more among"):
        check_known(list("0123456"), ["a"], "kinds")


def test_nothing_known_is_said() -> None:
    with pytest.raises(UnresError, match="expected some, but there are none"):
        check_known(["a"], [], "kinds")


def test_three_near_names_are_named_at_most() -> None:
    with pytest.raises(UnresError) as raised:
        check_known(["A/RES/78/31"], SYMBOLS, "symbols")
    assert str(raised.value).count("A/RES/78/3") == 1 + 3


def test_of_very_many_names_only_those_that_begin_or_end_alike_are_compared() -> None:
    known = [f"{n:05}" for n in range(10_000)]
    known += ["abcdefghijkl", "xxcdefghij", "abcdefghijklm", "xxcdefghxx"]
    with pytest.raises(UnresError) as raised:
        check_known(["abcdefghij"], known, "names")
    assert str(raised.value) == (
        "found no 'abcdefghij' among the names, expected perhaps 'abcdefghijkl' or 'xxcdefghij'"
    )
    few = known[-9_999:]  # of fewer all are compared
    with pytest.raises(UnresError, match="'abcdefghijklm'"):
        check_known(["abcdefghij"], few, "names")


def test_twelve_names_are_few() -> None:
    with pytest.raises(UnresError, match="expected some of 'k00', .* 'k11'$"):
        check_known(["x"], [f"k{n:02}" for n in range(12)], "kinds")
    with pytest.raises(UnresError, match="expected kinds such as 'k00'$"):
        check_known(["x"], [f"k{n:02}" for n in range(13)], "kinds")


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-29",
        date(2024, 2, 29),
        datetime(2024, 2, 29, 23, 59),
        datetime(2024, 2, 29, tzinfo=timezone(timedelta(hours=12))),
        pd.Timestamp("2024-02-29 12:00"),
        np.datetime64("2024-02-29"),
        np.datetime64("2024-02-29T23:59:59.5"),
        np.str_("2024-02-29"),
    ],
)
def test_a_day_is_taken_in_every_form_of_a_date(value: object) -> None:
    day = as_day(value, "date")
    assert (day, type(day)) == ("2024-02-29", str)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2024-13-40", "'2024-13-40'"),
        ("2023-02-29", "'2023-02-29'"),
        ("24-1-1", "'24-1-1'"),
        ("20240101", "'20240101'"),
        ("2024-W26-2", "'2024-W26-2'"),
        ("2024-06-25T10:00", "'2024-06-25T10:00'"),
        (" 2024-06-25", "' 2024-06-25'"),
        ("2024-06-25\0", r"'2024-06-25\x00'"),
        ("٢٠٢٤-06-25", "'٢٠٢٤-06-25'"),
        ("soon", "'soon'"),
        ("", "''"),
        (None, "None"),
        (3, "int ('3')"),
        (["2024-06-25"], "list (\"['2024-06-25']\")"),
        (b"2024-06-25", "bytes (\"b'2024-06-25'\")"),
        (float("nan"), "float ('nan')"),
        (pd.NaT, "'NaT'"),
        (pd.NA, "NAType ('<NA>')"),
        (np.datetime64("NaT"), "'NaT'"),
        (np.datetime64("2024-06"), "'2024-06'"),
    ],
)
def test_what_is_no_day_is_refused(value: object, found: str) -> None:
    with pytest.raises(UnresError) as raised:
        as_day(value, "before")
    assert str(raised.value) == (
        f"found {found} for before, expected a day like '2024-06-25' (year-month-day)"
    )
