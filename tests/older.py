"""Invented lines of older resolutions, in the manner of the file that the selection is made of."""

from __future__ import annotations

import json
import lzma
import shutil
from pathlib import Path
from typing import Any


def element(kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more, "text": text}


def pp(text: str) -> dict[str, Any]:
    return element("paragraph", text, paragraph_type="preambular")


def op(number: str, text: str, level: int = 1) -> dict[str, Any]:
    return element(
        "paragraph", text, paragraph_type="operative", paragraph_level=level, prefix=number
    )


def line(file: str, adopted_on: str | None, *elements: dict[str, Any]) -> str:
    return json.dumps({"file": file, "adopted_on": adopted_on, "elements": list(elements)})


# words: PP1 7, OP1 11, OP1(a) 4, OP2 8; the annex has 6 and 5
MODERN = line(
    "A_RES_60_901",
    "2005-12-08",
    element("frontmatter", "Resolution adopted by the General Assembly on 8 December 2005"),
    element("frontmatter", "[on the report of the Second Committee (A/60/901)]"),
    element("title", "60/901.\tLamps for \nharbours"),
    pp("The General Assembly,"),
    pp("Recalling its resolution 59/1 on harbours,1"),
    op("1.", "Requests the Secretary-General79 to keep the lamps of all harbours lit:"),
    op("(a)", "In winter and summer;", 2),
    op("2.", "Decides to return to the lamps every year."),
    element("backmatter", "63rd plenary meeting\n8 December 2005"),
    element("backmatter", "1/\tSee A/59/7."),
    element("backmatter", "Annex"),
    element("backmatter", "Plan of the lamps"),
    element("backmatter", "1.\tLamps shall burn in all harbours."),
    element("backmatter", "2.3 No lamp shall be blue."),
)
# a scanned page, with the resolutions before and after it and a second column in French
SCANNED = line(
    "A_RES_901(IV)",
    "1949-12-08",
    element("frontmatter", "<!-- Page 1 -->"),
    element("frontmatter", "900 (IV). Whales"),
    element("frontmatter", "The General Assembly,"),
    element("frontmatter", "1. Decides to count the whales of all seas."),
    element("title", "901 (IV). Bells of lightships"),
    pp("A"),
    pp("The General Assembly,"),
    pp("Noting that no Govern-"),
    element("footer", "---"),
    element("footer", "¹ Document A/901."),
    element(
        "heading", "V. Resolutions adopted on the reports of the Second Committee 99", prefix=None
    ),
    pp("ment hears the bells,"),
    op("1.", "Decides that bells shall ring in fog;"),
    pp("L’Assemblée générale décide que les cloches sonnent dans la brume."),
    element("backmatter", "Hundred and second plenary meeting,"),
    element("backmatter", "8 December 1949."),
    element("backmatter", "B"),
    element("backmatter", "The General Assembly,"),
    element("backmatter", "1. Requests all States to pay for the bells."),
    element("backmatter", "902 (IV). Foghorns"),
    element("backmatter", "1. Decides to buy foghorns."),
)


def selection(folder: Path, *lines: str) -> Path:
    """A file of lines, packed as the source is."""
    path = folder / "older.jsonl.xz"
    path.write_bytes(lzma.compress("".join(f"{one}\n" for one in lines).encode()))
    return path


def beside(corpus: Any, selection: Any, folder: Path) -> Any:
    """A complete collection opened with a selection in its folder."""
    from unres_research import open_corpus

    shutil.copytree(corpus.path, folder)
    shutil.copytree(selection.path, folder / "older")
    return open_corpus(folder)
