"""Appointments, what came of them, and concerns passed on."""
