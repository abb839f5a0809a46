"""Measurements, each against a named peer or a limit, in one run."""
