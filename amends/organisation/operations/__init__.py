"""What may be done in the organisation: the one door for each write, a module for each noun."""
