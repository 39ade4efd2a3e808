"""Word files with tracked changes: accepted they are the second text, rejected the first."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import docx
import pytest
import written
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from unres_research import show
from unres_research.analyse import align
from unres_research.errors import UnresError
from unres_research.read._load import load, loads
from unres_research.records import Annex, Footnote, Paragraph, Resolution
from unres_research.show import export
from unres_research.show._redline_page import names_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text(title: str, paragraphs: list[str]) -> Resolution:
    found = [Paragraph(f"OP{k}", "operative", t, str(k)) for k, t in enumerate(paragraphs, 1)]
    return Resolution("A/80/L.91", "draft", title, paragraphs=tuple(found))


def expected(title: str, paragraphs: list[str]) -> list[str]:
    return [*head(title), *(f"{k}. {t}" for k, t in enumerate(paragraphs, 1))]


def head(title: str) -> list[str]:
    return ["A/80/L.91", "General Assembly", title, "The General Assembly,"]


def root_of(path: Path):
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def lines(path: Path, gone: str) -> list[str]:
    """Lines once all changes are accepted (`gone` is "del") or rejected ("ins").

    Written from ISO/IEC 29500-1, 17.13.5: what stands in an element that goes goes along, and
    a paragraph whose mark goes is joined with the next one.
    """
    found, held = [], ""
    for paragraph in root_of(path).iter(f"{W}p"):
        for piece in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab"):
            around = [a.tag for a in piece.iterancestors()]
            if f"{W}tabs" in around:
                continue
            if piece.tag != f"{W}tab":
                assert (piece.tag == f"{W}delText") == (f"{W}del" in around)  # 17.4.7
            if W + gone not in around:
                held += piece.text or " "
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
            found.append(held)
            held = ""
    assert not held  # the mark of the last paragraph stays
    return found


LAMPS = "Urges States to light their harbours at night;"
BELLS = "Requests the Secretary-General to count the bells;"
FOG = "Recommends two horns on every ferry in fog."
TITLE = "Lamps"
CASES = {
    "nothing changed": ([LAMPS, BELLS], [LAMPS, BELLS]),
    "no paragraphs": ([], []),
    "all added": ([], [LAMPS, BELLS]),
    "all dropped": ([LAMPS, BELLS], []),
    "first added": ([LAMPS, BELLS], [FOG, LAMPS, BELLS]),
    "first dropped": ([FOG, LAMPS, BELLS], [LAMPS, BELLS]),
    "last added": ([LAMPS, BELLS], [LAMPS, BELLS, FOG]),
    "last dropped": ([LAMPS, BELLS, FOG], [LAMPS, BELLS]),
    "everything changed": ([LAMPS, BELLS], [FOG]),
    "moved": ([LAMPS, BELLS, FOG], [FOG, LAMPS, BELLS]),
    "end changed before an added one": ([LAMPS, BELLS], [LAMPS[:-1] + " and day;", FOG, BELLS]),
    "end changed before a dropped one": ([LAMPS[:-1] + " and day;", FOG, BELLS], [LAMPS, BELLS]),
    "end cut before an added one": ([LAMPS, BELLS], [LAMPS.replace(" at night;", ""), FOG, BELLS]),
    "last end changed, one added": ([LAMPS, BELLS], [LAMPS, BELLS[:-1] + " at noon", FOG]),
    "dropped and added at the end": ([LAMPS, BELLS], [LAMPS, FOG]),
    "begin changed after an added one": ([LAMPS, BELLS], [FOG, LAMPS.replace("Urges", "Asks")]),
    "empty paragraphs": (["", LAMPS, ""], [LAMPS, ""]),
    "very long": ([(LAMPS + " ") * 500], [(LAMPS + " ") * 250 + FOG + (" " + LAMPS) * 250]),
    "marks of XML": (["Urges <w:del> & “lamps”;"], ['Urges </w:p> & "lamps"; ']),
    "end of CDATA": (["Urges ]]> <![CDATA[ States"], ["Urges ]]> all <![CDATA[ States"]),
    "right to left": (["تحث الدول 5 (ألف) על lamps"], ["تحث جميع الدول 5 (ألف) על lamps"]),
    "marks of direction": (
        ["Urges \u202eall\u202c \u200fStates"],
        ["Urges \u2067all\u2069 States"],
    ),
    "one long word": (["a" * 50_000], ["a" * 25_000 + "b" * 25_000]),
    "blanks at the ends": ([" Urges  States "], ["  Urges  all States"]),
    "beyond the first plane": (["Urges 🏮 States;"], ["Urges 🔔 States;"]),
}


@pytest.mark.parametrize("name", CASES)
def test_both_texts_can_be_read_from_the_file(name, tmp_path):
    old, new = CASES[name]
    path = export.redline(align(text(TITLE, old), text("Bells", new)), tmp_path / "a.docx")
    assert lines(path, "ins") == expected(TITLE, old)
    assert lines(path, "del") == expected("Bells", new)


WORDS = st.sampled_from(["lamps", "bells", "fog", "urges", "port", "sea", ";", ",", "of"])
TEXTS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=5)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([TITLE, "", "Lamps and bells"]))
def test_both_texts_whatever_they_are(tmp_path_factory, old, new, title):
    path = tmp_path_factory.mktemp("docx") / "a.docx"
    export.redline(align(text(TITLE, old), text(title, new)), path)
    assert lines(path, "ins") == expected(TITLE, old)
    assert lines(path, "del") == expected(title, new)


def test_only_what_changed_is_marked(tmp_path):
    found = align(text(TITLE, [LAMPS, BELLS]), text(TITLE, [LAMPS.replace("Urges", "Asks"), BELLS]))
    root = root_of(export.redline(found, tmp_path / "a.docx"))
    assert ["".join(e.itertext()) for e in root.iter(f"{W}del")] == ["Urges"]
    assert ["".join(e.itertext()) for e in root.iter(f"{W}ins")] == ["Asks"]
    untouched = align(text(TITLE, [LAMPS]), text(TITLE, [LAMPS]))
    root = root_of(export.redline(untouched, tmp_path / "b.docx"))
    assert not list(root.iter(f"{W}del", f"{W}ins"))


def test_changes_carry_author_date_and_a_number_of_their_own(tmp_path):
    when = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    found = align(text(TITLE, [LAMPS]), text("Bells", [FOG]))
    path = export.redline(found, tmp_path / "a.docx", author="Fiji\x00 & Malta", date=when)
    marks = list(root_of(path).iter(f"{W}ins", f"{W}del"))
    assert {m.get(f"{W}author") for m in marks} == {"Fiji & Malta"}
    assert {m.get(f"{W}date") for m in marks} == {"2026-02-28T23:30:00Z"}  # as UTC
    numbers = [m.get(f"{W}id") for m in marks]
    assert len(set(numbers)) == len(numbers) > 3


def test_it_looks_like_a_resolution(tmp_path):
    """Each paragraph has the style of its kind, and openers and the formula are in italics."""
    sub = Paragraph("OP1(a)", "subparagraph", "To meet;", "(a)", "OP1")
    deep = Paragraph("OP1(a)(i)", "subparagraph", "In May;", "(i)", "OP1(a)")
    one = Paragraph("OP1", "operative", "Decides:", "1", opener="Decides")
    annexed = Paragraph("A1.1", "annex", "Lamps are lit.", "1", annex=1)
    record = Resolution(
        "A/RES/80/901", "resolution", TITLE, session=80, agenda_items=("13", "71 (b)"),
        adopted_on="2026-03-01", origin="without reference to a Main Committee",
        paragraphs=(one, sub, deep, annexed), annexes=(Annex("Rules", "A1.1"),),
    )  # fmt: skip
    path = export.redline(align(record, record), tmp_path / "a.docx")
    document = docx.Document(str(path))
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("UN Symbol", "A/RES/80/901"),
        ("UN Organ", "General Assembly"),
        ("UN Session", "Eightieth session"),
        ("UN Agenda Item", "Agenda items 13 and 71 (b)"),
        ("UN Adoption", "Resolution adopted by the General Assembly on 1 March 2026"),
        ("UN Origin", "[without reference to a Main Committee]"),
        ("UN Title", "80/901. Lamps"),
        ("UN Formula", "The General Assembly,"),
        ("UN Operative Paragraph", "1.\tDecides:"),
        ("UN Sub-paragraph", "(a)\tTo meet;"),
        ("UN Sub-paragraph 2", "(i)\tIn May;"),
        ("UN Annex", "Annex"),
        ("UN Annex Title", "Rules"),
        ("UN Operative Paragraph", "1.\tLamps are lit."),
    ]
    italic = [run.text for p in document.paragraphs for run in p.runs if run.italic]
    assert italic == ["The General Assembly", "Decides"]
    lefts = [
        document.styles[f"UN Sub-paragraph{n}"].paragraph_format.left_indent for n in ("", " 2")
    ]
    assert 0 < lefts[0] < lefts[1] and document.styles["UN Title"].font.bold
    assert document.sections[0].header.paragraphs[0].text == "A/RES/80/901"
    read = load(path)
    for name in ("symbol", "kind", "title", "session", "agenda_items", "adopted_on", "origin"):
        assert getattr(read, name) == getattr(record, name), name


@pytest.mark.parametrize(
    ("language", "session", "items", "said"),
    [
        ("en", "ES-11", ("5",), ["Eleventh emergency special session", "Agenda item 5"]),
        ("en", "S-32", (), ["Thirty-second special session"]),
        ("en", "9" * 5000, (), []),
        ("fr", 78, ("13", "20"), ["78e session", "Points 13 et 20 de l’ordre du jour"]),
        ("es", 78, ("13",), ["78º período de sesiones", "Tema 13 del programa"]),
        ("ru", 78, ("13",), []),
    ],
)
def test_session_and_agenda_are_named_in_the_language_of_the_text(
    language, session, items, said, tmp_path
):
    record = replace(text(TITLE, []), language=language, session=session, agenda_items=items)
    path = export.redline(align(record, record), tmp_path / "a.docx")
    head = [p.text for p in docx.Document(str(path)).paragraphs]
    assert head[2 : head.index(TITLE)] == said


# footnotes


def noted(*texts: str, marks: tuple[str, ...] = ("1", "2", "3", "4")) -> Resolution:
    """Two paragraphs; the first has the footnotes but the last, which is the second's."""
    marks = marks[: len(texts)]
    one, two = (Paragraph(f"OP{k}", "operative", t, str(k)) for k, t in ((1, LAMPS), (2, BELLS)))
    pair = (replace(one, footnotes=marks[:-1]), replace(two, footnotes=marks[-1:]))
    notes = tuple(Footnote(*each) for each in zip(marks, texts, strict=True))
    return replace(text(TITLE, []), paragraphs=pair, footnotes=notes)


