"""Word files that are no Word files, or hostile ones: refused with what was found and what to do."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest
from word import BY, HEAD, PACKAGE, RELATION, R, W, document, p, packed, run, table

from unres_research.errors import ReadError, UnresError
from unres_research.read import _docx
from unres_research.read import _docx_package as package
from unres_research.read._load import load_folder, loads

TEXT = p("1. Decides to meet.")


def plain(body: str = TEXT) -> str:
    return f"<w:document {W} {R}><w:body>{HEAD}{body}</w:body></w:document>"


def refused(data: bytes, match: str) -> None:
    with pytest.raises(ReadError, match=match):
        loads(data, "a.docx")


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members.items():
            archive.writestr(name, inside)
    return out.getvalue()


OTHERS = {
    "doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        r"Word 97-2003 \(\.doc\).*save it as",
    ),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "a password protects.*take the password off",
    ),
    "rtf": (b"{\\rtf1 Decides}", r"Rich Text Format \(\.rtf\).*save it as Word Document"),
    "wpd": (b"\xffWPC" + bytes(60), "WordPerfect.*save it as Word Document"),
    "odt": (
        zipped(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<x/>"}),
        r"OpenDocument text \(\.odt\).*save it as Word Document",
    ),
    "epub": (zipped(mimetype="application/epub+zip"), "e-book"),
    "zip": (zipped(a="b"), "found a zip archive, expected a document.*load_folder"),
    "xlsx": (
        zipped(
            **{
                "[Content_Types].xml": "<Types><Override ContentType='application/"
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"
            }
        ),
        "an Excel file",
    ),
    "damaged": (document(TEXT)[:900], "zip archive that cannot be read"),
    "empty zip": (b"PK\x05\x06" + bytes(18), "found a zip archive, expected a document"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_files_of_other_writers_say_what_to_do(kind):
    refused(*OTHERS[kind])


def test_a_folder_lists_what_it_cannot_read(tmp_path):
    for suffix in ("doc", "rtf", "odt"):
        (tmp_path / f"a.{suffix}").write_bytes(OTHERS[suffix][0])
    (tmp_path / "b.docx").write_bytes(document(TEXT))
    (tmp_path / "~$b.docx").write_bytes(b"who has it open")
    records, issues = load_folder(tmp_path, progress=False)
    assert [record.symbol for record in records] == ["A/80/L.91"]
    assert sorted(issues["path"]) == ["a.doc", "a.odt", "a.rtf"]


def test_macros_are_passed_by():
    data = packed({"word/document.xml": plain()}, **{"word/vbaProject.bin": b"\x00macro"})
    types = "application/vnd.ms-word.document.macroEnabled.main+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            inside = old.read(name)
            if name == "[Content_Types].xml":
                inside = inside.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml"
                    b".document.main+xml",
                    types.encode(),
                )
                assert types.encode() in inside
            new.writestr(name, inside)
    assert [one.id for one in loads(out.getvalue(), "a.docm")] == ["OP1"]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/x.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part(part, encoding):
    inside = f"{BOMB}{plain(p('1. Decides &b;&c;'))}".encode(encoding)
    files = {"word/document.xml": plain(), part: inside}
    refused(packed(files), "document type or entities in")


def test_other_encodings_could_hide_entities_and_are_refused():
    declared = f'<?xml version="1.0" encoding="UTF-7"?>{plain()}'
    refused(packed({"word/document.xml": declared}), "unusual encoding")
    refused(packed({"word/document.xml": plain().encode("utf-32-le")}), "unusual encoding")


def test_names_that_lead_out_of_the_archive_and_names_twice():
    for name in ("../../evil.xml", "/etc/evil", "word\\evil.xml", "C:evil"):
        refused(packed({"word/document.xml": plain(), name: "<x/>"}), "leads out of the Word file")
    refused(packed({"word/document.xml": plain(), "Word/Document.xml": "<x/>"}), "two parts of one")


def test_what_unpacks_to_more_than_a_text_is_refused(monkeypatch):
    long = plain() + " " * (package.MAX_PART - len(plain().encode()) + 1)
    refused(
        packed({"word/document.xml": long}),
        r"^a.docx: found a part of 33,554,433 bytes, expected at most 33,554,432$",
    )
    picture = bytes(1_000_001)
    monkeypatch.setattr(package, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(UnresError, match="unpacked, expected at most 1,000,000"):
        package.opened(packed({"word/document.xml": plain()}, **{"word/a.png": picture}))
    monkeypatch.setattr(package, "MAX_PARTS", 3)
    with pytest.raises(UnresError, match="of 4 parts, expected"):
        package.opened(packed({"word/document.xml": plain()}))


def test_a_member_that_holds_more_than_it_says_is_not_unpacked():
    data = packed({"word/document.xml": plain(p("1. Decides" + " to meet" * 50_000))})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    said = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert said != data
    refused(said, "zip archive that cannot be read")


def external(kind: str) -> bytes:
    link = (
        f'<Relationship Id="x" TargetMode="External" Type="{RELATION}{kind}" '
        'Target="file:///etc/passwd"/>'
    )
    return document(TEXT, links=link)


def test_parts_that_lie_elsewhere_are_refused_and_pictures_are_never_opened():
    for kind in ("footnotes", "styles", "numbering", "header", "aFChunk"):
        refused(external(kind), "lie outside of it")
    for kind in ("image", "attachedTemplate", "hyperlink", "oleObject"):
        assert len(loads(external(kind), "a.docx")) == 1


def test_a_relation_that_leads_nowhere():
    lost = f'<Relationship Id="x" Type="{RELATION}footnotes" Target="lost.xml"/>'
    refused(document(TEXT, links=lost), "parts that are missing")


def test_strict_files_say_so():
    data = io.BytesIO()
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    with zipfile.ZipFile(io.BytesIO(document(TEXT))) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            inside = old.read(name)
            if name == "_rels/.rels":
                inside = inside.replace(f"{RELATION}officeDocument".encode(), strict.encode())
                assert PACKAGE.encode() in inside
            new.writestr(name, inside)
    refused(data.getvalue(), "Strict Open XML")


def test_broken_xml_is_told():
    refused(packed({"word/document.xml": plain()[:-20]}), "broken XML")


def test_styles_that_are_based_on_one_another_end():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    body = p("1. Decides to meet.", properties='<w:pStyle w:val="A"/>')
    assert len(loads(document(body, styles=styles), "a.docx")) == 1


def test_notes_and_boxes_that_hold_one_another_end():
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{p("See", mark, " this.")}</w:footnote>'
    record = loads(document(p("1. Decides", mark, "."), footnotes=notes), "a.docx")
    assert [note.text for note in record.footnotes] == ["See this."]


def test_fields_that_never_end_lose_no_paragraph():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    record = loads(document(p("1. Decides", begin, "lost;") + p("2. Urges all.")), "a.docx")
    assert [one.text for one in record] == ["Decides", "Urges all."]
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert loads(document(p("1. Decides", end, " to meet.")), "a.docx")["OP1"].text.endswith(
        "meet."
    )


# growth -------------------------------------------------------------------------------

MANY = {
    "runs": lambda n: p("1. Decides ", *[run("a", "<w:i/>"), run("b")] * n),
    "paragraphs": lambda n: p("1. Decides to meet;") * n,
    "changes": lambda n: p("1. Decides", *[f'<w:ins w:id="1" {BY}>{run(" x")}</w:ins>'] * n),
    "cells": lambda n: table(*[(p("North"), p("3"))] * n),
    "marks": lambda n: p("1. D", *[run("1,", '<w:vertAlign w:val="superscript"/>')] * n),
    "blanks": lambda n: p("1. Decides", " " * 20 * n, "x"),
    "fields": lambda n: p("1. Decides", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * n, "x"),
}


@pytest.mark.parametrize("kind", MANY)
def test_work_grows_with_the_length(kind):
    """Calls of functions, not seconds: four times the text may take at most six times the calls."""
    counts = []
    for n in (250, 1000):
        data, calls = document(MANY[kind](n)), 0

        def count(*_):
            nonlocal calls
            calls += 1

        sys.setprofile(count)
        try:
            _docx.parse(data)
        finally:
            sys.setprofile(None)
        counts.append(calls)
    assert counts[1] < 6 * counts[0]
