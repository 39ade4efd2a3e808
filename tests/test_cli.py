"""The command: what it prints, and its exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time

import pytest
import word
import written

from unres_research import cli, load
from unres_research.corpus._corpus import default_path


@pytest.fixture
def bells(tmp_path):
    path = tmp_path / "76_902.xml"
    path.write_text(written.BELLS)
    return path


def test_parse_prints_one_object_a_line(bells, tmp_path, capsys):
    lamps = tmp_path / "75_901.xml"
    lamps.write_text(written.LAMPS)
    assert cli.main(["parse", str(bells), str(lamps), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(x)["symbol"] for x in lines] == ["A/RES/76/902", "A/RES/75/901"]
    assert json.loads(lines[0]) == load(bells).to_dict()


def test_an_interruption_that_falls_into_a_callback_comes_again(monkeypatch, capsys):
    """Python drops what is raised while it collects an object, and prints a traceback."""

    class Collected:
        def __del__(self):
            raise KeyboardInterrupt

    def run(options):
        Collected()
        for _ in range(3000):  # a sleep of 30 seconds would not be woken
            time.sleep(0.01)
        return 0

    monkeypatch.setattr(cli, "_parse", run)
    before = sys.unraisablehook
    assert cli.main(["parse", "a.txt"]) == 1
    assert capsys.readouterr().err.startswith("unres: interrupted; every file is the old or")
    assert sys.unraisablehook is before


def test_parse_goes_on_after_a_bad_file(bells, tmp_path, capsys):
    bad = tmp_path / "bad.xml"
    bad.write_text("<html/>")
    assert cli.main(["parse", str(bad), str(bells), "--json"]) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    (complaint,) = printed.err.splitlines()
    assert complaint.startswith(f"{bad}: found an HTML page")


def test_parse_for_people(bells, capsys):
    assert cli.main(["parse", str(bells)]) == 0
    assert "OP1" in capsys.readouterr().out


def test_compare(bells, built, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # where the views go
    data = ["--data", str(built.corpus.path)]
    assert cli.main(["compare", str(bells), "--json", *data]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["symbol"] == "A/RES/76/902"
    # PP1 has 8 words, OP1 11: all of PP1 and ten of OP1 stand in A/RES/75/901
    assert found["earlier"]["covered_words"] == 18
    assert found["related"] is not None
    assert cli.main(["compare", str(bells), *data]) == 0
    assert "18 of " in capsys.readouterr().out
    assert cli.main(["compare", str(bells), "--exclude", "A/RES/75/901", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)["earlier"]["covered_words"] == 0
    assert cli.main(["compare", str(bells), "--date", "2020-01-01", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)["later"]["covered_words"] == 18


def test_json_is_strict(bells, built, capsys):
    """No NaN, which is no JSON."""
    cli.main(["compare", str(bells), "--json", "--data", str(built.corpus.path)])
    assert "NaN" not in capsys.readouterr().out


def test_errors_go_to_standard_error(tmp_path, capsys):
    assert cli.main(["compare", str(tmp_path / "missing.txt")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_build(corpus_folder, tmp_path, capsys):
    out = tmp_path / "data"
    assert cli.main(["build", str(corpus_folder), str(out), "--jobs", "1"]) == 0
    assert "5 files read" in capsys.readouterr().out
    (corpus_folder / "bad.xml").write_text("<html/>")
    try:
        assert cli.main(["build", str(corpus_folder), str(out), "--jobs", "1"]) == 1
        assert "bad.xml: found an HTML page" in capsys.readouterr().err
    finally:
        (corpus_folder / "bad.xml").unlink()


def test_build_a_library(tmp_path, monkeypatch, capsys):
    library = tmp_path / "library"
    (library / "76").mkdir(parents=True)
    (library / "index.csv").write_text("symbol\n")
    (library / "76" / "A_RES_76_902.en.xml").write_text(written.BELLS)
    monkeypatch.delenv("UNRES_LIBRARY", raising=False)
    monkeypatch.chdir(library)
    assert cli.main(["build"]) == 1
    assert "found no library library, expected" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert cli.main(["build", "--jobs", "1"]) == 0  # library/ and library/data
    assert "with texts" in capsys.readouterr().out
    (library / "76" / "A_RES_75_901.en.xml").write_text(written.LAMPS)
    monkeypatch.setenv("UNRES_LIBRARY", str(library))
    monkeypatch.chdir(library)
    assert cli.main(["build", "--no-texts", "--jobs", "1"]) == 0
    printed = capsys.readouterr()
    assert "2 files read" in printed.out and "without texts" in printed.out and not printed.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["parse"],
        ["compare", "x.txt", "--date", "yesterday"],
        ["build", "--update"],
        ["fetch"],
        ["fetch", "--pause", "3601"],
        ["fetch", "--session", "x"],
        ["add", "a", "b", "--symbol", "A/RES/70/1"],
    ],
)
def test_wrong_usage_exits_with_2(arguments):
    with pytest.raises(SystemExit) as error:
        cli.main(arguments)
    assert error.value.code == 2


def test_report_of_a_text(monkeypatch, tmp_path, capsys):
    from unres_research import show

    asked = []

    def report(out, **options):
        asked.append(options)
        return show._report.Report(tmp_path / "index.html", (), 3, 4)

    monkeypatch.setattr(show, "report", report)
    line = ["report", "--text", "x.pdf", "--adopted", "A/RES/80/1", "--date", "2025-01-02"]
    assert cli.main([*line, "--group", "FISH", "OCEANS", "--terms", "whale|whales"]) == 0
    assert asked[0] == {
        "text": "x.pdf", "adopted": "A/RES/80/1", "group": ["FISH", "OCEANS"],
        "terms": ["whale|whales"], "date": "2025-01-02", "n_jobs": None,
    }  # fmt: skip
    for wrong in (["report", "--terms", "whale"], ["report", "--text", "x", "--in-place"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(wrong)
        assert ended.value.code == 2
    assert "expected" in capsys.readouterr().err


def test_report(monkeypatch, tmp_path, capsys):
    from unres_research import show

    asked = []

    def report(out, **options):
        asked.append((out, options["n_jobs"]))
        return show._report.Report(tmp_path / "index.html", ("A finding.",), 3, 4)

    monkeypatch.setattr(show, "report", report)
    assert cli.main(["report"]) == cli.main(["report", "--out", "elsewhere", "--jobs", "2"]) == 0
    assert asked == [("report", None), ("elsewhere", 2)]
    printed = capsys.readouterr().out
    assert "- A finding.\n3 figures and 4 tables; open" in printed

    def refresh(**options):
        asked.append(options)
        return [tmp_path / "01.ipynb"]

    monkeypatch.setattr(show._report, "refresh", refresh)
    assert cli.main(["report", "--in-place", "--jobs", "3"]) == 0
    assert asked[-1] == {"n_jobs": 3}
    assert "01.ipynb" in capsys.readouterr().out


def test_interruptions_and_closed_pipes_are_no_success(monkeypatch, capsys):
    from unres_research import show

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(show, "report", interrupted)
    assert cli.main(["report"]) == 1
    assert "interrupted; every file is the old or the new one" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--formulaic", "--stock"])
def test_where_formulas_end_can_be_chosen(bells, built, capsys, option):
    """One family carries PP1 and OP1 in A/RES/75/901: from one family on all is formulaic."""
    data = ["--json", "--data", str(built.corpus.path)]
    assert cli.main(["compare", str(bells), option, "1", *data]) == 0
    earlier = json.loads(capsys.readouterr().out)["earlier"]
    assert (earlier["covered_words"], earlier["substantive_words"]) == (18, 0)
    assert cli.main(["compare", str(bells), option, "2", *data]) == 0
    assert json.loads(capsys.readouterr().out)["earlier"]["substantive_words"] > 0
    assert cli.main(["compare", str(bells), option, "0", *data]) == 1
    assert "at least 1" in capsys.readouterr().err


def test_compare_for_people(bells, built, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = ["--data", str(built.corpus.path)]
    assert cli.main(["compare", str(bells), "--no-views", *data]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert list(tmp_path.glob("comparison")) == []
    assert lines[0].startswith("A/RES/76/902, ") and lines[0].endswith(" words")
    assert lines[1] == "left out: A/RES/76/902, the text itself"
    assert lines[2].startswith("data set: 5 resolutions from ")
    assert lines[3].startswith("earlier: 18 of ")
    assert lines[3].endswith("18 without formulaic phrases; of each, with and without:")
    assert lines[4].split()[:3] == ["18", "18", "A/RES/75/901"]
    assert lines[-1].startswith("later: 0 of ")
    assert cli.main(["compare", str(bells), *data]) == 0  # views where nothing else is said
    assert "comparison/later_use.csv" in capsys.readouterr().out.replace("\\", "/")


def test_compare_with_a_resolution_of_which_only_fingerprints_are_known(bells, built, capsys):
    data = ["--data", str(built.corpus.path), "--no-views"]
    assert cli.main(["compare", str(bells), "--with", "A/RES/75/901", *data]) == 0
    printed = capsys.readouterr()
    assert "beside A/RES/75/901: 1 of 3 paragraphs stand in it" in printed.out
    assert "unres fetch A/RES/75/901" in printed.err
    assert cli.main(["compare", str(bells), "--with", "A/RES/70/1", *data]) == 1
    assert "no A/RES/70/1 in the data set" in capsys.readouterr().err


def test_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "unres_research.cli", "--version"], capture_output=True, text=True
    )
    assert done.returncode == 0 and done.stdout.startswith("unres ")


def test_compare_writes_views_and_goes_from_the_older_text_to_the_newer(
    bells, built, capsys, tmp_path
):
    lamps = tmp_path / "75_901.xml"
    lamps.write_text(written.LAMPS)
    views = tmp_path / "views"
    data = ["--data", str(built.corpus.path), "--views", str(views)]
    for first, second in ((bells, lamps), (lamps, bells)):
        assert cli.main(["compare", str(first), "--with", str(second), *data]) == 0
        assert "from A/RES/75/901 to A/RES/76/902: " in capsys.readouterr().out
    names = {path.name for path in views.iterdir()}
    assert {"earlier.html", "later.html", "redline.html", "coverage.png", "clauses.csv"} <= names


def test_compare_refuses_what_it_cannot_do(bells, built, capsys, tmp_path):
    data = ["--data", str(built.corpus.path)]
    assert cli.main(["compare", str(bells), "--views", str(bells), *data]) == 1
    assert "cannot be made" in capsys.readouterr().err
    bare = tmp_path / "bare.txt"
    bare.write_text(
        "Lamps\n\nThe General Assembly,\n\nAnnex\n\nRules of the lamps\n\n1. Lamps are lit."
    )
    assert cli.main(["compare", str(bare), "--date", "2020-01-01", "--no-views", *data]) == 1
    assert "no preambular or operative paragraph" in capsys.readouterr().err


def test_the_least_length_of_a_run_can_be_chosen(bells, built, capsys):
    """Two runs stand in A/RES/75/901: eight words of PP1 and ten of OP1."""
    data = ["--json", "--data", str(built.corpus.path)]
    for length, words in (("8", 18), ("9", 10), ("10", 10), ("11", 0)):
        assert cli.main(["compare", str(bells), "-n", length, *data]) == 0
        assert json.loads(capsys.readouterr().out)["earlier"]["covered_words"] == words


def test_two_drafts_in_word_give_a_redline(built, capsys, tmp_path):
    drafts = {
        "draft.docx": word.p("1. Decides to light lamps at night."),
        "draft-rev1.docx": word.p("1. Decides to light", word.new(" all"), " lamps at night."),
    }
    paths = [str(tmp_path / name) for name in drafts]
    for path, body in zip(paths, drafts.values(), strict=True):
        with open(path, "wb") as file:
            file.write(word.document(body))
    views = tmp_path / "views"
    asked = ["compare", paths[0], "--with", paths[1], "--date", "2026-01-01"]
    assert cli.main([*asked, "--data", str(built.corpus.path), "--views", str(views)]) == 0
    assert str(views / "redline.docx") in capsys.readouterr().out
    redline = load(views / "redline.docx")
    assert redline["OP1"].text == "Decides to light all lamps at night."
    assert [(change.kind, change.text) for change in redline.revisions] == [("inserted", " all")]


def test_what_a_text_does_not_print_is_said(tmp_path, capsys):
    path = tmp_path / "lamps.txt"
    path.write_text("Été\n\nThe General Assembly,\n\n1. Decides to meet.", encoding="utf-8")
    assert cli.main(["parse", str(path)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "no symbol | no date | Été"
    assert second.split() == ["OP1", "Decides", "Decides", "to", "meet."]
    assert cli.main(["parse", str(path), "--json"]) == 0
    assert '"title": "Été"' in capsys.readouterr().out  # letters as they are, in UTF-8


def test_the_first_eight_sources_of_both_sides_are_printed(capsys):
    draft = default_path() / "texts" / "A_78_L.86.txt"
    assert cli.main(["compare", str(draft), "--no-views"]) == 0
    lines = capsys.readouterr().out.splitlines()
    begins = ("earlier:", "later:", "selection:")
    sides = [k for k, line in enumerate(lines) if line.startswith(begins)]
    assert lines[1] == "left out: A/RES/78/311, adopted from this draft"
    assert sides == [3, 12, 21]  # three, then thrice a side and eight sources
    assert lines[30].startswith("in the selection, and in no earlier resolution of the data set: ")
    assert lines[31].startswith("Searched: 2,235 resolutions of 2019-10-10 to ")
    assert len(lines) == 32


def test_nothing_is_advised_where_both_texts_are_at_hand(bells, built, capsys):
    arguments = ["compare", str(bells), "--with", str(bells), "--no-views"]
    assert cli.main([*arguments, "--data", str(built.corpus.path)]) == 0
    notes = capsys.readouterr().err.splitlines()
    assert len(notes) == 1 and notes[0].startswith("unres: the data set holds only 5 resolutions")


def test_a_refused_document_leaves_no_folder(tmp_path, capsys):
    path, views = tmp_path / "note.txt", tmp_path / "views"
    path.write_text("The General Assembly,\n\nANNEX\n\nA list of lamps", encoding="utf-8")
    assert cli.main(["compare", str(path), "--views", str(views)]) == 1
    assert "found no" in capsys.readouterr().err
    assert not views.exists()


def test_a_library_beside_the_built_in_data_set(tmp_path, capsys):
    """The figures stay those of all resolutions, and the redline has the words."""
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "75_901.xml").write_text(written.LAMPS)
    assert cli.main(["build", str(folder), "--texts", "--jobs", "1"]) == 0
    draft = default_path() / "texts" / "A_78_L.86.txt"
    asked = ["compare", str(draft), "--no-views", "--with", "A/RES/75/901"]
    capsys.readouterr()
    assert cli.main([*asked, "--add", str(folder / "data")]) == 0
    printed = capsys.readouterr()
    assert "data set: 2,237 resolutions" in printed.out and "991 of 1,808 words" in printed.out
    assert "from A/RES/75/901 to A/78/L.86: " in printed.out
    assert printed.err == ""
    assert cli.main(asked) == 1
    assert "no A/RES/75/901 in the data set" in capsys.readouterr().err
    assert cli.main([*asked, "--add", str(folder)]) == 1
    assert f"there is one in {folder / 'data'}" in capsys.readouterr().err


# Standard output in other code pages

PLACES = """A/RES/77/901

