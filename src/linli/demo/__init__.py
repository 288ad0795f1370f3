"""The demo: an invented estate in which real recorded data flows. Only wiring knows of it."""
