"""Tables of a data set as they are written: some rows at a time, never all in memory."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.corpus import _schema as schema

if TYPE_CHECKING:
    import pyarrow as pa

SMALL, FAST = 19, 6  # levels of zstd: to hand on, and for a data set that stays where it is
_READ = 1 << 16  # rows that are read again at once
_AT_ONCE = 4096  # rows of Python values, before they are made columns
# rows that are stored together, and wait in memory until they are
_TOGETHER = {
    **dict.fromkeys(("vocabulary", "counts", "run_hashes", "run_segments"), 1 << 20),
    **dict.fromkeys(("resolutions", "records", "roll_calls"), 1 << 14),
}
_MANY = 1 << 18  # of all others


class Table:
    """A table that grows in a Parquet file; two of the same rows have the same bytes.

    Rows are compressed by the threads of a pool, of each table one group of rows at a time.
    """

    def __init__(self, folder: Path, name: str, level: int, pool: ThreadPoolExecutor) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.pool, self.length = pool, 0
        self.schema = schema.arrow_schema(name)
        self.together = _TOGETHER.get(name, _MANY)
        self.rows: list[tuple[Any, ...]] = []
        self.waiting: list[pa.Table] = []
        self.writing: Future[None] | None = None
        self.finished = False
        split = [f.name for f in self.schema if pa.types.is_integer(f.type)]
        strings = [f.name for f in self.schema if f.name not in split]
        # texts that recur word for word are stored once, in one dictionary however long
        whole = {"dictionary_pagesize_limit": 1 << 30} if name in schema.TEXT_TABLES else {}
        self.file = pq.ParquetWriter(
            folder / schema.file_of(name),
            self.schema,
            compression="zstd",
            compression_level=level,
            use_dictionary=strings,
            column_encoding=dict.fromkeys(split, "BYTE_STREAM_SPLIT"),
            write_statistics=False,
            store_schema=True,
            **whole,
        )

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.finish()
                self._wait()
        finally:
            if self.writing is not None:
                self.writing.exception()
            self.file.close()

    def name_rows(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add rows by the names of their columns."""
        self.add_rows(tuple(row[name] for name in self.schema.names) for row in rows)

    def add_rows(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows, their values in the order of the columns."""
        self.rows.extend(rows)
        if len(self.rows) >= _AT_ONCE:
            self._as_columns()
            self._write()

    def add(self, columns: dict[str, Any]) -> None:
        """Add columns of equal length."""
        import pyarrow as pa

        arrays = [pa.array(columns[field.name], type=field.type) for field in self.schema]
        self.add_table(pa.table(arrays, schema=self.schema))

    def add_table(self, table: pa.Table) -> None:
        """Add rows as Arrow holds them."""
        self.waiting.append(table)
        self._write()

    def finish(self) -> None:
        """Hand on the last rows, as the end of the `with` block does, without waiting for it."""
        if not self.finished:
            self.finished = True
            self._as_columns()
            self._write(all_of_it=True)

    def _as_columns(self) -> None:
        import pyarrow as pa

        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.schema)
        arrays = [_column(c, f.type) for c, f in zip(columns, self.schema, strict=True)]
        self.waiting.append(pa.table(arrays, schema=self.schema))
        self.rows = []

    def _write(self, *, all_of_it: bool = False) -> None:
        """Hand on as many rows as are stored together, at the end those that are left."""
        import pyarrow as pa

        if sum(map(len, self.waiting)) < self.together and not all_of_it:
            return
        left = pa.concat_tables(self.waiting)
        while len(left) >= self.together:
            self._hand_on(left.slice(0, self.together))
            left = left.slice(self.together)
        if all_of_it and (len(left) or not self.length):
            self._hand_on(left)
            left = left.slice(len(left))
        self.waiting = [left]

    def _hand_on(self, table: pa.Table) -> None:
        self._wait()
        self.length += len(table)
        self.writing = self.pool.submit(self._store, table)

    def _store(self, table: pa.Table) -> None:
        self.file.write_table(table.combine_chunks(), self.together)

    def _wait(self) -> None:
        if self.writing is not None:
            self.writing.result()  # when this is interrupted, the file must not be closed before
            self.writing = None


def _column(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_date(kind):
        return pa.array(np.array(values, dtype="datetime64[D]"))
    return pa.array(values, type=kind)


def batches(folder: Path, name: str, columns: list[str]) -> Generator[pa.Table, None, None]:
    """Columns of a table that was written, some rows at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / schema.file_of(name)) as file:
        for batch in file.iter_batches(_READ, columns=columns):
            yield pa.Table.from_batches([batch])
