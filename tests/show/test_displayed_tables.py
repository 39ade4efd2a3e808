"""Tables as a notebook displays them: chosen columns, captions of their own, no rows."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from html_reader import Reader

from unres_research import show
from unres_research.errors import UnresError
from unres_research.show import _notebook


@pytest.fixture
def displayed(monkeypatch):
    """What is displayed, as HTML."""
    parts = []
    monkeypatch.setattr(_notebook, "_display", lambda part, **_: parts.append(str(part)))
    return parts


@pytest.fixture
def report(monkeypatch, tmp_path):
    """The folder that a report collects what is displayed in."""
    monkeypatch.setattr(_notebook, "_into", (tmp_path, "01_one"))
    return tmp_path


def boats(caption="Boats; mast_height: in metres."):
    frame = pd.DataFrame({"name": ["Ann", "Bee"], "mast_height": [9, 12], "mended": [True, False]})
    frame.attrs["caption"] = caption
    return frame


def test_chosen_columns_are_seen_and_the_file_has_all(displayed, report):
    show.table(boats(), "boats", columns=["mended", "name"], rows=1)
    table, caption = map(Reader, displayed)
    assert table.cells == ["yes", "Ann"]
    said = "Boats; mast height: in metres. First 1 of 2 rows."
    assert " ".join(caption.text.split()) == said
    assert list(pd.read_csv(report / "tables" / "boats.csv").columns)[-3:] == [
        "name", "mast_height", "mended",
    ]  # fmt: skip


def test_columns_that_are_none_are_named(displayed):
    with pytest.raises(UnresError, match="mast_hight.*mast_height"):
        show.table(boats(), "boats", columns="mast_hight")
    with pytest.raises(UnresError, match="without a caption"):
        show.table(pd.DataFrame({"name": ["Ann"]}), "boats")
    assert not displayed


@pytest.mark.parametrize(
    ("reason", "said"), [(None, "No rows."), ("all <sank>", "No rows: all <sank>.")]
)
def test_a_table_without_rows_says_why(displayed, report, reason, said):
    frame = boats("Boats.").head(0)
    frame.attrs |= {} if reason is None else {"reason": reason}
    show.table(frame, "boats", columns=["name"])
    (caption,) = map(Reader, displayed)
    assert " ".join(caption.text.split()) == f"Boats. {said}"
    (line,) = (report / "manifest.jsonl").read_text("utf-8").splitlines()
    entry = json.loads(line)
    assert (entry["caption"], entry["rows"]) == (f"Boats. {said}", 0)
