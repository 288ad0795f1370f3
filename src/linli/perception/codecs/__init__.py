"""Ways to write readings down, and how each is understood."""
