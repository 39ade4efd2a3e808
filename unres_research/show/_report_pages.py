"""The pages of a report: the first one, a page for each notebook and view, and the downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from markupsafe import Markup

from unres_research.show import _about, _html

Entry = dict[str, Any]
_OPENING = "README.md"  # in the folder of the notebooks: title and first words of the report
_FINDINGS, _FIGURES = 5, 4  # on the first page
_INDEX, _DOWNLOADS = "index.html", "downloads.html"
_FOOTER = (
    "Source of the documents: United Nations (machine-readable resolutions, unofficial copies). "
    "Figures derived by unres-research."
)
_HEADING = re.compile(r'<(h[1-6]) id="([^"]*)">(.*?)</\1>', re.DOTALL)
_MARK = re.compile(r'<a class="anchor-link"[^>]*>.*?</a>', re.DOTALL)  # of nbconvert: a pilcrow
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_TAG = re.compile("<[^>]*>")


@dataclass
class Text:
    """Markdown of a notebook, as HTML: ids that are one a page, links that lead somewhere."""

    pages: frozenset[str]  # names of notebooks that are pages, without ending
    sections: list[tuple[str, str]] = field(default_factory=list)  # id and text of second headings
    heading: str = ""  # the last one
    _taken: set[str] = field(default_factory=lambda: {"main"})

    def __call__(self, html: str) -> str:
        """Give HTML that nbconvert made of Markdown its place in the report."""
        return _LINK.sub(self._linked, _HEADING.sub(self._headed, _MARK.sub("", html)))

    def _headed(self, found: re.Match[str]) -> str:
        level, id_, inside = found.groups()
        name, count = unescape(id_), 1
        while name in self._taken:
            count += 1
            name = f"{unescape(id_)}-{count}"
        self._taken.add(name)
        self.heading = unescape(_TAG.sub("", inside)).strip()
        if level == "h2":
            self.sections.append((name, self.heading))
        return f'<{level} id="{escape(name)}">{inside}</{level}>'

    def _linked(self, found: re.Match[str]) -> str:
        """Lead to the page of a notebook; of a file that is no part of the report say its name."""
        address, more, inside = found.groups()
        parts = urlsplit(unescape(address))
        if parts.scheme or parts.netloc:
            return f'<a href="{address}"{more} rel="noopener">{inside}</a>'
        if not parts.path:
            return found[0]
        path = Path(unquote(parts.path))
        if path.suffix == ".ipynb" and path.stem in self.pages:
            at = f"#{parts.fragment}" if parts.fragment else ""
            return f'<a href="{escape(quote(path.stem) + ".html" + at)}"{more}>{inside}</a>'
        name = "/".join(part for part in path.parts if part != "..")
        return inside if name in inside else f"{inside} ({escape(name)})"

    def alternative(self, alt: object) -> str:
        """What stands for a picture that cannot be seen, when its notebook says nothing."""
        if isinstance(alt, str) and alt:
            return alt
        return f"Figure of the section “{self.heading}”" if self.heading else "Figure"

    def region(self, html: str) -> str:
        """Let a table scroll that nobody has put into a region, but for those that never need."""
        if "<table" not in html or 'role="region"' in html or 'class="texts"' in html:
            return html
        return _html.region(html, f"Table of the section “{self.heading}”")


@dataclass(frozen=True)
class Notebook:
    """A notebook that was run: the name of its file without ending, its title, its HTML."""

    stem: str
    title: str
    body: str
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """Of its page."""
        return f"{quote(self.stem)}.html"

    @property
    def label(self) -> str:
        """Its title as far as a colon, where space is short."""
        return self.title.partition(":")[0].strip() or self.title


def read(notebook: Any, stem: str, stems: Sequence[str]) -> Notebook:
    """Make HTML of a notebook: its text and outputs, the code folded away."""
    from nbconvert import HTMLExporter

    text = Text(frozenset(stems))
    exporter = HTMLExporter(
        template_name="notebook", extra_template_basedirs=[str(_html.TEMPLATES)]
    )
    for name, filter_ in (
        ("told", text), ("region", text.region), ("alternative", text.alternative)
    ):  # fmt: skip
        exporter.register_filter(name, filter_)
    body, _ = exporter.from_notebook_node(notebook)
    return Notebook(stem, title_of(notebook, stem), body, tuple(text.sections))


def title_of(notebook: Any, stem: str) -> str:
    """Its first heading, else the name of its file."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0][2:].strip())
    return stem


def write(folder: Path, notebooks: Sequence[Notebook], entries: list[Entry], opening: Path) -> None:
    """Write all pages into the folder of a report, where figures, tables and views are."""
    for place in range(len(notebooks)):
        page = notebook_page(notebooks, place)
        _html.write(page, folder / f"{notebooks[place].stem}.html")
    for entry in _last(entries, "view"):
        path = folder / "views" / f"{entry['name']}.html"
        _html.write(view_page(entry, path.read_text(encoding="utf-8"), notebooks), path)
    _html.write(downloads(entries, notebooks), folder / _DOWNLOADS)
    _html.write(index(entries, notebooks, opening), folder / _INDEX)


