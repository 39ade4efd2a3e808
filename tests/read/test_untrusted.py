"""Hostile and broken input: the readers answer with a record or with their own error.

What could take all memory or hang is read in a child process with limits, so that a fault
is a failing test and not a dead machine.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
import written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printed import DRAFT, PAGES, RESOLUTION, Text, _file, masthead, pdf, text

from unres_research import load, load_folder, symbols
from unres_research.errors import ReadError, UnresError
from unres_research.read import _kinds as kinds
from unres_research.read import _metadata as metadata
from unres_research.read import _text as plaintext
from unres_research.read import _title_block as title_block
from unres_research.read import _xml as akn
from unres_research.read import loads

ROOT = Path(__file__).resolve().parents[2]
NS = akn.NAMESPACE
QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

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


def outcomes(paths: list[Path], timeout: float = 120) -> dict[str, tuple[str, float]]:
    """Read files in a child that has 2 GiB of memory: by name what came of it, and seconds."""
    command = [sys.executable, "-c", CHILD, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=timeout, check=False)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0, (rows[-1:], done.stderr.decode()[-2000:])
    return {Path(row[0]).name: (row[1], row[2]) for row in rows if row[0] != "begins"}


def document(inside: str, before: str = "") -> bytes:
    """An Akoma Ntoso document with this in its body."""
    return (
        f"<?xml version='1.0'?>{before}<akomaNtoso xmlns='{NS}'><act><mainBody>"
        f"{inside}</mainBody></act></akomaNtoso>"
    ).encode()


def paragraph(text: str) -> str:
    return f"<paragraph><num>1.</num><content><p>{text}</p></content></paragraph>"


def _laughs() -> str:
    lines = "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" if n else "<!ENTITY a0 'ha'>" for n in range(10)
    )
    return f"<!DOCTYPE a [{lines}]>"


XML = {
    "laughs": document(paragraph("&a9;"), _laughs()),
    "laughs in an attribute": document(
        "<paragraph class='&a9;'><num>1.</num></paragraph>", _laughs()
    ),
    "quadratic": document(
        paragraph("&b;" * 20_000), f"<!DOCTYPE a [<!ENTITY b '{'b' * 50_000}'>]>"
    ),
    "external": document(
        paragraph("Reads &passwd; here."),
        "<!DOCTYPE a [<!ENTITY passwd SYSTEM 'file:///etc/passwd'>]>",
    ),
    "external DTD": document(
        paragraph("Decides."), "<!DOCTYPE a SYSTEM 'http://192.0.2.1/never-fetched.dtd'>"
    ),
    "100,000 levels": document("<section>" * 100_000),
    "1,900 levels": document("<section>" * 1_900 + paragraph("Deep.") + "</section>" * 1_900),
    "500 lists": document(
        "<paragraph><num>1.</num>"
        + "<list><point><num>(a)</num><content><p>x</p></content>" * 500
        + "</point></list>" * 500
        + "</paragraph>"
    ),
    "500 footnotes": document(
        paragraph("a" + "<authorialNote marker='1'><p>b" * 500 + "</p></authorialNote>" * 500)
    ),
    "120 lists": document(
        "<paragraph><num>1.</num>"
        + "<list><point><num>(a)</num><content><p>x</p></content>" * 120
        + "</point></list>" * 120
        + "</paragraph>"
    ),
    "240 levels": document("<section>" * 240 + paragraph("Deep.") + "</section>" * 240),
    "bodies in bodies": document("<mainBody>" * 240 + "<x/>" * 100_000 + "</mainBody>" * 240),
    "cells in cells": document(
        "<table>" + "<td>" * 240 + "cell " * 50_000 + "</td>" * 240 + "</table>"
    ),
    "titles in titles": document(
        "<coverPage>"
        + "<inline name='agenda item name'>" * 240
        + "<x/>" * 200_000
        + "</inline>" * 240
        + "</coverPage>"
        + paragraph("Decides.")
    ),
    "a paragraph in 60,000 pieces": document(paragraph("<i>x</i> " * 60_000)),
    "too many headings": document("<heading>I</heading>" * 110_000),
    "headings with numbers": document(
        "<section><num>I</num><heading>A</heading></section>" * 8_000
    ),
    "the same number": document(paragraph("Decides to meet;") * 8_000),
    "a vote of digits": document(
        "<parliamentary><voting outcome='"
        + "1" * 1_000_000
        + "'><count refersTo='#inFavour' value='&#178;'/></voting></parliamentary>"
        + paragraph("Decides.")
    ),
    "a cited million": document(paragraph("resolution 70/1 and " * 20_000)),
    "links": document(paragraph("<a href='https://undocs.org/A/RES/70/1'>70/1</a> " * 4_900)),
    "too many links": document(paragraph("<a href='x'/>" * 50_000)),
    "UTF-16": document(paragraph("Decides."), "").decode().encode("utf-16"),
    "a lie about the encoding": b"<?xml version='1.0' encoding='UTF-8'?><akomaNtoso>\xff\xfe\xe9",
}

ATTACKS = {
    "NUL": "\0" * 1000,
    "NUL in sponsors": "\0999\0 and \x00"
    + "9" * 5000
    + "\0: draft resolution\n\nThe General Assembly,\n\n1. Decides.",
    "letters": "(a) " * 100_000,
    "numbers": "1. " * 100_000,
    "lines of letters": "(a) x;\n\n" * 50_000,
    "lines of numbers": "1. x\n\n" * 50_000,
    "spaces": " " * 1_000_000 + "x",
    "line ends": "\n" * 1_000_000 + "x",
    "form feeds": "\f" * 300_000 + "x",
    "digits": "1" * 1_000_000,
    "underscores": "_" * 1_000_000,
    "asterisks": "*" * 1_000_000,
    "italics": "*a _b " * 200_000,
    "brackets": "[" * 300_000 + "](" * 300_000,
    "footnotes": "[^1" * 300_000,
    "marks": "x¹" * 300_000,
    "one long word": "A" * 1_000_000,
    "hyphens": "Aa-" * 300_000,
    "symbols": "A/" * 300_000,
    "more symbols": "A/RES/" * 100_000 + "A/78/L." * 100_000,
    "resolutions": "resolution 70/1 " * 60_000,
    "decisions": "Human Rights Council decision " * 30_000,
    "cut lines": "a\n\n" * 300_000,
    "tails": "tail.\n\n" * 80_000,
    "annexes": "Annex\n\n" * 40_000,
    "a long title": "Annex\n\n" + "Title of the annex\n\n" * 60_000,
    "headings": "I\n\n" * 60_000,
    "colons": "a: " * 300_000,
    "names": "Saint Kitts and Nevis, " * 40_000 + ": draft resolution",
    "parentheses": "(" * 500_000 + ": draft resolution",
    "sessions": "Seventy-eighth session " * 40_000,
    "quotation marks": "“" * 500_000,
    "dates": "Distr.: Limited 1 May 1" * 20_000,
}


def texts(length: int) -> dict[str, str]:
    """Each attack as header, as paragraph with and without number, and behind them."""
    cut = {name: attack[:length] for name, attack in ATTACKS.items()}
    return {
        name: f"{attack}\n\nThe General Assembly,\n\nRecalling {attack},\n\n"
        f"1. Decides {attack};\n\n{attack}"
        for name, attack in cut.items()
    }


TEXTS = {"empty": "", **texts(15_000)}
LONG_TEXTS = texts(2_000_000)


def _content(stream: bytes, filters: bytes = b"/FlateDecode", times: int = 1) -> bytes:
    """A PDF of one page with this packed content, drawn several times."""
    contents = " ".join(f"{5 + k} 0 R" for k in range(times))
    page = f"<</Type/Page/Parent 2 0 R/Resources<</Font<</roman 4 0 R>>>>/Contents[{contents}]>>"
    packed = b"<</Length %d/Filter%s>>\nstream\n%s\nendstream" % (len(stream), filters, stream)
    return _file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 612 792]>>",
            page.encode(),
            b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
            *[packed] * times,
        ]
    )


def _zeros(megabytes: int, one: bytes = b"\0") -> bytes:
    packer = zlib.compressobj(9)
    million = one * (1_000_000 // len(one))
    return b"".join([packer.compress(million) for _ in range(megabytes)]) + packer.flush()


def _printed(words: str, count: int = 800) -> bytes:
    """A draft whose lines all say this."""
    lines = [Text(123.4, 700 - 12 * (k % 50), words[:120], mark=k) for k in range(count)]
    head = [*masthead("A/80/L.1"), *text(500, "The General Assembly,", x=147.1)]
    return pdf([head, *(lines[k : k + 50] for k in range(0, count, 50))])


def _pages(tree: bytes, kid: bytes = b"<</Type/Page/Parent 2 0 R>>") -> bytes:
    return _file([b"<</Type/Catalog/Pages 2 0 R>>", tree, kid])


def _deep(levels: int) -> bytes:
    """A PDF whose page tree is a chain."""
    chain = [
        b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (k + 1, k + 3)
        for k in range(levels)
    ]
    return _file([b"<</Type/Catalog/Pages 2 0 R>>", *chain, b"<</Type/Page>>"])


PDFS = {
    "100 MB of zeros": _content(_zeros(100)),
    "500 MB of path operators": _content(_zeros(500, b"0 0 m 1 1 l S\n")),
    "packed twice": _content(
        zlib.compress(_zeros(200, b"0 0 m S\n"), 9), b"[/FlateDecode/FlateDecode]"
    ),
    "the same stream often": _content(_zeros(5, b"0 0 m S\n"), times=20),
    "20 MB of text objects": _content(_zeros(20, b"BT /roman 9 Tf 9 9 Td (a) Tj ET\n")),
    "an endless text object": _content(
        zlib.compress(b"BT /roman 9 Tf 9 9 Td (" + b"a" * 10_000_000 + b") Tj ET", 9)
    ),
    **{
        f"lines of {words[:2].strip('/')}": _printed(words * 60)
        for words in (
            "(a) ",
            "1. ",
            "a ",
            "A/",
            "70/1 ",
            "I ",
            "resolution 70/1 ",
            "Annex",
            "_",
            "* ",
        )
    },
    "29,000 texts on one line": _content(
        zlib.compress(b"BT /roman 9 Tf 9 9 Td " + b"(a)Tj " * 29_000 + b"ET")
    ),
    "LZW": _content(b"\x80\x0b\x60\x50", b"/LZWDecode"),
    "a million pages": _pages(b"<</Type/Pages/Count 1000000/Kids[3 0 R]>>"),
    "billions of pages": _pages(b"<</Type/Pages/Count 4294967295/Kids[3 0 R]>>"),
    "minus one page": _pages(b"<</Type/Pages/Count -1/Kids[3 0 R]>>"),
    "a page tree in a ring": _pages(b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R 2 0 R]>>"),
    "a ring of two": _pages(
        b"<</Type/Pages/Count 2/Kids[3 0 R]>>", b"<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>"
    ),
    "a chain of 5,000 nodes": _deep(5_000),
    "nested arrays": _pages(b"<</Type/Pages/Count 1/Kids" + b"[" * 100_000 + b"3 0 R"),
    "nested dictionaries": _pages(b"<</Type/Pages/Count 1/Kids " + b"<</a " * 100_000),
    "a stream that is longer than the file": _content(zlib.compress(b"BT ET")).replace(
        b"/Length", b"/Length 999999999 /Was"
    ),
    "only a head": b"%PDF-1.7\n",
    "a head and zeros": b"%PDF-1.7\n" + b"\0" * 100_000,
}


@pytest.mark.parametrize(
    "kind", ["XML", "TEXTS", "PDFS", pytest.param("LONG_TEXTS", marks=pytest.mark.slow)]
)
def test_hostile_files_give_a_record_or_their_own_error(kind, tmp_path):
    cases = globals()[kind]
    paths = []
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    found = outcomes(paths)
    assert found.keys() == cases.keys()
    crashed = {name: what for name, (what, _) in found.items() if what.startswith("CRASH")}
    assert crashed == {}
    slow = {name: seconds for name, (_, seconds) in found.items() if seconds > 8}
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
        "500 MB of path operators": "ReadError: found a PDF that unpacks to more than",
        "packed twice": "ReadError: found a PDF that unpacks to more than",
        "the same stream often": "ReadError: found a PDF that unpacks to more than",
        "LZW": "ReadError: found a PDF packed with LZW",
        "a million pages": "ReadError: found ",
        "only a head": "ReadError: found a damaged PDF",
    },
}


# growth --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in ATTACKS if name != "NUL in sponsors"])
def test_time_grows_with_the_length_and_not_its_square(name):
    """Ten times the text may take some ten times as long; the square would be a hundred."""
    one = (ATTACKS[name] * (5_000 // len(ATTACKS[name]) + 1))[:5_000]
    short, long = (_seconds(one * n) for n in (1, 10))
    assert long < 40 * max(short, 0.001)


def _seconds(words: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        symbols.find(words)
        symbols.find(f"resolution {words} 70/1")
        title_block.draft_symbols(words)
        title_block.split_names(words)
        title_block.agenda_items(words)
        title_block.committee_of(words)
        kinds.item_label(words)
        for read in (symbols.parse, plaintext.parse, metadata.parse_row):
            try:
                read(words)
            except ValueError:
                pass
        best = min(best, time.process_time() - start)
    return best


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


# what mutation finds -------------------------------------------------------------------


def _outcome(data: bytes) -> str:
    try:
        loads(data, "x")
    except ReadError:
        return "refused"
    return "read"


def _mutated(data: bytes, rng: random.Random) -> bytes:
    """Change some bytes, numbers or pieces of a file."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        where, piece = rng.randrange(len(out)), rng.randrange(1, 200)
        what = rng.randrange(5)
        if what == 0:
            out[where] = rng.randrange(256)
        elif what == 1:
            del out[where : where + piece]
        elif what == 2:
            other = rng.randrange(len(out))
            out[where:where] = out[other : other + piece]
        elif what == 3:
            number = re.search(rb"\d+", out[where : where + 300])
            if number:
                start, stop = (where + k for k in number.span())
                out[start:stop] = rng.choice((b"0", b"-1", b"65535", b"4294967296", b"1e30", b"3"))
        else:
            out[where:where] = rng.randbytes(piece)
        out = out or bytearray(b"x")
    return bytes(out)


