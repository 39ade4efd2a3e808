"""Analyses of texts and of the data set."""
