"""The openers of a text beside those of the data set: "Looks forward to" is "Looks forward"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from unres_research.corpus._corpus import Corpus
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

_KINDS = ("preambular", "operative")
_PASSED_OVER = re.compile(  # words that join a paragraph to the one before it
    r"\b(?:also|further|furthermore|moreover|again|once (?:again|more)|therefore|hereby"
    r"|accordingly|its|in (?:this|that) (?:regard|respect|context|connection))\b"
)
_ENDS = re.compile(r"(?: (?:to|of|that|the|an?|in|on|with|by|and))+$")  # set apart or not


@lru_cache(maxsize=10_000)
def lemma(opener: str) -> str:
    """Return an opener without what does not change the act, in lower case.

    >>> lemma("Looks forward to"), lemma("Noting also with concern"), lemma("Once again calls upon")
    ('looks forward', 'noting with concern', 'calls upon')
    """
    words = " ".join(_PASSED_OVER.sub(" ", opener.lower().replace("'", "’")).split())
    return _ENDS.sub("", words.strip(",;: ")) or opener.lower()


def opener_shares(record: Resolution, corpus: Corpus) -> pd.DataFrame:
    """Count the openers of a text, with their share in the text and in the data set.

    Openers are compared without "also", "further", "again", "its" and words such as "to" at the
    end, which a printer sets in italics or not. One row a kind and opener: `kind`, `opener` (the
    form that the text has most), `paragraphs` (count), `of` (paragraphs of that kind in the
    text), `share_in_text`, `in_corpus` (paragraphs, count), `share_in_corpus` (of the paragraphs
    of that kind; NaN where the data set has none).
    """
    import pandas as pd

    own = record.to_frame()
    parts = []
    for kind in _KINDS:
        here = own.loc[own["kind"] == kind, "opener"]
        there = corpus.paragraphs.loc[corpus.paragraphs["kind"] == kind, "opener"]
        keys = here.dropna().map(lemma).rename("lemma")
        if keys.empty:
            continue
        everywhere = there.dropna().map(lemma).value_counts()
        part = here.groupby(keys, sort=False).agg([_commonest, "size"])
        part.columns = ["opener", "paragraphs"]
        counts = everywhere.reindex(part.index, fill_value=0).to_numpy()
        share = counts / len(there) if len(there) else float("nan")
        part = part.assign(of=len(here), share_in_text=part["paragraphs"] / len(here))
        part = part.assign(in_corpus=counts, share_in_corpus=share)
        part.insert(0, "kind", kind)
        parts.append(part.sort_values(["paragraphs", "opener"], ascending=[False, True]))
    columns = ["kind", "opener", "paragraphs", "of", "share_in_text", "in_corpus"]
    columns.append("share_in_corpus")
    empty = pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True) if parts else empty


def _commonest(forms: pd.Series) -> str:
    """Return the most frequent form, of equal ones the first in the text."""
    counts = forms.value_counts(sort=False)
    return str(counts.idxmax())
