"""The parts of the torture: each has `run(quick) -> list[Row]`."""
