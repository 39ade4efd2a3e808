"""One spelling of characters that print alike: the readers and the analyser of words share it."""

from __future__ import annotations

HYPHENS = "\u2010\u2011\u2043\ufe63\uff0d"  # hyphens of every kind, beside "-"
LINE_ENDS = "\x02\ufffe"  # what copies out of a PDF hold for a hyphen at the end of a line
DASHES = "\u2012\u2212\ufe58"  # figure dash, minus and small dash, printed for "–"
APOSTROPHES = "’‘ʼʹ′＇`´"
UNSEEN = (  # soft hyphens, joiners, marks of direction: nothing is printed
    "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
SPELLING = {
    **dict.fromkeys(HYPHENS + LINE_ENDS, "-"),
    **dict.fromkeys(DASHES, "–"),
    **dict.fromkeys(UNSEEN, ""),
    "\uff07": "’",
    "\u02bc": "’",
    **LIGATURES,
}
