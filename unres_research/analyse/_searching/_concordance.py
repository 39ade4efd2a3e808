"""Key words in context: each place of a phrase with the words before and after it, as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from unres_research._inputs import check_known, check_whole
from unres_research.analyse._searching._parts import Form, matcher
from unres_research.corpus._tokens import spans, words

if TYPE_CHECKING:
    import pandas as pd

SORTS = ("date", "left", "right")
_COLUMNS = ["collection", "symbol", "paragraph", "adopted_on", "left", "node", "right"]
_SENTENCE_ENDS = re.compile(r"(?<=[.!?。！？])\s+(?=[^\W\d_a-zà-ÿ])|(?<=[。！？])")
MAX_WINDOW = 1_000  # words


def lines_of(places: pd.DataFrame, form: Form, window: int | str, sort: str) -> pd.DataFrame:
    """One row an occurrence; `places` hold texts."""
    import pandas as pd

    check_known([sort], SORTS, "orders of a concordance")
    if window != "sentence":
        check_whole(window, "window", 0, MAX_WINDOW)
    rows = [
        (*place, *parts)
        for *place, text in places[[*_COLUMNS[:4], "text"]].itertuples(index=False, name=None)
        for parts in _in_context(text, form, window)
    ]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    if sort != "date":
        keys = [_key(text, sort) for text in table[sort]]
        table = table.iloc[sorted(range(len(keys)), key=keys.__getitem__)]
    return table.reset_index(drop=True)


def _key(text: str, sort: str) -> list[str]:
    """Words of a context from the phrase outwards."""
    read = words(text)
    return read[::-1] if sort == "left" else read


def _in_context(text: str, form: Form, window: Any) -> Iterator[tuple[str, str, str]]:
    own = spans(text)
    wanted = [matcher(word) for word in form]
    for at in range(len(own) - len(form) + 1):
        if all(w.fullmatch(own[at + k][0]) for k, w in enumerate(wanted)):
            end = at + len(form)
            start, stop = own[at][1], own[end - 1][2]
            if window == "sentence":
                first, last = _sentence(text, start, stop)
            else:
                first = own[max(0, at - window)][1] if window else start
                last = own[min(len(own), end + window) - 1][2] if window else stop
            yield text[first:start].strip(), text[start:stop], text[stop:last].strip()


def _sentence(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where the sentence of a place begins and ends."""
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text)]
    first = max((end for end in ends if end <= start), default=0)
    return first, min((end for end in ends if end >= stop), default=len(text))
