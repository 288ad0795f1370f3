"""What is done with an assembly, from the first request to the archive."""
