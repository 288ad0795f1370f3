"""What leads to an assembly, the same at the desk and on the residents' pages."""
