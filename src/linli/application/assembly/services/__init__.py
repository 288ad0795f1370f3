"""What is done with an assembly, from the first request to the archive."""

from linli.application.assembly.services.announcing import (
    announce,
    cancel,
)
from linli.application.assembly.services.casting import (
    cast,
)
from linli.application.assembly.services.convening import (
    MotionDraft,
    add_motion,
    change_assembly,
    change_motion,
    convene,
    drop_motion,
    order_motions,
)
from linli.application.assembly.services.delivering import (
    DeliveryNote,
    note_delivery,
)
from linli.application.assembly.services.entering import (
    enter_paper,
    settle_paper,
    withdraw_entry,
)
from linli.application.assembly.services.importing import (
    import_official,
)
from linli.application.assembly.services.looking import OWN_LOOK, look_at_own, scrutiny
from linli.application.assembly.services.objecting import (
    answer_objection,
    object_to,
    withdraw_objection,
)
from linli.application.assembly.services.preparing.answering import (
    answer_request,
)
from linli.application.assembly.services.preparing.drafting import (
    answer_comment,
    comment_on_draft,
    propose_text,
    withdraw_comment,
    write_draft,
)
from linli.application.assembly.services.preparing.electing import (
    seat_elected,
    unseat_council,
)
from linli.application.assembly.services.preparing.filing import (
    add_handover_item,
    give_paper,
    hand_in_filing,
    remind_councils,
    sign_handover,
)
from linli.application.assembly.services.preparing.forming import (
    add_preparer,
    finish_task,
    form_preparation,
    open_preparation,
    remove_preparer,
    show_members,
)
from linli.application.assembly.services.preparing.requesting import (
    open_request,
    withdraw_request,
)
from linli.application.assembly.services.preparing.seating import (
    choose_chair,
    leave_office,
    seat_council,
)
from linli.application.assembly.services.preparing.showing import (
    answer_concern,
    note_correction,
    raise_concern,
    show_roll,
    withdraw_concern,
)
from linli.application.assembly.services.preparing.signing import (
    sign_on_paper,
    sign_request,
    withdraw_signature,
)
from linli.application.assembly.services.preparing.standing import (
    answer_question,
    consent_to_stand,
    nominate,
    propose_neighbour,
    settle_candidates,
    show_candidates,
    strike_candidate,
    withdraw_candidacy,
)
from linli.application.assembly.services.printing import (
    keep_evidence,
    print_papers,
    reprint_paper,
)
from linli.application.assembly.services.proxies import (
    give_proxy,
    name_representative,
    revoke_proxy,
)
from linli.application.assembly.services.recording import (
    Spoken,
    record_doorstep,
    record_phone,
)
from linli.application.assembly.services.resulting import (
    archive,
    make_final,
    make_preliminary,
    name_scrutineer,
)
from linli.application.assembly.services.rolling import (
    UnitNote,
    note_figures,
)
from linli.application.assembly.services.rules import (
    adopt_rules,
    confirm_rule,
    draft_rules,
    drop_rule,
    keep_rule_scan,
    set_rule,
)
from linli.application.assembly.services.running_off import convene_run_off
from linli.application.assembly.services.seeking import find_on_roll
from linli.application.assembly.services.timing import (
    close_voting,
    extend_voting,
    open_voting,
    run_votes,
)

__all__ = [
    "OWN_LOOK",
    "DeliveryNote",
    "MotionDraft",
    "Spoken",
    "UnitNote",
    "add_handover_item",
    "add_motion",
    "add_preparer",
    "adopt_rules",
    "announce",
    "answer_comment",
    "answer_concern",
    "answer_objection",
    "answer_question",
    "answer_request",
    "archive",
    "cancel",
    "cast",
    "change_assembly",
    "change_motion",
    "choose_chair",
    "close_voting",
    "comment_on_draft",
    "confirm_rule",
    "consent_to_stand",
    "convene",
    "convene_run_off",
    "draft_rules",
    "keep_rule_scan",
    "drop_motion",
    "drop_rule",
    "enter_paper",
    "extend_voting",
    "find_on_roll",
    "finish_task",
    "form_preparation",
    "give_paper",
    "give_proxy",
    "hand_in_filing",
    "import_official",
    "keep_evidence",
    "leave_office",
    "make_final",
    "make_preliminary",
    "look_at_own",
    "name_representative",
    "name_scrutineer",
    "nominate",
    "note_correction",
    "note_delivery",
    "note_figures",
    "object_to",
    "open_preparation",
    "open_request",
    "open_voting",
    "order_motions",
    "print_papers",
    "propose_neighbour",
    "propose_text",
    "raise_concern",
    "record_doorstep",
    "record_phone",
    "remind_councils",
    "remove_preparer",
    "reprint_paper",
    "revoke_proxy",
    "run_votes",
    "scrutiny",
    "seat_council",
    "seat_elected",
    "set_rule",
    "settle_candidates",
    "settle_paper",
    "show_candidates",
    "show_members",
    "show_roll",
    "sign_handover",
    "sign_on_paper",
    "sign_request",
    "strike_candidate",
    "unseat_council",
    "withdraw_candidacy",
    "withdraw_comment",
    "withdraw_concern",
    "withdraw_entry",
    "withdraw_objection",
    "withdraw_request",
    "withdraw_signature",
    "write_draft",
]
