"""Change a data set and write its description anew, as someone would who wants it to be opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def seal(folder: Path, package: dict) -> None:
    """Write a description with its digest, as data/README.md says how it is made."""
    package["unres"].pop("sha256", None)
    text = json.dumps(package, sort_keys=True, ensure_ascii=False, separators=(", ", ": "))
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    package["unres"]["sha256"] = digest
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def put(folder: Path, name: str, data: bytes, rows: int | None = None) -> None:
    """Put a file in place, and its size, SHA-256 and rows into the description."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (one,) = [r for r in package["resources"] if r["path"] == name]
    (folder / name).write_bytes(data)
    one |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    if rows is not None:
        one["rowCount"] = rows
    seal(folder, package)


def change(folder: Path, name: str, make: Callable[[pa.Table], pa.Table]) -> None:
    """Put another table in the place of one."""
    table = make(pq.ParquetFile(folder / name).read())
    stream = pa.BufferOutputStream()
    pq.write_table(table, stream)
    put(folder, name, stream.getvalue().to_pybytes(), table.num_rows)


def column(name: str, values: Callable[[list], list], kind: pa.DataType | None = None):
    """Make a function for `change` that gives one column other values, or another type."""

    def make(table: pa.Table) -> pa.Table:
        place = table.column_names.index(name)
        own = table.schema.field(name).type
        array = pa.array(values(table[name].to_pylist()), type=kind or own)
        return table.set_column(place, name, array)

    return make
