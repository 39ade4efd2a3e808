"""The first page of the folder of a comparison: what was compared, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

from unres_research import symbols
from unres_research.analyse._compare import Comparison, own_symbol
from unres_research.errors import UnresError
from unres_research.records import Resolution
from unres_research.show._beside import Beside
from unres_research.show._html import page, render
from unres_research.show._redline_page import file_of, kinds, names_of

_PARTS = {  # files by heading, with what they hold
    "Beside the other text": {
        "redline.html": "both texts as one, with every change",
        "redline.docx": "the same as a Word file with tracked changes, footnotes too",
        "beside.csv": "paragraphs that stand in the other text, by shared runs of words",
    },
    "Beside the data set": {
        "earlier.html": "the text coloured by the earlier resolutions that hold its words",
        "later.html": "the same by later resolutions",
        "coverage.png": "how much of each paragraph stood elsewhere",
        "over_time.png": "when shared wording was adopted",
    },
    "Tables": {
        "clauses.csv": "a row a paragraph: words found earlier and later, and new ones",
        "sources.csv": "earlier resolutions by the words that they share",
        "later_use.csv": "later resolutions by the words that they share",
        "citations.csv": "cited and borrowed from, one without the other",
        "first_seen.csv": "where the longest run of each paragraph stood first",
        "selection.csv": "older resolutions, of the selection beside the data set",
        "comparison.json": "all figures for programs",
    },
}


def written(
    found: Comparison, beside: Beside | None, files: Iterable[Path], remarks: Iterable[str]
) -> str:
    """Write the first page of a folder that holds these files."""
    names = {path.name for path in files}
    parts = [
        (heading, [(name, said) for name, said in listed.items() if name in names])
        for heading, listed in _PARTS.items()
    ]
    alignment = beside.alignment if beside else None
    body = render(
        "comparison.html.j2",
        texts=list(_texts(found, beside)),
        counts=kinds(alignment) if alignment else {},
        advice=beside.advice if beside else "",
        parts=[(heading, listed) for heading, listed in parts if listed],
        figures=list(_figures(found)),
        remarks=list(remarks),
    )
    return page(body, _title(found, beside))


def _title(found: Comparison, beside: Beside | None) -> str:
    if beside is not None and beside.alignment is not None:
        return " and ".join(names_of(beside.alignment))
    name = found.symbol or found.record.title or "the text"
    return f"{name} and {beside.name}" if beside else f"{name}: comparison"


def _texts(found: Comparison, beside: Beside | None) -> Iterator[dict[str, Any]]:
    """The texts in the order in which they were compared."""
    if beside is None:
        yield _text("compared", found.record)
    elif beside.alignment is not None:
        yield _text("before", beside.alignment.before)
        yield _text("after", beside.alignment.after)
    else:
        yield _text("compared", found.record)
        row = found.corpus.resolutions.loc[beside.name]
        said = {"symbol": beside.name, "url": symbols.url(beside.name), "title": row["title"]}
        day = f"{row['adopted_on']:%Y-%m-%d}"
        yield {"role": "beside", "date": day, "file": "of the data set", **said}


def _text(role: str, record: Resolution) -> dict[str, Any]:
    symbol = own_symbol(record)
    return {
        "role": role,
        "symbol": symbol,
        "url": _address(symbol),
        "date": record.adopted_on or record.distributed_on,
        "file": PurePath(file_of(record) or "none").name,
        "title": record.title,
    }


def _address(symbol: str | None) -> str:
    """Where a document is published; "" of what is no symbol."""
    try:
        return symbols.url(str(symbols.parse(symbol or "")))
    except UnresError:
        return ""


def _figures(found: Comparison) -> Iterator[str]:
    for side in (found.earlier, found.later):
        yield (
            f"{side.matched_words:,} of {found.words:,} words ({side.share:.1%}) stand in runs of "
            f"{found.n} or more words in {side.name} resolutions of the data set."
        )
