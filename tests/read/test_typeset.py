"""Round trips: a record set as a PDF in the manner of the United Nations, and read again."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from typeset import settable, typeset

from benchmarks.accuracy import blanks, compare
from unres_research import load
from unres_research.read._pdf import parse
from unres_research.read._structure import Block, assemble
from unres_research.records import Footnote, Resolution

ROOT = Path(__file__).resolve().parents[2]
LONG = " and ".join(f"the keepers of harbour {name}" for name in "ABCDEFGHIJKLMNOPQRSTUVW")
DEEP = " and ".join(f"well-kept lamps of pier {name}" for name in "ABCDEFGHIJKLMNOPQRSTUV")


def preambular(opener: str, words: str = "the fog of autumn", *marks: str) -> Block:
    return Block(f"{opener} {words},", "preambular", None, opener, marks)


def operative(number: int, opener: str, words: str, *marks: str) -> Block:
    return Block(f"{opener} {words}", "numbered", str(number), opener, marks)


def item(label: str, words: str, *marks: str) -> Block:
    return Block(words, "item", label, None, marks)


def heading(text: str, number: str | None = None) -> Block:
    return Block(text, "heading", number)


STRUCTURES = {
    "paragraphs over pages, with notes between": [
        *(preambular("Recalling", LONG, str(k)) for k in range(1, 5)),
        *(operative(k, "Invites", f"{LONG};", str(k + 4)) for k in range(1, 5)),
    ],
    "sub-paragraphs of sub-paragraphs over pages": [
        preambular("Noting"),
        operative(1, "Decides", "to keep:"),
        *(
            block
            for letter in "abcdefg"
            for block in (
                item(f"({letter})", "To see to:"),
                item("(i)", f"{DEEP};"),
                item("(ii)", f"{DEEP};"),
            )
        ),
        operative(2, "Requests", "a report."),
    ],
    "letters that look like numerals": [
        preambular("Noting"),
        operative(1, "Urges", "harbours to buy:"),
        *(item(f"({letter})", f"Lamps of kind {letter};") for letter in "abcdefghijklm"),
    ],
    "sections, parts with their own preamble": [
        preambular("Noting"),
        heading("Lamps", "I"),
        preambular("Recalling"),
        operative(1, "Decides", "to buy lamps;"),
        heading("Bells", "II"),
        preambular("Recalling also"),
        operative(1, "Requests", "bells;"),
        operative(2, "Stresses", "their sound."),
    ],
    "sections whose numbers go on": [
        preambular("Noting"),
        operative(1, "Decides", "to meet;"),
        heading("Lamps of the northern harbours"),
        operative(2, "Requests", "lamps;"),
        heading("Bells of the southern harbours"),
        operative(3, "Stresses", "their sound."),
    ],
    "headings that end one page and begin the next": [
        preambular("Noting"),
        *(
            block
            for k in range(1, 40)
            for block in (heading(f"Harbour {k}"), operative(k, "Stresses", f"lamp {k};"))
        ),
    ],
    "two annexes with numbers of their own": [
        preambular("Noting"),
        operative(1, "Adopts", "the rules annexed to the present resolution."),
        heading("Annex I"),
        heading("Rules of lamps"),
        Block("Lamps are lit.", "numbered", "1"),
        Block("Lamps are put out.", "numbered", "2"),
        heading("Annex II"),
        heading("Rules of bells"),
        Block("Bells are rung.", "numbered", "1"),
    ],
    "an agenda within an operative paragraph": [
        preambular("Noting"),
        operative(1, "Decides", "to meet;"),
        operative(2, "Approves", "the following agenda:"),
        item("1.", "Opening."),
        item("2.", "Lamps."),
        operative(3, "Requests", "a report."),
    ],
    "numbered paragraphs below an unnumbered one": [
        preambular("Noting"),
        Block("Resolves that:", "plain", None, "Resolves"),
        Block("Lamps shall be bought;", "numbered", "1"),
        Block("Bells shall be rung.", "numbered", "2"),
    ],
    "lines that end in hyphens": [
        preambular("Noting", " ".join(["short- and long-lasting sea-green well-kept lamps"] * 20)),
        operative(1, "Decides", " ".join(["to use low- and high-burning ship-borne oil"] * 20)),
    ],
    "unnumbered operative paragraph": [
        preambular("Noting"),
        Block("Decides to buy lamps.", "plain", None, "Decides"),
    ],
    "resolutions A and B in one document": [
        Block("A Lamps of the north", "component", "A"),
        preambular("Noting"),
        operative(1, "Decides", "to buy lamps."),
        Block("B Bells of the south", "component", "B"),
        preambular("Recalling"),
        operative(1, "Requests", "a bell;"),
        operative(2, "Stresses", "its sound."),
    ],
}


def record(blocks: list[Block], **more: object) -> Resolution:
    paragraphs, annexes, _ = assemble(blocks)
    marks = [mark for p in paragraphs for mark in p.footnotes]
    letters = any(b.hint == "component" for b in blocks)
    fields = {
        "symbol": "A/RES/79/985 A-B" if letters else "A/RES/79/985",
        "kind": "resolution",
        "title": "Lamps for small harbours",
        "session": 79,
        "agenda_items": ("132", "143"),
        "agenda_titles": ("Lights of the sea", "Harbours of small towns"),
        "adopted_on": "2024-12-02",
        "distributed_on": "2024-12-04",
        "origin": "without reference to a Main Committee (A/79/L.5)",
        "committee": "Plenary",
        "paragraphs": paragraphs,
        "annexes": annexes,
        "footnotes": tuple(Footnote(m, f"Report {m} of the harbour.") for m in marks),
    }
    return Resolution(**{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", STRUCTURES)
def test_what_was_set_is_read(name):
    one = record(STRUCTURES[name])
    assert list(compare(one, parse(typeset(one)))) == []


@pytest.mark.parametrize("words", [12, 40])
def test_long_titles_and_running_heads_of_several_lines(words):
    title = " ".join(["Lamps", "bells", "and", "foghorns"] * (words // 4))
    long = record(STRUCTURES["paragraphs over pages, with notes between"], title=title)
    assert list(compare(long, parse(typeset(long)))) == []


def test_long_footnotes_among_long_paragraphs():
    one = record(
        STRUCTURES["paragraphs over pages, with notes between"],
        footnotes=tuple(Footnote(str(k), f"See {LONG}.") for k in range(1, 9)),
    )
    assert list(compare(one, parse(typeset(one)))) == []


def test_words_joined_and_split_are_counted():
    xml = record([preambular("Noting", "a light house and its lamp")])
    read = record([preambular("Noting", "a lighthouse and its la mp")])
    assert list(blanks(xml, read)) == [
        ("joined", "PP1", "light house"),
        ("split", "PP1", "la mp,"),
    ]


@pytest.mark.slow
def test_real_records_come_back(shared):
    """Structures that real resolutions have, in documents without a PDF here."""
    folder = shared / "corpus"
    have = {p.stem.replace("_", "/") for p in (folder / "pdf").glob("*.pdf")}
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as stream:
        rows = [r for r in csv.DictReader(stream) if r["status"] == "read"]
    rows = [
        r
        for r in rows
        if r["symbol"].startswith(("A/RES/78/", "A/RES/79/", "A/RES/80/"))
        and r["symbol"] not in have
    ]
    wrong: set[tuple[str, str]] = set()
    count = 0
    for row in random.Random(7).sample(rows, 120):
        one = settable(load(folder / "UNxml-GAresolutions" / row["path"]))
        found = compare(one, parse(typeset(one)))
        wrong |= {(d.symbol, d.paragraph) for d in found if d.field != "cites" and d.paragraph}
        count += len(one.paragraphs)
    assert count > 4_000
    assert 1 - len(wrong) / count > 0.985  # the rest: tables of many columns, slips of the XML
