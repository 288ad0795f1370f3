"""Checks a published result notice from its own figures (`linli audit-notice`).

What is missing is not guessed: whatever hangs on it cannot be confirmed, and the rest is judged
all the same. A gate that one count already fails is failed.
"""

from linli.application.assembly.domain.auditing.audit import audit_notice
from linli.application.assembly.domain.auditing.reading import read_notice

__all__ = ["audit_notice", "read_notice"]
