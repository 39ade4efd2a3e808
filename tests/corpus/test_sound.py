"""A data set that someone made up, each SHA-256 right, ends in an error in words and no crash."""

from __future__ import annotations

import datetime
import json
import shutil

import numpy as np
import pyarrow as pa
import pytest
import sealed

from unres_research import build_corpus, open_corpus
from unres_research.corpus import _held as held
from unres_research.errors import UnresError


@pytest.fixture(scope="module")
def folder(corpus_folder, tmp_path_factory):
    """The invented data set with its texts."""
    out = tmp_path_factory.mktemp("sound") / "data"
    return build_corpus(corpus_folder, out, texts=True, n_jobs=1, progress=False).corpus.path


@pytest.fixture
def out(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "data")


def use(folder):
    """Use all that a data set holds."""
    corpus = open_corpus(folder)
    repr(corpus), corpus.resolutions, corpus.paragraphs, corpus.sources, corpus.texts
    assert len(corpus.column_of) == corpus.counts.shape[1] and corpus.counts.sum() > 0
    assert all(len(t) for t in (corpus.actions, corpus.votes, corpus.sponsors, corpus.roll_calls))
    corpus.runs.signatures(), corpus.runs.shared_runs([["the"] * 8])
    return [corpus.resolution(s) for s in corpus.resolutions.index]


def test_what_is_sealed_again_is_read(out):
    sealed.change(out, "paragraphs.parquet", sealed.column("number", lambda v: [None] * len(v)))
    assert len(use(out)) == 5


def first(value):
    return lambda values: [value, *values[1:]]


def last(value):
    return lambda values: [*values[:-1], value]


def swapped(values):
    return values[::-1]


COLUMNS = {
    "a symbol twice": ("resolutions", "symbol", lambda v: [v[0], v[0], *v[2:]]),
    "a resolution without symbol": ("resolutions", "symbol", first(None)),
    "a resolution without paragraphs": ("resolutions", "symbol", first("A/RES/1/1")),
    "no day": ("resolutions", "adopted_on", first(None)),
    "a day long ago": ("resolutions", "adopted_on", first(datetime.date(1005, 1, 1))),
    "a day to come": ("resolutions", "distributed_on", first(datetime.date(2205, 1, 1))),
    "a subject that is none": ("resolutions", "subjects", first([None])),
    "no list": ("resolutions", "cites", first(None)),
    "words below 0": ("resolutions", "words", first(-1)),
    "votes below 0": ("resolutions", "in_favour", first(-1)),
    "session 0": ("resolutions", "session", first(0)),
    "a paragraph of no resolution": ("paragraphs", "symbol", first("A/RES/1/1")),
    "a paragraph twice": ("paragraphs", "paragraph", lambda v: [v[1], *v[1:]]),
    "paragraphs in another order": ("paragraphs", "paragraph", swapped),
    "a wording below 0": ("paragraphs", "wording", first(-1)),
    "a wording beyond": ("paragraphs", "wording", first(2**31 - 1)),
    "wordings in another order": ("paragraphs", "wording", swapped),
    "no wording": ("paragraphs", "wording", first(None)),
    "a wording of two lengths": ("paragraphs", "words", first(900)),
    "paragraphs without words": ("paragraphs", "words", lambda v: [0] * len(v)),
    "lengths below 0": ("paragraphs", "words", lambda v: [-1] * len(v)),
    "lengths beyond memory": ("paragraphs", "words", lambda v: [2**31 - 1] * len(v)),
    "footnotes below 0": ("paragraphs", "footnotes", first(-1)),
    "a vote on no resolution": ("votes", "symbol", first("A/RES/1/1")),
    "a vote that is none": ("votes", "vote", first("perhaps")),
    "a name that is missing": ("votes", "name", first(None)),
    "a name less than never": ("votes", "times", first(-1)),
    "a tally below 0": ("roll_calls", "against", first(-1)),
    "a sponsor of no resolution": ("sponsors", "symbol", first("A/RES/1/1")),
    "a sponsor of no kind": ("sponsors", "kind", first("planet")),
    "a sponsor that joins never": ("sponsors", "joined", first("never")),
    "a reversed vocabulary": ("vocabulary", "wordings", swapped),
    "a list of less than nothing": ("vocabulary", "wordings", first(-5)),
    "an endless list": ("vocabulary", "wordings", first(2**31 - 1)),
    "a term twice": ("vocabulary", "term", lambda v: [v[1], *v[1:]]),
    "an empty term": ("vocabulary", "term", first(" ")),
    "a term of four words": ("vocabulary", "n", first(4)),
    "a term that no one uses": ("vocabulary", "resolutions", first(0)),
    "a step back": ("counts", "wording_step", last(-1)),
    "a step too far": ("counts", "wording_step", last(2**31 - 1)),
    "many steps too far": ("counts", "wording_step", lambda v: [2**31 - 1] * len(v)),
    "no step": ("counts", "wording_step", lambda v: [0] * len(v)),
    "the first step back": ("counts", "wording_step", first(-1)),
    "a run of no wording": ("run_segments", "wording_step", first(0)),
    "runs before the first wording": ("run_segments", "wording_step", first(-9)),
    "runs beyond the wordings": ("run_segments", "wording_step", last(2**31 - 1)),
    "steps beyond 64 bits": ("run_segments", "wording_step", lambda v: [2**31 - 1] * len(v)),
    "a segment before the first": ("run_segments", "start", first(-1)),
    "a segment beyond": ("run_segments", "start", last(2**31 - 1)),
    "a segment of less than nothing": ("run_segments", "length", first(-1)),
    "an endless segment": ("run_segments", "length", first(2**31 - 1)),
    "a segment too short": ("run_segments", "length", lambda v: [1] * len(v)),
    "a text of another paragraph": ("texts", "paragraph", swapped),
    "no text": ("texts", "text", first(None)),
    "a record of no resolution": ("records", "symbol", first("A/RES/1/1")),
    "no record": ("records", "record", first(None)),
    "a record that is no JSON": ("records", "record", first("{")),
    "a record of nothing": ("records", "record", first("{}")),
    "a record that is a list": ("records", "record", first("[]")),
    "a record without end": ("records", "record", first("[" * 100_000)),
    "a record of other paragraphs": ("records", "record", swapped),
}


