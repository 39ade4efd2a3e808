"""The report of any text: every sentence is about that text, and its figures are counted again."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from html_reader import Reader

from unres_research import load, show
from unres_research.analyse import Study
from unres_research.corpus import body_words

pytestmark = pytest.mark.slow
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
OTHERS = ("A/78/L.86", "A/RES/78/311")  # the text that the notebooks are stored for
INVENTED = """Lamps for small harbours

The General Assembly,

Recalling that harbours need light,

Noting with concern the number of boats that find no harbour at night, and recognizing the
contribution of fisheries to food security,

1. Encourages Member States to keep lamps burning in small harbours.
"""


def said(out: Path) -> dict[str, list[str]]:
    """All that was displayed, by kind: findings, remarks, captions."""
    found: dict[str, list[str]] = {}
    for line in (out / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        found.setdefault(entry["kind"], []).append(entry["caption"])
    return found


def pages(out: Path) -> dict[str, str]:
    """The pages without the code of the notebooks, which is folded away."""
    code = re.compile(r"<details.*?</details>", re.DOTALL)
    return {p.name: code.sub("", p.read_text("utf-8")) for p in out.rglob("*.html")}


def one(found: list[str], pattern: str) -> list[str]:
    """Groups of the one sentence that has a pattern."""
    (match,) = [m for m in (re.search(pattern, text) for text in found) if m]
    return list(match.groups())


def number(text: str) -> int:
    return int(text.replace(",", ""))


def matched(words: list[str], others: list[list[str]]) -> int:
    """Words that stand in a run of six that stands in one of the other paragraphs, one by one."""
    own = {tuple(words[k : k + 6]) for k in range(len(words) - 5)}
    shared = {
        run for other in others for run in zip(*(other[k:] for k in range(6)), strict=False)
    } & own
    marked = set()
    for k in range(len(words) - 5):
        if tuple(words[k : k + 6]) in shared:
            marked |= set(range(k, k + 6))
    return len(marked)


@pytest.mark.parametrize(
    ("file", "numbers"),
    [("A_C.3_80_L.30.pdf", "134"), ("A_C.5_80_L.16.pdf", "123456")],  # of notebooks
)
def test_the_report_of_a_draft_of_another_committee(
    file, numbers, shared, corpus, full_texts, tmp_path
):
    path, out = shared / "corpus" / "drafts" / file, tmp_path / "report"
    (tmp_path / "notebooks").mkdir()
    for number in numbers:
        (notebook,) = NOTEBOOKS.glob(f"0{number}_*.ipynb")
        shutil.copy(notebook, tmp_path / "notebooks")
    result = show.report(out, text=path, notebooks=tmp_path / "notebooks", progress=False)
    record = load(path)
    study = Study(record, corpus)
    entries = said(out)
    for text in [t for texts in entries.values() for t in texts]:
        assert not any(other in text for other in OTHERS), text
    for name, page in pages(out).items():
        assert not any(other in page for other in OTHERS), name
    assert entries["study"] == [f"{record.symbol}: {record.title}"] * len(numbers)
    first = Reader((out / "index.html").read_text("utf-8")).text
    assert record.title in first and record.symbol in first
    assert list(result.findings) == entries["finding"]
    check_shared_words(record, study, entries["finding"], corpus, full_texts)
    check_adopted(record, study, entries["finding"], full_texts)
    check_trend(study, entries["finding"], corpus, full_texts)
    leading = (
        rf"^(The leading (?:topic|theme) of|No share is stated for) {re.escape(record.symbol)}"
    )
    assert "2" not in numbers or one(entries["remark"], leading)


def check_shared_words(record, study, findings, corpus, full_texts):
    words = body_words(record)
    days = corpus.resolutions["adopted_on"].dt.strftime("%Y-%m-%d")
    for side in ("before", "after"):
        count, total, day = one(
            findings, rf"([\d,]+) of the ([\d,]+) words of .* adopted {side} (\d{{4}}-\d\d-\d\d),"
        )
        assert day == record.distributed_on
        kept = [
            s for s, d in days.items()
            if (d < day if side == "before" else d > day) and s not in study.own
        ]  # fmt: skip
        others = [paragraph for s in kept for _, _, paragraph in full_texts[s]]
        assert number(total) == sum(map(len, words.values()))
        assert number(count) == sum(matched(w, others) for w in words.values())


def check_adopted(record, study, findings, full_texts):
    words = {pid: w for pid, w in body_words(record).items() if len(w) >= 6}
    there = {pid: f" {' '.join(w)} " for pid, _, w in full_texts[study.adopted]}
    whole = [pid for pid, w in words.items() if f" {' '.join(w)} " in there.get(pid, "")]
    kept, count, symbol = one(
        findings,
        r"^(\d+) of the (\d+) paragraphs? of .* with six words or more stands? in (A/RES/\S+) from "
        r"first word to last, under the same number",
    )
    assert (number(count), number(kept), symbol) == (len(words), len(whole), study.adopted)


def check_trend(study, findings, corpus, full_texts):
    pattern = r"“([^”]+)” stands in (\d+) of (\d+) resolutions of session (\d+)"
    term, users, among, session = one(findings, pattern)
    table, last = corpus.resolutions, corpus.last_date
    ago = int(table["session"].max()) - int(session)  # both sessions are cut at one day
    until = f"{int(last[:4]) - ago}{last[4:]}"
    inside = table.index[(table["session"] == int(session)) & (table["adopted_on"] <= until)]
    texts = {s: [f" {' '.join(w)} " for _, body, w in full_texts[s] if body] for s in inside}
    forms = [f" {form} " for form in study.terms[term]]
    held = [s for s, lines in texts.items() if any(f in line for f in forms for line in lines)]
    assert (number(users), number(among)) == (len(held), len(inside))


def test_the_report_of_an_invented_text(tmp_path):
    """It prints no symbol and no date, cites nothing, was not adopted, and shares no run."""
    path, out = tmp_path / "lamps.txt", tmp_path / "report"
    path.write_text(INVENTED, encoding="utf-8")
    show.report(out, text=path, terms=["fisheries", "harbour lamps"], progress=False)
    entries = said(out)
    for text in [t for texts in entries.values() for t in texts]:
        assert not any(other in text for other in OTHERS), text
    assert not any(other in page for page in pages(out).values() for other in OTHERS)
    assert entries["study"] == ["Lamps for small harbours"] * 6
    assert one(entries["finding"], r"(\d+) of the (\d+) words of “Lamps") == ["0", "37"]
    remarks = " ".join(entries["remark"])
    assert "prints no date" in remarks and "no symbol to look for" in remarks
    assert "cites no document" in " ".join(entries["table"])
    assert "“harbour lamps”" in remarks and "“fisheries”, as given" in remarks
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", " ".join(sum(entries.values(), [])))
