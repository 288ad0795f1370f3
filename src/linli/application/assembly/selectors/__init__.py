"""Questions about assemblies."""

from linli.application.assembly.selectors.assemblies import (
    get_assembly,
    list_assemblies,
)
from linli.application.assembly.selectors.ballots import (
    list_proxies,
    my_ballots,
)
from linli.application.assembly.selectors.boards import (
    board,
    canvass,
    list_voters,
    motions_of,
)
from linli.application.assembly.selectors.counting import (
    audit_notice,
    count_assembly,
    read_assembly,
    tally,
)
from linli.application.assembly.selectors.kept import (
    list_kept,
)
from linli.application.assembly.selectors.leaves import (
    key_of_leaf,
    leaf_of_tally,
    list_leaves,
)
from linli.application.assembly.selectors.notices import (
    list_kinds,
    read_notice,
)
from linli.application.assembly.selectors.papers import (
    disagreements,
    look_up_paper,
    papers_for_print,
    reconcile,
)
from linli.application.assembly.selectors.preparing.candidates import (
    list_candidates,
)
from linli.application.assembly.selectors.preparing.councils import (
    get_council,
    list_councils,
    list_own_handovers,
)
from linli.application.assembly.selectors.preparing.elected import (
    get_elected,
    open_seats,
)
from linli.application.assembly.selectors.preparing.preparations import (
    get_preparation,
    list_preparations,
    list_shown,
)
from linli.application.assembly.selectors.preparing.requests import (
    get_opener,
    get_request,
    list_requests,
    list_signatures,
)
from linli.application.assembly.selectors.preparing.texts import (
    get_text,
    list_texts,
)
from linli.application.assembly.selectors.resolutions import (
    list_resolutions,
)
from linli.application.assembly.selectors.results import (
    list_objections,
    list_results,
    result_of,
)
from linli.application.assembly.selectors.rolls import (
    check_roll,
    roll_for_publication,
)
from linli.application.assembly.selectors.rules import (
    check_runnable,
    effective_draft,
    effective_rules,
    get_draft,
    get_rule_form,
    list_rule_packs,
    list_rule_scans,
    list_versions,
    plan_assembly,
    read_rule_scan,
    working_days,
)
from linli.application.assembly.selectors.slips import (
    list_slip_days,
    list_slips,
)

__all__ = [
    "audit_notice",
    "board",
    "canvass",
    "check_roll",
    "check_runnable",
    "count_assembly",
    "disagreements",
    "effective_draft",
    "effective_rules",
    "get_assembly",
    "get_council",
    "get_draft",
    "get_elected",
    "open_seats",
    "get_opener",
    "get_preparation",
    "get_request",
    "get_rule_form",
    "get_text",
    "key_of_leaf",
    "leaf_of_tally",
    "list_assemblies",
    "list_candidates",
    "list_councils",
    "list_kept",
    "list_kinds",
    "list_leaves",
    "list_objections",
    "list_own_handovers",
    "list_preparations",
    "list_proxies",
    "list_requests",
    "list_resolutions",
    "list_results",
    "list_rule_packs",
    "list_rule_scans",
    "list_shown",
    "list_signatures",
    "list_slip_days",
    "list_slips",
    "list_texts",
    "list_versions",
    "list_voters",
    "look_up_paper",
    "motions_of",
    "my_ballots",
    "papers_for_print",
    "plan_assembly",
    "read_assembly",
    "read_notice",
    "read_rule_scan",
    "reconcile",
    "result_of",
    "roll_for_publication",
    "tally",
    "working_days",
]
