"""The documentation: its examples run, its links lead somewhere, its figures are the code's."""

from __future__ import annotations

import re
import shutil
import socket
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "unres_research"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_CODE = [page for page in PAGES if "```python" in page.read_text("utf-8")]
SLOW = {"analyses.md", "mandates.md", "votes.md", "who.md"}  # ask the whole data set


def names(pages: list[Path]) -> list[object]:
    return [
        pytest.param(page, id=page.name, marks=[pytest.mark.slow] * (page.name in SLOW))
        for page in pages
    ]


def refuse(*_: object) -> None:
    raise AssertionError("an example asks the network")


@pytest.mark.parametrize("page", names(WITH_CODE))
def test_examples_run(page, tmp_path, monkeypatch):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    shutil.copytree(ROOT / "data" / "texts", tmp_path / "data" / "texts")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    for name in ("UNRES_RAW_BASE", "UNRES_SC_BASE", "UNRES_ODS_BASE"):
        monkeypatch.setenv(name, str(tmp_path / "empty"))
    monkeypatch.delenv("UNRES_LIBRARY", raising=False)
    monkeypatch.delenv("UNRES_DATA", raising=False)
    known: dict[str, object] = {"__name__": "example"}
    for block in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        exec(compile(block, str(page), "exec"), known)
    pyplot.close("all")


def test_what_the_readme_says_of_the_draft(corpus, draft):
    import unres_research as un

    said = (ROOT / "README.md").read_text("utf-8")
    found = un.compare(draft, corpus, exclude=["A/RES/78/311"])
    figures = [found.words, found.earlier.matched_words, found.later.matched_words]
    figures += [found.earlier.substantive_words, len(corpus.resolutions)]
    for figure in figures:
        assert re.search(rf"(?<![\d,]){figure:,}(?![\d,])", said), f"{figure:,} is not in README.md"
    parts = un.analyse.rise(corpus, "artificial intelligence", (77, 79)).set_index("part")
    more, new, took = (parts.loc[name] for name in ("in all", "new series", "took it up"))
    assert (
        f"Of the {more['occurrences']:.0f} occurrences that session 79 has more than session 77, "
        f"{new['occurrences']:.0f} are those of {new['series']} new series, "
        f"{took['occurrences']:.0f} of {took['series']} renewed ones"
    ) in said


def test_the_readme_is_short_and_shows_one_picture():
    said = (ROOT / "README.md").read_text("utf-8")
    assert len(said.split()) < 900
    assert len(re.findall(r"!\[[^]]+\]\(", said)) == 1


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "data" / "README.md"]
)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            path, _, part = target.partition("#")
            file = (page.parent / path) if path else page
            assert file.is_file(), f"{page.name} links to {target}"
            assert not part or part in anchors(file), f"{page.name} links to {target}"


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    missing = [p.name for p in PAGES[1:] if p.name != "index.md" and f"]({p.name})" not in index]
    assert not missing


def test_commands_and_options_in_the_docs_exist(capsys):
    from unres_research import cli

    said = "\n".join(page.read_text("utf-8") for page in PAGES)
    commands = set(re.findall(r"\bunres ([a-z]+)\b", said)) - {"research"}
    helps = ""
    for command in sorted(commands):
        with pytest.raises(SystemExit) as ended:
            cli.main([command, "--help"])
        assert ended.value.code == 0, f"unres {command} is in the docs"
        helps += capsys.readouterr().out
    assert commands == {"parse", "compare", "search", "fetch", "add", "build", "report", "check"}
    others = {"--no-deps", "--no-build-isolation"}  # of pip
    options = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", said)) - others
    assert not {option for option in options if option not in helps}


def test_bounds_are_the_documented_ones():
    said = (ROOT / "docs" / "untrusted.md").read_text("utf-8")
    rows = re.findall(r"\| ([\d,]+) \| `(MAX_[A-Z_]+)` \|", said)
    told = {(name, int(most.replace(",", ""))) for most, name in rows}
    held = set()
    for path in PACKAGE.rglob("*.py"):
        for name in re.findall(r"^(_?MAX_[A-Z_]+)\b.*=", path.read_text("utf-8"), re.MULTILINE):
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            held.add((name.lstrip("_"), getattr(module, name)))
    assert told == held
    assert len(rows) == len(told)


def test_nothing_of_before_is_documented():
    gone = r"--update|\bafterlife\b|\bheirs?\b|\bdossier\b|\bregisters\.|\btracked\.|un\.views|un\.compare\.compare"
    for page in PAGES:
        assert not re.search(gone, page.read_text("utf-8")), page.name


def test_environment_variables_in_the_docs_are_read_by_the_package():
    said = "\n".join(page.read_text("utf-8") for page in PAGES)
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert not {name for name in re.findall(r"\bUNRES_[A-Z_]+", said) if name not in code}
