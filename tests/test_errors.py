"""Errors keep their parts, also from one process to another."""

from __future__ import annotations

import pickle

from unres_research import ReadError, UnresError


def test_an_error_of_reading_crosses_processes_whole():
    error = ReadError("a.zip/b.xml", "found an empty file")
    for one in (error, pickle.loads(pickle.dumps(error))):
        assert isinstance(one, UnresError) and isinstance(one, ValueError)
        assert str(one) == "a.zip/b.xml: found an empty file"
        assert (one.path, one.reason) == ("a.zip/b.xml", "found an empty file")
