"""Names, numbers and shares as people write them; who is masked; whom a count leaves out."""
