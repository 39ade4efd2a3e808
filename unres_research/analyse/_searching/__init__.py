"""Phrases found exactly: what counts decide, and what fingerprints decide beside them."""
