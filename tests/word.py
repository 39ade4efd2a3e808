"""Word files written part by part, so that a test sees the very markup that it is about."""

from __future__ import annotations

import io
import zipfile
from html import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
BY = 'w:author="Fiji" w:date="2026-03-01T09:30:00Z"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def italic(text: str) -> str:
    return run(text, "<w:i/>")


def gone(text: str) -> str:
    inside = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="1" {BY}>{inside}</w:del>'


def new(text: str) -> str:
    return f'<w:ins w:id="2" {BY}>{run(text)}</w:ins>'


def p(*inside: str, properties: str = "") -> str:
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(level: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def levels(*forms: tuple[str, str], name: int = 1, more: str = "") -> str:
    inside = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for k, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="{name}">{inside}{more}</w:abstractNum>'


def num(number: int, abstract: int, more: str = "") -> str:
    found = f'<w:abstractNumId w:val="{abstract}"/>'
    return f'<w:num w:numId="{number}">{found}{more}</w:num>'


def table(*rows: tuple[str, ...]) -> str:
    inside = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{inside}</w:tbl>"


HEAD = p("A/80/L.91") + p("Harbour lamps") + p(italic("The General Assembly") + run(","))


def document(body: str, *, head: str = HEAD, **parts: str) -> bytes:
    """A Word file; `parts` are what stands inside styles, numbering, footnotes, comments, ..."""
    files = {"word/document.xml": f"<w:document {W} {R}><w:body>{head}{body}</w:body></w:document>"}
    roots = {"header1": "hdr", "endnotes": "endnotes", "footnotes": "footnotes"}
    related = []
    for name, inside in parts.items():
        if name == "links":
            related.append(inside)
            continue
        root = roots.get(name, name)
        files[f"word/{name}.xml"] = f"<w:{root} {W} {R}>{inside}</w:{root}>"
        kind = name.rstrip("1")
        related.append(f'<Relationship Id="r-{name}" Type="{RELATION}{kind}" Target="{name}.xml"/>')
    return packed(files, "".join(related))


def packed(files: dict[str, str | bytes], related: str = "", **more: str | bytes) -> bytes:
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPE}'
        f"{name.removeprefix('word/').removesuffix('.xml').rstrip('1')}"
        f'{".main" if name == "word/document.xml" else ""}+xml"/>'
        for name in files
    )
    main = f'<Relationship Id="m" Type="{RELATION}officeDocument" Target="word/document.xml"/>'
    all_files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships">{related}'
        "</Relationships>",
        **files,
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in all_files.items():
            archive.writestr(name, inside)
    return out.getvalue()
