"""Documents to print or send: rendered from data, accessible, and the same bytes from the same data."""
