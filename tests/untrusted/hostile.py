"""Hostile documents: entities, depth, length, what unpacks to more than it should."""

from __future__ import annotations

import zlib

from printed import Text, _file, masthead, pdf, text

from unres_research.read import _xml as akn

NS = akn.NAMESPACE


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
    "single letters": "I " * 200_000,
    "numerals": "1 (I) " * 100_000,
    "stars": "* " * 200_000,
    "comments": "<!-- -->" * 50_000,
    "declarations": "<?xml ?>" * 50_000,
    "superscripts": "a<sup>1</sup>" * 30_000,
    "tables": "<table><tr><td>(a)<td>b</table>" * 10_000,
    "blanks before strokes": " \t/" * 100_000,
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
