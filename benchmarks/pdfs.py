"""Read PDFs: our records, beside the bare text of the usual libraries."""

from __future__ import annotations

import importlib.util
import io
import time
from collections.abc import Callable

import pypdfium2

from benchmarks.measure import Row, reference, timed
from unres_research.read import _pdf as pdf

FEW = 12  # documents for the slow libraries; their time is scaled by pages


def rows() -> list[Row]:
    data = [path.read_bytes() for path in sorted((reference() / "pdf").glob("*.pdf"))]
    pages = [_pages(one) for one in data]
    task = f"read {len(data)} PDFs ({sum(pages):,} pages), processor time"
    found = []
    for name, module, read, few in (
        ("unres_research: records", "pypdfium2", pdf.parse, False),
        ("pypdfium2: bare text", "pypdfium2", _pdfium, False),
        ("pypdf: bare text", "pypdf", _pypdf, True),
        ("pdfplumber: bare text", "pdfplumber", _plumber, True),
    ):
        if importlib.util.find_spec(module) is None:
            print(f"{name} left out: not installed (pip install -e .[bench])")
            continue
        some = data[:: len(data) // FEW] if few else data
        seconds, _ = timed(_all, read, some, repeat=3, clock=time.process_time)
        count = sum(_pages(one) for one in some)
        scaled = seconds * sum(pages) / count
        found.append(Row(task, name, scaled, f"{count / seconds:,.0f} pages/s"))
    return found


def _all(read: Callable[[bytes], object], data: list[bytes]) -> None:
    for one in data:
        read(one)


def _pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def _pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "".join(found)


def _pypdf(data: bytes) -> str:
    import pypdf

    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _plumber(data: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return "".join(page.extract_text() or "" for page in document.pages)