def _pages(notebooks: Sequence[Notebook], root: str = "") -> list[tuple[str, str]]:
    """Addresses and names of the pages that every page leads to."""
    named = [(root + one.address, one.label) for one in notebooks]
    return [(root + _INDEX, "Report"), *named, (root + _DOWNLOADS, "Downloads")]


def _last(entries: list[Entry], kind: str) -> list[Entry]:
    """What was displayed of a kind; of one name the last, whose files they are."""
    return list({entry["name"]: entry for entry in entries if entry["kind"] == kind}.values())


def notebook_page(notebooks: Sequence[Notebook], place: int) -> str:
    """Write the page of a notebook, with its contents after its title, between its neighbours."""
    one = notebooks[place]
    start, end, rest = one.body.partition("</h1>")
    if not end:
        start, rest = f"<h1>{escape(one.title)}", start
    before, after = (
        (notebooks[k].address, notebooks[k].label) if 0 <= k < len(notebooks) else None
        for k in (place - 1, place + 1)
    )
    return _html.page_of(
        "notebook-page.html.j2",
        title=one.title,
        head=Markup(f"{start}</h1>"),
        contents=[(_address("", id_), name) for id_, name in one.sections],
        body=Markup(rest),
        links=_pages(notebooks),
        here=one.address,
        before=before,
        after=after,
        footer=_FOOTER,
    )


def _address(page: str, id_: str) -> str:
    return f"{page}#{quote(id_)}"


def view_page(entry: Entry, html: str, notebooks: Sequence[Notebook]) -> str:
    """Write the page of a coloured text or a redline."""
    said = _html.render("shown.html.j2", kind="caption", text=entry["caption"])
    links = _pages(notebooks, "../")
    body = said + Markup(html)
    return _html.page(body, entry["title"], links=links, footer=_FOOTER)


def downloads(entries: list[Entry], notebooks: Sequence[Notebook]) -> str:
    """Write the page of all files: tables, figures, views, by notebook."""
    kinds = {kind: _last(entries, kind) for kind in ("table", "figure", "view")}
    parts = [
        (one, {kind: [e for e in found if e["notebook"] == one.stem]
               for kind, found in kinds.items()})
        for one in notebooks
    ]  # fmt: skip
    return _html.page_of(
        "downloads.html.j2",
        title="Downloads",
        parts=[(one, found) for one, found in parts if any(found.values())],
        links=_pages(notebooks),
        here=_DOWNLOADS,
        footer=_FOOTER,
    )


def index(entries: list[Entry], notebooks: Sequence[Notebook], folder: Path) -> str:
    """Write the first page: what matters most, and where all else is."""
    study = next((entry for entry in entries if entry["kind"] == "study"), None)
    title, opening = _opening(folder, frozenset(one.stem for one in notebooks))
    findings = [entry["caption"] for entry in entries if entry["kind"] == "finding"]
    if study:
        title = study["caption"]
    return _html.page_of(
        "index.html.j2",
        title=title,
        heading=study["title"] if study else title,
        study=study,
        opening=opening,
        findings=findings[:_FINDINGS],
        more=findings[_FINDINGS:],
        figures=_top(_last(entries, "figure"))[:_FIGURES],
        views=list(_views(entries)),
        notebooks=[
            (one, [(_address(one.address, id_), name) for id_, name in one.sections])
            for one in notebooks
        ],
        toolkit=_about.toolkit(),
        links=_pages(notebooks),
        here=_INDEX,
        footer=_FOOTER,
    )


def _top(entries: list[Entry]) -> list[Entry]:
    """What is marked for the first page, or all where nothing is."""
    return [entry for entry in entries if entry.get("top")] or entries


def _views(entries: list[Entry]) -> Iterator[Entry]:
    """The views that the first page leads to: those marked, else the first coloured text."""
    found = _last(entries, "view")
    marked = [entry for entry in found if entry["top"]]
    for entry in marked or [entry for entry in found if entry["blocks"]][:1]:
        side = entry["side"]
        yield entry | {
            "address": f"views/{entry['name']}.html",
            "prefix": "" if side == "earlier" else f"{side}-",
        }


def _opening(folder: Path, pages: frozenset[str]) -> tuple[str, Markup]:
    """Title and first part of the README of the notebooks."""
    from nbconvert.filters import markdown2html

    readme = folder / _OPENING
    if not readme.is_file():
        return "Report", Markup("")
    text = readme.read_text(encoding="utf-8", errors="replace").partition("\n## ")[0]
    lines = text.splitlines()
    title = next((line[2:].strip() for line in lines if line.startswith("# ")), "Report")
    text = "\n".join(line for line in lines if not line.startswith("# "))
    return title, Markup(Text(pages)(markdown2html(text)))
