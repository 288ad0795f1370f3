"""The owners' assembly 业主大会: its rules and their sources, its legal calendar, and votes counted
exactly, by heads and by area."""

from linli.application.assembly.domain.calendar import Mistake, Plan, PlannedDate
from linli.application.assembly.domain.effective import (
    EffectiveRules,
    EffectiveValue,
    OwnRule,
    OwnRules,
    Standing,
)
from linli.application.assembly.domain.kinds import Kind
from linli.application.assembly.domain.noticing import ReadNotice
from linli.application.assembly.selectors import (
    audit_notice,
    check_runnable,
    count_assembly,
    effective_rules,
    get_draft,
    list_kinds,
    list_versions,
    plan_assembly,
    read_assembly,
    read_notice,
    tally,
    working_days,
)
from linli.application.assembly.services import (
    adopt_rules,
    confirm_rule,
    draft_rules,
    drop_rule,
    set_rule,
)

__all__ = [
    "EffectiveRules",
    "EffectiveValue",
    "Kind",
    "Mistake",
    "OwnRule",
    "OwnRules",
    "Plan",
    "PlannedDate",
    "ReadNotice",
    "Standing",
    "adopt_rules",
    "audit_notice",
    "check_runnable",
    "confirm_rule",
    "count_assembly",
    "draft_rules",
    "drop_rule",
    "effective_rules",
    "get_draft",
    "list_kinds",
    "list_versions",
    "plan_assembly",
    "read_assembly",
    "read_notice",
    "set_rule",
    "tally",
    "working_days",
]
