"""Who may do what with an assembly, and who may see how anyone voted: only the owner."""

from linli.application.assembly.domain.preparing.requests import RequestKind
from linli.application.assembly.domain.stages import Convened, Stage
from linli.application.assembly.models import Preparation
from linli.kernel import Actor, Refused, Role, Via

_CONVENERS = {
    Convened.FIRST: (Role.COMMITTEE, Role.STREET),
    Convened.REGULAR: (Role.COUNCIL, Role.COMMITTEE, Role.STREET),
    Convened.EXTRAORDINARY: (Role.COUNCIL, Role.COMMITTEE, Role.STREET),
}
"""A first assembly is prepared under the street (物业管理条例 Article 10); later ones by the
council, or by the committee and the street where it does not (Article 20)."""
_OFFICE = (Role.COUNCIL, Role.COMMITTEE, Role.STREET)
_TAKERS = (*_OFFICE, Role.CLERK, Role.GRID_WORKER)
_NAMERS = (Role.COMMITTEE, Role.STREET)


def check_belongs(viewer: Actor) -> None:
    """An assembly is shown to those who belong to the community."""
    if not viewer.community or not (viewer.roles or viewer.is_system):
        raise Refused("not_signed_in", "Please sign in first.")


def may_convene(by: Actor, convened: Convened) -> bool:
    """Whether this actor prepares and runs such an assembly."""
    return bool(by.community) and by.has(*_CONVENERS[convened]) and not by.on_behalf_of


def check_may_convene(by: Actor, convened: Convened) -> str:
    """The person who does; all others are refused."""
    if not may_convene(by, convened) or by.person is None:
        raise Refused("forbidden", "Only the owners' council or the committee can do this.")
    return by.person


def sees_drafts(viewer: Actor) -> bool:
    """Who prepares assemblies sees them before they are announced."""
    return viewer.has(*_OFFICE) or viewer.is_system


def may_take(by: Actor) -> bool:
    """Whether this actor takes ballots at the desk, on paper, by telephone or at the door."""
    return bool(by.community and by.person) and by.has(*_TAKERS) and not by.on_behalf_of


def check_may_take(by: Actor) -> str:
    """The person who takes a ballot; all others are refused."""
    if not may_take(by) or by.person is None:
        raise Refused("forbidden", "Only those who run the vote can do this.")
    return by.person


def may_canvass(viewer: Actor) -> bool:
    """Whether this viewer sees at which doors a ballot is still missing."""
    return may_take(viewer) or viewer.is_system


def check_may_canvass(viewer: Actor) -> None:
    """Refuse all but those who go from door to door."""
    if not may_canvass(viewer):
        raise Refused("forbidden", "Only those who run the vote can do this.")


def check_may_seek(viewer: Actor) -> None:
    """Who runs assemblies finds people on the roll of one; nobody does in another's name."""
    if not viewer.person or not viewer.has(*_OFFICE) or viewer.on_behalf_of:
        raise Refused("forbidden", "Only those who run the vote can do this.")


def check_may_name_scrutineers(by: Actor) -> str:
    """Who names scrutineers: somebody who does not stand for election."""
    if by.person is None or not by.community or not by.has(*_NAMERS) or by.on_behalf_of:
        raise Refused("forbidden", "Only the committee or the street can name scrutineers.")
    return by.person


def check_own_vote(by: Actor) -> str:
    """The person who votes: they alone, signed in themselves. A helper's log-in carries no vote."""
    if by.person is None or not by.community:
        raise Refused("not_signed_in", "Please sign in first.")
    if by.on_behalf_of or by.via is not Via.WEB:
        raise Refused(
            "forbidden",
            "Nobody can vote with another's log-in. A vote for somebody needs a written proxy.",
        )
    if by.by_card:
        raise Refused(
            "forbidden",
            "A paper card is easily lost, so it cannot vote. Sign in by phone, or vote on paper.",
        )
    return by.person


def check_system(viewer: Actor) -> None:
    """What only the platform itself may ask or do."""
    if not (viewer.is_system and viewer.community):
        raise Refused("forbidden", "Only the platform itself can ask this.")


def sees(viewer: Actor, stage: Stage) -> bool:
    """Whether an assembly in this stage is shown at all."""
    return stage is not Stage.DRAFT or sees_drafts(viewer)


_CALLERS = (Role.COUNCIL, Role.COMMITTEE, Role.STREET)
_OFFICES = (Role.COMMITTEE, Role.STREET)
_AT_THE_DESK = (Role.CLERK, Role.MANAGER, Role.GRID_WORKER, Role.COMMITTEE)


def check_member(viewer: Actor) -> None:
    """Refuse those who do not belong to any community."""
    if not viewer.community or not viewer.roles:
        raise Refused("not_signed_in", "Please sign in first.")


def own_person(by: Actor) -> str:
    """Who speaks for themselves: never a helper, whose log-in carries no vote and no signature."""
    check_member(by)
    if by.person is None:
        raise Refused("not_signed_in", "Please sign in first.")
    if by.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    return by.person


def sees_signatures(viewer: Actor) -> bool:
    """Whether someone checks who signed: those who answer a request, and the platform."""
    return viewer.has(*_OFFICES, Role.SYSTEM)


def check_writes_down(by: Actor) -> None:
    """What came on paper is entered at the desk."""
    check_member(by)
    if by.person is None or not by.has(*_AT_THE_DESK):
        raise Refused("forbidden", "Only the service desk can write this down for somebody.")


def check_answers_request(by: Actor, kind: RequestKind) -> None:
    """The committee calls an assembly that owners ask for; the first one, and one about the
    committee itself, is for the residents' committee and the street office."""
    check_member(by)
    who = _CALLERS if kind is RequestKind.EXTRAORDINARY else _OFFICES
    if by.person is None or not by.has(*who):
        raise Refused("forbidden", "This is for someone else to do.")


def check_leads_preparation(by: Actor) -> None:
    """The street office or the residents' committee forms and approves the preparing body."""
    check_member(by)
    if by.person is None or not by.has(*_OFFICES):
        raise Refused(
            "forbidden", "Only the street office and the residents' committee can do this."
        )


def prepares(viewer: Actor, row: Preparation) -> bool:
    """Whether someone sits in the preparing body, or stands over it."""
    if row.community != viewer.community or viewer.on_behalf_of:
        return False
    if viewer.has(*_OFFICES, Role.SYSTEM):
        return True
    return row.members.filter(person=viewer.person or "", left_at=None).exists()


def check_prepares(by: Actor, row: Preparation) -> None:
    """Refuse those who are not in the preparing body."""
    if by.person is None or not prepares(by, row):
        raise Refused("forbidden", "Only the preparing body can do this.")


def keeps_office(viewer: Actor) -> bool:
    """Whether someone keeps the papers of the committee: itself, or those who stand over it."""
    return viewer.has(*_CALLERS, Role.SYSTEM)


def check_keeps_office(by: Actor) -> None:
    """Refuse those who do not keep the papers of the committee."""
    check_member(by)
    if by.person is None or not keeps_office(by):
        raise Refused("forbidden", "Only the owners' committee and those over it can do this.")


def check_platform(by: Actor) -> None:
    """What only the platform's own processes do."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform itself does this.")
