"""References to resolutions, worked by hand from the forms of BibTeX and CSL."""

from __future__ import annotations

import json
import warnings

import bibtexparser
import pytest
from bibtexparser import middlewares

import unres_research as un
from unres_research import UnresError
from unres_research.corpus import example_corpus
from unres_research.corpus._reference import Reference


@pytest.mark.parametrize(
    ("symbol", "title", "day", "said"),
    [
        (
            "A/RES/78/999",
            "Lamps",
            "2024-07-01",
            "United Nations, General Assembly, resolution 78/999, Lamps, A/RES/78/999 "
            "(1 July 2024), available from https://docs.un.org/en/A/RES/78/999.",
        ),
        (
            "S/RES/1325 (2000)",
            "",
            None,
            "United Nations, Security Council, resolution 1325 (2000), S/RES/1325 (2000), "
            "available from https://docs.un.org/en/S/RES/1325%20%282000%29.",
        ),
        (
            "A/RES/S-10/2",
            "Lamps",
            "1978-06-30",
            "United Nations, General Assembly, resolution S-10/2, Lamps, A/RES/S-10/2 "
            "(30 June 1978), available from https://docs.un.org/en/A/RES/S-10/2.",
        ),
        (
            "A/RES/217 A (III)",
            "Rights of lamps",
            "1948-12-10",
            "United Nations, General Assembly, resolution 217 A (III), Rights of lamps, "
            "A/RES/217 A (III) (10 December 1948), available from "
            "https://docs.un.org/en/A/RES/217%20A%20%28III%29.",
        ),
        (
            "A/C.3/80/L.26/Rev.1",
            "Lamps, and oil",
            "2025-11-20",
            "United Nations, General Assembly, Third Committee, Lamps, and oil, "
            "A/C.3/80/L.26/Rev.1 (20 November 2025), available from "
            "https://docs.un.org/en/A/C.3/80/L.26/Rev.1.",
        ),
    ],
)
def test_sentences(symbol, title, day, said):
    assert Reference(symbol, title, day).sentence() == said


def test_bibtex_escapes_what_latex_would_obey():
    entry = Reference("A/RES/75/251 B", r"Oil & 50% {of} C_2 \\ ~ $ #1^", "2020-12-31").bibtex()
    assert entry == (
        "@techreport{A_RES_75_251_B,\n"
        "  author = {{United Nations General Assembly}},\n"
        "  title = {{Oil \\& 50\\% \\textbraceleft{}of\\textbraceright{} C\\_2 \\textbackslash{}\\textbackslash{} "
        "\\textasciitilde{} \\$ \\#1\\textasciicircum{}}},\n"
        "  type = {Resolution},\n"
        "  number = {A/RES/75/251 B},\n"
        "  institution = {United Nations},\n"
        "  year = {2020},\n"
        "  month = dec,\n"
        "  day = {31},\n"
        "  url = {https://docs.un.org/en/A/RES/75/251%20B}\n"
        "}\n"
    )


def test_csl():
    item = Reference("A/RES/78/999", "Lamps", "2024-07-01").csl()
    assert item["author"] == [{"literal": "United Nations General Assembly"}]
    assert item["issued"] == {"date-parts": [[2024, 7, 1]]}
    assert (item["type"], item["number"], item["genre"]) == ("report", "A/RES/78/999", "Resolution")
    assert "issued" not in Reference("A/RES/78/999", "Lamps", None).csl()


# with the programs of others -----------------------------------------------------------------

CITED = [  # symbol, title, day, author, title in styles, kind
    ("A/RES/78/999", "Lamps & oil: 50% of all lamps", "2024-03-21",
     "United Nations General Assembly", "Lamps & oil: 50% of all lamps", "Resolution"),
    ("A/RES/S-10/2", "Lamps_of #1 ~ $", "1978-06-30",
     "United Nations General Assembly", "Lamps_of #1 ~ $", "Resolution"),
    ("A/RES/217 A (III)", "Rights of lamps", "1948-12-10",
     "United Nations General Assembly", "Rights of lamps", "Resolution"),
    ("S/RES/1325 (2000)", "", "2000-10-31",
     "United Nations Security Council", "Resolution 1325 (2000)", "Resolution"),
    ("A/78/L.86", "Lamps", "2024-06-25", "United Nations General Assembly", "Lamps", "Draft"),
    ("A/C.3/80/L.26/Rev.1", "", None,
     "United Nations General Assembly, Third Committee", "A/C.3/80/L.26/Rev.1", "Draft"),
]  # fmt: skip


@pytest.mark.parametrize(("symbol", "title", "day", "author", "called", "kind"), CITED)
def test_bibtex_is_read_by_a_parser(symbol, title, day, author, called, kind):
    entry = Reference(symbol, title, day).bibtex()
    decode = middlewares.LatexDecodingMiddleware()
    found = bibtexparser.parse_string(entry, append_middleware=[decode])
    assert not found.failed_blocks and len(found.entries) == 1
    fields = {field.key: field.value.strip("{}") for field in found.entries[0].fields}
    year, month, number = (day or "0-0-0").split("-")
    assert fields["author"] == author and fields["type"] == kind
    assert fields["title"] == called
    assert (fields["number"], fields["institution"]) == (symbol, "United Nations")
    (raw,) = bibtexparser.parse_string(entry).entries  # an address is no LaTeX
    assert raw["url"] == un.symbols.url(symbol)
    assert fields.get("year") == (year if day else None)
    assert fields.get("day") == (number.lstrip("0") if day else None)
    months = {"03": "mar", "06": "jun", "10": "oct", "12": "dec"}
    assert fields.get("month") == months.get(month)


@pytest.mark.parametrize(("symbol", "title", "day", "author", "called", "kind"), CITED)
def test_csl_is_set_by_a_processor(symbol, title, day, author, called, kind):
    """In the style that comes with citeproc-py, Harvard: author, year, title, address."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it warns of what it does not know
        source = CiteProcJSON([Reference(symbol, title, day).csl()])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = CitationStylesBibliography(style, source, formatter.plain)
    made.register(Citation([CitationItem(symbol)]))
    (said,) = map(str, made.bibliography())
    assert said.startswith(f"{author} ({day[:4] if day else 'no date'})"), said
    assert called in said and un.symbols.url(symbol) in said


def test_files(tmp_path):
    corpus = example_corpus()
    part = corpus.about("violins")
    items = json.loads(un.export.references(part, tmp_path / "a" / "x.json").read_bytes())
    assert [item["id"] for item in items] == part.symbols
    assert un.export.references(part, tmp_path / "x.BIB").read_text().count("@techreport{") == 3
    with pytest.raises(UnresError, match=r"found 'x.txt', expected a name that ends in .bib"):
        un.export.references(part, tmp_path / "x.txt")
    with pytest.raises(UnresError, match="for the data set, expected a data set, or a part"):
        un.export.references(part.symbols, tmp_path / "x.bib")
