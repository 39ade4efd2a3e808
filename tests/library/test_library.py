"""The library folder: places, index, repairs, documents that somebody downloaded."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from inspect import signature
from pathlib import Path

import pytest
import written
from served import document

import unres_research as un
from unres_research import cli
from unres_research._storage import StoreError, write
from unres_research.errors import ReadError, UnresError
from unres_research.library import _library, add, open_library
from unres_research.library._library import _COLUMNS, covers, language_of, place
from unres_research.read._load import loads
from unres_research.records import Paragraph, Resolution

BELLS = written.BELLS.encode()


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "library"


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def left_behind(folder: Path) -> list[str]:
    return [p.name for p in folder.rglob("*.part")]


@pytest.mark.parametrize(
    ("symbol", "language", "format", "expected"),
    [
        ("A/RES/78/265", "en", "akn", "78/A_RES_78_265.en.xml"),
        ("A/C.3/80/L.26/Rev.1", "en", "pdf", "80/A_C.3_80_L.26_Rev.1.en.pdf"),
        ("A/RES/ES-10/24", "fr", "pdf", "ES-10/A_RES_ES-10_24.fr.pdf"),
        ("A/RES/217(III)A", "en", "text", "3/A_RES_217 A (III).en.txt"),
        ("S/RES/1325 (2000)", "ru", "pdf", "S/S_RES_1325 (2000).ru.pdf"),  # no session
        ("A/HRC/RES/48/13", "en", "pdf", "A/A_HRC_RES_48_13.en.pdf"),
    ],
)
def test_places(symbol, language, format, expected):
    assert place(symbol, language, format) == expected


@pytest.mark.parametrize(
    ("symbol", "language"),
    [("../x/1", "en"), ("A/../1", "en"), ("A/" + "1" * 99, "en"), ("A/78/L.1", "../../x")],
)
def test_places_that_are_refused(symbol, language):
    with pytest.raises(UnresError):
        place(symbol, language, "pdf")


def test_joint_documents():
    assert covers("A/RES/74/250 A-B", "A/RES/74/250 A")
    assert covers("A/RES/74/264 A-C", "A/RES/74/264 B")
    assert not covers("A/RES/74/250 A-B", "A/RES/74/250 C")
    assert not covers("A/RES/74/250 A-B", "A/RES/75/250 A")
    assert not covers("A/RES/74/250 A", "A/RES/74/250 A-B")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The lamps of the ports and the bells of the coast are to be kept.", "en"),
        ("Les lampes des ports et les cloches des phares brillent du soir au matin.", "fr"),
        ("Los faros del puerto y las campanas de los barcos, y el mar.", "es"),
        ("Лампы портов светят всю ночь напролёт", "ru"),
        ("港口的灯，海岸的钟，渔船的帆，夜里的光，远方的岛", "zh"),
        ("مصابيح الموانئ تضيء الليل كله", "ar"),
        ("Lamps burn.", None),
    ],
)
def test_languages_are_told(text, language):
    paragraph = Paragraph("OP1", "operative", text)
    record = Resolution(None, "draft", "X", paragraphs=(paragraph,))
    assert language_of(record) == language


def test_rows_are_sorted(folder):
    with open_library(folder) as library:
        for symbol, language, format in [
            ("A/RES/9/1", "en", "pdf"),
            ("A/RES/70/1", "fr", "pdf"),
            ("A/RES/70/1", "en", "pdf"),
            ("A/RES/70/1", "en", "akn"),
        ]:
            library.put(b"...", symbol, language, format, url="https://example.org/a,b")
    assert [(r["symbol"], r["language"], r["format"]) for r in rows(folder)] == [
        ("A/RES/70/1", "en", "akn"),
        ("A/RES/70/1", "en", "pdf"),
        ("A/RES/70/1", "fr", "pdf"),
        ("A/RES/9/1", "en", "pdf"),
    ]
    assert {r["url"] for r in rows(folder)} == {"https://example.org/a,b"}
    assert {r["sha256"] for r in rows(folder)} == {hashlib.sha256(b"...").hexdigest()}
    assert all((folder / r["path"]).read_bytes() == b"..." for r in rows(folder))
    with open_library(folder) as again:
        assert not again.notes and len(again.entries) == 4


def test_an_empty_library_is_a_table_too(folder):
    with open_library(folder) as library:
        assert library.to_frame().empty
        assert library.to_frame().columns.tolist() == list(_COLUMNS)


def test_a_write_that_fails_changes_nothing(tmp_path):
    write(tmp_path / "a.txt", b"old")
    with pytest.raises(TypeError):
        write(tmp_path / "a.txt", "no bytes")  # type: ignore[arg-type]
    assert (tmp_path / "a.txt").read_bytes() == b"old" and not left_behind(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnresError, match="folder: cannot be written"):
        write(tmp_path / "folder", b"new")
    assert not left_behind(tmp_path)


@pytest.mark.parametrize(("length", "fits"), [(80, True), (81, False)])
def test_symbols_have_at_most_80_characters(length, fits):
    symbol = "A/" + "1" * (length - 2)
    if fits:
        assert place(symbol, "en", "pdf") == f"A/A_{'1' * 78}.en.pdf"
    else:
        with pytest.raises(UnresError, match="of 81 characters, expected at most 80 characters"):
            place(symbol, "en", "pdf")


@pytest.mark.parametrize(("size", "told"), [(49, None), (50, "fr")])
def test_fifty_bytes_tell_a_language(size, told):
    text = "les lampes de la cô".ljust(size - len(b"Lampes ") - 1, "e")  # ô has two bytes
    record = Resolution(None, "draft", "Lampes", paragraphs=(Paragraph("OP1", "operative", text),))
    assert language_of(record) == told


def test_xml_names_its_language():
    record = loads(written.FRENCH.encode(), "x.xml")
    assert language_of(record) == record.language == "fr"
    assert language_of(replace(record, language="es")) == "es"


def test_a_document_is_found_in_whatever_format(folder):
    with open_library(folder) as library:
        for format in ("text", "html", "pdf", "akn"):
            entry = library.put(b"...", "A/79/L.5", "en", format)
            assert library.find("A/79/L.5") == library.find("A/79/L.5", "en") == entry
        assert library.find("A/79/L.5", "fr") is None and library.find("A/79/L.6") is None
        library.put(b"...", "A/RES/74/250 A-B", "en", "pdf")
        assert library.find("A/RES/74/250 B").symbol == "A/RES/74/250 A-B"
        assert library.find("A/RES/74/250 B", "fr") is None
        assert library.find("A/RES/74/250 C") is None and library.find("A/RES/74/250") is None
        assert repr(library) == f"Library({str(folder)!r}: 5 documents)"
        table = library.to_frame()
        assert table["format"].tolist() == ["akn", "html", "pdf", "text", "pdf"]
        assert table["path"][0] == "79/A_79_L.5.en.xml"


def test_a_document_that_is_put_again_keeps_its_place(folder):
    (folder).mkdir()
    (folder / "by hand.xml").write_bytes(BELLS)
    with open_library(folder) as library:
        library.put(BELLS + b" ", "A/RES/76/902", "en", "akn")
    assert (folder / "by hand.xml").read_bytes() == BELLS + b" " and len(rows(folder)) == 1


# repairs


def test_a_row_without_a_file_is_dropped(folder):
    with open_library(folder) as library:
        library.put(BELLS, "A/RES/76/902", "en", "akn")
    (folder / "76" / "A_RES_76_902.en.xml").unlink()
    with open_library(folder) as library:
        assert library.entries == [] and "is gone" in library.notes[0]
    assert rows(folder) == []


def test_files_without_a_row_get_one(folder):
    (folder / "79").mkdir(parents=True)
    (folder / "by hand.xml").write_bytes(BELLS)
    (folder / "79" / "A_79_L.5.fr.pdf").write_bytes(document("A/79/L.5"))
    (folder / "79" / "A_79_L.7.en.txt").write_text("The General Assembly,\n\n1. Decides to meet.")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 cut")
    (folder / "copy.xml").write_bytes(BELLS)
    (folder / "notes.txt").write_text("The General Assembly,\n\n1. Decides to meet.")
    with open_library(folder) as library:
        assert [(e.symbol, e.language, e.path) for e in library.entries] == [
            ("A/79/L.5", "fr", "79/A_79_L.5.fr.pdf"),  # a PDF's language stands in its name
            ("A/79/L.7", "en", "79/A_79_L.7.en.txt"),  # prints no symbol: that of its name
            ("A/RES/76/902", "en", "by hand.xml"),
        ]
        assert any(n.startswith("broken.pdf: ") and "not in the index" in n for n in library.notes)
        assert any(n.startswith("copy.xml: A/RES/76/902 is there") for n in library.notes)
        assert any(n.startswith("notes.txt: found 'notes', expected") for n in library.notes)
        assert not any("broken.pdf: broken.pdf" in n for n in library.notes)
    assert len(rows(folder)) == 3


def test_a_data_set_built_in_the_library_is_not_indexed(folder):
    (folder / "data" / "texts").mkdir(parents=True)
    (folder / "data" / "datapackage.json").write_text("{}")
    (folder / "data" / "texts" / "copy.xml").write_bytes(BELLS)
    with open_library(folder) as library:
        assert library.entries == [] and library.notes == []


@pytest.mark.parametrize(
    "damage",
    [
        b"\xff\xfe",
        b"a,b\n1,2\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,en,akn\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,en,akn,../../x,,,0\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,en,akn,/etc/passwd,,,0\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,en,akn,..\\x,,,0\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,en,akn,76\\x,,,0\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,en,akn,C:x,,,0\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,en,doc,x,,,0\n",
        b"symbol,language,format,path,url,date,sha256\nA/RES/76/902,de,akn,x,,,0\n",
        b"symbol,language,format,path,url,date,sha256\na/res/76/902,en,akn,x,,,0\n",
        b"",
        b"symbol,language,format,path,url,date,sha256\nnone,en,akn,x,,,0\n",
    ],
)
def test_a_damaged_index_is_made_anew(folder, damage):
    with open_library(folder) as library:
        entry = library.put(BELLS, "A/RES/76/902", "en", "akn", url="https://example.org")
    (folder / "index.csv").write_bytes(damage)
    with open_library(folder) as library:
        (found,) = library.entries
        assert (found.key, found.path, found.sha256) == (entry.key, entry.path, entry.sha256)
        assert found.url == "" and "made anew" in library.notes[0]
    assert (folder / "index.damaged.csv").read_bytes() == damage


def test_what_a_kill_left_half_written_is_removed(folder):
    (folder / "76").mkdir(parents=True)
    (folder / "76" / ".A_RES_76_902.en.xml.part").write_bytes(BELLS[:100])
    (folder / ".cache").mkdir()
    (folder / ".cache" / ".0a1b.part").write_bytes(b"half")
    with open_library(folder) as library:
        assert library.entries == []
    assert not left_behind(folder)


def test_changed_bytes_are_noticed(folder):
    with open_library(folder) as library:
        entry = library.put(BELLS, "A/RES/76/902", "en", "akn")
        assert library.intact(entry)
        (folder / entry.path).write_bytes(BELLS + b" ")
        assert not library.intact(entry)


def test_a_library_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UnresError, match="cannot be made a library"),
        open_library(tmp_path / "file" / "library"),
    ):
        pass


def test_a_library_is_open_once_in_a_process_too(folder):
    said: list[str] = []
    with open_library(folder, say=said.append):
        assert not said
        with pytest.raises(UnresError, match="choose another folder"), open_library(folder, wait=0):
            pass
    with open_library(folder, wait=0, say=said.append):
        assert not said
    assert signature(open_library).parameters["wait"].default == 3600  # seconds


def test_another_process_has_it_open(folder):
    code = (
        "import sys, time; from unres_research.library._library import open_library\n"
        "with open_library(sys.argv[1]):\n    print('open', flush=True); time.sleep(60)"
    )
    root = Path(__file__).resolve().parents[2]
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True, cwd=root
    )
    said: list[str] = []
    try:
        assert holder.stdout.readline() == "open\n"
        start = time.monotonic()
        with (
            pytest.raises(UnresError, match="another process is adding"),
            open_library(folder, wait=0.1, say=said.append),
        ):
            pass
        assert 0.1 <= time.monotonic() - start < 5 and len(said) == 1
    finally:
        holder.kill()
        holder.wait()
    with open_library(folder, wait=5):  # the lock of a killed process is free
        pass


# unres add


@pytest.fixture
def bells(tmp_path) -> Path:
    path = tmp_path / "download (1).xml"
    path.write_bytes(BELLS)
    return path


@pytest.fixture
def bare(tmp_path) -> Path:
    path = tmp_path / "bare.txt"
    path.write_text("The General Assembly,\n\n1. Decides to light all lamps.")
    return path


def run(folder: Path, *words: object) -> int:
    return cli.main(["add", *map(str, words), "--library", str(folder)])


def test_add(folder, bells, capsys):
    assert run(folder, bells) == 0
    assert (folder / "76" / "A_RES_76_902.en.xml").read_bytes() == BELLS
    assert [(r["symbol"], r["url"]) for r in rows(folder)] == [("A/RES/76/902", "")]
    assert run(folder, bells) == 0
    assert "already there, same bytes" in capsys.readouterr().out


def test_add_replaces_only_when_told(folder, bells, capsys):
    run(folder, bells)
    bells.write_bytes(BELLS + b"\n")
    assert run(folder, bells) == 1
    assert "other bytes" in (complaint := capsys.readouterr().err) and "--replace" in complaint
    assert (folder / "76" / "A_RES_76_902.en.xml").read_bytes() == BELLS
    assert run(folder, bells, "--replace") == 0
    assert (folder / "76" / "A_RES_76_902.en.xml").read_bytes() == BELLS + b"\n"
    assert rows(folder)[0]["sha256"] == hashlib.sha256(BELLS + b"\n").hexdigest()


def test_add_without_a_printed_symbol(folder, bare, capsys):
    assert run(folder, bare) == 1
    assert "prints no symbol" in (complaint := capsys.readouterr().err) and "--symbol" in complaint
    assert rows(folder) == []
    assert run(folder, bare, "--symbol", "A/77/L.901", "--lang", "fr") == 0
    assert rows(folder)[0]["path"] == "77/A_77_L.901.fr.txt"


def test_add_goes_on_after_a_bad_file(folder, bells, tmp_path, capsys):
    page = tmp_path / "error.pdf"
    page.write_text("<html>Not found</html>")
    assert run(folder, page, bells, tmp_path / "missing.xml") == 1
    printed = capsys.readouterr()
    assert [line.partition(":")[0] for line in printed.err.splitlines()] == [
        str(page),
        str(tmp_path / "missing.xml"),
    ]
    assert [r["symbol"] for r in rows(folder)] == ["A/RES/76/902"]


def test_add_refuses_what_disagrees(folder, bells):
    with open_library(folder) as library:
        with pytest.raises(ReadError, match="prints A/RES/76/902, expected A/RES/76/903"):
            add(bells, library, symbol="A/RES/76/903")
        with pytest.raises(ReadError, match="found a document in 'en', expected 'fr'"):
            add(bells, library, language="fr")
        with pytest.raises(ReadError, match="expected a document symbol"):
            add(bells, library, symbol="76/902")


PAGE = """<!DOCTYPE html><html><head><title>Lamps</title></head><body>
<p>The General Assembly,</p><p>1. <i>Decides</i> to light all lamps.</p></body></html>"""


@pytest.mark.parametrize("name", ["page.html", "page.htm", "page.xhtml", "page.txt"])
def test_add_a_web_page(folder, tmp_path, name, capsys):
    page = tmp_path / name
    page.write_text(PAGE)
    assert run(folder, page, "--symbol", "A/77/L.901") == 0
    (row,) = rows(folder)
    assert (row["format"], row["path"]) == ("html", "77/A_77_L.901.en.html")  # by its bytes
    assert (folder / row["path"]).read_text() == PAGE
    assert run(folder, page) == 1 and "prints no symbol" in capsys.readouterr().err


def test_web_pages_in_a_library(folder, tmp_path, bells, capsys):
    (folder / "77").mkdir(parents=True)
    (folder / "77" / "A_77_L.901.en.html").write_text(PAGE)
    (folder / "error.html").write_text("<html><body><p>Not found</p></body></html>")
    assert run(folder, bells) == 0
    printed = capsys.readouterr().out
    assert "77/A_77_L.901.en.html: was not in the index; taken into it as A/77/L.901" in printed
    assert "error.html" in printed and "not in the index" in printed
    assert [(r["symbol"], r["format"]) for r in rows(folder)] == [
        ("A/77/L.901", "html"),
        ("A/RES/76/902", "akn"),
    ]
    found = un.fetch("A/77/L.901", library=folder, progress=False)
    assert [e.path for e in found.present] == ["77/A_77_L.901.en.html"]
    (folder / "error.html").unlink()
    assert cli.main(["build", str(folder), str(tmp_path / "data")]) == 0


def test_no_path_of_the_index_is_a_formula(folder, bells):
    """A spreadsheet would run "=cmd..."; the index is read back all the same."""
    folder.mkdir()
    for name in ("=cmd.xml", "@a.txt"):
        (folder / name).write_bytes(BELLS if name.endswith("xml") else PAGE.encode())
    (folder / "@a.txt").write_text("A/77/L.902\n\nThe General Assembly,\n\n1. Decides to meet.")
    for _ in range(2):
        with open_library(folder) as library:
            found = [(e.symbol, e.path) for e in library.entries]
            assert found == [("A/77/L.902", "@a.txt"), ("A/RES/76/902", "=cmd.xml")]
            assert all(map(library.intact, library.entries))
    assert not library.notes
    assert [r["path"] for r in rows(folder)] == ["./@a.txt", "./=cmd.xml"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
@pytest.mark.parametrize("name", ["a\rb.xml", "a\nb.xml", "a\x1bb.xml"])
def test_names_with_control_characters_are_not_in_the_index(folder, bells, name):
    folder.mkdir()
    (folder / name).write_bytes(BELLS)
    with open_library(folder) as library:
        (note,) = library.notes
        assert "found control characters in its name; rename it; not in the index" in note
    add(bells, folder)
    assert [r["symbol"] for r in rows(folder)] == ["A/RES/76/902"]


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("replacing", [True, False])
def test_what_cannot_be_filed_leaves_no_row_that_lies(
    folder, bells, tmp_path, monkeypatch, step, replacing
):
    """Whichever write fails, or is killed: a row never names other bytes than its file has."""
    old = add(bells, folder)[0] if replacing else None
    other = tmp_path / "other.xml"
    other.write_bytes(BELLS.replace(b"harbours", b"harbors"))
    real, calls = _library.write, []

    def failing(path, data):
        calls.append(path)
        if len(calls) > step:
            raise StoreError(path, OSError(28, "No space left on device"))
        real(path, data)

    monkeypatch.setattr(_library, "write", failing)
    with suppress(StoreError):
        add(other, folder, replace=True)
    monkeypatch.undo()
    with open_library(folder) as library:
        assert all(map(library.intact, library.entries))
        kept = [e.sha256 for e in library.entries]
        files = [p for p in folder.rglob("*.xml") if p.is_file()]
    new = hashlib.sha256(other.read_bytes()).hexdigest()
    assert kept in ([new], [old.sha256] if old else []) and len(files) == len(kept)


def test_add_opens_the_library_itself(folder, bells, bare, monkeypatch):
    entry, new = add(bells, folder)
    assert new and (folder / entry.path).read_bytes() == BELLS
    monkeypatch.setenv("UNRES_LIBRARY", str(folder))
    assert add(str(bells)) == (entry, False)
    entry, _ = add(bare, symbol="A/77/L.901", language="fr")
    assert entry.path == "77/A_77_L.901.fr.txt"


def test_add_mends_a_file_that_was_changed(folder, bells):
    entry, _ = add(bells, folder)
    (folder / entry.path).write_bytes(b"changed")
    with pytest.raises(ReadError, match="found other bytes"):
        add(bells, folder)
    assert add(bells, folder, replace=True)[1] and (folder / entry.path).read_bytes() == BELLS


def test_add_with_one_symbol_for_two_files_is_wrong_usage(folder, bells, bare):
    with pytest.raises(SystemExit) as error:
        run(folder, bells, bare, "--symbol", "A/77/L.901")
    assert error.value.code == 2
