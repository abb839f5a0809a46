"""The synthetic service: its data and how it is made. Never loaded in production."""
