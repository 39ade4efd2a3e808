"""Tables for people: no cell of text is a formula, numbers stay numbers."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest

from unres_research._csv import to_csv

FORMULAS = ["=cmd|' /C calc'!A0", "+1+cmd", "-1-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1",
            "\uff1d1", "=", "--"]  # fmt: skip
PLAIN = ["a = b", "A/RES/78/265", "-1", "+2.5", "-.5e3", "", "'=1", "5-4", "(=1)", "a\r=1", "a;b"]


def cells(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("dtype", [object, "string", "category"])
def test_formulas_have_an_apostrophe_before_them(dtype):
    frame = pd.DataFrame({"title": pd.Series(FORMULAS + PLAIN, dtype=dtype)})
    found = cells(to_csv(frame, index=False))
    expected = [f"'{text}" for text in FORMULAS] + PLAIN
    assert found == [["title"], *([text.replace("\r", "\n")] for text in expected)]


def test_names_of_columns_and_rows_are_text_too():
    frame = pd.DataFrame({"=a": [1.5]}, index=pd.Index(["=row"], name="@index"))
    assert to_csv(frame, index=True) == "'@index,'=a\n'=row,1.5\n"
    rows = pd.MultiIndex.from_tuples([("=a", 1), ("b", -2)], names=["-x", "y"])
    assert to_csv(pd.DataFrame({"n": [1, 2]}, index=rows), index=True) == (
        "'-x,y,n\n'=a,1,1\nb,-2,2\n"
    )


def test_all_else_is_as_pandas_writes_it():
    frame = pd.DataFrame(
        {
            "n": [-1, 2],
            "share": [-0.25, np.nan],
            "day": pd.to_datetime(["2020-01-02", None]),
            "told": [True, False],
            "mixed": [-1, "a, b"],
            "list": [["=a"], []],
            "whole": pd.array([-1, None], dtype="Int64"),
            "none": [None, None],
        }
    )
    for table in (frame, frame.head(0), frame[[]], frame.set_index("n"), frame.set_index("day")):
        for index in (True, False):
            assert to_csv(table, index=index) == table.to_csv(index=index, lineterminator="\n")
    assert frame["mixed"].tolist() == [-1, "a, b"]  # the table itself is as it was
    twice = pd.DataFrame([["=a", "b"]], columns=["t", "t"])
    assert to_csv(twice, index=False) == "t,t\n'=a,b\n"
