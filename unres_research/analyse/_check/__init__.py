"""One page for a draft: what it asks, what is due already, what it provides for."""
