"""Every public function that takes a day takes it as text or as a date, or refuses it in words."""

from __future__ import annotations

import inspect
import re
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from test_names import public

import unres_research as un
from unres_research.corpus import example_corpus
from unres_research.corpus._corpus import built_in
from unres_research.errors import UnresError

DAY = "2023-06-01"
FORMS = (
    date(2023, 6, 1),
    datetime(2023, 6, 1, 12),
    pd.Timestamp(DAY),
    np.datetime64(DAY),
    np.datetime64(f"{DAY}T12:00"),
)
WRONG = ("", "2023-06-31", "23-6-1", "20230601", "soon\0", 3, 3.5, [DAY], pd.NaT, pd.NA,
         np.datetime64("NaT"), np.datetime64("2023-06"))  # fmt: skip
STRINGS_ALONE = {"show.report date"}  # notebooks are given it
TIMES_ALONE = {"show.export.redline date"}


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """By function and parameter: what the function makes of a day."""
    corpus, place = example_corpus(), tmp_path_factory.mktemp("days")
    text, other = corpus.resolution("A/RES/78/907"), corpus.resolution("A/RES/78/908")
    draft = built_in() / "texts" / "A_78_L.86.txt"
    return {
        "compare date": lambda day: un.compare(text, corpus, date=day).to_dict(),
        "check date": lambda day: un.check(text, corpus, date=day).to_dict(),
        "search before": lambda day: un.search("whales", corpus, before=day).to_dict(),
        "actions adopted_on": lambda day: un.actions(
            "Requests the Secretary-General to report at its next session", adopted_on=day
        ),
        "analyse.history date": lambda day: un.analyse.history(
            "whales of the sea", corpus, date=day
        ).to_dict(),
        "analyse.adoption since": lambda day: un.analyse.adoption(
            corpus, "whales", since=day
        ).to_csv(),
        "analyse.Study date": lambda day: un.analyse.Study(text, corpus, date=day).date,
        "show.report date": lambda day: un.show.report(place / "report", text=draft, date=day),
        "show.export.redline date": lambda day: un.export.redline(
            un.align(text, other), place / "redline.docx", date=day
        ),
    }


def test_every_parameter_that_takes_a_day_has_a_call(calls):
    found = {
        f"{label.partition('.')[2]} {name}"
        for label, value in public()
        for name, parameter in inspect.signature(value).parameters.items()
        if name == "date" or re.search(r"\bDate\b|\bdatetime\b", str(parameter.annotation))
    }
    assert found == set(calls)


def test_a_day_may_be_text_or_a_date(calls):
    for name, call in calls.items():
        if name not in STRINGS_ALONE | TIMES_ALONE:
            assert all(call(day) == call(DAY) for day in FORMS), name


def test_what_is_no_day_is_refused_in_words(calls):
    for name, call in calls.items():
        for value in WRONG:
            with pytest.raises(UnresError, match="found .*expected"):
                pytest.fail(f"{name} takes {value!r}: {call(value)}")
