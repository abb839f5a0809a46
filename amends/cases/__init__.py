"""People, what the courts ordered of them, and who holds the case."""
