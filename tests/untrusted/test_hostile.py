"""Hostile and broken input: the readers answer with a record or with their own error.

What could take all memory or hang is read in a child process with limits, so that a fault
is a failing test and not a dead machine.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

import hostile
import pytest
from hostile import ATTACKS
from printed import DRAFT, PAGES, RESOLUTION, pdf

from unres_research import symbols
from unres_research.corpus import _tokens as tokens
from unres_research.errors import ReadError
from unres_research.read import _documents as documents
from unres_research.read import _html as webpage
from unres_research.read import _kinds as kinds
from unres_research.read import _metadata as metadata
from unres_research.read import _openers as openers
from unres_research.read import _text as plaintext
from unres_research.read import _title_block as title_block
from unres_research.read import _xml as akn
from unres_research.read import loads

ROOT = Path(__file__).resolve().parents[2]

# what a child process reads, each with its outcome -------------------------------------

CHILD = """
import json, resource, sys, time
from pathlib import Path
from unres_research import load
from unres_research.errors import ReadError

resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
for path in sys.argv[1:]:
    print(json.dumps(["begins", path]), flush=True)
    start = time.process_time()
    try:
        found = "read: " + " ".join(p.text for p in load(path))[:500]
    except ReadError as error:
        found = f"ReadError: {error.reason}"
    except BaseException as error:
        found = f"CRASH {type(error).__name__}: {error}"
    took = time.process_time() - start
    print(json.dumps([path, found[:1000], round(took, 2)]), flush=True)
