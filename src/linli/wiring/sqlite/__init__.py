"""SQLite for several processes: whoever wants to write waits in line instead of polling."""
