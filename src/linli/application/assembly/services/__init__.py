"""What is done with an assembly, from the first request to the archive."""

from linli.application.assembly.services.rules import (
    adopt_rules,
    confirm_rule,
    draft_rules,
    drop_rule,
    set_rule,
)

__all__ = [
    "adopt_rules",
    "confirm_rule",
    "draft_rules",
    "drop_rule",
    "set_rule",
]
