"""Who is asked for what, by when: a ledger of requests, and what became of them."""

from unres_research.analyse._mandates._mandates import Mandates, mandates

__all__ = ["Mandates", "mandates"]
