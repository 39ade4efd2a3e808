"""What changes of documents, any bytes and any text find in the readers."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import document, paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutated_files import SEEDS, mutated, outcome
from printed import masthead, pdf, text

from unres_research.errors import UnresError
from unres_research.read import _metadata as metadata
from unres_research.read import _text as plaintext

ROOT = Path(__file__).resolve().parents[2]
QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_documents_are_read_or_refused(name):
    rng = random.Random(0)
    found = [outcome(mutated(SEEDS[name], rng)) for _ in range(150)]
    assert set(found) == {"read", "refused"}  # the changes reach the reader, and break some


MUTATE = """
import random, resource, sys
from pathlib import Path
sys.path[:0] = ["tests", "tests/untrusted"]
from mutated_files import mutated, outcome

resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
paths = sorted(path for folder in sys.argv[2:] for path in Path(folder).rglob("*.[px][dm][fl]"))
rng = random.Random(1)
for number in range(int(sys.argv[1])):
    path = rng.choice(paths)
    print(number, path, flush=True)
    outcome(mutated(path.read_bytes(), rng))
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
    assert outcome(head + data) in ("read", "refused")


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
    assert outcome(document(paragraph(escaped))) in ("read", "refused")
    shown = joined.encode("cp1252", "ignore").decode("cp1252")
    lines = [*masthead("A/80/L.1"), *text(500, "The General Assembly,"), *text(480, shown)]
    assert outcome(pdf([lines])) in ("read", "refused")


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
