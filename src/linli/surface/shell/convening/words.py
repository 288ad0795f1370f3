"""What the states of the procedure are called."""

from django.utils.translation import gettext, gettext_noop

from linli.application.assembly.api import CandidateCard, RequestCard

KINDS = {
    "extraordinary": gettext_noop("An extraordinary assembly"),
    "first": gettext_noop("The first assembly"),
    "recall": gettext_noop("To recall members of the owners' committee"),
}
REQUEST_STATES = {
    "collecting": (gettext_noop("collecting names"), "plain"),
    "reached": (gettext_noop("handed in, waits for an answer"), "wait"),
    "accepted": (gettext_noop("accepted"), "ok"),
    "refused": (gettext_noop("not accepted"), "plain"),
    "withdrawn": (gettext_noop("taken back"), "plain"),
}
BODIES = {
    "group": gettext_noop("preparation group"),
    "committee": gettext_noop("property management committee"),
}
BODY_STATES = {
    "forming": gettext_noop("being put together"),
    "listed": gettext_noop("the list is shown"),
    "formed": gettext_noop("at work"),
    "done": gettext_noop("all is prepared"),
}
SIDES = {
    "owner": gettext_noop("owners"),
    "street": gettext_noop("street office"),
    "residents_committee": gettext_noop("residents' committee"),
    "developer": gettext_noop("developer"),
    "party": gettext_noop("party organisation"),
    "police": gettext_noop("police station"),
}
SHOWN = {
    "members": gettext_noop("Who prepares the assembly"),
    "roll": gettext_noop("The owners' roll, to be checked"),
    "candidates": gettext_noop("Candidates for the owners' committee"),
}
CANDIDATE_STATES = {
    "nominated": (gettext_noop("was asked and has not answered"), "wait"),
    "consented": (gettext_noop("said yes, is being checked"), "wait"),
    "eligible": (gettext_noop("may stand"), "ok"),
    "ineligible": (gettext_noop("may not stand"), "plain"),
    "published": (gettext_noop("is on the list that is shown"), "ok"),
    "final": (gettext_noop("is on the final list"), "ok"),
    "struck": (gettext_noop("was taken off the list"), "plain"),
    "withdrawn": (gettext_noop("does not stand"), "plain"),
}
TEXTS = {
    "rules": gettext_noop("Rules of the assembly, draft"),
    "covenant": gettext_noop("Covenant, draft"),
}
TITLES = {
    "member": gettext_noop("member"),
    "chair": gettext_noop("chair"),
    "vice_chair": gettext_noop("vice chair"),
}
LEFT = {
    "resigned": gettext_noop("resigned"),
    "no_longer_owner": gettext_noop("is no longer an owner"),
    "recalled": gettext_noop("was recalled"),
    "died": gettext_noop("died"),
    "other": gettext_noop("another reason"),
}


def state_of(card: CandidateCard | RequestCard) -> tuple[str, str]:
    """Where a candidate or a request stands, in words, and the tone of it."""
    states = CANDIDATE_STATES if isinstance(card, CandidateCard) else REQUEST_STATES
    words, tone = states[card.state]
    return gettext(words), tone
