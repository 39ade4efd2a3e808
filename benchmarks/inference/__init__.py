"""How often intervals hold the truth, and tests raise false alarms, in simulations on the data."""
