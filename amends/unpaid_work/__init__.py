"""Unpaid work: projects, sessions, bookings, registers, plans, stand-downs and hours."""
