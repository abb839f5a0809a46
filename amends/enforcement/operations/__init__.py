"""Writes of this room: each a user's verb, with its audit event in its transaction."""
