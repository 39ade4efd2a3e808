"""Sorting on the disk: the order is that of sorting in memory, whatever the size of the pieces."""

from __future__ import annotations

import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unres_research.corpus import _sorted as sort
from unres_research.corpus._sorted import Numbers, Sorted, number

PIECES = st.sampled_from([(1 << 20, 1 << 12), (16, 4), (7, 3), (4, 1), (1, 1)])
KEYS = st.lists(st.lists(st.integers(0, 12), max_size=40), max_size=8)


def in_pieces(patch, sizes):
    patch.setattr(sort, "AT_ONCE", sizes[0])
    patch.setattr(sort, "_READ", sizes[1])
    patch.setattr(sort, "_IN_MEMORY", 64)


@settings(deadline=None, max_examples=150)
@given(parts=KEYS, sizes=PIECES)
def test_records_come_in_the_order_of_their_keys(tmp_path_factory, parts, sizes):
    """Of equal keys in the order of adding, and all of a key in one batch."""
    with pytest.MonkeyPatch.context() as patch:
        in_pieces(patch, sizes)
        with Sorted(tmp_path_factory.getbasetemp(), "i8", "i4") as records:
            place = 0
            for part in parts:
                records.add(np.array(part, dtype=int), np.arange(place, place + len(part)))
                place += len(part)
            assert records.length == place
            batches = [[column.tolist() for column in batch] for batch in records.batches()]
    found = [pair for keys, places in batches for pair in zip(keys, places, strict=True)]
    keys = [key for part in parts for key in part]
    assert found == sorted(zip(keys, range(len(keys)), strict=True))
    assert all(a[0][-1] < b[0][0] for a, b in zip(batches, batches[1:], strict=False))
    assert all(keys for keys, _ in batches)


@settings(deadline=None, max_examples=100)
@given(parts=KEYS, sizes=PIECES)
def test_keys_are_numbered_by_first_appearance(tmp_path_factory, parts, sizes):
    keys = [key for part in parts for key in part]
    numbers = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    folder, appeared = tmp_path_factory.getbasetemp(), []
    with pytest.MonkeyPatch.context() as patch:
        in_pieces(patch, sizes)
        with Sorted(folder, "u8", "i8") as records:
            records.add(np.array(keys, dtype="u8"), np.arange(len(keys)))
            found = []
            for ids in number(records, folder, lambda some: appeared.extend(some.tolist())):
                assert appeared == list(numbers)  # before the first numbers
                found += ids.tolist()
    assert found == [numbers[key] for key in keys]


def test_a_batch_holds_no_more_than_it_must(tmp_path, monkeypatch):
    """Blocks of 100 and pieces of 5: a batch is of some hundred records, of 10,000."""
    monkeypatch.setattr(sort, "AT_ONCE", 100)
    monkeypatch.setattr(sort, "_READ", 5)
    keys = np.random.default_rng(0).permutation(10_000)
    with Sorted(tmp_path, "i8") as records:
        records.add(keys)
        sizes = [len(batch[0]) for batch in records.batches()]
    assert sum(sizes) == 10_000 and max(sizes) < 1_000


def test_small_ones_need_no_file_and_none_is_left(tmp_path, monkeypatch):
    opened = []
    real = tempfile.TemporaryFile

    def watch(*arguments, **options):
        opened.append(options.get("dir"))
        return real(*arguments, **options)

    monkeypatch.setattr(tempfile, "TemporaryFile", watch)
    with Numbers(tmp_path, "i4") as numbers:
        numbers.add(np.arange(10))
        assert numbers.read(3, 5).tolist() == [(3,), (4,)] and not opened
        numbers.add(np.zeros(sort._IN_MEMORY // 4))
        assert numbers.read(8, 11).tolist() == [(8,), (9,), (0,)]
        assert opened == [str(tmp_path)]
    assert list(tmp_path.iterdir()) == []


def test_many_small_parts_take_no_more_looks_than_there_are(tmp_path):
    """What waits is counted, not summed again with every part."""

    class Part(list):
        looks = 0

        def __iter__(self):
            Part.looks += 1
            return super().__iter__()

    with Sorted(tmp_path, "i8") as records:
        records.waiting = Part()
        for k in range(100):
            records.add(np.array([k]))
            assert records.length == k + 1
    assert Part.looks == 0
