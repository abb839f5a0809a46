"""Estimates that are needed in more than one place: one to a file, each with its interval."""
