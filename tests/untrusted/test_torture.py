"""The frame of `make torture`, and a short run of each part."""

from __future__ import annotations

import sys

import pytest
import torture
from _row import Row, table
from _watched import watched

MIB = 1 << 20


def test_the_table_counts_what_is_lost() -> None:
    rows = [Row.of("files", ["", "fell over", ""]), Row("kills", 1200, 1200)]
    assert rows[0] == Row("files", 3, 2, ("fell over",))
    assert table(rows).splitlines()[2:] == [
        "| files | 3 | 2 | 1 |",
        "| kills | 1,200 | 1,200 | 0 |",
    ]
    with pytest.raises(ValueError, match="expected tried"):
        Row("nothing said of the second", 2, 1)


def test_a_process_is_watched_from_outside() -> None:
    done = watched([sys.executable, "-c", "print('é'); raise SystemExit(3)"], seconds=60)
    assert (done.status, done.out, done.why) == (3, "é\n", "")
    late = watched([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.2)
    assert (late.status, late.why) == (None, "ran for more than 0.2 s")
    assert late.seconds < 30


def test_the_memory_of_children_counts() -> None:
    hold = "import time; x = b'x' * (200 << 20); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    done = watched([sys.executable, "-c", parent], seconds=60, limit=100 * MIB)
    assert done.status is None
    assert "more than 100" in done.why
    assert done.memory > 100 * MIB


def test_a_part_that_fails_is_lost() -> None:
    (row,) = torture.run("nowhere")
    assert (row.tried, row.survived) == (1, 0)
    assert "ModuleNotFoundError" in row.lost[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", torture.parts())
def test_nothing_is_lost_in_a_short_run(name: str) -> None:
    rows = torture.run(name, quick=True)
    assert rows
    assert not [one for row in rows for one in row.lost]
