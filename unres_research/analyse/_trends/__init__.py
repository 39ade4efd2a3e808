"""How terms travel over time: what is counted, in what, with its uncertainty."""
