"""Which phrases are whole, told by how often their words go on: counts given by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from unres_research.analyse import _phrases


def whole(asked, **counts):
    """Those of the terms that are no part of a longer phrase."""
    names = [name.replace("_", " ") for name in counts]
    table = pd.DataFrame({"term": names, "count": counts.values()})
    table["n"] = table["term"].str.count(" ") + 1
    parts = _phrases._parts.__wrapped__(SimpleNamespace(vocabulary=table))
    return [term for term in asked if parts.hold(term.split())]


def test_two_words_that_go_on_are_no_phrase():
    """Eight of ten go on with other words, be they different ones; a function word is none."""
    pair = ["small island"]
    assert whole(pair, small_island=10, small_island_states=5, small_island_ports=3) == []
    assert whole(pair, small_island=10, small_island_states=5, small_island_ports=2) == pair
    assert whole(pair, small_island=10, small_island_of=10) == pair


def test_two_words_behind_one_and_the_same_are_no_phrase():
    """Different words before are those that any noun has; "the" and a word of drafting are none."""
    pair = ["periodic review"]
    assert whole(pair, periodic_review=10, universal_periodic_review=8) == []
    assert whole(pair, periodic_review=10, universal_periodic_review=7) == pair
    split = {"good_periodic_review": 5, "long_periodic_review": 5}
    assert whole(pair, periodic_review=10, **split) == pair
    assert whole(pair, periodic_review=10, the_periodic_review=10) == pair
    assert whole(pair, periodic_review=10, decides_periodic_review=10) == pair


def test_items_of_a_list_are_no_phrase():
    """ "Needs, policies and plans" without its comma; nine of ten, or other words beside "and"."""
    pair = ["needs policies"]
    assert whole(pair, needs_policies=10, needs_policies_and=9) == []
    assert whole(pair, needs_policies=10, needs_policies_and=5, needs_policies_or=4) == []
    assert whole(pair, needs_policies=10, needs_policies_and=5, needs_policies_plans=4) == []
    assert whole(pair, needs_policies=10, needs_policies_and=8) == pair


def test_a_word_that_says_of_what_kind_the_next_one_is_ends_no_phrase():
    """Half of the occurrences of "global" go on with a noun; alone it is a word as any other."""
    asked = ["open global", "global"]
    assert whole(asked, **{"global": 10, "global_ports": 5, "open_global": 4}) == ["global"]
    assert whole(asked, **{"global": 10, "global_ports": 4, "open_global": 4}) == asked
    assert whole(asked, **{"global": 10, "global_and": 9, "open_global": 4}) == asked


def test_three_words():
    counts = {"global_digital": 10, "digital_compact": 9, "global_digital_compact": 9,
              "digital_compact_fund": 8}  # fmt: skip
    three = ["global digital compact"]
    assert whole(three, **counts) == []  # a part of four words: its last two go on
    assert whole(three, **counts | {"digital_compact_fund": 7}) == three
    assert whole(["digital compact fund"], **counts) == []  # its first two begin with "global"


def test_three_words_joined_by_a_function_word():
    counts = {"rule_of_law": 5, "ports_that_open": 5, "crabs_and_fish": 5, "ready_to_go": 5}
    asked = [name.replace("_", " ") for name in counts]
    assert whole(asked, **counts) == ["rule of law", "crabs and fish"]


def test_three_words_are_half_of_what_begins_or_ends_so():
    """Of "private sector" there are 100, of "sector funds" 10."""
    pairs = {"private_sector": 100, "sector_funds": 10}
    three = ["private sector funds"]
    assert whole(three, **pairs, private_sector_funds=5) == three
    assert whole(three, **pairs, private_sector_funds=4) == []


def test_terms_that_a_part_of_the_data_set_lacks_do_not_count():
    pair = ["periodic review"]
    assert whole(pair, periodic_review=10, universal_periodic_review=0) == pair


def test_phrases_of_the_data_set(corpus):
    """Single words stay, and so does the order."""
    known = ["artificial intelligence", "oceans", "climate change", "universal periodic review"]
    parts = ["universal periodic", "small island", "women human", "needs policies"]
    columns = np.array(corpus.columns([*known, *parts]))
    kept = _phrases.whole_phrases(corpus, columns)
    assert corpus.vocabulary["term"].to_numpy()[kept].tolist() == known
    assert not len(_phrases.whole_phrases(corpus, columns[:0]))
