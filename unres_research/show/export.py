"""Results as files for others: pages and tables, Word with tracked changes, GraphML, pyLDAvis.

Every file is written whole, or not at all.
"""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from unres_research import _storage as storage
from unres_research._csv import to_csv
from unres_research._inputs import check_kind
from unres_research.analyse._align import Alignment
from unres_research.analyse._check._check import Check
from unres_research.analyse._compare import Comparison
from unres_research.analyse._history import History
from unres_research.analyse._topics import TopicModel
from unres_research.corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution
from unres_research.show import (
    _check,
    _clause,
    _comparison_page,
    _html,
    _pyldavis,
    _redline,
    _redline_page,
    plot,
)
from unres_research.show._beside import Beside, set_beside
from unres_research.show._captions import figure_of

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

__all__ = ["check", "clause", "comparison", "graphml", "pyldavis", "redline", "references"]
__dir__ = __all__.copy  # what tab completion shows


def comparison(
    found: Comparison, folder: str | Path, other: str | Path | Resolution | Beside | None = None
) -> list[Path]:
    """Write a comparison into a folder: pages, figures, tables, and the text beside another.

    Parameters
    ----------
    found : Comparison
        `compare(record, corpus)`.
    folder : path
        Made when missing; files of the same names are replaced.
    other : str, path or Resolution, optional
        Another text to set beside: a record, a file that `load` reads, or the symbol of a
        resolution of the data set. The older one comes first where both have dates.

    Returns
    -------
    list of Path
        `index.html` (what was compared, counts, links to the rest), `earlier.html`,
        `later.html`, `coverage.png`, `over_time.png` (where any wording is
        shared), `clauses.csv`, `sources.csv`, `later_use.csv`, `citations.csv`,
        `first_seen.csv`, `selection.csv` (older resolutions, where a selection stands beside the
        data set), `comparison.json`; with another text `redline.html` and `redline.docx`, or
        `beside.csv` where the words of a resolution are not at hand.

    Raises
    ------
    UnresError
        When the folder cannot be made, a file cannot be written, or there is no such other text.

    Notes
    -----
    The pages hold the text itself: mind the rights of others before you publish them. In the
    CSV files a text that a spreadsheet would run as a formula has an apostrophe before it.

    Examples
    --------
    >>> import unres_research as un
    >>> from tempfile import TemporaryDirectory
    >>> corpus = un.corpus.example_corpus()
    >>> found = un.compare(corpus.resolution("A/RES/78/908"), corpus)
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in comparison(found, folder)][:2]
    ['index.html', 'earlier.html']
    """
    folder = _html.make_folder(folder)
    beside = set_beside(found, other) if other is not None else None
    name = found.symbol or found.record.title or "the text"
    written = []
    for side in ("earlier", "later"):
        view, title = _html.coloured(found, side=side), f"{name}: words in {side} resolutions"
        written.append(view.save(folder / f"{side}.html", title, _caution(found)))
    written += _figures(found, folder)
    frames = {
        "clauses": found.clauses(),
        "sources": found.earlier.sources,
        "later_use": found.later.sources,
        "citations": found.by_citation(),
        "first_seen": found.first_seen(),
    }
    if found.selection is not None:
        frames["selection"] = found.selection.sources
    if beside and beside.fingerprints is not None:
        frames["beside"] = beside.fingerprints
    for stem, frame in frames.items():
        text = to_csv(frame, index=False)
        written.append(_html.write(text, folder / f"{stem}.csv"))
    text = json.dumps(found.to_dict(), ensure_ascii=False)
    written.append(_html.write(text + "\n", folder / "comparison.json"))
    if beside and beside.alignment:
        view = _redline_page.redline(beside.alignment)
        title = " and ".join(_redline_page.names_of(beside.alignment))
        written.append(view.save(folder / "redline.html", title))
        written.append(redline(beside.alignment, folder / "redline.docx"))
    made = _comparison_page.written(found, beside, written, [_caution(found)])
    return [_html.write(made, folder / "index.html"), *written]


