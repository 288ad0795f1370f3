"""Questions about assemblies."""

from linli.application.assembly.selectors.counting import (
    audit_notice,
    count_assembly,
    read_assembly,
    tally,
)
from linli.application.assembly.selectors.notices import list_kinds, read_notice
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
    "count_assembly",
    "effective_rules",
    "get_draft",
    "list_kinds",
    "list_versions",
    "plan_assembly",
    "read_assembly",
    "read_notice",
    "tally",
    "working_days",
]
