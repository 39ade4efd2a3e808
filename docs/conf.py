"""The site, built from the repository without a network: `make docs`.

The source folder is the repository, so that the links of the pages lead on the site where they lead
in the repository. What stands in the tables of index.md makes the contents: one list for both.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from numpydoc.xref import DEFAULT_LINKS

import unres_research
from unres_research import analyse, corpus, errors, library, records, symbols

HERE = Path(__file__).resolve().parent

project = "unres-research"
author = "the authors of unres-research"
version = release = unres_research.__version__
root_doc = "docs/index"
include_patterns = [
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "data/README.md",
    "docs/**", "notebooks/**",
]  # fmt: skip
exclude_patterns = ["docs/site/**", "**/.ipynb_checkpoints/**"]
templates_path = [str(HERE / "site" / "templates")]

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "myst_nb",
]
source_suffix = {".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}
suppress_warnings = ["toc.not_included"]  # README.md, which index.md links to

nb_execution_mode = "off"  # notebooks are stored with their outputs, and tests run them
nb_remove_code_outputs = False
myst_heading_anchors = 4  # "#section" as on the web view of the repository
myst_enable_extensions = ["dollarmath", "smartquotes"]

autosummary_generate = True
autosummary_imported_members = True
autosummary_ignore_module_all = False  # a room is what its __all__ names
default_role = "py:obj"  # `un.load` is code, and a link where the whole name stands
autodoc_typehints = "none"  # numpydoc tells the types
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
numpydoc_xref_param_type = True  # "Corpus" where a type is told leads to its page
numpydoc_xref_ignore = "all"  # what is not named below: pages of other projects are not asked
numpydoc_xref_aliases = {word: word for word in DEFAULT_LINKS} | {
    name: f"{room.__name__}.{name}"
    for room in (analyse, corpus, errors, library, records, symbols)
    for name in room.__all__
    if name[0].isupper()
}

html_theme = "furo"
html_title = f"unres-research {version}"
html_static_path = [str(HERE / "site" / "static")]
html_css_files = ["site.css"]
html_extra_path = [str(HERE / "site" / "root")]  # index.html, which leads to docs/index.html
pygments_dark_style = "github-dark"  # that of the theme underlines modules, as if they were links
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_math_renderer = "mathml"  # set by the browser itself: no script from outside


def links_of(markdown: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Read the sections of an index, and the titles and pages that their tables link to."""
    parts = re.split(r"^## (.+)$", markdown, flags=re.MULTILINE)[1:]
    found = []
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        rows = re.findall(r"^\| \[([^]]+)\]\(([^)#]+)\)", text, flags=re.MULTILINE)
        pages = [(title, str(PurePosixPath(page).with_suffix(""))) for title, page in rows]
        found.append((name, pages))
    return found


def full_names(said: str) -> list[str]:
    """Write out what docstrings shorten: `un.load(path)` is unres_research.read.load.

    Where a name may stand, the likeliest first.
    """
    name = re.sub(r"\(.*", "", said, flags=re.DOTALL)
    name = re.sub(r"^(un|unres_research)\.", "", name)
    room = unres_research._NAMES.get(name.partition(".")[0])
    rooms = [room] if room else ["analyse", "show", "corpus", "records", "library", "symbols"]
    return [f"unres_research.{place}" for place in (name, *(f"{room}.{name}" for room in rooms))]


def _add_contents(app: Any, page: str, source: list[str]) -> None:
    """Put the contents behind the tables of the index, hidden: they stand in the margin."""
    if page == root_doc:
        for name, pages in links_of(source[0]):
            lines = "\n".join(f"{title} <{path}>" for title, path in pages)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {name}\n\n{lines}\n```\n"
    if page == "docs/api":
        verbs = unres_research._NAMES
        lines = [f"* :py:obj:`un.{v} <unres_research.{room}.{v}>`" for v, room in verbs.items()]
        source[0] += "\n".join(["", *lines, ""])


def _resolve(app: Any, env: Any, node: nodes.Element, content: Any) -> Any:
    """Link a name that docstrings shorten; what has no page stays code."""
    if node.get("refdomain") != "py":
        return None
    domain = env.get_domain("py")
    for name in full_names(node["reftarget"]):
        if name in domain.objects or name in domain.modules:
            at = node["refdoc"], app.builder, "obj", name
            return domain.resolve_xref(env, *at, node, content)
    return None


def _formula(writer: Any, node: nodes.Element) -> None:
    """Write a formula as MathML, which browsers set themselves."""
    block = isinstance(node, nodes.math_block)
    writer.body.append(tex2mathml(node.astext(), as_block=block))
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx of the contents, of names and of formulas."""
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    app.connect("source-read", _add_contents)
    app.connect("missing-reference", _resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