@pytest.mark.parametrize("what", COLUMNS)
def test_a_column_with_other_values(out, what):
    table, column, values = COLUMNS[what]
    sealed.change(out, f"{table}.parquet", sealed.column(column, values))
    with pytest.raises(UnresError, match=r"found .*(build it again|build the data set again)"):
        use(out)


TYPES = {
    "long numbers": ("paragraphs", "wording", pa.int64()),
    "numbers that are broken": ("paragraphs", "words", pa.float64()),
    "bytes": ("resolutions", "title", pa.binary()),
    "signed counts": ("counts", "count", pa.int32()),
}


@pytest.mark.parametrize("what", TYPES)
def test_a_column_of_another_type(out, what):
    table, column, kind = TYPES[what]
    sealed.change(out, f"{table}.parquet", sealed.column(column, list, kind))
    with pytest.raises(UnresError, match=f"found {table}.parquet in .* the columns .*{column}"):
        use(out)


@pytest.mark.parametrize("name", ["resolutions", "paragraphs", "vocabulary", "counts", "records"])
def test_columns_that_are_missing_or_too_many_and_rows(out, name):
    path = f"{name}.parquet"
    good = (out / path).read_bytes()
    extra = pa.array([1])
    for make in (
        lambda t: t.drop_columns(t.column_names[:1]),
        lambda t: t.append_column("more", pa.array([1] * t.num_rows)),
        lambda t: t.append_column(t.field(0), t.column(0)),
        lambda t: t.select(t.column_names[::-1]),
        lambda t: t.slice(1),
        lambda t: t.slice(0, 0),
        lambda t: pa.table({"a": extra}),
    ):
        sealed.put(out, path, good)
        sealed.change(out, path, make)
        with pytest.raises(UnresError, match=r"found .*(build it again|build the data set again)"):
            use(out)
    sealed.put(out, path, good, 10**6)
    with pytest.raises(UnresError, match=f"found {path} .* rows where datapackage.json names"):
        use(out)


def test_hashes_of_another_length(out):
    kind = pa.binary(4)
    values = lambda v: [x[:4] for x in v]  # noqa: E731
    sealed.change(out, "run_hashes.parquet", sealed.column("hash", values, kind))
    with pytest.raises(UnresError, match="found run_hashes.parquet in .* the columns"):
        use(out)


SOURCES = {
    "nothing": b"",
    "no columns": b"\n\n",
    "not UTF-8": b"path,bytes,sha256,symbol,language,status,reason\n\xff,1,a,b,en,read,\n",
    "ragged": b"path,bytes,sha256,symbol,language,status,reason\na,1,a,b,en,read,\na,1,2,3,4,5,6,7,8\n",
    "no number": b"path,bytes,sha256,symbol,language,status,reason\na,b,a,b,en,read,\n",
    "other columns": b"path\na\n",
    "fewer rows": b"path,bytes,sha256,symbol,language,status,reason\na,1,a,b,en,read,\n",
    "an open quote": b'path,bytes,sha256,symbol,language,status,reason\n"a,1,a,b,en,read,\n',
}


