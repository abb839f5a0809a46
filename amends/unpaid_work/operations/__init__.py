"""What may be done in unpaid work: the one door for each write, a module for each noun."""
