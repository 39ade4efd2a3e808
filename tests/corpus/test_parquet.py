"""Tables that grow in a file: how they are stored, and that the size of the pieces says nothing."""

from __future__ import annotations

import concurrent.futures.thread
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from unres_research.corpus import _parquet as writing
from unres_research.corpus import _schema as schema
from unres_research.corpus import _tables as making
from unres_research.corpus import build_corpus
from unres_research.corpus._parquet import Table


@pytest.fixture
def written(tmp_path):
    """Write rows of a table in parts; its path."""

    def write(name, parts, level=1):
        with ThreadPoolExecutor(2) as pool, Table(tmp_path, name, level, pool) as table:
            for rows in parts:
                table.add_rows(rows)
        assert table.length == sum(map(len, parts))
        return tmp_path / f"{name}.parquet"

    return write


def columns_of(path):
    found = pq.ParquetFile(path).metadata.row_group(0)
    return {c.path_in_schema: c for c in map(found.column, range(found.num_columns))}


def test_how_tables_are_written(written):
    """Numbers as streams of bytes, strings once; no statistics, which would say more than counts.

    Beyond a megabyte of strings only tables of texts still store each once.
    """
    texts = [f"{k:04} {'lamp' * 500}" for k in range(1_100)]  # 2.2 MB
    numbers = columns_of(written("counts", [[(k, 1) for k in range(2_200)]]))["wording_step"]
    stored = columns_of(written("texts", [[("A/1", "OP1", text) for text in texts * 2]]))["text"]
    rows = [(text, *[0] * 4, 1) for text in texts * 2]
    others = columns_of(written("vocabulary", [rows]))["term"]
    assert numbers.encodings == ("RLE", "BYTE_STREAM_SPLIT")
    for column in (numbers, stored, others):
        assert column.compression == "ZSTD" and column.statistics is None
    assert stored.total_uncompressed_size < 3e6 < others.total_uncompressed_size


@pytest.mark.parametrize("together", [1, 3, 10, 11, 1000])
@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_rows_are_stored_in_groups_whatever_comes_at_once(written, monkeypatch, together, at_once):
    rows = [(k, k % 7) for k in range(23)]
    monkeypatch.setitem(writing._TOGETHER, "counts", together)
    whole = written("counts", [rows]).read_bytes()
    monkeypatch.setattr(writing, "_AT_ONCE", at_once)
    path = written("counts", [rows[:1], [], rows[1:12], rows[12:]])
    assert path.read_bytes() == whole
    assert pq.read_table(path).to_pydict() == {
        "wording_step": [k for k, _ in rows],
        "count": [n for _, n in rows],
    }
    assert pq.ParquetFile(path).metadata.num_row_groups == -(-23 // together)


def test_the_same_bytes_as_pyarrow_writes_at_once(written, tmp_path):
    """More rows than come at once, of every type; an empty table too."""
    names = schema.columns("resolutions")
    values = {
        "symbol": [f"A/{k}" for k in range(5_000)],
        "adopted_on": [date(2020, 1, 2)] * 5_000,
        "distributed_on": [None] * 5_000,
        "subjects": [("a", "b") * (k % 2) for k in range(5_000)],
        "words": [*range(4_999), None],
        "has_metadata": [True, False] * 2_500,
    }
    columns = [values.get(name, [None] * 5_000) for name in names]
    at = names.index("distributed_on")
    rows = [(*row[:at], "NaT", *row[at + 1 :]) for row in zip(*columns, strict=True)]
    path = written("resolutions", [rows])
    table = pa.table(columns, schema=schema.arrow_schema("resolutions"))
    found = pq.read_table(path)
    assert found.schema == table.schema and found.to_pydict() == table.to_pydict()
    split = [f.name for f in table.schema if pa.types.is_integer(f.type)]
    pq.write_table(
        table,
        tmp_path / "other",
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in names if name not in split],
        column_encoding=dict.fromkeys(split, "BYTE_STREAM_SPLIT"),
        write_statistics=False,
    )
    assert (tmp_path / "other").read_bytes() == path.read_bytes()
    empty = pq.ParquetFile(written("votes", []))
    assert (empty.metadata.num_rows, empty.schema_arrow) == (0, schema.arrow_schema("votes"))


def test_what_stops_a_table_is_raised_and_its_file_closed(written, tmp_path):
    with pytest.raises(UnicodeEncodeError):
        written("texts", [[("A/1", "OP1", "half a letter \ud800")]])
    with (
        pytest.raises(ZeroDivisionError),
        ThreadPoolExecutor(1) as pool,
        Table(tmp_path, "counts", 1, pool) as table,
    ):
        table.add_rows([(1, 1)])
        raise ZeroDivisionError
    assert not table.file.is_open


def test_what_cannot_be_stored_later_is_raised_too(written, monkeypatch):
    """By a thread, while other rows come."""
    monkeypatch.setitem(writing._TOGETHER, "counts", 2)
    monkeypatch.setattr(writing, "_AT_ONCE", 1)

    def full(self, table):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Table, "_store", full)
    with pytest.raises(OSError, match="No space left"):
        written("counts", [[(k, 1)] for k in range(10)])


def test_an_interruption_while_rows_are_stored_waits_until_they_are(tmp_path, monkeypatch):
    """Else the file would be closed under the thread that writes it, which ends the process."""
    monkeypatch.setitem(writing._TOGETHER, "counts", 1)
    monkeypatch.setattr(writing, "_AT_ONCE", 1)
    real, stored = Table._store, []
    began, go_on = threading.Event(), threading.Event()

    def slow(self, table):
        began.set()
        assert go_on.wait(10)
        real(self, table)
        stored.append(self.file.is_open)

    class Interrupted(Future):
        def result(self, timeout=None):
            raise KeyboardInterrupt

        def exception(self, timeout=None):
            go_on.set()  # who waits for the end lets it come
            return super().exception(timeout)

    monkeypatch.setattr(Table, "_store", slow)
    monkeypatch.setattr(concurrent.futures.thread._base, "Future", Interrupted)
    with (
        pytest.raises(KeyboardInterrupt),
        ThreadPoolExecutor(1) as pool,
        Table(tmp_path, "counts", 1, pool) as table,
    ):
        table.add_rows([(1, 1)])
        assert began.wait(10)
        table.add_rows([(2, 1)])
    assert stored == [True] and not table.file.is_open


def test_tables_end_side_by_side(tmp_path, monkeypatch):
    """The last rows of all are handed on before any is waited for."""
    both = threading.Barrier(2, timeout=10)
    monkeypatch.setattr(Table, "_store", lambda self, table: both.wait())
    lengths = {}
    with (
        ThreadPoolExecutor(2) as pool,
        making._growing(tmp_path, 1, pool, lengths, ("counts", "votes")) as tables,
    ):
        tables["counts"].add_rows([(1, 1)])
    assert lengths == {"counts": 1, "votes": 0}


@pytest.mark.parametrize(("texts", "level"), [(True, 6), (False, 19)])
def test_what_stays_is_written_fast_and_what_is_handed_on_small(
    corpus_folder, tmp_path, monkeypatch, texts, level
):
    real, levels = Table, []

    def table(folder, name, level, pool):
        levels.append(level)
        return real(folder, name, 1, pool)

    monkeypatch.setattr(making, "Table", table)
    build_corpus(corpus_folder, tmp_path / "new" / "data", texts=texts, n_jobs=1, progress=False)
    assert levels == [level] * (12 if texts else 10)
