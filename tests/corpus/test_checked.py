"""What must hold of a data set that was just made: every fault of the files is named."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from unres_research.corpus import _parquet as writing
from unres_research.corpus import _tables as making
from unres_research.corpus._checked import check
from unres_research.corpus._documents import choose, read_documents
from unres_research.corpus._spool import Spool
from unres_research.errors import UnresError


@pytest.fixture(params=[1 << 16, 3], ids=["at once", "three rows at a time"])
def whole(request, corpus_folder, tmp_path, monkeypatch):
    """Folder of the tables of the invented resolutions, what was made, sources, number of files."""
    monkeypatch.setattr(writing, "_READ", request.param)
    out = tmp_path / "tables"
    out.mkdir()
    with Spool(tmp_path) as spool:
        documents = read_documents(corpus_folder, tmp_path, spool, n_jobs=1, progress=False)
        kept, sources = choose(documents, "en", {})
        made = making.write_tables(out, kept, {}, texts=True)
    return out, made, sources, len(documents)


def changed(folder, name, column, change):
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    place = table.schema.get_field_index(column)
    field = table.schema.field(place)
    values = pa.array(change(table[column].to_pylist()), type=field.type)
    pq.write_table(table.set_column(place, field, values), path)


def same(value):
    return lambda values: [value] * len(values)


def more(values):
    return [value + 1 for value in values]


def without_last(folder, name):
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    pq.write_table(table.slice(0, len(table) - 1), path)


def without_one_resolution(folder):
    path = folder / "paragraphs.parquet"
    table = pq.read_table(path)
    pq.write_table(table.filter(pc.not_equal(table["symbol"], table["symbol"][0])), path)


def ten_times(folder):
    """Every count ten times over, in the vocabulary too."""
    for name in ("vocabulary", "counts"):
        changed(folder, name, "count", lambda values: [value * 10 for value in values])


FAULTS = {
    "symbols are unique": lambda f: changed(f, "resolutions", "symbol", same("A/RES/1/1")),
    "paragraph ids are unique": lambda f: changed(f, "paragraphs", "paragraph", same("PP1")),
    "every resolution has paragraphs": without_one_resolution,
    "lengths add up": lambda f: changed(f, "paragraphs", "words", same(1)),
    "word counts do not exceed the words": ten_times,
    "counts agree": lambda f: changed(f, "vocabulary", "count", same(1)),
    "every run has a fingerprint": lambda f: changed(f, "run_segments", "length", more),
    "texts stand beside": lambda f: changed(f, "texts", "paragraph", same("PP1")),
}


@pytest.mark.parametrize("what", FAULTS)
def test_broken_invariants_are_named(whole, what):
    check(*whole)
    FAULTS[what](whole[0])
    with pytest.raises(UnresError, match=what):
        check(*whole)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("resolutions", "every resolution has paragraphs"),
        ("counts", "counts agree with the vocabulary"),
        ("vocabulary", "counts agree with the vocabulary"),
        ("run_segments", "every run has a fingerprint"),
        ("texts", "texts stand beside their paragraphs"),
    ],
)
def test_a_row_that_is_missing(whole, name, what):
    without_last(whole[0], name)
    with pytest.raises(UnresError, match=f"hold: {what}$"):
        check(*whole)


def test_counts_of_wordings_that_are_not_there(whole):
    changed(whole[0], "counts", "wording_step", lambda values: [10**6, *values[1:]])
    with pytest.raises(UnresError, match="hold: counts agree with the vocabulary$"):
        check(*whole)


def test_files_that_are_not_accounted_for_are_noticed(whole):
    folder, made, sources, n_files = whole
    for wrong in (n_files - 1, n_files + 1):
        with pytest.raises(UnresError, match="hold: every file is accounted for$"):
            check(folder, made, sources, wrong)
    with pytest.raises(UnresError, match="hold: every resolution comes from one file$"):
        check(folder, made, sources.assign(status="read"), n_files)
    one = made.rows["resolutions"] + 1
    with pytest.raises(UnresError, match="hold: every resolution comes from one file$"):
        check(folder, replace(made, rows=made.rows | {"resolutions": one}), sources, n_files)


@pytest.mark.parametrize(
    ("date", "holds"),
    [
        ("1945-12-31", False),
        ("1946-01-01", True),
        ("today", True),
        ("in a week", True),
        ("later", False),
    ],
)
def test_dates_of_adoption_in_range(whole, date, holds):
    today = pd.Timestamp.now().normalize()
    named = {"today": today}
    named |= {"in a week": today + pd.Timedelta(days=7), "later": today + pd.Timedelta(days=8)}
    day = pd.Timestamp(named.get(date, date)).date()
    changed(whole[0], "resolutions", "adopted_on", lambda values: [day, *values[1:]])
    if holds:
        check(*whole)
        return
    with pytest.raises(UnresError, match="hold: dates of adoption are in range$"):
        check(*whole)