Resolution adopted by the General Assembly on 3 May 2023

Lamps of Łódź and Türkiye

The General Assembly,

1. Decides to light the lamps of Łódź, Türkiye and 東京.
"""
PAGES = ["utf-8", "cp1252", "ascii", "ascii:surrogateescape", "cp437", "utf-16"]


def run(arguments, page, folder):
    """Run the command as a process of its own whose streams have a code page."""
    environment = {**os.environ, "PYTHONIOENCODING": page, "PYTHONUTF8": "0"}
    program = [sys.executable, "-m", "unres_research.cli", *arguments]
    return subprocess.run(program, cwd=folder, capture_output=True, env=environment)


@pytest.mark.parametrize("page", PAGES)
def test_json_is_utf_8_whatever_the_code_page(page, tmp_path):
    path = tmp_path / "lamps.txt"
    path.write_text(PLACES, encoding="utf-8")
    for arguments in (["parse", str(path), "--json"], ["parse", str(path), str(path), "--json"]):
        done = run(arguments, page, tmp_path)
        assert done.returncode == 0, done.stderr
        lines = done.stdout.decode("utf-8").splitlines()
        assert [json.loads(line) for line in lines] == [load(path).to_dict()] * (len(arguments) - 2)


@pytest.mark.parametrize("page", ["utf-8", "cp1252"])
def test_comparisons_as_json_are_utf_8(page, built, tmp_path):
    path = tmp_path / "Łódź.txt"
    path.write_text(PLACES.replace("A/RES/77/901", "A/77/L.901"), encoding="utf-8")
    data = ["--data", str(built.corpus.path)]
    done = run(["compare", str(path), "--json", *data], page, tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["symbol"] == "A/77/L.901"


@pytest.mark.parametrize("page", PAGES)
def test_text_for_people_is_printed_as_far_as_the_code_page_goes(page, tmp_path):
    path = tmp_path / "lamps.txt"
    path.write_text(PLACES, encoding="utf-8")
    done = run(["parse", str(path), str(tmp_path / "Łódź")], page, tmp_path)
    assert done.returncode == 1
    page = page.partition(":")[0]
    printed = done.stdout.decode(page)
    assert "Lamps of Łódź".encode(page, "backslashreplace").decode(page) in printed
    assert "Traceback" not in done.stderr.decode(page)
    assert "Łódź".encode(page, "backslashreplace").decode(page) in done.stderr.decode(page)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux alone")
def test_a_file_whose_name_is_in_no_code_page(tmp_path):
    path = os.fsencode(tmp_path) + b"/lamps-\xff.txt"
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(PLACES)
    done = run(["parse", os.fsdecode(path), "--json"], "utf-8", tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["source"]["path"].endswith("lamps-\udcff.txt")


def test_json_where_standard_output_is_no_file(bells, monkeypatch):
    """As in a notebook."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    assert cli.main(["parse", str(bells), "--json"]) == 0
    assert json.loads(said.getvalue()) == load(bells).to_dict()


