"""Questions about assemblies."""

from linli.application.assembly.selectors.counting import audit_notice, tally
from linli.application.assembly.selectors.rules import (
    check_runnable,
    effective_rules,
    get_draft,
    list_versions,
    plan_assembly,
    working_days,
)

__all__ = [
    "audit_notice",
    "check_runnable",
    "effective_rules",
    "get_draft",
    "list_versions",
    "plan_assembly",
    "tally",
    "working_days",
]
