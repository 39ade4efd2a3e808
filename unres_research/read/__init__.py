"""From documents to records: one table of formats, one styled line, one title block."""

from unres_research.read._load import load, load_folder, loads

__all__ = ["load", "load_folder", "loads"]
