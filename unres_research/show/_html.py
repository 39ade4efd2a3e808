"""Texts as HTML: coloured by source, and as pages.

It is made by the templates in `templates/`, which escape what they are given. No script is
needed. Looks are written into the elements, so that a notebook that is not trusted, which loses
its style sheets, shows the same; what is coloured has a text and a background colour of its own,
for light and dark pages. Sources are told apart by number, colour and line, for print and for the
colour-blind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from unres_research import _shown as shown
from unres_research import _storage as storage
from unres_research._inputs import as_path, check_kind
from unres_research._names import BODY_KINDS
from unres_research.analyse._align import Alignment
from unres_research.analyse._compare import Comparison, Side
from unres_research.analyse._history import History
from unres_research.corpus import _tokens as tokens
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

TEMPLATES = Path(__file__).parent / "templates"
# tints of Okabe & Ito (2008), told apart by the colour-blind, and a line for each
LOOKS = (
    ("#CFE5F3", "2px solid #0072B2"),
    ("#FBE6C0", "3px double #B57A00"),
    ("#CBEBE0", "2px dashed #009E73"),
    ("#F8D5BF", "2px dotted #B84A00"),
    ("#F2DCE9", "2px solid #A2507E"),
    ("#DDF0FB", "2px dashed #2C7FB0"),
)
_NONE, _ALL = (255, 255, 255), (126, 184, 222)  # red, green, blue: of a paragraph of new words
OTHER = ("#ECECEC", "2px solid #767676")
RUN = "color:#1A1A1A;background-color:{};border-bottom:{}"
ITALICS = "color:#555555;font-style:italic"
GONE = "color:#8A3800;background-color:#FBE3D3"
COME = "color:#00497A;background-color:#D6E9F5"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # control characters, in HTML
_STROKE = re.compile(r"/(?![^<>]*>)")  # in the text of HTML
_LEAST_WIDTH, _WIDTH_OF_WORD = 3.2, 0.07  # of a block of the strip, in em
_LONGEST_NAME = 120  # letters of the name of a region


@cache
def _environment() -> Environment:
    blocks: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True}
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, **blocks)
    made.filters["breakable"] = lambda html: Markup(_STROKE.sub("/<wbr>", html))
    made.filters["linked"] = lambda text: Markup(shown.linked(text))
    return made


def render(template: str, **values: Any) -> Markup:
    """Fill a template of the folder `templates`; only `Markup` is taken as HTML."""
    return Markup(_environment().get_template(template).render(**values))


@dataclass(frozen=True, repr=False)
class View:
    """HTML that shows itself in a notebook, and can be saved as a page.

    `html` is a fragment, in which what comes from documents is escaped; `page`, where there is
    one, stands in its place on the page that `save` writes. Of a coloured text `blocks` are its
    paragraphs, one dict each, and `side` says beside which resolutions: the strip that a report
    shows on its first page. Of a redline `alignment` is what it is made of, of which a report
    also has a Word file.

    Examples
    --------
    >>> View("<p>text</p>")
    <View of 11 characters; a notebook shows it, save() writes a page>
    """

    html: str
    page: str = ""
    blocks: tuple[dict[str, Any], ...] = ()
    side: str = ""
    alignment: Alignment | None = field(default=None, compare=False)

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        return f"<View of {len(self.html):,} characters; a notebook shows it, save() writes a page>"

    def save(self, path: str | Path, title: str, caption: str = "") -> Path:
        """Write the view as a page with a title and a caption (plain text), whole or not at all.

        Its folder is made when missing; UnresError when it cannot be written.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     View("<p>text</p>").save(Path(folder, "view.html"), "A view").is_file()
        True
        """
        said = render("shown.html.j2", kind="caption", text=caption) if caption else ""
        return write(page(Markup(self.page or self.html) + said, title), path)


def region(html: str, name: str) -> str:
    """Put HTML that may be wider than a page into a box that scrolls, by keyboard too.

    >>> region("<p>", "1 < 2")[:69]
    '<div class="scroll" role="region" tabindex="0" aria-label="1 &lt; 2" '
    """
    said = escape(shorten(name, _LONGEST_NAME, placeholder=" …"))
    what = f'class="scroll" role="region" tabindex="0" aria-label="{said}"'
    return f'<div {what} style="overflow-x:auto">{html}</div>'  # notebooks have no style sheet


def view_of(template: str, **values: Any) -> View:
    blocks, side = tuple(values.get("blocks", ())), values.get("side", "")
    return View(str(render(template, **values)), blocks=blocks, side=side)


def page(body: str, title: str, **around: Any) -> str:
    """Put HTML into the page that all pages are; text that is no `Markup` is escaped.

    The heading is the title, unless there is another or none. `around` is as for `page_of`.
    """
    return page_of("page.html.j2", body=body, title=title, **around)


def page_of(
    template: str,
    *,
    title: str,
    links: Iterable[tuple[str, str]] = (),
    here: str = "",
    before: tuple[str, str] | None = None,
    after: tuple[str, str] | None = None,
    heading: bool | str = True,
    footer: str = "",
    **values: Any,
) -> str:
    """Fill the template of a page: addresses and names of all pages, this one's, its neighbours'.

    What no HTML may hold (control characters) is shown as the mark for a lost character.
    """
    around = {"links": list(links), "here": here, "before": before, "after": after}
    said = {"title": title, "heading": heading, "footer": footer}
    return _FORBIDDEN.sub("\ufffd", render(template, **around, **said, **values))


def file_of(path: object) -> Path:
    """The file that was named; UnresError when it is no path."""
    return as_path(path, "the file to write", "a path, such as 'made/page.html'")


def write(text: str, path: str | Path) -> Path:
    """Write text as UTF-8, whole or not at all; half a pair of surrogates becomes "?"."""
    path = file_of(path)
    storage.write(path, text.encode("utf-8", "replace"))
    return path


def make_folder(folder: str | Path) -> Path:
    """Make a folder for pages, or sweep it; an error says that another may be named."""
    folder = as_path(folder, "the folder to write", "a path, such as 'made'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        storage.sweep(folder)
    except (OSError, ValueError) as error:
        raise UnresError(
            f"the folder {folder} cannot be made ({storage.reason_of(error)}), expected a place "
            "for the views; name another with --views"
        ) from None
    return folder


# coloured by source -------------------------------------------------------------------


def coloured(found: Comparison | History, *, side: str = "earlier", n: int = 6) -> View:
    """Show a text with each shared run coloured by its source, or a clause by when it came.

    Parameters
    ----------
    found : Comparison or History
        `compare(record, corpus)`; of a history each word has the colour of the first resolution
        that holds it in a run of six words.
    side : {"earlier", "later"}
        Of a comparison; a history has all. Above the text stands a strip with one block a
        paragraph, which leads to it.
    n : int
        Main sources with a colour of their own, 1 to 6; the rest is grey, new words are
        plain. Formulaic phrases are set in grey italics. A run has the colour of the first
        main source that has it; others may have it too.

    Returns
    -------
    View

    Raises
    ------
    UnresError
        When there is no such side, or `n` is out of range.

    Examples
    --------
    >>> import unres_research as un
    >>> corpus = un.corpus.example_corpus()
    >>> view = coloured(un.compare(corpus.resolution("A/RES/78/908"), corpus))
    >>> view.html.count("A/RES/78/907") > 0
    True
    """
    expected = "a comparison, from un.compare, or a history"
    check_kind(found, (Comparison, History), "what is coloured", expected)
    if not 1 <= n <= len(LOOKS):
        raise UnresError(f"found n = {n}, expected 1 to {len(LOOKS)} main sources")
    if isinstance(found, History):
        from unres_research.show._clause import coloured_clause  # which needs this module

        return coloured_clause(found, n)
    main, owner = found.main_sources(side, n), found.word_sources(side, n)
    shared = found.later if side == "later" else found.earlier
    notes = shared.paragraphs.set_index("paragraph")
    rows = []
    for paragraph in found.record:
        pid, text = paragraph.id, paragraph.text
        if paragraph.kind in BODY_KINDS:
            runs = list(runs_of(text, owner[pid], shared.is_formulaic[pid]))
            note = _note(notes.loc[pid], side)
        else:
            runs, note = [(-1, [(text, False)])], []
        rows.append({"id": pid, "runs": runs, "note": note})
    looks = [RUN.format(*look) for look in (*LOOKS[: len(main)], OTHER)]
    total = (
        f"{shared.matched_words:,} of {found.words:,} words ({shared.share:.1%}) stand in runs of "
        f"{found.n} or more words in {side} resolutions of the data set; "
        f"{shared.substantive_words:,} without formulaic phrases. The numbered sources stand in "
        "the order of the words that each adds to those above it; a word that several share has "
        "the colour of the first."
    )
    return view_of(
        "coloured.html.j2",
        rows=rows,
        blocks=list(_blocks(shared)),
        prefix="" if side == "earlier" else f"{side}-",  # a page may hold both sides
        main=[_source(row) for row in main.itertuples()],
        total=total,
        side=side,
        looks=looks,
        italics=ITALICS,
    )


def _blocks(shared: Side) -> Iterator[dict[str, Any]]:
    """Each paragraph as a block of the strip: as wide as it is long, as dark as it is shared."""
    for row in shared.paragraphs.itertuples():
        share = row.matched_words / row.words if row.words else 0.0
        mixed = (round(a + share * (b - a)) for a, b in zip(_NONE, _ALL, strict=True))
        least = max(_LEAST_WIDTH, 0.6 * len(row.paragraph) + 0.6)
        yield {
            "id": row.paragraph,
            "share": f"{share:.0%}" if row.words else "–",
            "told": f"{row.matched_words:,} of {row.words:,} words in {shared.name} resolutions",
            "colour": "#{:02X}{:02X}{:02X}".format(*mixed),
            "width": round(max(least, _WIDTH_OF_WORD * row.words), 1),
        }


_Run = tuple[int, list[tuple[str, bool]]]


def runs_of(text: str, owner: np.ndarray, is_formulaic: np.ndarray) -> Iterator[_Run]:
    """Cut a paragraph into stretches of one source: -1 or its row, and text, formulaic or not."""
    words = list(zip(owner.tolist(), is_formulaic.tolist(), tokens.spans(text), strict=True))
    at = 0
    for source, stretch in groupby(words, key=itemgetter(0)):
        group = list(stretch)
        start = group[0][2][1]
        yield -1, [(text[at:start], False)]
        at, parts = start, []
        for formulaic, phrase in groupby(group, key=itemgetter(1)):
            spans = [span for _, _, span in phrase]
            begin, end = spans[0][1], spans[-1][2]
            parts += [(text[at:begin], False), (text[begin:end], formulaic)]
            at = end
        yield source, parts
    yield -1, [(text[at:], False)]


def _note(row: pd.Series, side: str) -> list[str]:
    """Say where the words of a paragraph stand."""
    if not row["matched_words"]:
        return [f"0 of {row['words']:,} words: no {side} resolution of the data set"]
    return [
        f"{row['matched_words']:,} of {row['words']:,} words, {row['substantive_words']:,} "
        "without formulaic phrases",
        f"most in {row['best_symbol']} {row['best_paragraph']} ({row['best_words']:,})",
        f"longest run {row['longest_run']:,}, in the data set first in {row['first_symbol']} "
        f"({row['first_date']:%Y-%m-%d})",
    ]


def _source(row: Any) -> dict[str, Any]:
    return {
        "symbol": row.symbol,
        "date": f"{row.adopted_on:%Y-%m-%d}",
        "cited": bool(row.cited),
        "title": row.title,
        "words": f"{row.matched_words:,} words",
    }
