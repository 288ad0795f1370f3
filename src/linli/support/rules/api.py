"""Rules 规则: data that says when a machine should call a person, and how well it does.

Readings are judged by a pure `Judge` (in core, or over history); what it finds becomes alarms
that people acknowledge and judge, and a rule that is too often wrong comes before a person.
"""

from linli.support.rules.domain.cards import (
    AlarmCard,
    AlarmDetail,
    MaintenanceCard,
    Rehearsal,
    RehearsedAlarm,
    ReviewCard,
    RuleCard,
    RuleDetail,
    SuppressedCard,
    SwitchCard,
    VerdictCard,
    VersionCard,
)
from linli.support.rules.domain.catalogue import Suggestion
from linli.support.rules.domain.compiled import ActiveRule, Compiled
from linli.support.rules.domain.example import ExampleOutcome
from linli.support.rules.domain.judge import Judging
from linli.support.rules.domain.precision import Precision
from linli.support.rules.domain.trace import Step, Trace, Transition
from linli.support.rules.selectors.alarms import (
    get_alarm,
    list_alarms,
    list_sounding,
    list_suppressed,
)
from linli.support.rules.selectors.compiling import (
    compile_rules,
    list_active_definitions,
    start_judge,
)
from linli.support.rules.selectors.maintenance import get_maintenance, list_maintenance
from linli.support.rules.selectors.rehearsing import explain_rule, rehearse_rule
from linli.support.rules.selectors.reviews import list_reviews
from linli.support.rules.selectors.rules import (
    get_rule,
    list_rules,
    list_suggestions,
    precision_of,
)
from linli.support.rules.services.attending import (
    acknowledge_alarm,
    clear_alarm,
    escalate_due,
    give_verdict,
    link_matter,
)
from linli.support.rules.services.clearing import quieten_closed_homes
from linli.support.rules.services.maintaining import close_maintenance, open_maintenance
from linli.support.rules.services.recording import record_transitions
from linli.support.rules.services.reviewing import decide_review
from linli.support.rules.services.writing import (
    change_rule,
    define_rule,
    switch_off,
    switch_on,
    try_test,
)

__all__ = [
    "ActiveRule",
    "AlarmCard",
    "AlarmDetail",
    "Compiled",
    "ExampleOutcome",
    "Judging",
    "MaintenanceCard",
    "Precision",
    "Rehearsal",
    "RehearsedAlarm",
    "ReviewCard",
    "RuleCard",
    "RuleDetail",
    "Step",
    "Suggestion",
    "SuppressedCard",
    "SwitchCard",
    "Trace",
    "Transition",
    "VerdictCard",
    "VersionCard",
    "acknowledge_alarm",
    "change_rule",
    "clear_alarm",
    "close_maintenance",
    "compile_rules",
    "decide_review",
    "define_rule",
    "escalate_due",
    "explain_rule",
    "get_alarm",
    "get_maintenance",
    "get_rule",
    "give_verdict",
    "link_matter",
    "list_active_definitions",
    "list_alarms",
    "list_maintenance",
    "list_reviews",
    "list_rules",
    "list_sounding",
    "list_suggestions",
    "list_suppressed",
    "open_maintenance",
    "precision_of",
    "quieten_closed_homes",
    "record_transitions",
    "rehearse_rule",
    "start_judge",
    "switch_off",
    "switch_on",
    "try_test",
]