SEEDS = {
    "xml": written.BELLS.encode(),
    "old xml": written.OLD_STYLE.encode(),
    "text": b"The General Assembly,\n\nRecalling resolution 70/1,\n\n1. *Decides*[^1] to meet:"
    b"\n\n(a) Soon;\n\n[^1]: Note.\n\nAnnex\n\nTitle\n\n1. A rule.",
    "pdf": RESOLUTION,
    "draft": DRAFT,
}


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_documents_are_read_or_refused(name):
    rng = random.Random(0)
    found = [_outcome(_mutated(SEEDS[name], rng)) for _ in range(150)]
    assert set(found) == {"read", "refused"}  # the changes reach the reader, and break some


MUTATE = """
import random, resource, sys
from pathlib import Path
sys.path[:0] = ["tests", "tests/read"]
from test_untrusted import _mutated, _outcome

resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
paths = sorted(path for folder in sys.argv[2:] for path in Path(folder).rglob("*.[px][dm][fl]"))
rng = random.Random(1)
for number in range(int(sys.argv[1])):
    path = rng.choice(paths)
    print(number, path, flush=True)
    _outcome(_mutated(path.read_bytes(), rng))
"""


@pytest.mark.slow
def test_mutated_real_documents_are_read_or_refused(shared):
    folders = [shared / "corpus" / name for name in ("drafts", "pdf", "UNxml-SCresolutions")]
    command = [sys.executable, "-c", MUTATE, "1200", *map(str, folders)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=600, check=False)
    last = done.stdout.decode().splitlines()[-1:]
    assert done.returncode == 0, (last, done.stderr.decode()[-2000:])
    assert last[0].startswith("1199 ")


