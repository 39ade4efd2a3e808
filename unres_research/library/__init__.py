"""A folder of documents, filled by fetching and adding.

`un.fetch` downloads into it, `un.library.add` files what you downloaded yourself, and
`un.load_folder` and `un.build_corpus` read it.
"""

from unres_research.library._download import FetchError
from unres_research.library._fetch import Fetched, fetch
from unres_research.library._library import Library, add, open_library

__all__ = [
    "FetchError",
    "Fetched",
    "Library",
    "add",
    "fetch",
    "open_library",
]
__dir__ = __all__.copy  # what tab completion shows
