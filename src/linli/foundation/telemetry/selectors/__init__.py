"""Questions: the newest values, histories, figures over places, what is stored, what was erased."""
