"""Texts as HTML: coloured by source, or with what was changed in them.

No script is needed; every text is escaped. Sources are told apart by number, colour and
line, so that the page can be read in print and by the colour-blind.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from unres_research import _storage as storage
from unres_research.analyse._align import Alignment, Change, Pair
from unres_research.analyse._compare import Comparison, Side, own_symbol
from unres_research.corpus import _tokens as analyser
from unres_research.errors import UnresError
from unres_research.records import BODY_KINDS, Paragraph, Resolution

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# tints of Okabe & Ito (2008), told apart by the colour-blind, and a line for each
_LOOKS = (
    ("#CFE5F3", "#0072B2", "solid"),
    ("#FBE6C0", "#B57A00", "double"),
    ("#CBEBE0", "#009E73", "dashed"),
    ("#F8D5BF", "#B84A00", "dotted"),
    ("#F2DCE9", "#A2507E", "solid"),
    ("#DDF0FB", "#2C7FB0", "dashed"),
)
DOUBTFUL = 0.5  # similarity below which a pair is marked, for the reader to judge
_CSS = """
.unres { font: 15px/1.55 Georgia, 'DejaVu Serif', serif; color: #1a1a1a; max-width: 62em; }
.unres table { border-collapse: collapse; width: 100%; }
.unres td, .unres th { vertical-align: top; text-align: left; padding: .45em .6em;
  border-top: 1px solid #ddd; }
.unres th { font: bold 12px sans-serif; color: #444; white-space: nowrap; }
.unres td.note, .unres .legend, .unres p.note { font: 12.5px/1.5 sans-serif; color: #333; }
.unres td.note { width: 15em; } .unres .redline td.note { width: 9em; }
.unres td.id { font: bold 12.5px/1.9 sans-serif; white-space: nowrap; width: 4em; }
.unres .legend td { padding: .2em .6em; border: 0; }
.unres .legend td.said { white-space: nowrap; }
.unres .run { border-bottom: 2px solid; padding: .04em .08em; }
.unres .run sup { font: bold 10px sans-serif; margin-right: .15em; }
.unres .stock { color: #555; font-style: italic; }
.unres .other { background: #ECECEC; border-bottom-color: #999; }
.unres del { color: #8A3800; background: #FBE3D3; text-decoration: line-through; }
.unres ins { color: #00497A; background: #D6E9F5; text-decoration: underline; }
.unres .gone { color: #8A3800; } .unres .come { color: #00497A; }
@media print { .unres { font-size: 11px; max-width: none; }
  .unres tr { break-inside: avoid; }
  .unres td.note, .unres .legend, .unres p.note, .unres td.id { font-size: 9.5px; }
  .unres, .unres * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""


def sources_html(
    record: Resolution, comparison: Comparison, *, side: str = "earlier", n: int = 6
) -> str:
    """Show a text with each shared run coloured by its source.

    Parameters
    ----------
    record : Resolution
        The text that was compared.
    comparison : Comparison
        `compare(record, corpus)`.
    side : {"earlier", "later"}
    n : int
        Main sources with a colour of their own, 1 to 6; the rest is grey, new words are
        plain. Stock phrases are set in grey italics.

    Returns
    -------
    str
        HTML with its style; a fragment to show in a notebook or to give to `page`.

    Raises
    ------
    UnresError
        When there is no such side, `n` is out of range, or another text was compared.

    Notes
    -----
    A run has the colour of the first main source that has it; others may have it too.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> from unres_research.analyse._compare import compare
    >>> text = plaintext.parse("The General Assembly," + chr(10) + chr(10)
    ...     + "1. Decides to tune the violins, drums and bells of <b> towns.")
    >>> view = sources_html(text, compare(text, example_corpus(), date="2025-01-01"))
    >>> "&lt;b&gt; towns" in view, "A/RES/78/907" in view
    (True, True)
    """
    if side not in ("earlier", "later"):
        raise UnresError(f"found the side {side!r}, expected 'earlier' or 'later'")
    if not 1 <= n <= len(_LOOKS):
        raise UnresError(f"found n = {n}, expected 1 to {len(_LOOKS)} main sources")
    shared = comparison.earlier if side == "earlier" else comparison.later
    _check_same(record, shared)
    main = comparison.main_sources(side, n)
    owner = comparison.word_sources(side, n)
    notes = shared.paragraphs.set_index("paragraph")
    rows = []
    for paragraph in record:
        if paragraph.kind in BODY_KINDS:
            text = _coloured(
                paragraph, owner[paragraph.id], shared.is_formulaic[paragraph.id], len(main)
            )
            note = _note(notes.loc[paragraph.id], shared)
        else:
            text, note = html.escape(paragraph.text), ""
        rows.append(
            f"<tr><td class='id'>{html.escape(paragraph.id)}</td><td>{text}</td>"
            f"<td class='note'>{note}</td></tr>"
        )
    heads = f"<tr><th>paragraph</th><th>text</th><th>{side} resolutions</th></tr>"
    return (
        f"<style>{_CSS}{_looks()}</style><div class='unres'>{_legend(main, shared)}"
        f"<table>{heads}{''.join(rows)}</table></div>"
    )


def _check_same(record: Resolution, shared: Side) -> None:
    table = shared.paragraphs
    compared = dict(zip(table["paragraph"], table["words"], strict=True))
    here = {p.id: len(analyser.words(p.text)) for p in record if p.kind in BODY_KINDS}
    if here != compared:
        raise UnresError(
            f"found {_name(record)} beside the comparison of another text, expected "
            "compare(record, corpus) of this one"
        )


def _looks() -> str:
    return "".join(
        f".unres .s{k} {{ background: {tint}; border-bottom: {3 if line == 'double' else 2}px "
        f"{line} {colour}; }}"
        for k, (tint, colour, line) in enumerate(_LOOKS)
    )


def _coloured(paragraph: Paragraph, owner: np.ndarray, is_stock: np.ndarray, n_main: int) -> str:
    """Text of a paragraph, with a span around each stretch of words of one source."""
    spans = analyser.spans(paragraph.text)
    words = list(zip(owner.tolist(), is_stock.tolist(), spans, strict=True))
    pieces, at = [], 0
    for source, stretch in groupby(words, key=itemgetter(0)):
        group = list(stretch)
        start, end = group[0][2][1], group[-1][2][2]
        pieces.append(html.escape(paragraph.text[at:start]))
        pieces.append(_run(paragraph.text, group, source, n_main))
        at = end
    return "".join(pieces) + html.escape(paragraph.text[at:])


def _run(
    text: str, words: list[tuple[int, bool, tuple[str, int, int]]], source: int, n: int
) -> str:
    """One stretch of words that have one source, stock phrases in it set apart."""
    start, end = words[0][2][1], words[-1][2][2]
    if source < 0:
        return html.escape(text[start:end])
    pieces, at = [], start
    for stock, stretch in groupby(words, key=itemgetter(1)):
        group = list(stretch)
        inner = html.escape(text[group[0][2][1] : group[-1][2][2]])
        pieces.append(html.escape(text[at : group[0][2][1]]))
        pieces.append(f"<span class='stock'>{inner}</span>" if stock else inner)
        at = group[-1][2][2]
    look = "other" if source == n else f"s{source}"
    number = f"<sup>{source + 1}</sup>" if source < n else ""
    return f"<span class='run {look}'>{number}{''.join(pieces)}</span>"


def _note(row: pd.Series, shared: Side) -> str:
    if not row["matched_words"]:
        return f"0 of {row['words']:,} words: no {shared.name} resolution of the data set"
    best = f"{row['best_symbol']} {row['best_paragraph']}"
    parts = [
        f"{row['matched_words']:,} of {row['words']:,} words, {row['substantive_words']:,} "
        "without stock phrases",
        f"most in {best} ({row['best_words']:,})",
        f"longest run {row['longest_run']:,}, first in {row['first_symbol']} "
        f"({row['first_date']:%Y-%m-%d})",
    ]
    return "<br>".join(html.escape(part) for part in parts)


def _legend(main: pd.DataFrame, shared: Side) -> str:
    rows = [
        f"<tr><td class='said'><span class='run s{k}'><sup>{k + 1}</sup>words</span></td>"
        f"<td class='said'>{html.escape(row.symbol)} ({row.adopted_on:%Y-%m-%d}"
        f"{', cited' if row.cited else ''})</td><td>{html.escape(row.title)}</td>"
        f"<td class='said'>{row.matched_words:,} words</td></tr>"
        for k, row in enumerate(main.itertuples())
    ]
    rows += [
        f"<tr><td><span class='run other'>words</span></td><td class='said'>other "
        f"{shared.name} resolutions</td><td></td><td></td></tr>",
        "<tr><td>words</td><td>in none</td><td></td><td></td></tr>",
        "<tr><td><span class='run other'><span class='stock'>words</span></span></td>"
        "<td class='said'>grey italics: stock phrase</td>"
        "<td>carried by many unrelated resolutions</td><td></td></tr>",
    ]
    total = (
        f"{shared.matched_words:,} of {shared.words:,} words ({shared.share:.1%}) stand in runs of "
        f"{shared.n} or more words in {shared.name} resolutions of the data set; "
        f"{shared.substantive_words:,} without stock phrases. The numbered sources stand in the "
        "order of the words that each adds to those above it, and a word that several share has "
        "the colour of the first."
    )
    return f"<p class='note'>{total}</p><table class='legend'>{''.join(rows)}</table>"


# two texts ----------------------------------------------------------------------------


def redline_html(alignment: Alignment) -> str:
    """Show two texts as one, with what was deleted, inserted, moved and renumbered.

    Parameters
    ----------
    alignment : Alignment
        `align(before, after)`.

    Returns
    -------
    str
        HTML with its style; a fragment to show in a notebook or to give to `page`.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.analyse._align import align
    >>> one, two = (plaintext.parse("The General Assembly," + chr(10) + chr(10) + f"1. {verb} all "
    ...     "States to light their harbours at night.") for verb in ("Urges", "Encourages"))
    >>> "<del>Urges</del><ins>Encourages</ins>" in redline_html(align(one, two))
    True
    """
    rows = "".join(_redline_row(pair) for pair in alignment.pairs)
    old = _name(alignment.before, "the first text")
    new = _name(alignment.after, "the second text")
    counts = alignment.counts()
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    said = said.replace("openers", "openers changed")
    head = (
        f"<p class='note'><del>Only in {html.escape(old)}</del>, <ins>only in {html.escape(new)}"
        f"</ins>. Paragraphs: {html.escape(said)}.</p>"
    )
    heads = "".join(f"<th>{html.escape(t)}</th>" for t in (old, new, "text", "remarks"))
    return (
        f"<style>{_CSS}</style><div class='unres'>{head}<table class='redline'>"
        f"<tr>{heads}</tr>{rows}</table></div>"
    )


def _name(record: Resolution, otherwise: str = "a text") -> str:
    return own_symbol(record) or (record.source.path if record.source else otherwise)


def _redline_row(pair: Pair) -> str:
    before, after = pair.before, pair.after
    if before and after:
        text = "".join(_change(c) for c in pair.changes)
    elif before:
        text = f"<del>{html.escape(before.text)}</del>"
    else:
        text = f"<ins>{html.escape(after.text if after else '')}</ins>"
    ids = "".join(f"<td class='id'>{html.escape(p.id) if p else ''}</td>" for p in (before, after))
    return f"<tr>{ids}<td>{text}</td><td class='note'>{'<br>'.join(_remarks(pair))}</td></tr>"


def _change(change: Change) -> str:
    if change.kind == "same":
        return html.escape(change.after)
    deleted = f"<del>{html.escape(change.before)}</del>" if change.before else ""
    inserted = f"<ins>{html.escape(change.after)}</ins>" if change.after else ""
    return deleted + inserted


def _remarks(pair: Pair) -> Iterator[str]:
    if pair.opener_change:
        old, new = map(html.escape, pair.opener_change)
        yield f"opener: “{old}” became “{new}”"
    if pair.moved:
        yield "moved"
    if pair.status == "dropped":
        yield "<span class='gone'>dropped</span>"
    elif pair.status == "added":
        yield "<span class='come'>added</span>"
    elif pair.status == "merged":
        yield f"<span class='gone'>merged into {html.escape(pair.origin or '')}</span>"
    elif pair.status == "split":
        yield f"<span class='come'>split from {html.escape(pair.origin or '')}</span>"
    elif pair.similarity < DOUBTFUL:
        yield f"little alike ({pair.similarity:.2f})"


# pages --------------------------------------------------------------------------------


def page(body: str, title: str, caution: str = "") -> str:
    """Put a view into a page of its own.

    Parameters
    ----------
    body : str
        HTML: what another function of this module returned.
    title, caution : str
        Plain text; escaped here.

    Returns
    -------
    str

    Examples
    --------
    >>> page("<p>text</p>", "A & B")[:15], "A &amp; B" in page("", "A & B")
    ('<!doctype html>', True)
    """
    name = html.escape(title)
    said = f"<p class='note'>{html.escape(caution)}</p>" if caution else ""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{name}</title>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<style>body { margin: 2em auto; padding: 0 1.5em; max-width: 64em; } "
        "h1 { font: bold 21px sans-serif; }</style></head>"
        f"<body><h1>{name}</h1>{body}<div class='unres'>{said}</div></body></html>\n"
    )


def write(text: str, path: str | Path) -> Path:
    """Write a page as UTF-8; the file is there whole, or not at all.

    Parameters
    ----------
    text : str
    path : path
        Its folder is made when missing.

    Returns
    -------
    Path

    Raises
    ------
    StoreError
        When it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(page("", "Empty"), Path(folder, "views", "empty.html")).is_file()
    True
    """
    path = Path(path)
    storage.write(path, text.encode("utf-8", "replace"))
    return path
