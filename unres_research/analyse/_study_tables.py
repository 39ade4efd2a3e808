"""What a study tells of its text: tables that say what they hold, and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unres_research.analyse import citations as graphs
from unres_research.analyse import lineages
from unres_research.analyse._check._told import few, plural
from unres_research.analyse._groups import Group
from unres_research.analyse._history import committee_name
from unres_research.analyse._keyness import keyness
from unres_research.analyse._phrases import whole_phrases
from unres_research.corpus import body_words, stop_words, topical_terms
from unres_research.corpus._fingerprints import N

if TYPE_CHECKING:
    import pandas as pd
    from networkx import DiGraph

    from unres_research.analyse._study import Study

_OFFICES = frozenset(
    ("chair", "president", "bureau", "behalf", "rapporteur", "representative", "coordinator")
) | {"committee"}
_OFTEN = 3  # of a pair of words
_USED = 5  # resolutions, of a term that is tested
_SURE = 0.05  # false discovery rate
_ADOPTED = {"recorded vote": " by a recorded vote", "without a vote": " without a vote"}


def adoption_said(row: pd.Series) -> str:
    """How a resolution was adopted, to stand after its date; "" where the data do not say."""
    return _ADOPTED.get(row["adoption"], "")


def header(study: Study) -> pd.DataFrame:
    record, kinds = study.record, [p.kind for p in study.record]
    rows = {
        "title": record.title or "none printed",
        "session": record.session,
        "agenda item": ", ".join(record.agenda_items),
        "distributed on": record.distributed_on,
        "adopted on": record.adopted_on,
        "sponsors named": len(record.sponsors),
        "submitted by": record.submitted_by,
        "preambular paragraphs": kinds.count("preambular"),
        "operative paragraphs": kinds.count("operative"),
        "sub-paragraphs": kinds.count("subparagraph"),
        "words of these": f"{study.found.words:,}",
        "footnotes": len(record.footnotes),
    }
    return _items(rows, "as_read", f"The header of {study.name}, and what stands under it.")


def adoption(study: Study) -> pd.DataFrame:
    if study.adopted is None:
        table = _items({}, "in_the_data_set", f"What became of {study.name}.")
        table.attrs["reason"] = _not_known(study)
        return table
    known = study.corpus.resolutions.loc[study.adopted]
    rows = {
        "symbol": known["symbol"],
        "title": known["title"],
        "adopted on": known["adopted_on"].date(),
        "adopted": known["adoption"],
        "votes": _tally(known),
        "drafts": ", ".join(known["draft_symbols"]),
        "sponsors of the draft": len(known["sponsors"]) or None,
        "additional sponsors": len(known["additional_sponsors"]) or None,
        "subjects": "; ".join(known["subjects"]),
    }
    return _items(rows, "in_the_data_set", f"What the data set says of {study.adopted}.")


def _items(rows: dict[str, Any], column: str, caption: str) -> pd.DataFrame:
    """One row an item that is known, its value as text."""
    import pandas as pd

    told = [(k, str(v)) for k, v in rows.items() if not (pd.isna(v) or v == "")]
    table = pd.DataFrame(told, columns=["item", column])
    table.attrs["caption"] = caption
    return table


def citations(study: Study) -> pd.DataFrame:
    import pandas as pd

    record, known = study.record, study.corpus.resolutions
    places = record.to_frame()[["id", "cites"]].explode("cites").dropna()
    table = pd.DataFrame(index=pd.Index(record.cites, name="symbol", dtype=object))
    table["in_paragraph"] = places.groupby("cites")["id"].agg(", ".join)
    table[["adopted_on", "title"]] = known[["adopted_on", "title"]].reindex(table.index)
    others = known[~known.index.isin(study.own)]
    counts = others["cites"].explode().value_counts()
    table["cited_by"] = counts.reindex(table.index, fill_value=0)
    table = table.sort_values("cited_by", ascending=False, kind="stable").reset_index()
    table.attrs["caption"] = (
        f"Documents that {study.name} cites ({len(table)}), and in which paragraph; cited_by: of "
        f"the {len(others):,} other resolutions of the data set. What is outside it has no date "
        "and no title here."
    )
    table.attrs["reason"] = f"{study.name} cites no document by its symbol"
    return table


def captioned_openers(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    among = study.corpus.paragraphs["kind"].value_counts()
    table.attrs["caption"] = (
        f"Openers of {study.name}: how many of its paragraphs of a kind open so, and how many of "
        f"the {among.get('preambular', 0):,} preambular and {among.get('operative', 0):,} "
        f"operative paragraphs of {len(study.corpus):,} resolutions."
    )
    table.attrs["reason"] = "no paragraph opens with words that are known as an opener"
    return table


def collocations(study: Study) -> pd.DataFrame:
    import pandas as pd
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    finder = BigramCollocationFinder.from_documents(body_words(study.record).values())
    finder.apply_freq_filter(_OFTEN)
    finder.apply_word_filter(stop_words().__contains__)
    scored = finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
    rows = [(" ".join(pair), finder.ngram_fd[pair], score) for pair, score in scored]
    table = pd.DataFrame(rows, columns=["pair", "count", "log_likelihood"])
    table.attrs["caption"] = (
        f"Pairs of words that stand side by side {_OFTEN} times or more in {study.name} "
        f"({len(table)} pairs, {study.found.words:,} words), words of grammar left out."
    )
    table.attrs["reason"] = f"no pair stands {_OFTEN} times in {study.found.words:,} words"
    return table


# what became of it ----------------------------------------------------------------------


def summary(study: Study) -> tuple[str, ...]:
    """Say what the text is and what became of it; see `Study.summary`."""
    paragraphs = plural(len(study.record.body), "paragraph")
    size = f"{study.name} has {paragraphs} and {plural(study.found.words, 'word')}"
    if study.adopted is None:
        return (f"{size}; {_not_known(study)}.",)
    known = study.corpus.resolutions.loc[study.adopted]
    how = f"on {known['adopted_on'].date()}{adoption_said(known)}"
    tally = _tally(known)
    how += f" ({tally})" * bool(tally)
    if study.adopted == study.found.symbol:
        return (f"{size}; it is itself the text as adopted, {how}.",)
    return tuple(_beside(study, how, _drafted(known)))


def _beside(study: Study, how: str, drafted: str) -> Iterator[str]:
    """How much of the text stands in what was adopted, and which paragraphs do not."""
    beside = study.found.beside(str(study.adopted))
    told = beside[beside["words"] >= N]
    unchanged = int((told["whole"] & told["same_place"]).sum())
    elsewhere = int((told["whole"] & ~told["same_place"]).sum())
    other = f", {elsewhere} more under another number" * bool(elsewhere)
    yield (
        f"{unchanged} of the {plural(len(told), 'paragraph')} of {study.name} with six words or "
        f"more {'stands' if unchanged == 1 else 'stand'} in {study.adopted} from first word to "
        f"last, under the same number{other}; it was adopted {how}{drafted}."
    )
    rest, all_there = told[~told["whole"]], told["matched_words"] == told["words"]
    apart, changed = rest[all_there[rest.index]], rest[~all_there[rest.index]]
    if len(apart):
        names = few(apart["paragraph"].tolist())
        yield f"With all their words in {study.adopted}, but not in one run: {names}."
    if len(changed):
        names = few(
            [f"{r.paragraph} ({r.matched_words} of {r.words})" for r in changed.itertuples()]
        )
        yield f"Not whole in {study.adopted}, with the words that stand in it: {names}."


def _not_known(study: Study) -> str:
    return (
        "what it was adopted as is not known from the data set (adoptions to "
        f"{study.corpus.last_date})"
    )


def _tally(known: pd.Series) -> str:
    """The votes of a resolution in words; "" where none are known."""
    import pandas as pd

    if pd.isna(known["in_favour"]):
        return ""
    return (
        f"{known['in_favour']:.0f} to {known['against']:.0f}, with {known['abstaining']:.0f} "
        "abstentions"
    )


def _drafted(known: pd.Series) -> str:
    """Who submitted the draft, or how many did."""
    sponsors, joined = list(known["sponsors"]), len(known["additional_sponsors"])
    drafts = ", ".join(known["draft_symbols"])
    draft = f"the draft that its record names ({drafts})" if drafts else "its draft"
    if not sponsors:
        return ""
    if len(sponsors) == 1 or any(o in one.lower() for one in sponsors for o in _OFFICES):
        return f"; {draft} was submitted by: {', '.join(sponsors)}"
    return f"; {draft} had {len(sponsors)} sponsors" + f", and {joined} more joined" * bool(joined)


# beside others ----------------------------------------------------------------------------


def groups(study: Study) -> dict[str, Group]:
    table = study.corpus.resolutions
    others = table.index[~table.index.isin(study.own)]
    found: dict[str, Group] = {study.name: study.record}
    committee = _committee(study)
    if committee:
        inside = others[(table.loc[others, "committee"] == committee).to_numpy(bool)]
        if len(inside):
            found[f"{committee_name(committee)} ({len(inside):,} resolutions)"] = inside
    return found | {f"all others ({len(others):,})": others}


def _committee(study: Study) -> str | None:
    held = study.corpus.resolutions["committee"].get(study.adopted)
    return held if isinstance(held, str) else study.record.committee


def distinct_terms(study: Study) -> pd.DataFrame:
    import pandas as pd

    terms = topical_terms(study.corpus, ngram_range=(1, 3), min_df=_USED)
    terms = whole_phrases(study.corpus, terms)
    if not (study.group and study.rest and len(terms)):
        table = pd.DataFrame(columns=["term"])
        table.attrs["caption"] = f"Terms that set a group of resolutions near {study.name} apart."
        no_group = f"there is no group to set beside all others for {study.name}"
        few_terms = f"no term stands in {_USED} resolutions of the data set"
        table.attrs["reason"] = few_terms if study.group and study.rest else no_group
        return table
    label, rest = study.group_said, f"the other {len(study.rest):,} resolutions"
    found = keyness(
        study.corpus,
        {label: study.group, rest: study.rest},
        terms=terms,
        chosen_by=study.chosen_by,
    )
    rows = found.to_frame(label)
    tested, sure = int(rows["p"].notna().sum()), int((rows["q"] < _SURE).sum())
    table = found.distinct(label, max_q=_SURE).reset_index(drop=True)
    table.attrs["caption"] = (
        f"Terms that set {label} apart from {rest} ({found.units[label]} beside "
        f"{found.units[rest]}), the surest first: of {tested:,} words and phrases tested with "
        f"series as units {sure:,} have q below {_SURE}; those inside longer ones are left out. "
        "Parts of longer phrases were not tested. rate: in 10,000 words; units: series that use "
        "the term."
    )
    return table


def citation_map(study: Study) -> DiGraph:
    corpus, name = study.corpus, study.name
    texts = [] if name in corpus.resolutions.index else [(name, study.record)]
    return graphs.around(graphs.graph(corpus, texts=texts), study.adopted or name)


def new_wording(study: Study, back: int) -> pd.DataFrame:
    import pandas as pd

    corpus = study.corpus
    until = corpus.last_date[5:]
    table = lineages.new_wording_by(lineages.new_wording(corpus, back=back), until=until)
    table.insert(0, "of", "session " + table.pop("session").astype(str))
    own = [pd.DataFrame([row]) for row in _own_new_wording(study, back)]
    table = pd.concat([table, *own], ignore_index=True)
    table.attrs["caption"] = (
        "Words that stand in no run of six or more words of a resolution adopted before, in the "
        f"same session or the {back} before: of what sessions adopted to {until} (month and day), "
        f"with 95 % intervals by series{f'; and of {study.name}' * bool(own)}."
    )
    return table


def _own_new_wording(study: Study, back: int) -> Iterator[dict[str, Any]]:
    """The row of the text, of whose session others are near."""
    sessions = study.corpus.resolutions["session"]
    found = [sessions.get(study.adopted), study.record.session]
    session = next((int(s) for s in found if isinstance(s, int)), None)
    if session is None or not study.found.words:
        return
    runs = study.found.earlier.runs
    near = runs[runs["symbol"].map(sessions).between(session - back, session).fillna(False)]
    sizes = {pid: len(words) for pid, words in body_words(study.record).items()}
    held = {
        (row.paragraph, at)
        for row in near.itertuples()
        for at in range(row.start, row.start + row.length)
    }
    words = sum(sizes.values())
    new = words - len(held)
    yield {"of": study.name, "words": words, "new_words": new, "share": new / words}
