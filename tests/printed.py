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
    runs: str = "1 0 0 1"  # to the right; "0 1 -1 0" up, "-1 0 0 -1" to the left, "0 -1 1 0" down


def pdf(
    pages: Sequence[Sequence[Text]],
    *,
    user: str = "",
    owner: str = "",
    rotate: Sequence[int] = (),
    boxes: Sequence[str] = (),
) -> bytes:
    """Bytes of a PDF with these pages of 612 by 792 points; encrypted if a password is given.

    `rotate` are the degrees by which pages are to be turned for looking at, `boxes` other sizes.
    """
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
        resources += f"/Rotate {rotate[k]}" if k < len(rotate) else ""
        resources += f"/MediaBox[0 0 {boxes[k]}]" if k < len(boxes) else ""
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
    place = f"BT /{text.font} {text.size} Tf {text.runs} {text.x} {text.y} Tm (".encode()
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


# Documents ------------------------------------------------------------------------------

LEFT, INDENT = 123.4, 147.1


def masthead(symbol: str, distr: str = "General", date: str = "4 December2024") -> list[Text]:
    return [
        Text(123.1, 734.2, "United Nations", size=14, mark=None),
        Text(481.9, 735.5, symbol[0], size=20, mark=None),
        Text(497.0, 735.5, symbol[1:], mark=None),
        Text(396.8, 705.3, f"Distr.: {distr}", mark=None),
        Text(396.8, 693.6, date, mark=None),
    ]


def text(y: float, *words: Text | str, x: float = LEFT) -> list[Text]:
    """One line of text objects side by side; widths are guessed well enough."""
    out: list[Text] = []
    for word in words:
        one = word if isinstance(word, Text) else Text(0, 0, word)
        out.append(Text(x, y, one.text, one.font, one.size, one.mark))
        x += 4.6 * len(one.text) + 4
    return out


def italic(words: str) -> Text:
    return Text(0, 0, words, "italic")


def bold(words: str, size: float = 10) -> Text:
    return Text(0, 0, words, "bold", size)


def rule(y: float) -> Text:
    return Text(99.4, y, "__________________", "bold", 8, None)


PAGES = [
    [
        *masthead("A/RES/79/985"),
        *text(569.7, bold("Seventy-ninth session"), x=60),
        *text(557.7, "Agenda items 9 and 71 (b)", x=60),
        *text(545.7, bold("Lights of the sea"), x=60),
        *text(527.7, bold("Harbours of small towns"), x=60),
        *text(489.3, bold("Resolution adopted by the General Assembly", 14)),
        *text(474.3, bold("on 2 December 2024", 14)),
        *text(449.7, italic("[without reference to a Main Committee (A/79/L.5)]")),
        *text(424.5, bold("79/985.", 12), bold("Lamps for small harbours", 12), x=72),
        *text(386.5, italic("The General Assembly"), ",", x=INDENT),
        *text(368.5, italic("Recalling "), "its resolution 78/901 of 5 May 2024,", x=INDENT),
        *text(350.5, italic("Noting with concern "), "that lamps go out in har-", x=INDENT),
        *text(
            338.5,
            "bours without oil, and that no one",
        ),
        Text(300.0, 342.0, "1", size=6.5),
        *text(326.5, "relights them,"),
        *text(308.5, "1. ", italic("Decides "), "that each harbour shall keep:", x=INDENT),
        *text(290.5, "(a)", "A lamp;", x=INDENT),
        *text(272.5, "(b)", "A keeper, who lights it at dusk and", x=INDENT),
        rule(110),
        Text(116.8, 97.8, "1", size=5.5),
        Text(123.1, 94.8, "See A/79/15, annex.", size=8.5),
    ],
    [
        Text(60, 733, "Lamps for small harbours", "bold", 8.5, None),
        Text(501, 733, "A/RES/79/985", "bold", 8.5, None),
        *text(707.5, "puts it out at dawn;"),
        *text(689.5, "and reports every year to the Assembly;"),
        *text(671.5, "2. ", italic("Also decides "), "to meet again.", x=INDENT),
        *text(647.0, italic("40th plenary meeting"), x=396),
        *text(635.0, italic("2 December 2024"), x=407),
        *text(600.0, bold("Annex"), x=LEFT),
        *text(588.0, bold("Rules for keepers"), x=LEFT),
        *text(570.0, "1. ", "Keepers are chosen for a year.", x=LEFT),
        Text(123.4, 540.0, "Post", "italic", 7),
        Text(300.0, 540.0, "Number", "italic", 7),
        Text(123.4, 525.0, "Keeper", size=8.5),
        Text(300.0, 525.0, "12", size=8.5),
        Text(540, 36.7, "2/2", "bold", 8.5, None),
    ],
]
RESOLUTION = pdf(PAGES)

DRAFT = pdf(
    [
        [
            *masthead("A/C.3/80/L.96", "Limited", "4 November 2025"),
            *text(569.7, bold("Eightieth session"), x=60),
            *text(556.5, bold("Third Committee", 12), x=60),
            *text(544.3, "Agenda item 71 (c)", x=60),
            *text(532.3, bold("Children of the coast"), x=60),
            *text(478.3, bold("Malta, Trinidad and Tobago and Zambia:* draft resolution")),
            *text(453.1, bold("Schools by the sea", 12)),
            *text(428.7, italic("The General Assembly"), ",", x=INDENT),
            *text(410.7, italic("Guided "), "by the rights of the child,", x=INDENT),
            *text(392.7, "1 ", italic("Invites "), "schools to open;", x=INDENT),
            *text(374.7, "2. ", italic("Decides "), "to return to this.", x=INDENT),
        ]
    ]
)
