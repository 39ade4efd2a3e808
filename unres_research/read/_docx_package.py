"""Open a Word file: its parts as trees, once nothing in the archive is hostile."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from unres_research._storage import ZIP_ERRORS, reason_of
from unres_research.errors import UnresError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all members
MAX_PART = 32 * 1024 * 1024  # bytes of one part in XML
MAX_PARTS = 5_000
_MAIN = re.compile(r"(?:wordprocessingml|ms-word)\.(?:document|template)")
_STRICT = "http://purl.oclc.org/ooxml/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments", "settings")
_OTHERS = {  # first part of a content type, or of a mimetype: what it is
    "application/vnd.openxmlformats-officedocument.spreadsheetml": "an Excel file",
    "application/vnd.ms-excel": "an Excel file",
    "application/vnd.openxmlformats-officedocument.presentationml": "a PowerPoint file",
    "application/vnd.ms-powerpoint": "a PowerPoint file",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text (.odt)",
    "application/vnd.oasis.opendocument": "an OpenDocument file",
    "application/epub": "an e-book (EPUB)",
}
_SAVE = "open it in Word or LibreOffice and save it as Word Document (.docx)"


@dataclass(frozen=True)
class Package:
    """The parts that hold text, and the addresses that hyperlinks lead to."""

    body: _Element
    parts: dict[str, _Element]  # of `_PARTS`, those that are there
    headers: list[_Element]
    addresses: dict[str, str] = field(default_factory=dict)  # by relationship id, of the body


def is_zip(data: bytes) -> bool:
    """Tell whether bytes are a zip archive, as every .docx is (and .odt, .xlsx, ...)."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def refuse_other_writers(data: bytes) -> None:
    """Refuse the files of word processors that are neither text nor zip archives."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnresError(
                "found an Office file that a password protects, expected one without; open it in "
                "Word, take the password off (File > Info), and save it"
            )
        raise UnresError(f"found a file of Word 97-2003 (.doc), expected .docx; {_SAVE}")
    if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise UnresError(f"found Rich Text Format (.rtf), expected .docx; {_SAVE}")
    if data[:4] == b"\xffWPC":
        raise UnresError(f"found a WordPerfect file, expected .docx; {_SAVE}")


def opened(data: bytes) -> Package:
    """Open a Word file; UnresError when it is none, or when it is hostile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive)
            _check_kind(archive)
            for member in archive.infolist():
                if _is_xml(member.filename):
                    _check_part(member.filename, archive.read(member))
    except UnresError:
        raise
    except ZIP_ERRORS as error:
        raise UnresError(
            f"found a zip archive that cannot be read ({reason_of(error)}), expected a Word file; "
            "save it again"
        ) from None
    return _package(data)


def _check_members(archive: zipfile.ZipFile) -> None:
    """Refuse too many members, too long ones, and names that no Word file has."""
    members = archive.infolist()
    if len(members) > MAX_PARTS:
        raise UnresError(f"found a Word file of {len(members):,} parts, expected {MAX_PARTS:,}")
    names = [member.filename for member in members]
    if len(set(map(str.lower, names))) < len(names):
        raise UnresError("found two parts of one name in a Word file, expected one; save it again")
    for member in members:
        name = member.filename
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\x00-\x1f]", name):
            raise UnresError(f"found a part named {name!r:.80} which leads out of the Word file")
        if member.flag_bits & 1:
            raise UnresError("found a zip archive with a password, expected a Word file without")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnresError("found a Word file packed in an unusual way; save it again")
        if _is_xml(name) and member.file_size > MAX_PART:
            raise UnresError(
                f"found a part of {member.file_size:,} bytes, expected at most {MAX_PART:,}"
            )
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        raise UnresError(
            f"found a Word file of {total:,} bytes unpacked, expected at most {MAX_UNPACKED:,}; "
            "take the pictures out"
        )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _check_kind(archive: zipfile.ZipFile) -> None:
    """Say what an archive is that is no Word file."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        said = archive.read("mimetype").decode("ascii", "replace")
        _refuse_kind(said)
    if "[Content_Types].xml" not in names:
        raise UnresError(
            "found a zip archive, expected a document; unpack it, or give it to load_folder"
        )
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if not _MAIN.search(types):
        for kind in re.findall(r"ContentType\s*=\s*[\"']([^\"'<>]{1,200})", types):
            _refuse_kind(kind)
        raise UnresError("found an Office file without text, expected a Word file (.docx)")


def _refuse_kind(kind: str) -> None:
    for begin, name in _OTHERS.items():
        if kind.startswith(begin):
            raise UnresError(f"found {name}, expected a Word file (.docx); {_SAVE}")


def _check_part(name: str, data: bytes) -> None:
    """Refuse a document type, by which entities are declared: Office Open XML has none."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    if b"\x00" in data[:4] and encoding == "utf-8":
        raise UnresError(f"found {name} in an unusual encoding in a Word file; save it again")
    text = data.decode(encoding, "replace")
    declared = re.match(r"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})", text)
    if declared and declared.group(1).lower() not in ("utf-8", "utf-16", "us-ascii", "ascii"):
        raise UnresError(f"found {name} in an unusual encoding in a Word file; save it again")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnresError(
            f"found a document type or entities in {name}, which no Word file has; do not trust "
            "this file"
        )


def _package(data: bytes) -> Package:
    """Take the parts out of a file whose archive is sound."""
    from docx.opc.package import OpcPackage
    from lxml.etree import XMLSyntaxError

    try:
        package = OpcPackage.open(io.BytesIO(data))
        main = package.main_document_part
        body = _tree(main).find("{*}body")
        headers, addresses = [], {}
        related: dict[str, Any] = {}
        for key, relation in main.rels.items():
            kind = relation.reltype.removeprefix(_OFFICE)
            if relation.is_external:
                _check_external(kind)
                if kind == "hyperlink":
                    addresses[key] = relation.target_ref
            elif kind == "header":
                headers.append(_tree(relation.target_part))
            elif kind in _PARTS:
                related.setdefault(kind, _tree(relation.target_part))
    except XMLSyntaxError as error:
        raise UnresError(f"found a Word file with broken XML ({error}); save it again") from None
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        if _STRICT.encode() in data or _is_strict(data):
            raise UnresError(
                f"found a Strict Open XML Document, expected an ordinary Word file; {_SAVE}"
            ) from None
        raise UnresError(
            f"found a Word file with parts that are missing ({error!s:.100}); open it in Word "
            "and save it again"
        ) from None
    if body is None:
        raise UnresError("found a Word file without a body, expected text; save it again")
    return Package(body, related, headers, addresses)


def _is_strict(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "_rels/.rels" in archive.namelist() and (
            _STRICT.encode() in archive.read("_rels/.rels")
        )


def _check_external(kind: str) -> None:
    """Refuse a file whose text lies elsewhere; what else is linked is never opened."""
    if kind in (*_PARTS, "header", "footer", "subDocument", "aFChunk"):
        raise UnresError(
            f"found a Word file whose {kind} lie outside of it, expected all in one file; open it "
            "in Word, break the links, and save it"
        )


def _tree(part: Any) -> _Element:
    """Tree of a part; python-docx has parsed those that it knows."""
    from docx.oxml.parser import parse_xml

    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element
