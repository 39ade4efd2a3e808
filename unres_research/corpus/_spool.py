"""Documents that were read, kept on the disk until their tables are made."""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from unres_research._storage import Closing, reason_of
from unres_research.errors import UnresError

if TYPE_CHECKING:
    from unres_research.corpus._actions import Rows
    from unres_research.corpus._documents import Document
    from unres_research.records import Resolution

_IN_MEMORY = 64 * 1024 * 1024  # bytes that need no file


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document of which the record, its words and actions are read again when asked for."""

    path: str
    bytes: int
    sha256: str
    reason: str
    format: str
    start: int
    length: int
    spool: Spool = field(repr=False)

    @property
    def record(self) -> Resolution | None:
        """As of `Document`."""
        return self.spool.take(self).record

    @property
    def words(self) -> tuple[str, ...]:
        """As of `Document`."""
        return self.spool.take(self).words

    @property
    def actions(self) -> Rows | None:
        """As of `Document`."""
        return self.spool.take(self).actions


class Spool(Closing):
    """A scratch file that nobody else sees, and that is gone with this process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.end = folder, 0
        self.last: tuple[int, Document | None] = (-1, None)
        self.file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (closed in close)
            _IN_MEMORY, dir=str(folder), prefix=".building-"
        )

    def close(self) -> None:
        """Give up what is kept."""
        self.file.close()

    def put(self, document: Document) -> Shelved:
        """Keep a document."""
        data = pickle.dumps(document, 5)
        start, self.end = self.end, self.end + len(data)
        try:
            self.file.seek(start)
            self.file.write(data)
        except OSError as error:
            raise UnresError(
                f"what was read cannot be kept in {self.folder} ({reason_of(error)}), expected "
                "room for it; the data set is as it was"
            ) from None
        about = (document.path, document.bytes, document.sha256, document.reason)
        return Shelved(*about, document.format, start, len(data), self)

    def take(self, shelved: Shelved) -> Document:
        """Read a document again; the last one is at hand."""
        start, last = self.last
        if last is None or start != shelved.start:
            self.file.seek(shelved.start)
            last = pickle.loads(self.file.read(shelved.length))
            self.last = shelved.start, last
        return last