NOTES = {
    "the same": (("See lamps.", "See bells."), ("See lamps.", "See bells.")),
    "one added": (("See bells.",), ("See lamps.", "See bells.")),
    "one gone": (("See lamps.", "See fog.", "See bells."), ("See fog.", "See bells.")),
    "words changed": (("See all lamps.", "See bells."), ("See lamps.", "See the bells.")),
    "all added": ((), ("See <w:ins> & ]]> lamps.", "See bells.")),
    "all gone": (("See lamps.", "See bells."), ()),
}


@pytest.mark.parametrize("name", NOTES)
def test_footnotes_of_both_texts_are_read_from_one_file(name, tmp_path):
    old, new = (noted(*texts) for texts in NOTES[name])
    path = export.redline(align(old, new), tmp_path / "a.docx")
    for record, view in ((old, "original"), (new, "accepted")):
        read = load(path, revisions=view)
        assert read.footnotes == record.footnotes
        assert [p.footnotes for p in read] == [p.footnotes for p in record]


def test_a_paragraph_keeps_its_style_where_another_comes_behind_it(tmp_path):
    """The last mark of a file always stays: it ends another paragraph in each text."""
    sub = Paragraph("OP1(a)", "subparagraph", "To meet;", "(a)", "OP1")
    old = text(TITLE, [LAMPS])
    new = replace(old, paragraphs=(*old.paragraphs, sub))
    root = root_of(export.redline(align(old, new), tmp_path / "a.docx"))
    *_, one, two = root.iter(f"{W}p")
    assert one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "UNOperativeParagraph"
    assert one.find(f"{W}pPr/{W}rPr/{W}ins") is not None
    assert two.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "UNSub-paragraph"
    before = two.find(f"{W}pPr/{W}pPrChange/{W}pPr/{W}pStyle")
    assert before.get(f"{W}val") == "UNOperativeParagraph"


