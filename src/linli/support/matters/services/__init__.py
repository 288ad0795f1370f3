"""What people and timers do with matters; one verb, one transaction."""

from linli.support.matters.services.handling import (
    accept_matter,
    assign_matter,
    decline_matter,
    hold_matter,
    reclassify_matter,
    resolve_matter,
    resume_matter,
    set_out,
    start_work,
    transfer_matter,
)
from linli.support.matters.services.holidays import take_in_holidays
from linli.support.matters.services.joining import (
    add_hand,
    call_in_party,
    link_effect,
    merge_matter,
    party_comes,
    remove_hand,
    unmerge_matter,
)
from linli.support.matters.services.judging import check_matter, judge_alarm
from linli.support.matters.services.once import forget_act_keys, once
from linli.support.matters.services.opening import open_matter
from linli.support.matters.services.settling import set_clock, set_codes, set_working_hours
from linli.support.matters.services.shifts import note_for_next_shift, take_over_shift
from linli.support.matters.services.talking import mark_read, post_message, take_back_message
from linli.support.matters.services.timers import run_clocks
from linli.support.matters.services.unsaying import take_back_contest, take_back_dispute
from linli.support.matters.services.voicing import (
    contest_decline,
    dispute_entry,
    give_verdict,
    restore_matter,
    support_matter,
    urge_matter,
    withdraw_matter,
    withdraw_support,
    withdraw_verdict,
)

__all__ = [
    "accept_matter",
    "add_hand",
    "assign_matter",
    "call_in_party",
    "check_matter",
    "contest_decline",
    "decline_matter",
    "dispute_entry",
    "forget_act_keys",
    "give_verdict",
    "hold_matter",
    "judge_alarm",
    "link_effect",
    "mark_read",
    "merge_matter",
    "note_for_next_shift",
    "once",
    "open_matter",
    "party_comes",
    "post_message",
    "reclassify_matter",
    "remove_hand",
    "resolve_matter",
    "restore_matter",
    "resume_matter",
    "run_clocks",
    "set_clock",
    "set_codes",
    "set_out",
    "set_working_hours",
    "start_work",
    "support_matter",
    "take_back_contest",
    "take_back_dispute",
    "take_back_message",
    "take_in_holidays",
    "take_over_shift",
    "transfer_matter",
    "unmerge_matter",
    "urge_matter",
    "withdraw_matter",
    "withdraw_support",
    "withdraw_verdict",
]
