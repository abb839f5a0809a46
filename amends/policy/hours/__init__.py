"""The statement of one unpaid work requirement: every credit, and what remains."""
