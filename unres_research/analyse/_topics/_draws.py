"""Draws that depend on names alone: the same for any machine, seed and order of the data.

A number for "term, topic" or "series, sample" is a hash of it. So when a few resolutions change,
all other draws stay what they were, and so do the results, as far as the data allow (simulation
with common random numbers).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

_STEP = np.uint64(0x9E3779B97F4A7C15)


def keys_of(names: Sequence[str]) -> np.ndarray:
    """A number of 64 bits for every name."""
    digests = b"".join(blake2b(str(name).encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def uniform(keys: np.ndarray, salt: int) -> np.ndarray:
    """Numbers from 0 to 1, one a key, others for every salt (splitmix64: Steele et al. 2014).

    >>> bool((uniform(keys_of(["a", "b"]), 1) == uniform(keys_of(["b", "a"]), 1)[::-1]).all())
    True
    """
    with np.errstate(over="ignore"):
        z = keys + np.uint64(salt + 1) * _STEP
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return np.asarray((z >> np.uint64(11)) * 2.0**-53)


def starts(keys: np.ndarray, n_topics: int, run: int) -> np.ndarray:
    """Numbers from 0 to 1 to start a factorisation from, shape (topics, terms)."""
    rows = [uniform(keys, 1_000_003 * run + 17 * topic) for topic in range(n_topics)]
    return np.array(rows)


def halves(keys: np.ndarray, n: int, seed: int = 0) -> list[np.ndarray]:
    """`n` times, which units are in the first half; the others are in the second."""
    return [uniform(keys, 7_919 + 104_729 * seed + k) < 0.5 for k in range(n)]
