"""Documents with some bytes, numbers or pieces changed."""

from __future__ import annotations

import random
import re

import written
from printed import DRAFT, RESOLUTION

from unres_research.errors import ReadError
from unres_research.read import loads


def outcome(data: bytes) -> str:
    try:
        loads(data, "x")
    except ReadError as error:
        if "stopped the reader" in str(error):  # a fault of ours, which a batch survives
            raise
        return "refused"
    return "read"


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Change some bytes, numbers or pieces of a file."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        where, piece = rng.randrange(len(out)), rng.randrange(1, 200)
        what = rng.randrange(5)
        if what == 0:
            out[where] = rng.randrange(256)
        elif what == 1:
            del out[where : where + piece]
        elif what == 2:
            other = rng.randrange(len(out))
            out[where:where] = out[other : other + piece]
        elif what == 3:
            number = re.search(rb"\d+", out[where : where + 300])
            if number:
                start, stop = (where + k for k in number.span())
                out[start:stop] = rng.choice((b"0", b"-1", b"65535", b"4294967296", b"1e30", b"3"))
        else:
            out[where:where] = rng.randbytes(piece)
        out = out or bytearray(b"x")
    return bytes(out)


SEEDS = {
    "xml": written.BELLS.encode(),
    "old xml": written.OLD_STYLE.encode(),
    "text": b"The General Assembly,\n\nRecalling resolution 70/1,\n\n1. *Decides*[^1] to meet:"
    b"\n\n(a) Soon;\n\n[^1]: Note.\n\nAnnex\n\nTitle\n\n1. A rule.",
    "pdf": RESOLUTION,
    "draft": DRAFT,
}
