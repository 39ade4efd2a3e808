"""The formats of documents: one table that reading, building and the library follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from unres_research.read import _docx, _html, _pdf, _text, _xml
from unres_research.read._docx_package import is_zip, refuse_other_writers
from unres_research.records import Resolution


@dataclass(frozen=True)
class Format:
    """One format: its name in `source.format`, its files' endings, how it is told and read."""

    name: str
    suffixes: tuple[str, ...]
    is_one: Callable[[bytes], bool]
    parse: Callable[[bytes], Resolution]

    @property
    def suffix(self) -> str:
        """The ending under which the library files it."""
        return self.suffixes[0]


def _is_akn(data: bytes) -> bool:
    """Also other XML, for which the parser knows the right words."""
    begins = _text.beginning(data).lstrip()[:1]
    return _xml.is_akn(data) or (begins == "<" and not _html.is_html(data))


def is_pdf(data: bytes) -> bool:
    """Tell whether bytes say that they are a PDF."""
    return data[:1024].lstrip().startswith(b"%PDF")


def goes_apart(data: bytes) -> bool:
    """Tell whether a worker reads it however short it is: what is packed may unpack for ever."""
    return is_pdf(data) or is_zip(data)


def _parse_text(data: bytes) -> Resolution:
    text, issues = _text.decode(data)
    record = _text.parse(text)
    return replace(record, issues=issues + record.issues)


FORMATS = (  # where one symbol has several files, the first counts; bytes are told in this order
    Format("akn", (".xml",), _is_akn, _xml.parse),
    Format("pdf", (".pdf",), is_pdf, _pdf.parse),
    Format("docx", (".docx", ".docm"), is_zip, _docx.parse),
    Format("html", (".html", ".htm", ".xhtml"), _html.is_html, _html.parse),
    Format("text", (".txt", ".md"), lambda _: True, _parse_text),
)
_REFUSED = (".doc", ".rtf", ".odt")  # listed with what to do, and not passed over in silence
SUFFIXES = (*(suffix for form in FORMATS for suffix in form.suffixes), *_REFUSED)


def format_of(data: bytes) -> Format:
    """Tell the format of a document from its bytes; UnresError for those of other writers."""
    refuse_other_writers(data)
    return next(form for form in FORMATS if form.is_one(data))