# any bytes, any text -------------------------------------------------------------------


@QUICK
@given(st.binary(max_size=300))
@pytest.mark.parametrize(
    "head", [b"", b"%PDF-1.7\n", b"<akomaNtoso>", b"The General Assembly,\n\n"]
)
def test_any_bytes(head, data):
    assert _outcome(head + data) in ("read", "refused")


WORDS = st.sampled_from(
    [
        "The",
        "General",
        "Assembly,",
        "Security",
        "Council,",
        "1.",
        "2.",
        "(a)",
        "(i)",
        "(aa)",
        "I",
        "II",
        "A",
        "Annex",
        "Appendix",
        "Recalling",
        "Decides",
        "*",
        "**",
        "_",
        "[",
        "](",
        "[^1]",
        "[^1]:",
        "¹",
        "#",
        "\n\n",
        "\n",
        "\t",
        "\x00",
        "\x001\x00",
        "resolution",
        "70/1",
        "A/RES/70/1",
        "S/RES/1",
        "(2000)",
        "Agenda",
        "items",
        "3",
        "and",
        "4",
        "Distr.:",
        "Limited",
        "31",
        "February",
        "2024",
        "First",
        "Committee",
        "draft",
        "resolution",
        ":",
        ",",
        ";",
        ".",
        "Eightieth",
        "session",
        "emergency",
        "special",
        "²",
        "٣",
        "\u2028",
        "\ufeff",
        "\ud7ff",
        "–",
    ]
)


