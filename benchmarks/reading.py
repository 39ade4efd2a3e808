"""Read one session's XML: our records, beside the bare text of the usual parsers."""

from __future__ import annotations

from xml.etree import ElementTree

from lxml import etree

from benchmarks.measure import Row, reference, timed
from unres_research.read import _xml as akn

SESSION = "79session"


def rows() -> list[Row]:
    folder = reference() / "UNxml-GAresolutions" / SESSION
    data = [path.read_bytes() for path in sorted(folder.rglob("*.xml"))]
    task = f"read {len(data)} XML files, one core"
    ways = [
        ("unres_research: records with citations", akn.parse),
        ("lxml: bare text", lambda d: "".join(etree.fromstring(d).itertext())),
        ("xml.etree: bare text", lambda d: "".join(ElementTree.fromstring(d).itertext())),
    ]
    found = []
    for name, parse in ways:
        seconds, _ = timed(lambda parse, data: [parse(d) for d in data], parse, data, repeat=2)
        found.append(Row(task, name, seconds, f"{len(data) / seconds:,.0f} files/s"))
    return found
