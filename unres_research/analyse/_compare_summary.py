"""What a comparison says in sentences, and how its figures hang on where formulas end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unres_research.analyse._check._told import few, plural
from unres_research.analyse._compare import (
    Comparison,
    Side,
    count_matched,
    formulaic_words,
    without_formulaic,
)
from unres_research.analyse._first_seen import run_ends
from unres_research.analyse._series import unit_of
from unres_research.corpus._features import body_words
from unres_research.corpus._schema import SELECTION

if TYPE_CHECKING:
    import pandas as pd

_TITLES = (5, 10, 20, 30, 50, 100)  # lines to draw between formula and substance
_LITTLE, _MUCH = 0.25, 0.75  # shares of a paragraph's words
_LONG = 25  # words of a paragraph whose history is worth reading


def summary(found: Comparison) -> tuple[str, ...]:
    """Say what was found; see `Comparison.summary`."""
    return (
        _shared(found, found.earlier),
        _shared(found, found.later),
        *_main_sources(found),
        *_paragraphs(found),
        *_selection(found),
    )


def _shared(found: Comparison, side: Side) -> str:
    """How much of the text stands on one side, and in which resolution most."""
    when = f"{'before' if side.name == 'earlier' else 'after'} {found.date}"
    if not _on_side(found, side):
        use = "earlier wording" if side.name == "earlier" else f"later use of {found.name}"
        return f"No resolution of the data set was adopted {when}, so nothing can be said of {use}."
    if not found.words:
        return f"{found.name} has no words to look for in resolutions adopted {when}."
    substantive = f", {side.substantive_words:,} without formulaic phrases"
    most = "".join(_first_source(found, side))
    return (
        f"{side.matched_words:,} of the {found.words:,} words of {found.name} ({side.share:.1%}) "
        f"stand in runs of {found.n} or more words in resolutions of the data set adopted {when}"
        f"{substantive * (side.matched_words > 0)}{most}."
    )


def _first_source(found: Comparison, side: Side) -> Iterator[str]:
    for row in side.sources.head(1).itertuples():
        yield (
            f"; {row.matched_words:,} ({row.share:.1%}) in {row.symbol} alone, "
            f"{row.substantive_words:,} without formulaic phrases"
        )
        table, units = found.corpus.resolutions.index, unit_of(found.corpus)
        own = units[table.get_indexer([row.symbol])[0]]
        same = [s for s in found.excluded if units[table.get_indexer([s])[0]] == own]
        if same:
            yield f" ({row.symbol} and {same[0]} are of one series)"


def _on_side(found: Comparison, side: Side) -> int:
    """How many resolutions of the data set are on a side of the date."""
    days = found.corpus.resolutions["adopted_on"].drop(list(found.excluded))
    return int((days < found.date if side.name == "earlier" else days > found.date).sum())


def _main_sources(found: Comparison) -> Iterator[str]:
    main = found.main_sources("earlier")
    if not len(main):
        return
    first, *others = main.itertuples()
    added = ", ".join(f"{row.symbol} {row.added_words:,}" for row in others[:3])
    said = f"; of the rest others add, one after the other: {added}" * bool(added)
    total = main["added_words"].sum()
    more = f"; these and the next, {len(main)} in all, have {total:,}" * (len(main) > 4)
    yield (
        f"Of the {found.earlier.substantive_words:,} words that are shared with earlier "
        f"resolutions and not formulaic, {first.added_words:,} stand in {first.symbol}{said}{more}."
    )


def _paragraphs(found: Comparison) -> Iterator[str]:
    """Which paragraphs are new and were taken up, and which stand alone."""
    told = found.clauses()
    told = told[told["words"] >= found.n].set_index("paragraph")
    if not len(told):
        return
    new, taken = told["earlier_share"] <= _LITTLE, told["later_share"] >= _MUCH
    alone = (told["earlier_matched_words"] == 0) & (told["later_matched_words"] == 0)
    taken_up, apart = (few(told.index[rows].tolist()) or "none" for rows in (new & taken, alone))
    yield (
        f"Of {plural(len(told), 'paragraph')} of {found.n} words or more, those with at most a "
        "quarter of their words in earlier resolutions and at least three quarters in later ones: "
        f"{taken_up}; those that share no run of {found.n} words with any other resolution: "
        f"{apart}."
    )


def _selection(found: Comparison) -> Iterator[str]:
    """How much stands in older resolutions, and the oldest of it."""
    side = found.selection
    if side is None:
        return
    if not side.matched_words:
        yield f"No run of {found.n} words of {found.name} stands in the older selection."
        return
    seen = found.first_seen().sort_values("adopted_on", kind="stable")
    older = seen[seen["collection"] == SELECTION]
    oldest = "".join(
        f"; the oldest, {row.run_words} words of {row.paragraph}, in {row.symbol}, "
        f"{row.source_paragraph}, of {row.adopted_on:%Y-%m-%d}"
        for row in older.head(1).itertuples()
    )
    yield (
        f"{side.matched_words:,} of the {found.words:,} words of {found.name} stand in runs of "
        f"{found.n} or more words in the older selection, {found.alone_words:,} of them in no "
        "earlier resolution of the data set. Paragraphs of which the longest run was first seen in "
        f"the selection: {len(older):,} of the {(seen['run_words'] > 0).sum():,} that share a run"
        f"{oldest}."
    )


def most_shared(found: Comparison) -> str | None:
    """Paragraph of which others share most; see `Comparison.most_shared`."""
    table = found.clauses().set_index("paragraph")
    table = table[table["words"] >= _LONG]
    both = table["earlier_substantive_share"] + table["later_substantive_share"]
    return str(both.idxmax()) if both.max() > 0 else None


def formulaic_lines(found: Comparison) -> pd.DataFrame:
    """Count what is not formulaic by other lines; see `Comparison.formulaic_lines`."""
    import pandas as pd

    words, side, without = body_words(found.record), found.earlier, tuple(found.left_out)
    runs = side.runs.assign(place=run_ends(side)[0])
    rows = []
    for titles in _TITLES:
        formulaic = formulaic_words(words, found.corpus, without, titles)
        kept = without_formulaic(runs, formulaic)
        by_source = count_matched(kept, ["symbol"]).reindex(side.sources["symbol"])
        first = by_source[by_source > 0].sort_values(ascending=False, kind="stable").head(1)
        symbol, most = (first.index[0], int(first.iloc[0])) if len(first) else (None, 0)
        rows.append((titles, int(count_matched(kept, []).sum()), symbol, most))
    table = pd.DataFrame(rows, columns=["titles", "substantive_words", "first_source", "its_words"])
    table.attrs["caption"] = (
        f"Words of {found.name} ({found.words:,}) that are shared with earlier resolutions and not "
        "formulaic, by the number of titles under which a run of six words must stand to be called "
        "formulaic."
    )
    return table
