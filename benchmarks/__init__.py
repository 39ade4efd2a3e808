"""Speed and yield of the helpers beside what a researcher would use instead."""
