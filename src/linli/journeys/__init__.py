"""Where modules are joined: what one announces, another acts on. Nothing else may listen."""
