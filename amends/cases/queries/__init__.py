"""Reads of this room, each within what its reader may see."""
