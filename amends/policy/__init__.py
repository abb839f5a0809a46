"""What the rules say: dated, sourced tables and pure functions."""
