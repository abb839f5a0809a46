"""Amends: an open system for delivering what the courts ordered."""
