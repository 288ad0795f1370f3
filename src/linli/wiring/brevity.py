"""What strangers send must not fill the log: one line each, without the way it took through us."""

import logging


class Brief(logging.Filter):
    """Makes a warning of one line of whatever Django refused as suspicious."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every line."""
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
