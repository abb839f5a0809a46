"""Failures over every requirement of an order, what each calls for by when, and what was done: derived, not kept."""
