"""Who cites whom: a graph of resolutions, and a text's place in it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from unres_research import symbols
from unres_research._inputs import check_known, check_whole
from unres_research.analyse._groups import check_corpus
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from networkx import DiGraph

__all__ = ["around", "cocitation", "coupling", "graph", "main_path", "neighbours"]
__dir__ = __all__.copy  # what tab completion shows

_MIN_TIES = 2  # to the documents around a text, to be near it


def graph(
    corpus: Corpus, texts: Iterable[tuple[str, Resolution]] = (), *, outside: bool = True
) -> DiGraph:
    """Make the graph of citations: an edge leads from a resolution to what it cites.

    Parameters
    ----------
    corpus : Corpus
    texts : iterable of (str, Resolution)
        Texts of your own to put into the graph, under a name that no resolution of the data
        set has.
    outside : bool
        Keep cited documents that are not in the data set, as nodes without a title.

    Returns
    -------
    networkx.DiGraph
        Nodes are symbols with `title`, `date` (ISO, "" when unknown), `year` (of the date, else
        what the symbol tells: "2000", or "2015/16" for session 70; "" when it tells nothing),
        `session` and `committee` (as text, "" when unknown), `in_data` (bool); edges have
        `paragraphs` (body paragraphs that cite, count; 0 where only a heading, an annex or a
        footnote of one does).

    Raises
    ------
    UnresError
        When a text has the symbol of a resolution of the data set.

    Notes
    -----
    Citations are what the reader found: symbols in the text and its footnotes, each once a
    resolution. A resolution that names another's title without its number is not seen.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = graph(example_corpus())
    >>> found.number_of_nodes(), found.number_of_edges()
    (16, 0)
    """
    import networkx as nx

    check_corpus(corpus)
    found = nx.DiGraph()
    texts = _named_texts(texts)
    about = corpus.resolutions[["title", "committee"]].fillna("")
    named = corpus.resolutions["special_session"]
    about["session"] = corpus.resolutions["session"].astype("string").fillna(named).fillna("")
    about["date"] = corpus.resolutions["adopted_on"].dt.strftime("%Y-%m-%d")
    about["year"] = about["date"].str[:4]
    for symbol, row in about.to_dict("index").items():
        found.add_node(symbol, **row, in_data=True)
    for name, text in texts:
        _add_text(found, name, text)
    table = corpus.paragraphs[corpus.body()]
    pairs = [*zip(table["symbol"], table["cites"], strict=True)]
    pairs += [(name, p.cites) for name, text in texts for p in text.body]
    times = Counter((symbol, cited) for symbol, cites in pairs for cited in set(cites))
    lists = [*corpus.resolutions["cites"].items(), *((name, text.cites) for name, text in texts)]
    for symbol, cited in ((symbol, cited) for symbol, cites in lists for cited in cites):
        if cited not in found and outside:
            told = {"title": "", "date": "", **_told_by(cited), "committee": ""}
            found.add_node(cited, **told, in_data=False)
        if cited in found and cited != symbol:
            found.add_edge(symbol, cited, paragraphs=times[symbol, cited])
    return found


def _named_texts(texts: Any) -> list[tuple[str, Resolution]]:
    one = isinstance(texts, tuple) and len(texts) == 2 and isinstance(texts[1], Resolution)
    given = [texts] if one or isinstance(texts, str) else list(texts)
    for pair in given:
        if len(pair) != 2 or not isinstance(pair[0], str) or not isinstance(pair[1], Resolution):
            raise UnresError(
                f"found {str(pair)[:80]!r} among the texts, expected pairs of a name and a record: "
                "[('my draft', record)]"
            )
    return given


def _add_text(found: DiGraph, name: str, text: Resolution) -> None:
    if name in found:
        raise UnresError(
            f"found {name} among the texts and in the graph already, expected a name that no "
            "resolution of the data set and no other text has; give it another name"
        )
    date = text.adopted_on or text.distributed_on or ""
    session = "" if text.session is None else str(text.session)
    about = {"title": text.title, "date": date, "year": date[:4], "session": session}
    found.add_node(name, **about, committee=text.committee or "", in_data=False)


def _told_by(symbol: str) -> dict[str, str]:
    """Year and session that a symbol tells: a regular session n opens in the year 1945 + n."""
    year = re.search(r"\((\d{4})\)$", symbol)
    if year:
        return {"year": year[1], "session": ""}
    try:
        session = symbols.parse(symbol).session
    except UnresError:
        session = None
    years = f"{1945 + session}/{(1946 + session) % 100:02}" if isinstance(session, int) else ""
    return {"year": years, "session": "" if session is None else str(session)}


def neighbours(found: DiGraph, symbol: str) -> pd.DataFrame:
    """List what a text cites and what cites it.

    Parameters
    ----------
    found : networkx.DiGraph
        From `graph`.
    symbol : str

    Returns
    -------
    pandas.DataFrame
        One row a document: `symbol`, `relation` ("cited" by the text, or "cites" it), `date`,
        `title`, `paragraphs` (that cite, count), `cited_by` (documents that cite it, count).

    Examples
    --------
    >>> import networkx as nx
    >>> small = nx.DiGraph([("b", "a"), ("c", "b")])
    >>> neighbours(small, "b")[["symbol", "relation"]].values.tolist()
    [['a', 'cited'], ['c', 'cites']]
    """
    import pandas as pd

    _check(found, symbol)
    rows = [
        (other, relation, *_told(found, other), edge.get("paragraphs", 0), found.in_degree(other))
        for relation, ties in (("cited", found.succ), ("cites", found.pred))
        for other, edge in ties[symbol].items()
    ]
    columns = ["symbol", "relation", "date", "title", "paragraphs", "cited_by"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["relation", "date", "symbol"], kind="stable", ignore_index=True)


def _told(found: DiGraph, symbol: str) -> list[str]:
    """Date and title of a document, "" where the graph has none."""
    return [found.nodes[symbol].get(name, "") for name in ("date", "title")]


def _check(found: DiGraph, symbol: str) -> None:
    where = "give your own text to `graph(corpus, texts=[(name, record)])`"
    check_known([symbol], list(found), "symbols of the graph", where)


def coupling(found: DiGraph, symbol: str) -> pd.DataFrame:
    """Documents that cite the same as a text (bibliographic coupling).

    Returns
    -------
    pandas.DataFrame
        `symbol`, `common` (documents that both cite, count), `jaccard` (of all that either
        cites, 0 to 1), `weighted` (sum over the common ones of 1 / log(1 + times cited):
        what everybody cites counts little), ordered by `weighted`.

    References
    ----------
    Kessler (1963), Bibliographic coupling between scientific papers, American Documentation
    14. Adamic & Adar (2003), Friends and neighbors on the Web, Social Networks 25 (weights).

    Examples
    --------
    >>> import networkx as nx
    >>> small = nx.DiGraph([("b", "a"), ("c", "a"), ("c", "d")])
    >>> coupling(small, "b")[["symbol", "common", "jaccard"]].values.tolist()
    [['c', 1, 0.5]]
    """
    _check(found, symbol)
    return _sharing(found.succ, found.pred, symbol)


def cocitation(found: DiGraph, symbol: str) -> pd.DataFrame:
    """Documents that are cited together with a text by later ones.

    Returns
    -------
    pandas.DataFrame
        As `coupling` gives it; `common` counts the documents that cite both, `jaccard` is of
        all that cite either, and in `weighted` a document that cites much counts little.

    References
    ----------
    Small (1973), Co-citation in the scientific literature, Journal of the American Society for
    Information Science 24.

    Examples
    --------
    >>> import networkx as nx
    >>> small = nx.DiGraph([("c", "a"), ("c", "b")])
    >>> cocitation(small, "a")[["symbol", "common"]].values.tolist()
    [['b', 1]]
    """
    _check(found, symbol)
    return _sharing(found.pred, found.succ, symbol)


def _sharing(ties: Any, back: Any, symbol: str) -> pd.DataFrame:
    """Who has ties (by document, with their reverse) in common with a document."""
    import pandas as pd

    own, rows = set(ties[symbol]), []
    for other in {other for tied in own for other in back[tied]} - {symbol}:
        common, either = own & set(ties[other]), own | set(ties[other])
        weight = math.fsum(1 / math.log(1 + len(back[s])) for s in common)  # of 2 at least
        rows.append((other, len(common), len(common) / len(either), weight))
    table = pd.DataFrame(rows, columns=["symbol", "common", "jaccard", "weighted"])
    return table.sort_values(["weighted", "symbol"], ascending=[False, True], ignore_index=True)


def _acyclic(found: DiGraph) -> DiGraph:
    """Leave out the edges that do not lead back in time, so that no path goes round.

    What stays leads to an earlier day, or to the smaller symbol of the same day; nodes without
    a date keep their edges when they cite nothing or nothing cites them.
    """
    clean = found.copy()
    clean.remove_edges_from([edge for edge in found.edges if not _leads_back(found, *edge)])
    return clean


def _leads_back(found: DiGraph, citing: str, cited: str) -> bool:
    old, new = (found.nodes[s].get("date", "") for s in (cited, citing))
    if not old or not new:
        return found.out_degree(cited) == 0 or found.in_degree(citing) == 0
    return old < new or (old == new and _order(cited) < _order(citing))


def _order(symbol: str) -> tuple[int, Any]:
    try:
        return 0, symbols.parse(symbol)
    except UnresError:
        return 1, symbol


def main_path(found: DiGraph, symbol: str) -> pd.DataFrame:
    """Follow citations back from a text, at each step along the edge that most ways use.

    Every edge is weighted by the number of ways on which one can come from the text to a
    source (a resolution that cites no other of the data set) through it: search path counts.
    From the text on, the heaviest edge is followed, until nothing is cited any more.

    Parameters
    ----------
    found : networkx.DiGraph
        From `graph`.
    symbol : str

    Returns
    -------
    pandas.DataFrame
        One row a document of the path, the text first: `symbol`, `date`, `title`, `ways`
        (through the edge that led here, count; 0 for the text), `share` (of all ways).

    Notes
    -----
    The path is one of many: look at `share` before you call it the line of descent. Where only
    a few per cent of the ways lead through an edge, others weigh nearly as much. Of equal
    weights the later document is taken. It ends where the data set ends.

    References
    ----------
    Hummon & Doreian (1989), Connectivity in a citation network, Social Networks 11. Batagelj
    (2003), Efficient algorithms for citation network analysis.

    Examples
    --------
    Two of three ways from d lead through c.

    >>> import networkx as nx
    >>> small = nx.DiGraph([("d", "c"), ("d", "x"), ("c", "a"), ("c", "b")])
    >>> days = {"a": "2020", "b": "2021", "x": "2021", "c": "2022", "d": "2023"}
    >>> nx.set_node_attributes(small, days, "date")
    >>> main_path(small, "d")[["symbol", "ways"]].values.tolist()
    [['d', 0], ['c', 2], ['b', 1]]
    """
    import networkx as nx
    import pandas as pd

    _check(found, symbol)
    clean = _acyclic(found)
    inside = {s for s, known in clean.nodes(data="in_data", default=True) if known} | {symbol}
    clean = clean.subgraph(inside)
    part = clean.subgraph({symbol} | nx.descendants(clean, symbol))
    order = list(nx.topological_sort(part))
    from_start = {symbol: 1}
    for node in order:
        for cited in part.successors(node):
            from_start[cited] = from_start.get(cited, 0) + from_start[node]
    to_end: dict[str, int] = {}
    for node in reversed(order):
        to_end[node] = sum(to_end[c] for c in part.successors(node)) or 1
    rows, node = [(symbol, 0)], symbol
    while part.out_degree(node):
        options = [
            (from_start[node] * to_end[c], part.nodes[c].get("date", ""), c)
            for c in part.successors(node)
        ]
        ways, _, node = max(options)
        rows.append((node, ways))
    told = [(s, *_told(found, s), ways, float(ways / to_end[symbol])) for s, ways in rows]
    return pd.DataFrame(told, columns=["symbol", "date", "title", "ways", "share"])


def around(found: DiGraph, symbol: str, *, most: int = 24) -> DiGraph:
    """Choose a readable part of the graph, with a text in the middle.

    Parameters
    ----------
    found : networkx.DiGraph
    symbol : str
    most : int
        Documents beside the text, at most: all that it cites and that cite it, those of the
        data set first, then those that are tied to most of these.

    Returns
    -------
    networkx.DiGraph
        A copy; nodes have `relation`: "text", "cited", "cites" or "near" (tied to two or
        more of the cited and citing ones). What there was no room for is counted in the
        attributes of the graph: `part.graph["left_out"]` (documents cited or citing),
        `part.graph["left_out_near"]` (tied to two or more of those in the part).

    Examples
    --------
    >>> import networkx as nx
    >>> small = nx.DiGraph([("b", "a"), ("c", "b"), ("d", "e")])
    >>> dict(around(small, "b").nodes(data="relation"))
    {'b': 'text', 'a': 'cited', 'c': 'cites'}
    """
    import networkx as nx

    _check(found, symbol)
    check_whole(most, "most", 0)
    relation = {symbol: "text"}
    direct = [(s, "cited") for s in found.successors(symbol)]
    direct += [(s, "cites") for s in found.predecessors(symbol)]
    direct.sort(key=lambda pair: (not found.nodes[pair[0]].get("in_data", True), pair[0]))
    relation |= dict(direct[:most])
    ties = Counter(
        other
        for s in list(relation)[1:]
        for other in {*found.successors(s), *found.predecessors(s)}
        if other not in relation and found.nodes[other].get("in_data", True)
    )
    near = [(n, other) for other, n in ties.items() if n >= _MIN_TIES]
    near.sort(key=lambda pair: (-pair[0], pair[1]))
    room = max(0, most - len(relation) + 1)
    relation |= {other: "near" for _, other in near[:room]}
    part = nx.DiGraph(left_out=len(direct[most:]), left_out_near=len(near[room:]))
    # in this order, which a subgraph does not keep
    part.add_nodes_from((s, {**found.nodes[s], "relation": name}) for s, name in relation.items())
    part.add_edges_from(found.subgraph(relation).edges(data=True))
    return part
