"""Questions about what comes before and after the votes."""
