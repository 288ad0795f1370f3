"""Writing people down, settling them, opening and closing what is theirs."""

from linli.foundation.people.services.appointing import grant_role, revoke_role
from linli.foundation.people.services.codes import (
    CodeSender,
    request_code,
    use_code_sender,
    verify_code,
)
from linli.foundation.people.services.deeds import choose_deed_news, note_deed, tell_deeds
from linli.foundation.people.services.helping import (
    accept_help,
    allow_help,
    invite_helper,
    resume_help,
    stop_help,
    take_invitation,
)
from linli.foundation.people.services.holding import drop_held_row, take_held_row
from linli.foundation.people.services.importing import import_community
from linli.foundation.people.services.keeping import clear_confidential, mark_confidential
from linli.foundation.people.services.looking import (
    open_personal,
    reveal_contact,
    seal_personal,
)
from linli.foundation.people.services.noting import note_list, note_look
from linli.foundation.people.services.passes import (
    issue_pass,
    remind_passes,
    restore_pass,
    revoke_pass,
    use_pass,
)
from linli.foundation.people.services.passwords import (
    confirm_totp,
    enrol_totp,
    give_password,
    reset_totp,
    set_password,
    sign_in_staff,
)
from linli.foundation.people.services.registering import change_person, register_person
from linli.foundation.people.services.settling import (
    move_out,
    set_private,
    settle,
    stay_away,
)
from linli.foundation.people.services.taking import Erasable, erase_own, note_export
from linli.foundation.people.services.templating import community_template, template_columns
from linli.foundation.people.services.tokens import (
    claim_request,
    forget_request,
    issue_token,
    keep_answer,
    restore_token,
    revoke_token,
)
from linli.foundation.people.services.trying import sweep_sign_ins
from linli.foundation.people.services.wishing import (
    record_consent,
    set_channels,
    set_habit,
    set_language,
    set_quiet,
)
from linli.foundation.people.services.writing_down import (
    dispute_desk_entry,
    tie_entry,
    write_down,
)

__all__ = [
    "CodeSender",
    "accept_help",
    "allow_help",
    "change_person",
    "choose_deed_news",
    "claim_request",
    "clear_confidential",
    "community_template",
    "confirm_totp",
    "dispute_desk_entry",
    "drop_held_row",
    "Erasable",
    "enrol_totp",
    "forget_request",
    "erase_own",
    "give_password",
    "grant_role",
    "import_community",
    "invite_helper",
    "issue_pass",
    "issue_token",
    "keep_answer",
    "mark_confidential",
    "move_out",
    "note_deed",
    "note_export",
    "open_personal",
    "record_consent",
    "register_person",
    "request_code",
    "reset_totp",
    "remind_passes",
    "restore_pass",
    "restore_token",
    "resume_help",
    "note_list",
    "note_look",
    "reveal_contact",
    "revoke_pass",
    "revoke_role",
    "revoke_token",
    "seal_personal",
    "set_channels",
    "set_habit",
    "set_language",
    "set_password",
    "set_private",
    "set_quiet",
    "settle",
    "sign_in_staff",
    "stay_away",
    "stop_help",
    "sweep_sign_ins",
    "take_held_row",
    "take_invitation",
    "tell_deeds",
    "template_columns",
    "use_code_sender",
    "use_pass",
    "tie_entry",
    "verify_code",
    "write_down",
]
