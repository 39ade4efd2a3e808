"""The errors that bad input raises."""

from __future__ import annotations

from unres_research._printable import printable

__all__ = ["ReadError", "UnresError"]
__dir__ = __all__.copy  # what tab completion shows


class UnresError(ValueError):
    """Base of all errors raised on bad input.

    The message says what was found, what was expected and what to do.

    Examples
    --------
    >>> try:
    ...     raise UnresError("found n = 5, expected at least 6")
    ... except ValueError as error:
    ...     print(error)
    found n = 5, expected at least 6
    """

    def __str__(self) -> str:
        """Return the message, in which nothing is left that a terminal would obey."""
        return printable(super().__str__())


class ReadError(UnresError):
    """A document that could not be read.

    Attributes
    ----------
    path : str
        The file, or the member of an archive.
    reason : str
        What was found, what was expected, what to do.

    Examples
    --------
    >>> str(ReadError("a.xml", "found an empty file"))
    'a.xml: found an empty file'
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        """Let the error cross process borders with both its parts."""
        return type(self), (self.path, self.reason)
