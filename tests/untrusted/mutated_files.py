"""Documents that were changed: some bytes, or with knowledge of what their parts are."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

import written
from printed import DRAFT, RESOLUTION

from unres_research.errors import ReadError
from unres_research.read import loads

Mutation = Callable[[bytes, random.Random], bytes]


def outcome(data: bytes) -> str:
    """Tell whether a document is read or refused; a fault of ours is raised."""
    try:
        loads(data, "x")
    except ReadError as error:
        if "stopped the reader" in str(error):  # a fault of ours, which a batch survives
            raise
        return "refused"
    return "read"


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Change some bytes, numbers or pieces of a file."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        where, piece = rng.randrange(len(out)), rng.randrange(1, 200)
        what = rng.randrange(5)
        if what == 0:
            out[where] = rng.randrange(256)
        elif what == 1:
            del out[where : where + piece]
        elif what == 2:
            other = rng.randrange(len(out))
            out[where:where] = out[other : other + piece]
        elif what == 3:
            number = re.search(rb"\d+", out[where : where + 300])
            if number:
                start, stop = (where + k for k in number.span())
                out[start:stop] = rng.choice((b"0", b"-1", b"65535", b"4294967296", b"1e30", b"3"))
        else:
            out[where:where] = rng.randbytes(piece)
        out = out or bytearray(b"x")
    return bytes(out)


def _one(pattern: bytes, data: bytes, rng: random.Random) -> re.Match[bytes] | None:
    found = list(re.finditer(pattern, data, re.DOTALL))
    return rng.choice(found) if found else None


def _put(data: bytes, place: tuple[int, int], new: bytes) -> bytes:
    return data[: place[0]] + new + data[place[1] :]


# PDF: objects, references, filters, what streams hold -----------------------------------

OBJECT = rb"\d+ 0 obj\b.*?endobj"
STREAM = rb"(<<[^<>]*(?:<<[^<>]*>>[^<>]*)*>>)\s*stream\r?\n(.*?)\r?\nendstream"
TOKENS = (b" Tj ET ", b" 1e9 0 0 1e9 0 0 cm ", b" q ", b" Q Q Q ", b" /X1 Do ", b" <D800> Tj ")
TOKENS += (b" BT ", b" -99999 Tz ", b" 0 Tf ", b" [(a) 1e38 (b)] TJ ", b" BI ID EI ", b" nan ")


def _pdf_object(data: bytes, rng: random.Random) -> bytes:
    """Copy, drop or exchange objects."""
    one, other = _one(OBJECT, data, rng), _one(OBJECT, data, rng)
    if not one or not other:
        return mutated(data, rng)
    new = rng.choice((b"", one[0] + b"\n" + one[0], other[0], one[0].replace(b"obj", b"obj[", 1)))
    return _put(data, one.span(), new)


def _pdf_reference(data: bytes, rng: random.Random) -> bytes:
    """Let a reference lead elsewhere: to what holds it, to nothing, often to the same."""
    one, other = _one(rb"\d+ 0 R", data, rng), _one(rb"\d+ 0 R", data, rng)
    if not one or not other:
        return mutated(data, rng)
    new = rng.choice((other[0], b"9999999 0 R", other[0] + b" " + other[0], b"null", b"(text)"))
    return _put(data, one.span(), new * rng.choice((1, 1, 1, 5_000)))


def _pdf_filters(data: bytes, rng: random.Random) -> bytes:
    """Pack a stream once more, in one of the ways of packing, or say that it is."""
    one = _one(STREAM, data, rng)
    if not one:
        return mutated(data, rng)
    head, body = one.groups()
    how = rng.choice(("hex", "85", "flate", "said", "bomb"))
    name = {"hex": b"/ASCIIHexDecode", "85": b"/ASCII85Decode"}.get(how, b"/FlateDecode")
    if how == "hex":
        body = body.hex().encode() + b">"
    elif how == "85":
        import base64

        body = base64.a85encode(body) + b"~>"
    elif how == "flate":
        body = zlib.compress(body)
    elif how == "said":
        name = rng.choice((b"/LZW", b"/LZW#44ecode", b"/RunLengthDecode", b"/JBIG2Decode", b"/Fl"))
        name += rng.choice((b"", b"/FlateDecode"))
    else:
        body = zlib.compress(rng.choice((b"\0", b"q ", b"BT ", b"0 0 m S\n")) * 6_000_000, 9)
    old = re.search(rb"/Filter\s*(\[[^\]]*\]|/\w+)", head)
    was = b"" if how == "bomb" else (old[1].strip(b"[] ") if old else b"")
    head = re.sub(rb"/Filter\s*(\[[^\]]*\]|/\w+)", b"", head)[:-2]
    head = re.sub(rb"/Length \d+(?! \d)", b"", head) + b"/Filter[" + name + was + b"]"
    return _put(data, one.span(), head + b"/Length %d>>\nstream\n%s\nendstream" % (len(body), body))


def _pdf_stream(data: bytes, rng: random.Random) -> bytes:
    """Unpack a stream, change what it holds, pack it again."""
    one = _one(STREAM, data, rng)
    try:
        inside = zlib.decompress(one[2]) if one else b""
    except zlib.error:
        inside = b""
    if not one or not inside or len(inside) > 2_000_000:
        return mutated(data, rng)
    if rng.random() < 0.4:
        inside = mutated(inside, rng)
    else:
        for _ in range(rng.choice((1, 3, 30))):
            place = rng.choice([m.start() for m in re.finditer(rb"\s", inside)] or [0])
            inside = inside[:place] + rng.choice(TOKENS) * rng.choice((1, 1, 500)) + inside[place:]
    body = zlib.compress(inside)
    head = re.sub(rb"/Length \d+(?! \d)", b"/Length %d" % len(body), one[1])
    return _put(data, one.span(), head + b"\nstream\n" + body + b"\nendstream")


def _pdf_value(data: bytes, rng: random.Random) -> bytes:
    """Give a key another kind of value."""
    one = _one(rb"/[A-Z]\w+(?=[\s/\[(<])", data, rng)
    if not one:
        return mutated(data, rng)
    values = (b" null ", b" -1 ", b" 1e38 ", b" [" * 500, b" <<" * 500, b" (\xfe\xff\xd8\x00) ")
    return _put(data, (one.end(), one.end()), rng.choice(values))


# XML and HTML: elements, entities, encodings -------------------------------------------

ELEMENT = rb"<(\w+)\b[^<>]*>[^<>]*</\1>"
REFERENCES = (
    b"&#xD800;",
    b"&#0;",
    b"&#x1F600;",
    b"&#x110000;",
    b"&a;",
    b"&nbsp;",
    b"&",
    b"<",
    b">",
)
REFERENCES += (
    b"]]>",
    b"<![CDATA[<p>]]>",
    b"<!--",
    b"<?x y?>",
    b"\x1b[31m",
    b"\xc2\xad",
    b"\xe2\x80\xae",
)
CODECS = ("utf-16", "utf-32", "utf-7", "cp1252", "utf-8", "undefined", "rot13", "idna", "big5")
CODECS += ("punycode", "base64", "unicode_escape", "raw_unicode_escape", "cp037", "hz", "\u0661")


def _tree_element(data: bytes, rng: random.Random) -> bytes:
    """Repeat an element, nest it in itself, drop it, or put it elsewhere."""
    one, other = _one(ELEMENT, data, rng), _one(ELEMENT, data, rng)
    if not one or not other:
        return mutated(data, rng)
    name, times = one[1], rng.choice((2, 30, 3_000))
    deep = b"<" + name + b">"
    new = rng.choice(
        (
            one[0] * times,
            deep * times + one[0] + (b"</" + name + b">") * times,
            deep * times,
            b"",
            other[0],
            one[0].replace(b">", b" " + b"a" * times + b"='1'>", 1),
        )
    )
    return _put(data, one.span(), new)


def _tree_text(data: bytes, rng: random.Random) -> bytes:
    """Put references, markup or marks of direction into the text."""
    for _ in range(rng.choice((1, 3, 10))):
        one = _one(rb">[^<>]+<", data, rng)
        if one:
            place = rng.randrange(one.start() + 1, one.end())
            data = _put(data, (place, place), rng.choice(REFERENCES) * rng.choice((1, 1, 2_000)))
    return data


def _tree_name(data: bytes, rng: random.Random) -> bytes:
    """Give elements or attributes the name of another one."""
    one, other = _one(rb"</?[\w:]+", data, rng), _one(rb"<[\w:]+", data, rng)
    if not one or not other:
        return mutated(data, rng)
    new = other[0].lstrip(b"<")
    if rng.random() < 0.5:
        old = one[0].strip(b"</")
        return re.sub(rb"(</?)" + re.escape(old) + rb"\b", rb"\1" + new, data)
    return _put(data, one.span(), b"<" + new)


def _tree_encoding(data: bytes, rng: random.Random) -> bytes:
    """Declare another encoding, write in another one, or both."""
    said, used = (
        rng.choice(CODECS),
        rng.choice(("utf-8", "utf-16", "utf-16-be", "utf-32", "cp1252")),
    )
    text = data.decode("utf-8", "replace")
    declared = re.sub(r"(encoding|charset)=([\"']?)[\w-]+", rf"\1=\g<2>{said}", text, count=1)
    if declared == text:
        page = "<head>" in text
        start = (
            f"<head><meta charset='{said}'>" if page else f"<?xml version='1.0' encoding='{said}'?>"
        )
        declared = text.replace("<head>", start, 1) if page else start + text
    return declared.encode(used, "replace")


def _tree_entities(data: bytes, rng: random.Random) -> bytes:
    """Declare entities that grow, that read a file, or that hold themselves."""
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    declared = rng.choice(
        (
            f"<!ENTITY a0 'ha'>{laughs}<!ENTITY a '&a9;'>",
            "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
            "<!ENTITY a '&a;'>",
            "<!ENTITY % p SYSTEM 'http://192.0.2.1/x'>%p;",
            f"<!ENTITY a '{'b' * 50_000}'>",
        )
    )
    data = re.sub(rb"^<\?xml[^>]*>", b"", data.lstrip())
    return b"<!DOCTYPE a [" + declared.encode() + b"]>" + _tree_text(data, rng)


# text: lines and characters ------------------------------------------------------------

CHARACTERS = (
    "\0",
    "\u202e",
    "\u2028",
    "\ud800",
    "\x85",
    "\u00ad",
    "\u200b",
    "\U0001d400",
    "\x1b[2J",
    "\ufeff",
)
PIECES = (
    "1. ",
    "(a) ",
    "Annex\n\n",
    "*",
    "[^1]",
    "resolution 70/1 ",
    "A/RES/",
    "²",
    "٣",
    "I\n\n",
    "|",
    "    ",
)
DATES = (
    "1 January 1005",
    "31 February 2020",
    "9 March 2205",
    "0 May 2020",
    "12 December 99999",
    "٣ May 2020",
)


def _text_lines(data: bytes, rng: random.Random) -> bytes:
    """Repeat, drop, exchange or join lines."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 5, 30))):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[at : at + 1] = rng.choice(([lines[other]], [lines[at]] * 300, [], [lines[at], b""]))
        lines = lines or [b""]
    return rng.choice((b"\n", b"\n", b"\r\n", b" ", b"\n\n\n")).join(lines)


