"""The wheel, installed without the clone: the data set and the notebooks are in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow

SCRIPT = """
import json, sys
import unres_research as un
from unres_research.library import _registry as registry
corpus = un.open_corpus()
draft = un.load(corpus.path / "texts" / "A_78_L.86.txt")
json.dump({
    "package": un.__file__,
    "data": str(corpus.path),
    "size": [len(corpus), len(corpus.paragraphs), corpus.counts.shape[0]],
    "draft": [len(draft), draft.distributed_on],
    "registry": registry.load().find("A/RES/78/265", "en").path,
}, sys.stdout)
"""

REPORT = """
import json, sys
from unres_research.show import _report
found = _report._notebooks(None)
_report._notebooks = lambda folder: found[:1]  # the first: all of them take minutes
made = _report.report("report", progress=False)
json.dump([list(map(str, found)), made.findings, made.figures], sys.stdout)
"""


def run(*arguments: str | Path, cwd: Path = ROOT) -> str:
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("UNRES_", "PYTHON"))}
    done = subprocess.run(
        list(map(str, arguments)), cwd=cwd, env=ours, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Folder of the programs of a fresh environment that holds the wheel; no clone, no network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    options = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", *options, wheel)
    own = run(programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    libraries = [p for p in sys.path if Path(p).name == "site-packages"]  # but not the clone
    Path(own.strip(), "libraries.pth").write_text("\n".join(libraries), "utf-8")
    return programs


def test_the_wheel_in_an_empty_folder(installed, tmp_path):
    found = json.loads(run(installed / "python", "-c", SCRIPT, cwd=tmp_path))
    package = Path(found["package"]).parent
    assert package.is_relative_to(installed.parent)
    assert Path(found["data"]) == package / "data"
    assert found["size"] == [2236, 104295, 104295]
    assert found["draft"] == [30, "2024-06-25"]
    assert found["registry"].startswith("78session/")


def test_the_wheel_compares_the_draft(installed, tmp_path):
    """The figures of A/78/L.86, as they are known from the texts themselves."""
    data = json.loads(run(installed / "python", "-c", SCRIPT, cwd=tmp_path))["data"]
    draft = Path(data, "texts", "A_78_L.86.txt")
    found = json.loads(run(installed / "unres", "compare", draft, "--json", cwd=tmp_path))
    assert found["words"] == 1808
    assert found["earlier"]["covered_words"] == 991
    first = found["earlier"]["sources"][0]
    assert (first["symbol"], first["covered_words"]) == ("A/RES/78/265", 633)
    assert found["later"]["covered_words"] == 1320
    assert not list(tmp_path.iterdir())


def test_the_wheel_runs_the_notebooks(installed, tmp_path):
    """Where `unres report` looks for them, with the text that their first cell names."""
    notebooks, findings, figures = json.loads(run(installed / "python", "-c", REPORT, cwd=tmp_path))
    assert [Path(path).name for path in notebooks] == sorted(
        path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")
    )
    assert Path(notebooks[0]).is_relative_to(installed.parent)
    assert any("A/RES/78/311" in line for line in findings) and figures
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert (tmp_path / "report" / "01_the_text.html").is_file()
    texts = {path.name: path.read_bytes() for path in Path(notebooks[0]).parent.glob("*.ipynb")}
    assert texts == {p.name: p.read_bytes() for p in (ROOT / "notebooks").glob("*.ipynb")}


def test_without_what_runs_notebooks_the_wheel_says_what_to_install(installed, tmp_path):
    """The core alone, as `pip install` gives it: no Jupyter."""
    hidden = "import sys; sys.modules['ipykernel'] = None; "
    call = f"{hidden}from unres_research.cli import main; sys.exit(main(['report']))"
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("UNRES_", "PYTHON"))}
    done = subprocess.run(
        [str(installed / "python"), "-c", call],
        cwd=tmp_path,
        env=ours,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and not list(tmp_path.iterdir())
    assert done.stderr == (
        "unres: found no ipykernel, expected it to run notebooks: "
        'pip install "unres-research[lab]"\n'
    )
