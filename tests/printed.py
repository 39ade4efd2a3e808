"""Write small PDFs in the manner of a United Nations document, for the tests."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

FONTS = {"roman": "Times-Roman", "italic": "Times-Italic", "bold": "Times-Bold"}


@dataclass(frozen=True)
class Text:
    """One text object: where, what, in which type; `mark` is its marked-content id."""

    x: float
    y: float
    text: str
    font: str = "roman"
    size: float = 10.0
    mark: int | None = 0


def pdf(pages: Sequence[Sequence[Text]]) -> bytes:
    """Bytes of a PDF with these pages of 612 by 792 points."""
    count = len(pages)
    fonts = " ".join(f"/{name} {3 + k} 0 R" for k, name in enumerate(FONTS))
    first = 3 + len(FONTS)
    kids = " ".join(f"{first + 2 * k} 0 R" for k in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[0 0 612 792]>>".encode(),
    ]
    for base in FONTS.values():
        font = f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>"
        objects.append(font.encode())
    for k, page in enumerate(pages):
        resources = f"/Resources<</Font<<{fonts}>>>>"
        content = first + 2 * k + 1
        objects.append(f"<</Type/Page/Parent 2 0 R{resources}/Contents {content} 0 R>>".encode())
        stream = zlib.compress(b"\n".join(map(_operators, page)))
        head = f"<</Length {len(stream)}/Filter/FlateDecode>>\nstream\n".encode()
        objects.append(head + stream + b"\nendstream")
    return _file(objects)


def _operators(text: Text) -> bytes:
    shown = text.text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        shown = shown.replace(special, b"\\" + special)
    place = f"BT /{text.font} {text.size} Tf 1 0 0 1 {text.x} {text.y} Tm (".encode()
    body = place + shown + b") Tj ET"
    if text.mark is None:
        return body
    return f"/Span <</MCID {text.mark}>> BDC\n".encode() + body + b"\nEMC"


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