def redline(
    alignment: Alignment,
    path: str | Path,
    *,
    author: str = "unres-research",
    date: datetime | None = None,
) -> Path:
    """Write two aligned texts as a Word file with tracked insertions and deletions.

    All changes accepted, the file has the paragraphs of the second text in its order; all
    rejected, those of the first: symbol, organ, session, agenda item, sponsors of a draft or
    adoption of a resolution, title, formula, then each paragraph with its printed number, its
    opener in italics, annexes with their titles. `load` reads both out of it again
    (`revisions="original"` for the first). What was moved is deleted in one place and inserted
    in the other. Footnotes are those of Word; a record knows to which paragraph a mark belongs,
    not behind which word, so the marks stand at its end. Characters that XML cannot hold are
    left out; tabs and line breaks become blanks.

    Parameters
    ----------
    alignment : Alignment
        `align(before, after)`.
    path : path
        The file, ending in `.docx`.
    author : str
        Name that stands beside the changes.
    date : datetime, optional
        Of the changes; by default now. Without a time zone it is local time.

    Returns
    -------
    Path

    Raises
    ------
    UnresError
        When the name is that of a page, or the file cannot be written; what was there before is
        still there.

    Notes
    -----
    A comparison made by program, not the record of who changed what. Revisions are those of
    ISO/IEC 29500-1:2016, Office Open XML, 17.13.5.

    Examples
    --------
    >>> import unres_research as un
    >>> from tempfile import TemporaryDirectory
    >>> corpus = un.corpus.example_corpus()
    >>> one, two = (corpus.resolution(f"A/RES/78/{k}") for k in (907, 908))
    >>> with TemporaryDirectory() as folder:
    ...     redline(un.align(one, two), Path(folder, "redline.docx")).stat().st_size > 1000
    True
    """
    place = _html.file_of(path)
    if place.suffix.lower() in (".html", ".htm"):
        raise UnresError(
            f"found {place.name!r}, expected a name that ends in .docx; the page is "
            "show.redline(alignment).save(path, title)"
        )
    return _redline.write(alignment, place, author, date)


def clause(found: History, path: str | Path) -> Path:
    """Write the page of a clause: the answer first, then its words, sessions, lineage and kin.

    Parameters
    ----------
    found : History
        `unres_research.analyse.history(...)`.
    path : path
        The file, ending in `.html`, which is returned; its folder is made when missing.

    Returns
    -------
    Path

    Raises
    ------
    UnresError
        When `found` is no history, or the file cannot be written.

    Notes
    -----
    One file without scripts, for light and dark screens, telephones and paper. It holds the
    clause itself: mind the rights of others before you publish it.

    Examples
    --------
    >>> import unres_research as un
    >>> from tempfile import TemporaryDirectory
    >>> corpus = un.corpus.example_corpus()
    >>> found = un.analyse.history(corpus.resolution("A/RES/78/908"), corpus)
    >>> with TemporaryDirectory() as folder:
    ...     clause(found, Path(folder, "clause.html")).stat().st_size > 1000
    True
    """
    check_kind(found, History, "the clause", "a history, from un.analyse.history")
    name = f"History of {found.name}"
    body = Markup(_clause.view(found).html)
    return _html.write(_html.page(body, name, heading=_clause.title(found)), path)


def check(found: Check, path: str | Path) -> Path:
    """Write the page of a check: what a text asks, what is due already, what it provides for.

    Parameters
    ----------
    found : Check
        `unres_research.check(record, corpus)`.
    path : path
        The file, ending in `.html`, which is returned; its folder is made when missing.

    Returns
    -------
    Path

    Raises
    ------
    UnresError
        When `found` is no check, or the file cannot be written.

    Notes
    -----
    One file without scripts, for light and dark screens, telephones and paper. It holds words of
    the text itself: mind who may read a draft before you pass it on.

    Examples
    --------
    >>> import unres_research as un
    >>> from tempfile import TemporaryDirectory
    >>> corpus = un.corpus.example_corpus()
    >>> found = un.check(corpus.resolution("A/RES/78/908"), corpus)
    >>> with TemporaryDirectory() as folder:
    ...     check(found, Path(folder, "check.html")).stat().st_size > 1000
    True
    """
    check_kind(found, Check, "what was checked", "a check, from un.check")
    return _html.write(_html.page(Markup(_check.view(found).html), _check.title(found)), path)


def graphml(graph: Any, path: str | Path) -> Path:
    """Write a graph as GraphML, for Gephi, Cytoscape, igraph and others.

    `graph` is from `citations.graph` or `citations.around`; `path`, which is returned, ends in
    `.graphml`; its folder is made when missing. Attributes that are missing are left out, and
    characters that XML cannot hold (control characters) are dropped. UnresError when it cannot
    be written.

    Examples
    --------
    >>> import networkx as nx
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = graphml(nx.DiGraph([("b", "a")]), Path(folder, "small.graphml"))
    ...     nx.read_graphml(path).number_of_edges()
    1
    """
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise UnresError(f"found a {type(graph).__name__}, expected a graph of citations")
    place, stream = _html.file_of(path), io.BytesIO()
    nx.write_graphml(_plain_graph(graph), stream)
    storage.write(place, stream.getvalue())
    return place


