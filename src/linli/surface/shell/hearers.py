"""Who hears of which fact, kind by kind; asked of front doors, so it is what the pages show."""

from collections.abc import Callable

from linli.application.announcements.api import get_announcement
from linli.foundation.devices.api import get_devices
from linli.foundation.facts.api import FactCard
from linli.foundation.mandates.api import get_mandates
from linli.foundation.people.api import list_hidden_dwellings
from linli.kernel import Actor, Refused, Role, system
from linli.support.matters.api import get_matter
from linli.support.rules.api import get_alarm

Rule = Callable[[Actor, FactCard], bool]


def is_ruled(kind: str) -> bool:
    """Whether it was ever decided who hears of such facts; of others nobody does."""
    return kind in _RULES or kind.partition(".")[0] in _RULES


def rule_of(kind: str) -> Rule:
    """Who hears of such a fact: what holds for its kind, else for its module, else nobody."""
    return _RULES.get(kind) or _RULES.get(kind.partition(".")[0], _nobody)


_DESK = (Role.MANAGER, Role.CLERK, Role.KEEPER)


def _sees_matter(actor: Actor, card: FactCard) -> bool:
    if actor.has(*_DESK):
        return True
    return _answers(get_matter, actor, matter=str(card.body.get("matter", "")))


def _sees_matter_unmasked(actor: Actor, card: FactCard) -> bool:
    """What names the reporter or the alarm is not told where the matter itself names neither."""
    try:
        found = get_matter(viewer=actor, matter=str(card.body.get("matter", "")))
    except Refused:
        return False
    return not found.card.is_masked


def _sees_alarm(actor: Actor, card: FactCard) -> bool:
    return actor.is_staff and _answers(get_alarm, actor, alarm=str(card.body.get("alarm", "")))


def _sees_device(actor: Actor, card: FactCard) -> bool:
    """What a device does in a home that is not shown, private or protected, is the keeper's."""
    if not actor.is_staff or actor.has(Role.KEEPER):
        return actor.is_staff
    known = get_devices(viewer=actor, devices={str(card.body.get("device", ""))})
    return _hidden(actor).isdisjoint({one.dwelling or "" for one in known.values()})


def _sees_move(actor: Actor, card: FactCard) -> bool:
    """Nor that it once came to such a home."""
    is_shown = actor.has(Role.KEEPER) or card.body.get("place") not in _hidden(actor)
    return is_shown and _sees_device(actor, card)


def _hidden(actor: Actor) -> frozenset[str]:
    return list_hidden_dwellings(viewer=system(actor.community))


def _sees_announcement(actor: Actor, card: FactCard) -> bool:
    said = str(card.body.get("announcement", ""))
    return _answers(get_announcement, actor, announcement=said)


def _answers(question: Callable[..., object], actor: Actor, **about: str) -> bool:
    try:
        question(viewer=actor, **about)
    except Refused:
        return False
    return True


def _staff(actor: Actor, card: FactCard) -> bool:
    return actor.is_staff


def _everybody(actor: Actor, card: FactCard) -> bool:
    return True


def _its_readers(actor: Actor, card: FactCard) -> bool:
    """Of a household's consent only those hear who may read it."""
    return bool(get_mandates(viewer=actor, mandates={str(card.body.get("mandate", ""))}))


def _nobody(actor: Actor, card: FactCard) -> bool:
    return False


def _those_concerned(actor: Actor, card: FactCard) -> bool:
    """Whoever it is about; of others only the keeper and managers hear, for it tells of homes."""
    concerned = {card.body.get(name) for name in ("person", "principal", "helper")}
    return actor.subject in concerned - {None} or actor.has(Role.KEEPER, Role.MANAGER)


def _the_desk(actor: Actor, card: FactCard) -> bool:
    return actor.has(*_DESK, Role.OPERATOR)


def _who_runs_votes(actor: Actor, card: FactCard) -> bool:
    return actor.has(Role.COUNCIL, Role.COMMITTEE, Role.STREET, Role.MANAGER)


ABOUT_A_THING = frozenset({_sees_matter, _sees_matter_unmasked, _sees_alarm, _sees_device})
"""Rules whose answer goes by the matter, alarm or device alone."""

_RULES: dict[str, Rule] = {
    "places": _everybody,  # the community's own map
    "mandates": _its_readers,
    "devices": _sees_device,
    "devices.device_moved": _sees_move,
    "devices.model_defined": _staff,
    "devices.vendor_blocked": _staff,
    "devices.vendor_unblocked": _staff,
    "rules": _staff,
    "rules.alarm_raised": _sees_alarm,
    "rules.alarm_repeated": _sees_alarm,
    "rules.alarm_cleared": _sees_alarm,
    "rules.alarm_acknowledged": _sees_alarm,
    "rules.alarm_escalated": _sees_alarm,
    "rules.verdict_given": _sees_alarm,
    "telemetry": _staff,
    "notify": _the_desk,
    "people": _those_concerned,
    "files": _nobody,
    "matters": _sees_matter,
    "matters.confirmation_asked": _sees_matter_unmasked,
    "matters.matter_messaged": _sees_matter_unmasked,
    "matters.effect_linked": _sees_matter_unmasked,
    "announcements": _sees_announcement,
    "ledger": _everybody,  # it is public
    "ledger.cosignature_refused": _the_desk,
    # The stages of an assembly are for everybody, what someone must see to for those who run it;
    # of single ballots, proxies, deliveries and people nobody is told live.
    "assembly.assembly_announced": _everybody,
    "assembly.assembly_cancelled": _everybody,
    "assembly.voting_opened": _everybody,
    "assembly.voting_extended": _everybody,
    "assembly.voting_closed": _everybody,
    "assembly.result_published": _everybody,
    "assembly.assembly_archived": _everybody,
    "assembly.preparation_formed": _everybody,
    "assembly.list_shown": _everybody,
    "assembly.candidates_settled": _everybody,
    "assembly.text_drafted": _everybody,
    "assembly.council_seated": _everybody,
    "assembly.rules_adopted": _everybody,
    "assembly.request_opened": _who_runs_votes,
    "assembly.request_reached": _who_runs_votes,
    "assembly.request_answered": _who_runs_votes,
    "assembly.objection_made": _who_runs_votes,
    "assembly.objection_answered": _who_runs_votes,
    "assembly.concern_raised": _who_runs_votes,
    "assembly.council_due": _who_runs_votes,
    "assembly.papers_disagree": _who_runs_votes,
    "assembly.seat_changed": _who_runs_votes,
    "assembly.concern_answered": _nobody,
    "assembly.candidate_proposed": _nobody,
    "assembly.ballot_received": _nobody,
    "assembly.ballot_superseded": _nobody,
    "assembly.head_disputed": _nobody,
    "assembly.proxy_given": _nobody,
    "assembly.proxy_revoked": _nobody,
    "assembly.delivery_noted": _nobody,
    "assembly.leaf_written": _nobody,
}