@QUICK
@given(st.lists(WORDS | st.text(max_size=4), max_size=60))
def test_any_text(words):
    joined = " ".join(words)
    for words_of in (joined, f"{joined}\n\nThe General Assembly,\n\n{joined}"):
        try:
            record = plaintext.parse(words_of)
        except UnresError:
            continue
        assert len({p.id for p in record}) == len(record)
        assert {p.parent for p in record if p.parent} <= {p.id for p in record}
        json.dumps(record.to_dict())


@QUICK
@given(st.lists(WORDS | st.text(max_size=4), max_size=40))
def test_any_words_in_xml_and_pdf(words):
    joined = "".join(c for c in " ".join(words) if c.isprintable())
    escaped = re.sub("[<&>]", "", joined)
    assert _outcome(document(paragraph(escaped))) in ("read", "refused")
    shown = joined.encode("cp1252", "ignore").decode("cp1252")
    lines = [*masthead("A/80/L.1"), *text(500, "The General Assembly,"), *text(480, shown)]
    assert _outcome(pdf([lines])) in ("read", "refused")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "title",
        "adoption_date",
        "committee",
        "agenda_item",
        "originating_document",
        "sponsors",
        "subjects",
        "SDGs",
        "MS_in_favour_count",
        "adoption_type",
        "additional_sponsors",
        "pv",
    ]
)


