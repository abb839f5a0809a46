"""The forms of this room: what is asked, and whether the answers can be read."""
