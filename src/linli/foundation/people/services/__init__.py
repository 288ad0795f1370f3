"""Writing people down, settling them, opening and closing what is theirs."""

from linli.foundation.people.services.appointing import grant_role, revoke_role
from linli.foundation.people.services.codes import (
    CodeSender,
    request_code,
    use_code_sender,
    verify_code,
)
from linli.foundation.people.services.holding import drop_held_row, take_held_row
from linli.foundation.people.services.importing import import_community
from linli.foundation.people.services.keeping import clear_confidential, mark_confidential
from linli.foundation.people.services.looking import (
    open_personal,
    reveal_contact,
    seal_personal,
)
from linli.foundation.people.services.noting import note_list
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
from linli.foundation.people.services.templating import community_template, template_columns
from linli.foundation.people.services.tokens import (
    claim_request,
    issue_token,
    keep_answer,
    revoke_token,
)
from linli.foundation.people.services.trying import sweep_sign_ins
from linli.foundation.people.services.wishing import (
    allow_help,
    record_consent,
    set_channels,
    set_language,
    stop_help,
)

__all__ = [
    "CodeSender",
    "allow_help",
    "change_person",
    "claim_request",
    "clear_confidential",
    "community_template",
    "confirm_totp",
    "drop_held_row",
    "enrol_totp",
    "give_password",
    "grant_role",
    "import_community",
    "issue_token",
    "keep_answer",
    "mark_confidential",
    "move_out",
    "open_personal",
    "record_consent",
    "register_person",
    "request_code",
    "reset_totp",
    "note_list",
    "reveal_contact",
    "revoke_role",
    "revoke_token",
    "seal_personal",
    "set_channels",
    "set_language",
    "set_password",
    "set_private",
    "settle",
    "sign_in_staff",
    "stay_away",
    "stop_help",
    "sweep_sign_ins",
    "take_held_row",
    "template_columns",
    "use_code_sender",
    "verify_code",
]
