"""Pages that span rooms: home and search."""
