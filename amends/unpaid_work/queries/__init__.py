"""What is read of unpaid work, a module for each noun."""