def test_footnotes_are_those_of_word(tmp_path):
    """17.11: a part of its own, its rules named in the settings, every reference with a note."""
    path = export.redline(
        align(noted("See lamps.", "A."), noted("See fog.", "A.")), tmp_path / "a.docx"
    )
    with zipfile.ZipFile(path) as archive:
        notes, settings = (
            etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("footnotes", "settings")
        )
    ids = [one.get(f"{W}id") for one in root_of(path).iter(f"{W}footnoteReference")]
    assert ids == ["1", "2"]
    assert [one.get(f"{W}id") for one in notes] == ["-1", "0", *ids]
    assert [e.get(f"{W}id") for e in settings.iterfind(f"{W}footnotePr/{W}footnote")] == ["-1", "0"]
    assert ["".join(e.itertext()) for e in notes.iter(f"{W}del", f"{W}ins")] == ["lamps", "fog"]
    marks = [*root_of(path).iter(f"{W}ins", f"{W}del"), *notes.iter(f"{W}ins", f"{W}del")]
    numbers = [mark.get(f"{W}id") for mark in marks]
    assert len(set(numbers)) == len(numbers) == 2
    with zipfile.ZipFile(export.redline(align(text(TITLE, []), text(TITLE, [])), path)) as archive:
        assert "word/footnotes.xml" not in archive.namelist()