@pytest.mark.parametrize("what", SOURCES)
def test_sources_that_are_none(out, what):
    sealed.put(out, "sources.csv", SOURCES[what])
    with pytest.raises(UnresError, match="found sources.csv in .* that holds .*again"):
        use(out)


# the description

DESCRIPTIONS = {
    "nested": b"[" * 100_000 + b"]" * 100_000,
    "nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "nested and never closed": b"[" * 5_000_000,
    "huge": b" " * (held.MAX_DESCRIPTION + 1),
    "UTF-16": json.dumps({"unres": {}}).encode("utf-16"),
    "not UTF-8": b'{"unres": "\xff"}',
    "NUL": bytes(4096),
    "empty": b"",
    "a number": b"7",
    "null": b"null",
    "a string": b'"datapackage"',
    "a number of many digits": b'{"unres": ' + b"9" * 10_000 + b"}",
    "lists": b'{"unres": [], "resources": {}}',
    "analyser only": b'{"unres": {"analyser": "1"}}',
}


@pytest.mark.parametrize("what", DESCRIPTIONS)
def test_a_description_that_is_none(out, what):
    (out / "datapackage.json").write_bytes(DESCRIPTIONS[what])
    with pytest.raises(UnresError, match="that describes no data set, expected one made by"):
        open_corpus(out)


def change(key, value):
    def make(package):
        place = package
        for step in key[:-1]:
            place = place[step]
        if value is None:
            del place[key[-1]]
        else:
            place[key[-1]] = value

    return make


FACTS = {
    "no wordings": change(["unres", "wordings"], None),
    "wordings as text": change(["unres", "wordings"], "10"),
    "wordings below 0": change(["unres", "wordings"], -1),
    "true wordings": change(["unres", "wordings"], True),
    "wordings beyond": change(["unres", "wordings"], 2**40),
    "a list of languages": change(["unres", "language"], ["en"]),
    "no name": change(["resources", 0, "name"], None),
    "a path that is a list": change(["resources", 0, "path"], []),
    "a size as text": change(["resources", 0, "bytes"], "9"),
    "no hash": change(["resources", 0, "hash"], None),
    "no rows": change(["resources", 0, "rowCount"], None),
    "a broken number of rows": change(["resources", 0, "rowCount"], 1.5),
    "no tables": change(["resources"], []),
    "a table that is null": change(["resources", 0], []),
    "fewer wordings": change(["unres", "wordings"], 10),
    "more wordings": change(["unres", "wordings"], 10_000_000),
    "more wordings than memory": change(["unres", "wordings"], 2**31 - 1),
    "other rows": change(["resources", 1, "rowCount"], 7),
}


@pytest.mark.parametrize("what", FACTS)
def test_a_description_that_says_something_else(out, what):
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    FACTS[what](package)
    sealed.seal(out, package)
    with pytest.raises(UnresError, match=r"found .*build the data set again"):
        use(out)


def test_a_description_that_is_no_file(out):
    (out / "datapackage.json").unlink()
    (out / "datapackage.json").mkdir()
    with pytest.raises(UnresError, match=r"found (no )?datapackage.json in"):
        open_corpus(out)


def test_terms_that_ascend_are_read_as_before(folder):
    """Counts of the file by hand: steps added up term after term."""
    import pyarrow.parquet as pq

    table = pq.read_table(folder / "counts.parquet").to_pydict()
    lengths = pq.read_table(folder / "vocabulary.parquet")["wordings"].to_pylist()
    corpus = open_corpus(folder)
    wanted = np.zeros((corpus.n_wordings, len(lengths)), dtype=int)
    row = 0
    for term, length in enumerate(lengths):
        wording = 0
        for _ in range(length):
            wording += table["wording_step"][row]
            wanted[wording, term] = table["count"][row]
            row += 1
    assert np.array_equal(corpus.wording_counts.toarray(), wanted)


def test_a_name_of_a_column_that_is_no_text(out):
    """Its first letter becomes half a letter of UTF-8, in the file's own description."""
    data = (out / "vocabulary.parquet").read_bytes()
    changed = data.replace(b"paragraphs", b"\xf0aragraphs")
    sealed.put(out, "vocabulary.parquet", changed)
    with pytest.raises(UnresError, match="found vocabulary.parquet in .* that holds no table"):
        use(out)
