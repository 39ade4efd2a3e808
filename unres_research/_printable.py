"""Text of documents and names of files, as they may be printed.

A terminal obeys control characters: a title could clear the screen, set the clipboard, or
(with marks of direction) show a name that is another one's.
"""

from __future__ import annotations

import re

# C0 and C1 but tab and line feed, DEL, line and paragraph separators, marks of direction
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def printable(text: str, *, lines: bool = True) -> str:
    r"""Show what a terminal would obey as an escape; line feeds too, unless `lines` may stand.

    >>> printable("a lamp\x1b[2J\u202e")
    'a lamp\\x1b[2J\\u202e'
    >>> printable("one\ntwo", lines=False)
    'one\\ntwo'
    """
    text = _OBEYED.sub(lambda m: m[0].encode("unicode_escape").decode(), text)
    return text if lines else text.replace("\n", "\\n")


def escaped_json(line: str) -> str:
    r"""Escape in JSON what it lets stand and a terminal would obey.

    >>> escaped_json('"a lamp\u202e"')
    '"a lamp\\u202e"'
    """
    return _OBEYED.sub(lambda m: f"\\u{ord(m[0]):04x}", line)
