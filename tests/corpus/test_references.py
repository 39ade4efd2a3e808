"""References to resolutions, worked by hand from the forms of BibTeX and CSL."""

from __future__ import annotations

import json

import pytest

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
            "A/C.3/80/L.26/Rev.1",
            "Lamps, and oil",
            "2025-11-20",
            "United Nations, General Assembly, Lamps, and oil, A/C.3/80/L.26/Rev.1 "
            "(20 November 2025), available from https://docs.un.org/en/A/C.3/80/L.26/Rev.1.",
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
