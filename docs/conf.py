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

import unres_research

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

html_theme = "furo"
html_title = f"unres-research {version}"
html_static_path = [str(HERE / "site" / "static")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_math_renderer = "mathml"  # set by the browser itself: no script from outside


def links_of(markdown: str) -> list[tuple[str, list[str]]]:
    """Read the sections of an index and what their tables link to."""
    parts = re.split(r"^## (.+)$", markdown, flags=re.MULTILINE)[1:]
    found = []
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        rows = re.findall(r"^\| \[[^]]+\]\(([^)#]+)\)", text, flags=re.MULTILINE)
        found.append((name, [str(PurePosixPath(row).with_suffix("")) for row in rows]))
    return found


def _add_contents(app: Any, page: str, source: list[str]) -> None:
    """Put the contents behind the tables of the index, hidden: they stand in the margin."""
    if page == root_doc:
        for name, pages in links_of(source[0]):
            lines = "\n".join(pages)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {name}\n\n{lines}\n```\n"
    if page == "docs/api":
        verbs = unres_research._NAMES
        lines = [f"* :py:obj:`un.{v} <unres_research.{room}.{v}>`" for v, room in verbs.items()]
        source[0] += "\n".join(["", *lines, ""])


def _formula(writer: Any, node: nodes.Element) -> None:
    """Write a formula as MathML, which browsers set themselves."""
    block = isinstance(node, nodes.math_block)
    writer.body.append(tex2mathml(node.astext(), as_block=block))
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx of the contents and of formulas."""
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    app.connect("source-read", _add_contents)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
