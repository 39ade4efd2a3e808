"""The site of the documentation: its links lead somewhere, and nothing of it is from the web.

Runs where `make docs` has added Sphinx and its extensions.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import pytest

import unres_research

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "CITATION.cff",
    "data/README.md",
    "tests/pdf_differences.csv",
]
NEEDED = ("sphinx", "furo", "myst_nb", "numpydoc")
LOADED = {"script", "img", "link", "iframe", "source", "object", "embed"}  # at once, by a browser


class Page(HTMLParser):
    """What a page links to, and what may be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value or "")
            elif name in ("href", "src", "data") and value:
                self.links.append((tag, value))


@pytest.fixture(scope="module")
def conf() -> ModuleType:
    """The configuration of the site."""
    for name in NEEDED:
        pytest.importorskip(name, reason=f"no {name}: `make docs` adds it")
    spec = importlib.util.spec_from_file_location("conf", ROOT / "docs" / "conf.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(conf: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built of a copy, for a build writes beside its sources; no warning is let pass."""
    copy = tmp_path_factory.mktemp("clone")
    for name in SOURCES:
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    for name in ("docs", "notebooks"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("api", ".*"))
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going"]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    built = subprocess.run(
        [*command, "-c", "docs", ".", "site/html"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return copy / "site" / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_an_index_is_read_by_section(conf):
    markdown = (
        "# All\n\n| [no](section.md) | x |\n\n## Begin\n\n| page | what |\n|---|---|\n"
        "| [Quick start](quick-start.md) | first |\n| [Code](api.rst) | see [more](more.md) |\n\n"
        "## Book\n\n| [The text](../notebooks/01.ipynb#top) | x |\n| [Who](../notebooks/06.ipynb) | y |\n"
    )
    assert conf.links_of(markdown) == [
        ("Begin", [("Quick start", "quick-start"), ("Code", "api")]),
        ("Book", [("Who", "../notebooks/06")]),
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("un.load(path, language=(1, 2))", "unres_research.read.load"),
        ("unres_research.load", "unres_research.read.load"),
        ("un.plot.coverage", "unres_research.show.plot.coverage"),
        ("lineages.series", "unres_research.analyse.lineages.series"),
        ("un.analyse.rise", "unres_research.analyse.rise"),
        ("Corpus.about", "unres_research.corpus.Corpus.about"),
    ],
)
def test_shortened_names_are_written_out(conf, said, name):
    assert name in conf.full_names(said)


@pytest.mark.slow
def test_every_link_of_the_site_leads_somewhere(site, pages):
    lost = []
    for path, page in pages.items():
        for _, link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            ids = pages[target].ids if target in pages else set()
            if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in ids):
                lost.append(f"{path.relative_to(site)}: {link}")
    assert not lost, "\n".join(lost[:50])
    assert sum(len(page.links) for page in pages.values()) > 10 * len(pages)


@pytest.mark.slow
def test_the_site_loads_nothing_from_the_web(site, pages):
    outside = [
        f"{path.relative_to(site)}: {link}"
        for path, page in pages.items()
        for tag, link in page.links
        if tag in LOADED and urlsplit(link).scheme not in ("", "data")
    ]
    for path in site.rglob("*.css"):
        asked = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//\S+", path.read_text("utf-8"))
        outside += [f"{path.relative_to(site)}: {link}" for link in asked]
    assert not outside


@pytest.mark.slow
def test_every_public_name_is_on_the_site(pages, conf):
    from test_house import public

    told = set().union(*(page.ids for page in pages.values()))
    told |= {path.stem for path in pages}  # rooms
    missing = [
        name
        for name in public().keys() - {"unres_research.cli.main"}  # the command line has a page
        if not any(full in told for full in conf.full_names(name)) and name not in told
    ]
    assert not missing


@pytest.mark.slow
def test_verbs_lead_to_their_pages(site, pages):
    (page,) = (page for path, page in pages.items() if path == site / "docs" / "api.html")
    links = {link for _, link in page.links}
    for verb, room in unres_research._NAMES.items():
        name = f"unres_research.{room}.{verb}"
        assert links & {
            f"api/{name}.html",
            f"api/{name}.html#{name}",
            f"api/{name}.html#module-{name}",
        }


@pytest.mark.slow
def test_formulas_are_set_without_a_script(site):
    said = (ROOT / "docs" / "formulas.md").read_text("utf-8")
    said = re.sub(r"```.*?```|`[^`]*`", "", said, flags=re.DOTALL)
    formulas = re.findall(r"\$\$.+?\$\$|\$[^$]+?\$", said, flags=re.DOTALL)
    page = (site / "docs" / "formulas.html").read_text("utf-8")
    assert page.count("<math ") == len(formulas) > 20


@pytest.mark.slow
def test_a_build_leaves_nothing_beside_the_site(site):
    given = {Path(name).parts[0] for name in SOURCES} | {"docs", "notebooks"}
    assert {path.name for path in site.parents[1].iterdir()} == given | {"site"}