def test_a_mark_that_word_would_not_count_is_written_by_hand(tmp_path):
    """One mark for two places, a star, and a mark that no text has."""
    one, two = noted("See lamps.", "See bells.", marks=("*", "1"))
    record = replace(
        noted("See lamps.", "See bells.", marks=("*", "1")),
        paragraphs=(one, replace(two, footnotes=("1", "*", "7"))),
    )
    root = root_of(export.redline(align(record, record), tmp_path / "a.docx"))
    runs = [run for run in root.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle") is not None]
    found = [
        ("".join(run.itertext()), run.find(f"{W}footnoteReference") is not None) for run in runs
    ]
    assert found == [("*", True), ("", True), (" *", False), (" 7", False)]  # marks stand apart


def test_the_date_is_now_by_default(tmp_path):
    begin = datetime.now(UTC).replace(microsecond=0)
    path = export.redline(align(text(TITLE, []), text("Bells", [])), tmp_path / "a.docx")
    (date,) = {m.get(f"{W}date") for m in root_of(path).iter(f"{W}ins", f"{W}del")}
    assert begin <= datetime.fromisoformat(date) <= datetime.now(UTC)


def test_characters_that_xml_cannot_hold(tmp_path):
    old, new = ["Urges\x00 \ud800States;"], ["Urges\tall\nStates\x0bnow\u2028then\ufffe;"]
    path = export.redline(align(text(TITLE, old), text(TITLE, new)), tmp_path / "a.docx")
    assert lines(path, "ins") == [*head(TITLE), "1. Urges States;"]
    assert lines(path, "del") == [*head(TITLE), "1. Urges all States now then;"]


def test_numbers_are_printed_as_in_a_resolution(tmp_path):
    paragraphs = (
        Paragraph("PP1", "preambular", "Noting lamps,"),
        Paragraph("H1", "heading", "Lights", "I"),
        Paragraph("OP1", "operative", "Decides:", "1"),
        Paragraph("OP1(a)", "subparagraph", "To meet;", "(a)", "OP1"),
    )
    record = Resolution("A/80/L.91", "draft", TITLE, paragraphs=paragraphs)
    path = export.redline(align(record, record), tmp_path / "a.docx")
    assert lines(path, "del") == [
        *head(TITLE),
        "Noting lamps,",
        "Lights",
        "1. Decides:",
        "(a) To meet;",
    ]


def test_a_save_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "new folder" / "a.docx"
    found = align(text(TITLE, [LAMPS]), text(TITLE, [FOG]))
    export.redline(found, path)
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnresError, match="No space left"):
        export.redline(align(text(TITLE, []), text(TITLE, [])), path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["a.docx"]


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(UnresError, match=r"found 'a.html', expected a name that ends in .docx"):
        export.redline(align(text(TITLE, []), text(TITLE, [])), tmp_path / "a.html")
    assert not (tmp_path / "a.html").exists()


def test_a_folder_in_the_place_of_the_file(tmp_path):
    (tmp_path / "a.docx").mkdir()
    with pytest.raises(UnresError, match="cannot be written"):
        export.redline(align(text(TITLE, []), text(TITLE, [])), tmp_path / "a.docx")


# read again


def told(record: Resolution) -> list[tuple]:
    return [(p.id, p.kind, p.number, p.opener, p.annex, p.text) for p in record]


@pytest.mark.parametrize("name", ["LAMPS", "BELLS", "PARTS", "FRENCH", "COUNCIL"])
def test_what_was_written_is_read_as_the_same_paragraphs(name, tmp_path):
    record = loads(getattr(written, name))
    read = load(export.redline(align(record, record), tmp_path / "a.docx"))
    assert told(read) == told(record)
    assert (read.symbol, read.title, read.organ) == (record.symbol, record.title, record.organ)
    assert read.revisions == () and [a.title for a in read.annexes] == [
        a.title for a in record.annexes
    ]


def test_both_texts_are_read_from_one_file(tmp_path):
    one, other = (loads(text) for text in (written.LAMPS, written.BELLS))
    path = export.redline(align(one, other), tmp_path / "a.docx", author="Malta")
    assert told(load(path)) == told(other)
    assert told(load(path, revisions="original")) == told(one)
    assert {change.author for change in load(path).revisions} == {"Malta"}


def test_an_opener_that_grew_is_in_italics_in_both_texts(tmp_path):
    """The same words are in italics in the one and not in the other: a tracked format."""
    openers = ["Takes note", "Takes note with appreciation"]
    old, new = (
        Resolution(
            "A/80/L.91",
            "draft",
            TITLE,
            paragraphs=(
                Paragraph("OP1", "operative", f"{openers[1]} of lamps.", "1", opener=opener),
            ),
        )
        for opener in openers
    )
    path = export.redline(align(old, new), tmp_path / "a.docx")
    assert load(path)["OP1"].opener == openers[1]
    assert load(path, revisions="original")["OP1"].opener == openers[0]
    assert [change.kind for change in load(path).revisions] == ["formatted"]


def test_a_table_comes_back_as_one(tmp_path):
    paragraphs = (
        Paragraph("OP1", "operative", "Decides:", "1", opener="Decides"),
        Paragraph("T1", "other", "Port | Lamps | North | 3"),
    )
    record = Resolution("A/80/L.91", "draft", TITLE, paragraphs=paragraphs)
    read = load(export.redline(align(record, record), tmp_path / "a.docx"))
    assert told(read) == told(record)


# in LibreOffice


@pytest.fixture(scope="module")
def uno_python() -> str:
    """The Python that LibreOffice can be driven from; tests skip where there is none."""
    if not shutil.which("soffice"):
        pytest.skip("no soffice: install LibreOffice Writer")
    for place in (None, os.defpath):
        found = shutil.which("python3", path=place)
        if (
            found
            and not subprocess.run([found, "-c", "import uno"], capture_output=True).returncode
        ):
            return found
    pytest.skip("no Python with the module uno: install python3-uno")


def in_office(python: str, paths: list[Path], scratch: Path) -> list[dict]:
    script = Path(__file__).parents[1] / "office.py"
    name = f"unres{os.getpid()}"
    run = subprocess.run(
        [python, str(script), name, str(scratch / "profile"), *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def drawn(count: int, seed: int = 7) -> list[tuple[list[str], list[str]]]:
    """Pairs of texts: words put in, taken out and changed, often at the ends of paragraphs."""
    rng = random.Random(seed)
    words = ["lamp", "bell", "fog", "urges", "States", "port", "sea", "keep", "night", "horns"]

    def sentence() -> str:
        return " ".join(rng.choices(words, k=rng.randint(2, 9))) + rng.choice(";.,")

    def changed(line: str) -> str:
        parts = line.split(" ")
        place = rng.choice([0, len(parts) - 1, rng.randrange(len(parts))])
        parts[place : place + rng.randint(0, 1)] = rng.choices(words, k=rng.randint(0, 2))
        return " ".join(parts)

    found = []
    for _ in range(count):
        old = [sentence() for _ in range(rng.randint(0, 5))]
        new = [changed(line) if rng.random() < 0.5 else line for line in old if rng.random() < 0.8]
        for _ in range(rng.randint(0, 2)):
            new.insert(rng.randint(0, len(new)), sentence())
        if rng.random() < 0.2:
            rng.shuffle(new)
        found.append((old, new))
    return found


@pytest.mark.slow
def test_libreoffice_accepts_to_the_second_text_and_rejects_to_the_first(uno_python, tmp_path):
    cases = [*CASES.values(), *drawn(40)]
    paths = []
    for (old, new), title in zip(cases, itertools.cycle([TITLE, "Bells"]), strict=False):
        path = tmp_path / f"{len(paths)}.docx"
        paths.append(export.redline(align(text(TITLE, old), text(title, new)), path))
    results = in_office(uno_python, paths, tmp_path)
    assert len(results) == len(cases)
    titles = itertools.cycle([TITLE, "Bells"])
    for (old, new), title, found in zip(cases, titles, results, strict=False):
        assert found["reject"] == expected(TITLE, old)
        assert found["accept"] == expected(title, new)
        assert (found["changes"] > 0) == ((TITLE, old) != (title, new))


@pytest.mark.slow
def test_libreoffice_has_the_footnotes_of_either_text(uno_python, tmp_path):
    cases = [[noted(*texts) for texts in pair] for pair in NOTES.values()]
    paths = [
        export.redline(align(old, new), tmp_path / f"{k}.docx")
        for k, (old, new) in enumerate(cases)
    ]
    results = in_office(uno_python, paths, tmp_path)
    assert len(results) == len(cases)
    for pair, found in zip(cases, results, strict=True):
        for record, what in zip(pair, ("reject", "accept"), strict=True):
            texts = [note.strip() for note in found[f"{what} notes"]]
            assert texts == [note.text for note in record.footnotes]


def test_two_texts_of_one_symbol_go_by_their_files(tmp_path):
    """A draft and its next version print the same symbol; texts at hand have neither."""
    body = "A/80/L.91\n\nThe General Assembly,\n\n1. Decides to ring {} bells."
    files = [tmp_path / "draft.txt", tmp_path / "draft-rev1.txt"]
    for path, number in zip(files, ("two", "nine"), strict=True):
        path.write_text(body.format(number), "utf-8")
    first, second = (load(path) for path in files)
    at_hand = loads(body.format("six"))
    other = loads(body.format("six").replace("L.91", "L.92"))
    assert names_of(align(first, second)) == tuple(map(str, files))
    assert names_of(align(at_hand, loads(body))) == ("the first text", "the second text")
    assert names_of(align(first, other)) == ("A/80/L.91", "A/80/L.92")
    page = show.redline(align(first, second)).html
    assert f"Only in {files[0]}<" in page
    assert f"only in {files[1]}<" in page
