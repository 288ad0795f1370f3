"""The pages on which an assembly of the owners is run, from its draft to its archive."""