@QUICK
@given(st.dictionaries(FIELDS, JSON, max_size=6))
def test_any_metadata(fields):
    try:
        row = metadata.parse_row(json.dumps({**fields, "symbol": "A/RES/80/1"}))
    except ValueError:
        return
    assert row.symbol == "A/RES/80/1"


def test_metadata_that_cannot_be_read_are_listed(tmp_path):
    rows = [
        "[" * 100_000,
        '{"symbol": "A/RES/80/1", "sponsors": "[' + "-" * 150_000 + '1]"}',
        '{"symbol": "A/RES/80/2", "SDGs": ["\u00b2", "3"], "MS_in_favour_count": "\u00b2"}',
        '{"symbol": "A/RES/80/3", "MS_in_favour_count": ' + "9" * 5000 + "}",
        '{"symbol": "' + "A/" * 5_000 + '1"}',
        "\0",
    ]
    folder = tmp_path / "data_extract"
    folder.mkdir()
    (folder / "80.json").write_text("\n".join(rows))
    (folder / "folder.json").mkdir()
    (folder / "loop.json").symlink_to(folder / "loop.json")
    os.mkfifo(folder / "pipe.json")
    found, issues = metadata.read_metadata(tmp_path)
    assert sorted(found) == ["A/RES/80/1", "A/RES/80/2"]
    assert found["A/RES/80/2"].sdgs == (3,)
    assert sorted(i.path for i in issues) == [
        "80.json, line 1",
        "80.json, line 4",
        "80.json, line 5",
        "80.json, line 6",
        "folder.json",
        "loop.json",
        "pipe.json",
    ]


