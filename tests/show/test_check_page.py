"""The page of a check: whole, escaped, without scripts; the printed page is short."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from hostile_names import HOSTILE

import unres_research as un
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution
from unres_research.show import export
from unres_research.show._check_lines import WIDTH, cut, lines_of

ASK = "Requests the Secretary-General to submit to the General Assembly at its {} session a report"
TEXT = (
    f"The General Assembly,\n\nNoting lamps,\n\n1. {ASK.format('eightieth')} on the lamps, within "
    "existing resources;\n\n2. Decides to convene a meeting by 31 May 2025."
)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "src"]
        href = dict(attrs).get("href", "#main")
        assert href == "#main" or re.fullmatch(r"https://docs\.un\.org/en/[\w/.()%-]+", href), href

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


@pytest.fixture(scope="module")
def found(corpus):
    return un.check(un.loads(TEXT), corpus, date="2024-06-01")


def page_of(found, folder) -> Tags:
    return Tags(export.check(found, folder / "made" / "check.html").read_text("utf-8"))


def test_the_page_has_all_parts(found, tmp_path):
    seen = page_of(found, tmp_path)
    for part in ("What it asks and decides", "Reports asked for", "Timelines", "Review", "Means"):
        assert part in seen.text
    assert "within existing resources" in seen.text and "by 31 May 2025" in seen.text
    assert "OP1: Secretary-General, session 80, resources: existing" in seen.text
    assert seen.text.count("None found.") == 2  # review, end
    assert "concept note" in seen.text and "Searched:" in seen.text
    assert not seen.names & {"script", "img", "link", "iframe", "form"}


def test_the_page_of_an_empty_text(corpus, tmp_path):
    seen = page_of(un.check(Resolution(None, "draft", ""), corpus), tmp_path)
    assert "No directive and no decision was found." in seen.text
    assert seen.text.count("None found.") == 5 and "None was found." in seen.text


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_a_document_says_is_escaped(corpus, tmp_path, name):
    bad = f"<script>alert(1)</script> & {name}"
    paragraphs = (
        Paragraph("OP1", "operative", f"Requests {bad} to report within existing resources {bad};"),
        Paragraph("OP2", "operative", f"Decides to convene {bad} until 31 May 2027;"),
    )
    record = Resolution(None, "draft", bad, paragraphs=paragraphs)
    found = un.check(record, corpus)
    seen = page_of(found, tmp_path)
    assert "script" not in seen.names and "b" not in seen.names
    assert "<script>alert(1)</script>" in seen.text
    assert "\x1b" not in seen.text
    assert "<script>" not in found._repr_html_()


def test_long_tables_are_cut_and_counted(corpus, tmp_path):
    paragraphs = [
        Paragraph(f"OP{k}", "operative", "Decides to light lamps;") for k in range(1, 212)
    ]
    found = un.check(Resolution(None, "draft", "Lamps", paragraphs=tuple(paragraphs)), corpus)
    assert "11 more: unres check --json has all." in page_of(found, tmp_path).text
    printed = list(lines_of(found))
    assert "  … and 193 more (--json or --page shows all)" in printed
    assert len(printed) < 60


def test_printed_lines_are_no_longer_than_the_page(found):
    lines = list(lines_of(found))
    assert max(map(len, lines)) <= WIDTH and len(lines) <= 60
    said = "\n".join(lines)
    assert "  review      none found" in lines and "  retirement  none found" in lines
    assert re.search(r"funding +OP1  “within existing resources”", said)


def test_a_session_of_a_report_is_no_timeline_and_that_is_said(corpus, tmp_path):
    text = "Requests the Secretary-General to report to it at its eightieth session on lamps;"
    draft = Resolution(
        None, "draft", "Lamps", session=78,
        paragraphs=(Paragraph("OP1", "operative", text, opener="Requests"),),
    )  # fmt: skip
    found = un.check(draft, corpus)
    said = "none found; when a report is due is said of the report"
    assert f"  timeline    {said}" in list(lines_of(found))
    assert f"{said.capitalize()}." in page_of(found, tmp_path).text


def test_a_date_for_others_is_no_timeline_and_that_is_said(corpus, tmp_path):
    text = "Calls upon Member States to light 30 per cent of all harbours by 2030;"
    paragraph = Paragraph("OP1", "operative", text, opener="Calls upon")
    found = un.check(Resolution(None, "draft", "Lamps", paragraphs=(paragraph,)), corpus)
    said = "none found for the United Nations; what others are asked to do by when stands above"
    assert f"  timeline    {said}" in list(lines_of(found))
    assert f"N{said[1:]}." in page_of(found, tmp_path).text
    text = "Requests the Secretary-General to print the list at the eighty-second session;"
    paragraph = Paragraph("OP1", "operative", text, opener="Requests")
    own = un.check(Resolution(None, "draft", "Lamps", paragraphs=(paragraph,)), corpus)
    assert own.reports.empty and own.actions["due"].tolist() == ["session 82"]
    assert "  timeline    none found" in list(lines_of(own))


def test_an_order_is_said_of_reports_that_are_listed(found, tmp_path):
    table = found.due_elsewhere
    assert table is not None
    said = "The nearest first, by series"
    assert (said in page_of(found, tmp_path).text) == bool(len(table))
    due = {"report": "OP1", "symbol": "A/RES/78/901", "paragraph": "OP2", "due": "session 80",
           "why": "same session", "title": "Lamps", "adopted_on": pd.Timestamp("2023-12-05")}  # fmt: skip
    listed = pd.DataFrame([due])
    assert said in page_of(replace(found, due_elsewhere=listed), tmp_path).text
    none = page_of(replace(found, due_elsewhere=listed.head(0)), tmp_path).text
    assert "Already due: none" in none and said not in none


def test_what_no_text_shows_is_named_with_its_resolution(found, tmp_path):
    said = "the concept note of paragraph 2 of resolution 80/251"
    assert said in page_of(found, tmp_path).text and said in " ".join(lines_of(found))


def test_printed_actions_have_their_values(found):
    said = "\n".join(lines_of(found))
    assert "[session 80; existing]" in said


@pytest.mark.parametrize("path", [None, 5, ""])
def test_a_page_needs_a_file(found, path):
    with pytest.raises(UnresError, match="expected"):
        export.check(found, path)


def test_cut():
    assert cut("lamps", 5) == "lamps" and cut("lamps, bells", 8) == "lamps…"
    assert cut("lampsx", 5) == "lamp…"


def test_of_the_draft_in_the_repository(draft):
    """By eye: one report, paragraph 15, at the eightieth session, within existing resources."""
    found = un.check(draft, un.open_corpus())
    assert found.reports[["paragraph", "due", "head"]].values.tolist() == [
        ["OP15", "session 80", "secretary-general"]
    ]
    assert found.reports["resources"].map(list).tolist() == [["existing"]]
    assert found.provisions_of("review").empty and found.provisions_of("retirement").empty
    assert "within existing resources" in found.provisions_of("funding")["text"].tolist()
    assert list(found.left_out) == ["A/RES/78/311"] and found.sizes.committee == "Plenary"
    lines = list(lines_of(found))
    assert len(lines) <= 60 and max(map(len, lines)) <= WIDTH


def test_only_a_check_has_a_page(tmp_path):
    with pytest.raises(UnresError, match="from un.check"):
        export.check("lamps", tmp_path / "page.html")
