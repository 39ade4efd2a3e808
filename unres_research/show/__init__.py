"""Figures, pages, redlines and the report."""
