"""What comes in and goes out: packages of files."""
