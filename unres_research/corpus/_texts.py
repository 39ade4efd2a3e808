"""Records of a data set with texts: as JSON without the texts of paragraphs, which stand apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from unres_research.records import Resolution


def pack(record: Resolution) -> str:
    """Write a record as JSON, but for the texts of its paragraphs."""
    value = record.to_dict()
    for paragraph in value["paragraphs"]:
        del paragraph["text"]
    return json.dumps(value, ensure_ascii=False)


def unpack(packed: str, texts: Iterable[str], adoption: str | None) -> Resolution:
    """Make the record again, from its JSON and the texts of its paragraphs in order."""
    value = json.loads(packed)
    for paragraph, text in zip(value["paragraphs"], texts, strict=True):
        paragraph["text"] = text
    return replace(Resolution.from_dict(value), adoption=adoption)
