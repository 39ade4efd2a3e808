"""Write small PDFs in the manner of a United Nations document, for the tests."""

from __future__ import annotations

import hashlib
import re
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


def pdf(pages: Sequence[Sequence[Text]], *, user: str = "", owner: str = "") -> bytes:
    """Bytes of a PDF with these pages of 612 by 792 points; encrypted if a password is given."""
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
    return _file(objects, *(_encrypt(objects, user, owner) if user or owner else ()))


def _encrypt(objects: list[bytes], user: str, owner: str) -> tuple[bytes]:
    """Encrypt the streams in place (RC4, 40 bits); return what the trailer says of it."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (user.encode() + padding)[:32]
    by_owner = hashlib.md5((owner.encode() + padding)[:32]).digest()[:5]
    first = _rc4(by_owner, padded)
    key = hashlib.md5(padded + first + (0xFFFFFFFC).to_bytes(4, "little") + b"ID").digest()[:5]
    for number, body in enumerate(objects, start=1):
        found = re.fullmatch(rb"(.*?stream\n)(.*)(\nendstream)", body, re.DOTALL)
        if found:
            salted = key + number.to_bytes(3, "little") + bytes(2)
            packed = _rc4(hashlib.md5(salted).digest()[:10], found[2])
            objects[number - 1] = found[1] + packed + found[3]
    check = _rc4(key, padding)
    return (
        b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[(ID)(ID)]"
        % (first.hex().encode(), check.hex().encode()),
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def _operators(text: Text) -> bytes:
    shown = text.text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        shown = shown.replace(special, b"\\" + special)
    place = f"BT /{text.font} {text.size} Tf 1 0 0 1 {text.x} {text.y} Tm (".encode()
    body = place + shown + b") Tj ET"
    if text.mark is None:
        return body
    return f"/Span <</MCID {text.mark}>> BDC\n".encode() + body + b"\nEMC"


def _file(objects: list[bytes], more: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010} 00000 n \n".encode()
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, more)
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
