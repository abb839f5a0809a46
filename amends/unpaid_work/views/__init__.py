"""Pages of unpaid work, a module for each noun."""