# folders and archives ------------------------------------------------------------------


def test_what_is_no_file_is_listed_and_does_not_stop_the_rest(tmp_path):
    (tmp_path / "good.xml").write_text(written.BELLS)
    (tmp_path / "a.xml").mkdir()
    (tmp_path / "a.xml" / "inside.xml").write_text(written.BELLS)
    (tmp_path / "loop").symlink_to(tmp_path)  # a folder that holds itself
    (tmp_path / "ring.xml").symlink_to(tmp_path / "ring.xml")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nothing.pdf")
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.xml")
    os.mkfifo(tmp_path / "pipe.zip")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")).write_text("no resolution")
    loaded = load_folder(tmp_path, progress=False)
    assert [r.source.path for r in loaded.records] == ["a.xml/inside.xml", "good.xml"]
    paths = set(loaded.issues["path"])
    assert paths == {
        "ring.xml",
        "gone.pdf",
        "endless.txt",
        "pipe.xml",
        "pipe.zip",
        "\ufffd\ufffd.txt",
    }
    for name in ("pipe.xml", "endless.txt", "a.xml", "ring.xml"):
        with pytest.raises(ReadError):
            load(tmp_path / name)


def test_an_archive_writes_nothing_wherever_its_members_say_they_are(tmp_path):
    folder = tmp_path / "outer" / "inner"
    folder.mkdir(parents=True)
    names = [
        "../../escaped.xml",
        f"{tmp_path}/absolute.xml",
        "C:\\windows.xml",
        "a/../b.xml",
        "in.xml",
    ]
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for name in names:
            archive.writestr(name, written.BELLS)
    before = sorted(tmp_path.rglob("*"))
    loaded = load_folder(folder, progress=False)
    assert len(loaded.records) == len(names)
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path / "absolute.xml").exists()


def _zip(content: bytes, how: int = zipfile.ZIP_DEFLATED, name: str = "a.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _declared(archive: bytes, size: int) -> bytes:
    """The archive with another size of its one member in the central directory."""
    place = archive.rindex(b"PK\x01\x02") + 24
    return archive[:place] + size.to_bytes(4, "little") + archive[place + 4 :]


def test_archives_that_lie_or_are_damaged_are_listed(tmp_path):
    zeros = _zip(b"<akomaNtoso>" + b" " * 70_000_000)
    archives = {
        "bomb.zip": zeros,
        "undeclared.zip": _declared(zeros, 100),
        "bzip2.zip": _zip(written.BELLS.encode(), zipfile.ZIP_BZIP2),
        "nested.zip": _zip(_zip(zeros, name="b.zip"), name="a.xml"),
        "no archive.zip": b"PK\x03\x04 and no more",
        "broken.zip": _zip(written.BELLS.encode()).replace(b"PK\x03\x04", b"PK\x03\x05"),
        "good.zip": _zip(written.BELLS.encode()),
    }
    for name, data in archives.items():
        (tmp_path / name).write_bytes(data)
    loaded = load_folder(tmp_path, progress=False)
    assert [r.source.path for r in loaded.records] == ["good.zip/a.xml"]
    assert {path.split("/")[0] for path in loaded.issues["path"]} == archives.keys() - {"good.zip"}


def test_a_member_that_unpacks_to_more_than_it_says_takes_no_memory(tmp_path):
    path = tmp_path / "undeclared.zip"
    path.write_bytes(_declared(_zip(b" " * 300_000_000), 100))
    code = (
        "import resource, sys; from pathlib import Path; from unres_research.read._files import File; "
        "resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20)); "
        "from unres_research.errors import ReadError\n"
        "try: File('x', Path(sys.argv[1]), 'a.xml').read()\n"
        "except ReadError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert b"cannot be read (Bad CRC-32" in done.stdout


def test_mutated_archives_are_listed_or_read(tmp_path):
    rng, data = random.Random(0), _zip(written.BELLS.encode())
    for _ in range(150):
        (tmp_path / "a.zip").write_bytes(_mutated(data, rng))
        loaded = load_folder(tmp_path, progress=False)
        assert len(loaded.records) <= 1