def _text_characters(data: bytes, rng: random.Random) -> bytes:
    """Put odd characters, marks and dates between the words."""
    text = data.decode("utf-8", "replace")
    for _ in range(rng.choice((1, 10, 100))):
        at = rng.randrange(len(text) + 1)
        piece = rng.choice(rng.choice((CHARACTERS, PIECES, DATES))) * rng.choice((1, 1, 1, 400))
        text = text[:at] + piece + text[at:]
    text = re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4}", lambda m: rng.choice((m[0], *DATES)), text)
    return text.encode(rng.choice(("utf-8", "utf-8", "utf-16", "utf-8-sig")), "surrogatepass")


# what is packed ------------------------------------------------------------------------


def _zip_member(data: bytes, rng: random.Random) -> bytes:
    """Change a member of an archive, its name, or how often it is there."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        changed = rng.choice(names)
        for name in names:
            inside = old.read(name)
            if name == changed:
                inside = rng.choice((mutated, _tree_element, _tree_text))(inside or b"x", rng)
                name = rng.choice((name, name, "../" + name, name[:3] + "\x1b[31m" + name[3:]))
            new.writestr(name, inside)
    return out.getvalue()


KINDS: dict[str, tuple[Mutation, ...]] = {
    "pdf": (mutated, _pdf_object, _pdf_reference, _pdf_filters, _pdf_stream, _pdf_value),
    "xml": (mutated, _tree_element, _tree_text, _tree_name, _tree_encoding, _tree_entities),
    "html": (mutated, _tree_element, _tree_text, _tree_name, _tree_encoding, _tree_entities),
    "txt": (mutated, _text_lines, _text_characters),
    "docx": (mutated, _zip_member),
    "zip": (mutated, _zip_member),
}


def mutation(kind: str, data: bytes, rng: random.Random) -> bytes:
    """Change a document of this kind (an ending) in one of the ways that there are for it."""
    return rng.choice(KINDS[kind])(data, rng) or b"x"


SEEDS = {
    "xml": written.BELLS.encode(),
    "old xml": written.OLD_STYLE.encode(),
    "text": b"The General Assembly,\n\nRecalling resolution 70/1,\n\n1. *Decides*[^1] to meet:"
    b"\n\n(a) Soon;\n\n[^1]: Note.\n\nAnnex\n\nTitle\n\n1. A rule.",
    "pdf": RESOLUTION,
    "draft": DRAFT,
}
