"""The data set: build it, open it, count in it."""