def pyldavis(model: TopicModel, path: str | Path) -> Path:
    """Write a topic model as the JSON that pyLDAvis draws: a map that one can click.

    Parameters
    ----------
    model : TopicModel
    path : path
        The file, which is returned; its folder is made when missing.

    Returns
    -------
    Path

    Raises
    ------
    UnresError
        When `model` is no topic model, or the file cannot be written.

    Notes
    -----
    pyLDAvis is not needed here. It numbers topics by how much there is of them, the largest first;
    `topic.labels` in the file has their labels in that order. It knows neither themes nor how
    stable a topic is. `docs/analyses.md` shows how it opens the file.

    References
    ----------
    Sievert & Shirley (2014), LDAvis: a method for visualizing and interpreting topics, Workshop on
    Interactive Language Learning, Visualization, and Interfaces, ACL.

    Examples
    --------
    >>> import unres_research as un
    >>> from tempfile import TemporaryDirectory
    >>> model = un.fit_topics(un.corpus.example_corpus(), 4)
    >>> with TemporaryDirectory() as folder:
    ...     sorted(json.loads(pyldavis(model, Path(folder, "topics.json")).read_text("utf-8")))
    ['R', 'lambda.step', 'mdsDat', 'plot.opts', 'tinfo', 'token.table', 'topic.labels', \
'topic.order']
    """
    if not isinstance(model, TopicModel):
        raise UnresError(f"found a {type(model).__name__}, expected a topic model of fit_topics")
    place = _html.file_of(path)
    text = json.dumps(_pyldavis.prepared(model), ensure_ascii=True, allow_nan=False)
    storage.write(place, text.encode())
    return place


def _plain_graph(graph: Any) -> Any:
    """Copy a graph with names and attributes that GraphML can hold."""
    made = graph.__class__()
    made.graph.update(_plain_values(graph.graph))
    for node, values in graph.nodes(data=True):
        made.add_node(_plain(node), **_plain_values(values))
    for one, other, values in graph.edges(data=True):
        made.add_edge(_plain(one), _plain(other), **_plain_values(values))
    return made


def _plain_values(values: dict[Any, Any]) -> dict[str, Any]:
    plain = {str(_plain(str(name))): _plain(value) for name, value in values.items()}
    return {name: value for name, value in plain.items() if value is not None}


def _plain(value: Any) -> str | bool | int | float | None:
    """Return a number or text that XML can hold; None for what is missing."""
    import pandas as pd

    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, (bool, int)):
        return value
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value if isinstance(value, float) else _NOT_XML.sub("", str(value))


def _figures(found: Comparison, folder: Path) -> list[Path]:
    import matplotlib.pyplot as plt

    drawn = {"coverage": plot.coverage(found)}
    if len(found.earlier.sources) or len(found.later.sources):
        drawn["over_time"] = plot.over_time(found)
    paths = []
    for stem, axes in drawn.items():
        figure, stream = figure_of(axes), io.BytesIO()
        figure.savefig(stream, dpi=150)
        plt.close(figure)
        paths.append(folder / f"{stem}.png")
        storage.write(paths[-1], stream.getvalue())
    return paths


def _caution(found: Comparison) -> str:
    """Say what figures of a comparison cannot know."""
    corpus = found.corpus
    return (
        f"The data set holds {len(corpus):,} resolutions adopted from {corpus.first_date} to "
        f"{corpus.last_date}: 'earliest' and 'new' mean in the data set, and agreed "
        "language is often older. Shared wording does not tell who took it from whom. Annexes of "
        "resolutions count as places. Only one language is compared: a text translated from "
        "another may share wording that its original does not."
        + "".join(f" Note: {note}." for note in found.notes)
    )


def references(corpus: Corpus, path: str | Path) -> Path:
    """Write how the resolutions of a data set are cited, for Zotero, LaTeX and others.

    Parameters
    ----------
    corpus : Corpus
        Mostly a part: `corpus.about("oceans")`, `corpus.subset([...])`.
    path : path
        Ends in `.bib` (BibTeX) or `.json` (CSL-JSON); its folder is made when missing.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UnresError
        When the name ends otherwise, or the file cannot be written.

    Notes
    -----
    A report of the organ with the symbol as its number, as styles know no resolutions. A single
    one, also as a sentence, is `corpus["A/RES/78/311"].reference`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from unres_research.corpus import example_corpus
    >>> with TemporaryDirectory() as folder:
    ...     path = references(example_corpus().about("violins"), Path(folder, "lamps.bib"))
    ...     print(path.read_text(encoding="utf-8").splitlines()[0])
    @techreport{A_RES_78_905,
    """
    check_kind(corpus, Corpus, "the data set", "a data set, or a part of one")
    place = _html.file_of(path)
    found = [corpus[symbol].reference for symbol in corpus]
    if place.suffix.lower() == ".bib":
        text = "\n".join(one.bibtex() for one in found)
    elif place.suffix.lower() == ".json":
        text = json.dumps([one.csl() for one in found], ensure_ascii=False, indent=1) + "\n"
    else:
        raise UnresError(
            f"found {place.name!r}, expected a name that ends in .bib (BibTeX) or .json (CSL-JSON)"
        )
    storage.write(place, text.encode())
    return place
