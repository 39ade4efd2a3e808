"""Write a comparison into a folder: pages, figures, tables, and the text beside another."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unres_research import _storage as storage
from unres_research import symbols
from unres_research.analyse._align import Alignment, align
from unres_research.analyse._compare import Comparison, compare, own_symbol
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.read._load import load
from unres_research.records import Resolution
from unres_research.show import _redline as tracked
from unres_research.show import html as views
from unres_research.show import plot as plots

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Beside:
    """A text beside another; made by `other_text`.

    Attributes
    ----------
    name : str
        Symbol or file of the other text.
    alignment : Alignment or None
        Where both texts are at hand.
    fingerprints : pandas.DataFrame or None
        Where the data set holds no texts: from `compare.beside`.
    advice : str
        How to get the text that is missing; "" when none is.

    Examples
    --------
    >>> Beside("A/RES/77/901", None, None, "").alignment is None
    True
    """

    name: str
    alignment: Alignment | None
    fingerprints: pd.DataFrame | None
    advice: str


def caution(corpus: Corpus) -> str:
    """Say what figures of a comparison cannot know.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    str

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> caution(example_corpus()).startswith("The data set holds 16 resolutions")
    True
    """
    return (
        f"The data set holds {len(corpus):,} resolutions adopted from {corpus.first_date} to "
        f"{corpus.last_date}: 'earliest' and 'new' mean in the data set, and agreed "
        "language is often older. Shared wording does not tell who took it from whom. Annexes of "
        "resolutions count as places. Only one language is compared: a text translated from "
        "another may share wording that its original does not."
    )


def other_text(record: Resolution, corpus: Corpus, name: str) -> Beside:
    """Find another text, and set the first one beside it as well as can be.

    Parameters
    ----------
    record : Resolution
    corpus : Corpus
    name : str
        A file that `load` reads, or the symbol of a resolution.

    Returns
    -------
    Beside

    Raises
    ------
    UnresError
        When there is no such file and no such resolution in the data set.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly," + chr(10) + chr(10)
    ...     + "1. Decides to tune the violins, drums and bells of all States.")
    >>> found = other_text(text, example_corpus(), "A/RES/78/907")
    >>> found.alignment.counts()["same"], found.advice
    (1, '')
    """
    if Path(name).is_file():
        other = load(name)
        return Beside(own_symbol(other) or name, in_time(record, other), None, "")
    symbol = symbols.normalise(name)
    if symbol not in corpus.resolutions.index:
        raise UnresError(
            f"found no file {name} and no {symbol} in the data set, expected one of them; fetch "
            f"it with `unres fetch {symbol}` and give the file"
        )
    if corpus.has_texts:
        return Beside(symbol, in_time(record, corpus.resolution(symbol)), None, "")
    advice = (
        "the data set holds no texts, so only shared runs of words are shown; for what was "
        f"changed: unres fetch {symbol}, then give the file that it wrote to --with"
    )
    return Beside(
        symbol, None, compare(record, corpus, date=corpus.last_date).beside(symbol), advice
    )


def in_time(one: Resolution, other: Resolution) -> Alignment:
    """Align two texts, the older one first where both have dates.

    Parameters
    ----------
    one, other : Resolution

    Returns
    -------
    Alignment
        From `one` to `other` where a date is missing or both have the same.

    Examples
    --------
    >>> old = Resolution("A/80/L.91", "draft", "Lamps", distributed_on="2025-10-01")
    >>> new = Resolution("A/80/L.92", "draft", "Lamps", distributed_on="2025-11-01")
    >>> in_time(new, old).before.symbol
    'A/80/L.91'
    """
    dates = [r.adopted_on or r.distributed_on for r in (one, other)]
    if all(dates) and str(dates[1]) < str(dates[0]):
        return align(other, one)
    return align(one, other)


def write(
    folder: str | Path,
    record: Resolution,
    corpus: Corpus,
    comparison: Comparison,
    other: Beside | None = None,
) -> list[Path]:
    """Write the views of a comparison.

    Parameters
    ----------
    folder : path
        Made when missing; files of the same names are replaced, each whole.
    record : Resolution
    corpus : Corpus
    comparison : Comparison
        `compare(record, corpus)`.
    other : Beside, optional

    Returns
    -------
    list of Path
        `earlier.html`, `later.html`, `coverage.png`, `over_time.png`, `clauses.csv`,
        `sources.csv`, `heirs.csv`, `citations.csv`, `comparison.json`; with another text
        `redline.html` and, where python-docx is installed, `redline.docx`, or
        `beside.csv` where its words are not at hand.

    Notes
    -----
    The pages hold the text itself: mind the rights of others before you publish them.

    Examples
    --------
    See `unres compare --help`.
    """
    folder = make_folder(folder)
    name = comparison.symbol or record.title or "the text"
    written = []
    for side in ("earlier", "later"):
        body = views.sources_html(record, comparison, side=side)
        page = views.page(body, f"{name}: words in {side} resolutions", caution(corpus))
        written.append(views.write(page, folder / f"{side}.html"))
    written += _figures(folder, comparison)
    tables = {
        "clauses": comparison.clauses(),
        "sources": comparison.earlier.sources,
        "heirs": comparison.later.sources,
        "citations": comparison.by_citation(),
    }
    for stem, table in tables.items():
        written.append(views.write(table.to_csv(index=False), folder / f"{stem}.csv"))
    text = json.dumps(comparison.to_dict(), ensure_ascii=False)
    written.append(views.write(text + "\n", folder / "comparison.json"))
    return written + (_other(folder, name, other) if other else [])


def make_folder(folder: str | Path) -> Path:
    """Make a folder for views.

    Parameters
    ----------
    folder : path

    Returns
    -------
    Path

    Raises
    ------
    UnresError
        When it cannot be made, or a file has its name.

    Examples
    --------
    >>> make_folder(".").is_dir()
    True
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnresError(
            f"the folder {folder} cannot be made ({error.strerror}), expected a place for the "
            "views; name another with --views"
        ) from None
    return Path(folder)


def _figures(folder: Path, comparison: Comparison) -> list[Path]:
    earlier, later = comparison.earlier, comparison.later
    drawn: dict[str, Figure] = {
        "coverage": plots.figure_of(plots.coverage(earlier.paragraphs, later.paragraphs))
    }
    if len(earlier.sources) or len(later.sources):
        axes = plots.over_time(earlier.sources, later.sources, comparison.date)
        drawn["over_time"] = plots.figure_of(axes)
    import matplotlib.pyplot as plt

    paths = []
    for stem, figure in drawn.items():
        stream = io.BytesIO()
        figure.savefig(stream, dpi=150)
        plt.close(figure)
        storage.write(folder / f"{stem}.png", stream.getvalue())
        paths.append(folder / f"{stem}.png")
    return paths


def _other(folder: Path, name: str, other: Beside) -> list[Path]:
    if other.alignment is None:
        assert other.fingerprints is not None
        return [views.write(other.fingerprints.to_csv(index=False), folder / "beside.csv")]
    page = views.page(views.redline_html(other.alignment), f"{name} and {other.name}")
    written = [views.write(page, folder / "redline.html")]
    try:
        written.append(tracked.write_docx(other.alignment, folder / "redline.docx"))
    except UnresError:  # python-docx is an extra; the page has it all
        return written
    return written
