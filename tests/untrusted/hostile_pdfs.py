"""PDFs that take all memory or time of who reads them, made by code, for the tests."""

from __future__ import annotations

import base64
import zlib

from printed import INDENT, _file, _operators, masthead, text


def page(content: bytes, *more: bytes, resources: bytes = b"", copies: int = 1) -> bytes:
    """A PDF of some pages that share a content stream (object 4); `more` are objects from 6 on."""
    kids = b" ".join(b"%d 0 R" % (6 + len(more) + k) for k in range(copies))
    shown = b"<</Type/Page/Parent 2 0 R/Resources<</Font<</roman 5 0 R>>%s>>/Contents 4 0 R>>"
    return _file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 612 792]>>" % (copies, kids),
            b"null",
            content,
            b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/ToUnicode 6 0 R>>",
            *(more or ()),
            *[shown % resources] * copies,
        ]
    )


def stream(data: bytes, filters: bytes = b"/FlateDecode", begin: bytes = b"stream\n") -> bytes:
    return b"<</Length %d/Filter%s>>\n%s%s\nendstream" % (len(data), filters, begin, data)


def deflated(unit: bytes, megabytes: int) -> bytes:
    """So many megabytes of a repeated unit, packed."""
    packer = zlib.compressobj(9)
    million = unit * (1_000_000 // len(unit))
    return b"".join([packer.compress(million) for _ in range(megabytes)]) + packer.flush()


def lzw(unit: bytes, megabytes: int) -> bytes:
    """About so many megabytes of a repeated unit, packed with LZW, the table cleared as often."""
    table = {bytes([k]): k for k in range(256)}
    codes, length, word, place = list[tuple[int, int]](), 0, b"", 0
    while len(table) < 3_800:
        one = unit[place % len(unit) : place % len(unit) + 1]
        place += 1
        if word + one in table:
            word += one
            continue
        bits = max(9, (len(table) + 2).bit_length())
        codes.append((table[word], bits))
        length += len(word)
        table[word + one] = len(table) + 2
        word = one
    block = "".join(f"{code:0{bits}b}" for code, bits in [*codes, (256, 12)]) * 8
    packed = int(block, 2).to_bytes(len(block) // 8, "big")
    return packed * max(1, megabytes * 1_000_000 // (8 * length))


PATHS = b"0 0 m 1 1 l S\n"


def draws_itself() -> bytes:
    """702 bytes: a form that draws itself twice."""
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 10/Resources<</XObject<</F 6 0 R>>>>>>"
    )
    return page(
        b"<</Length 5>>\nstream\n/F Do\nendstream",
        form + b"\nstream\n/F Do /F Do\nendstream",
        resources=b"/XObject<</F 6 0 R>>",
    )


def _told(code: bytes, letters: bytes) -> bytes:
    """A map of one letter to others, as UTF-16 in hexadecimal."""
    begin = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
    table = b"endcodespacerange 1 beginbfchar <%s> <%s> endbfchar endcmap end" % (code, letters)
    return stream(zlib.compress(begin + table))


def one_letter_is_many(letters: int = 60_000, times: int = 20_000) -> bytes:
    """A letter that stands for 60,000."""
    text = b"BT /roman 9 Tf 9 9 Td (" + b"A" * times + b") Tj ET"
    return page(stream(zlib.compress(text)), _told(b"41", b"0041" * letters))


def beyond() -> bytes:
    """A draft with a letter above U+FFFF (U+1D53C), for which a tilde stands."""
    lines = [
        *masthead("A/80/L.1"),
        *text(500, "The General Assembly,", x=INDENT),
        *text(480, "1. Decides to meet ~ again.", x=INDENT),
    ]
    return page(
        stream(zlib.compress(b"\n".join(map(_operators, lines)))), _told(b"7E", b"D835DD3C")
    )


def shared_paths(pages: int, paths: int = 29_000) -> bytes:
    return page(stream(zlib.compress(PATHS * paths, 9)), copies=pages)


def cases(megabytes: int, pages: int) -> dict[str, bytes]:
    """Each way to pack much into little that patterns would not see."""
    packed = deflated(PATHS, megabytes)
    bare = PATHS * (megabytes * 1_000_000 // len(PATHS))
    hexadecimal, base85 = packed.hex().encode() + b">", base64.a85encode(packed) + b"~>"
    by_lzw = lzw(PATHS, megabytes)
    return {
        "a form that draws itself": draws_itself(),
        "a letter that stands for 60,000": one_letter_is_many(),
        "blanks behind the word stream": page(stream(packed, begin=b"stream     \n")),
        "in hexadecimal": page(stream(hexadecimal, b"[/ASCIIHexDecode/FlateDecode]")),
        "in base 85": page(stream(base85, b"[/ASCII85Decode/FlateDecode]")),
        "LZW": page(stream(by_lzw, b"/LZWDecode")),
        "a short name of LZW": page(stream(by_lzw, b"/LZW")),
        "a name of LZW in numbers": page(stream(by_lzw, b"/LZW#44ecode")),
        "not packed": page(b"<</Length %d>>\nstream\n%s\nendstream" % (len(bare), bare)),
        "pages that share their paths": shared_paths(pages),
    }
