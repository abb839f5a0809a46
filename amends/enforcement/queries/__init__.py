"""Reads of this room: what outcomes and decisions on record come to."""
