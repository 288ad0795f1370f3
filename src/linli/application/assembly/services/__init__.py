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
    set_rule,
)
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
    "add_motion",
    "adopt_rules",
    "announce",
    "answer_objection",
    "archive",
    "cancel",
    "cast",
    "change_motion",
    "close_voting",
    "confirm_rule",
    "convene",
    "draft_rules",
    "drop_motion",
    "drop_rule",
    "enter_paper",
    "extend_voting",
    "give_proxy",
    "import_official",
    "keep_evidence",
    "make_final",
    "make_preliminary",
    "look_at_own",
    "name_representative",
    "name_scrutineer",
    "note_delivery",
    "note_figures",
    "object_to",
    "open_voting",
    "order_motions",
    "print_papers",
    "record_doorstep",
    "record_phone",
    "reprint_paper",
    "revoke_proxy",
    "run_votes",
    "scrutiny",
    "set_rule",
    "settle_paper",
    "withdraw_entry",
]