CHECKED = (
    "The General Assembly,\n\nNoting lamps,\n\n1. Requests the Secretary-General to submit to the "
    "General Assembly at its eightieth session a report on lamps, within existing resources."
)


@pytest.fixture
def checked(tmp_path):
    path = tmp_path / "lamps.txt"
    path.write_text(CHECKED, encoding="utf-8")
    return path


def test_check_prints_one_page(checked, small, capsys):
    assert cli.main(["check", str(checked), "--data", str(small.path)]) == 0
    out = capsys.readouterr().out
    assert "REPORTS ASKED FOR: 1" in out and "“within existing resources”" in out
    assert "Searched:" in out and "concept note" in out


def test_check_prints_json_and_writes_a_page(checked, small, capsys, tmp_path):
    page = tmp_path / "pages" / "check.html"
    words = ["check", str(checked), "--json", "--page", str(page), "--data", str(small.path)]
    assert cli.main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert [r["paragraph"] for r in told["reports"]] == ["OP1"]
    assert told["preamble_words"] == 2 and told["provisions"]["review"] == []
    assert "within existing resources" in page.read_text("utf-8")


def test_check_refuses_other_languages_in_one_line(small, capsys, tmp_path):
    path = tmp_path / "lampes.txt"
    path.write_text("L'Assemblée générale,\n\n1. Décide de garder les lampes.", encoding="utf-8")
    assert cli.main(["check", str(path), "--data", str(small.path)]) == 1
    assert "expected English" in capsys.readouterr().err