"""


def outcomes(paths: list[Path], timeout: float = 600) -> dict[str, tuple[str, float]]:
    """Read files in a child that has 2 GiB of memory: by name what came of it, and seconds."""
    command = [sys.executable, "-c", CHILD, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=timeout, check=False)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0, (rows[-1:], done.stderr.decode()[-2000:])
    return {Path(row[0]).name: (row[1], row[2]) for row in rows if row[0] != "begins"}


# what an ordinary text of two million characters takes is the unit: no second of any machine
ORDINARY = "The General Assembly,\n\n" + "".join(
    f"{k}. *Decides* to consider the depths of the sea once more at its next session;\n\n"
    for k in range(1, 24_001)
)


@pytest.mark.parametrize(
    "kind", ["XML", "TEXTS", "PDFS", pytest.param("LONG_TEXTS", marks=pytest.mark.slow)]
)
def test_hostile_files_give_a_record_or_their_own_error(kind, tmp_path):
    cases = getattr(hostile, kind)
    paths = []
    for name, content in {"ordinary": ORDINARY, **cases}.items():
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    found = outcomes(paths)
    _, unit = found.pop("ordinary")
    assert found.keys() == cases.keys()
    crashed = {name: what for name, (what, _) in found.items() if what.startswith("CRASH")}
    assert crashed == {}
    # PDFs are read in a worker, which has its own limits: their time is not in these seconds
    slow = {name: took for name, (_, seconds) in found.items() if (took := seconds / unit) > 8}
    assert slow == {}
    expected = EXPECTED.get(kind, {})
    assert {name: found[name][0][: len(begin)] for name, begin in expected.items()} == expected
    assert not any("root:" in what for what, _ in found.values())  # no file was read


EXPECTED = {
    "XML": {
        "100,000 levels": "ReadError: found XML that is not well formed",
        "500 lists": "ReadError: found XML that is not well formed",
        "240 levels": "read: Deep.",
        "too many links": "ReadError: found more than",
        "cells in cells": "ReadError: found more than",
        "the same number": "read: Decides to meet;",
        "links": "read: 70/1",
        "external DTD": "read: Decides.",
        "external": "read: Reads ",
    },
    "TEXTS": {
        "empty": "ReadError: found an empty file",
        "NUL in sponsors": "read: Decides.",
        "letters": "read: Recalling (a) (a)",
        "one long word": "read: Recalling AAAA",
        "lines of numbers": "read: Recalling 1. x",
    },
    "PDFS": {
        "500 MB of path operators": "ReadError: needed more than 1 GiB of memory",
        "packed twice": "ReadError: found no text in the PDF",
        "20 MB of text objects": "ReadError: page 1 has 625,000 objects",
        "LZW": "ReadError: found no text in the PDF",
        "a million pages": "ReadError: found ",
        "only a head": "ReadError: found a damaged PDF",
    },
}


# growth --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in ATTACKS if name != "NUL in sponsors"])
def test_time_grows_with_the_length_and_not_its_square(name):
    """Ten times the text may take some ten times as long; the square would be a hundred."""
    one = (ATTACKS[name] * (2_500 // len(ATTACKS[name]) + 1))[:2_500]
    slow = [k for k, read in enumerate(READERS) if _growth(read, one, tries=2) > 40]
    # what looks slow is measured again: other work on the machine makes it look so, too
    assert {k: growth for k in slow if (growth := _growth(READERS[k], one, tries=8)) > 40} == {}


def _growth(read, one: str, tries: int) -> float:
    """How many times as long ten times the text takes; what takes under 2 ms counts as that."""
    return _seconds(read, one * 10, tries) / max(_seconds(read, one, tries), 0.002)


def _seconds(read, words: str, tries: int) -> float:
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        try:
            read(words)
        except ValueError:
            pass
        best = min(best, time.process_time() - start)
    return best


READERS = (
    symbols.find,
    lambda words: symbols.find(f"resolution {words} 70/1"),
    lambda words: symbols.find(f"résolution 70/1 {words}"),
    symbols.parse,
    symbols.normalise,
    title_block.draft_symbols,
    title_block.split_names,
    title_block.agenda_items,
    title_block.committee_of,
    title_block.find_session,
    title_block.find_date,
    lambda words: title_block.read_title_block(
        [title_block.HeaderLine(words)], "General Assembly", "fr"
    ),
    kinds.item_label,
    openers.match_opener,
    openers.classify,
    lambda words: openers.classify(words + ",", "fr"),
    openers.language_of,
    lambda words: documents.classify_document([words, "The Conference,", words]),
    lambda words: documents.classify_document([words[:380]] * 3 + words.split(" "), "fr"),
    tokens.words,
    tokens.spans,
    metadata.parse_row,
    plaintext.parse,
    lambda words: plaintext.parse(f"The General Assembly,\n\n1. Decides {words}."),
    lambda words: webpage.is_html(words.encode()),
    lambda words: webpage.is_html(words.encode() * 4 + b"<x>"),
    lambda words: webpage.parse(
        f"<p>{words}<p>The General Assembly,<p>1. Decides {words}".encode()
    ),
    lambda words: akn.parse(XML.format(escape(re.sub("[\0\f]", "", words))).encode()),
)
XML = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><mainBody>'
    "<paragraph><num>1.</num><content><p>Decides {0}<sup>{0}</sup></p></content></paragraph>"
    "</mainBody></statement></akomaNtoso>"
)


# PDFs ----------------------------------------------------------------------------------


def test_a_pdf_with_a_password_is_refused():
    data = pdf(PAGES, user="secret", owner="secret")
    with pytest.raises(ReadError, match="found an encrypted PDF.*save it without a password"):
        loads(data, "x.pdf")


def test_a_pdf_that_only_its_owner_may_change_is_read():
    read, plain = (loads(one, "x.pdf") for one in (pdf(PAGES, owner="o"), RESOLUTION))
    assert read.paragraphs == plain.paragraphs
    assert len(read) == 8


@pytest.mark.parametrize("data", [RESOLUTION, DRAFT], ids=["resolution", "draft"])
def test_a_pdf_cut_anywhere_is_refused_or_read_as_far_as_it_goes(data):
    whole = {p.text for p in loads(data, "x.pdf")}
    for length in range(0, len(data), 97):
        try:
            found = loads(data[:length], "x.pdf")
        except ReadError:
            continue
        assert {p.text for p in found} <= whole
