"""A folder of documents, filled by fetching and adding."""
