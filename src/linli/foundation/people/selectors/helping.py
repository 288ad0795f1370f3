"""Who helps whom, what an invitation says, and what was done in somebody's name."""

from django.db.models import Q, QuerySet

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import DeedCard, HelpCard, HelpScope, Invitation
from linli.foundation.people.domain.helping import DeedNews, said_of, usual_news
from linli.foundation.people.models import Deed, Help, Person, Wish
from linli.foundation.people.models.sealing import INVITATION, INVITATION_MADE, trace
from linli.foundation.people.selectors.reaching import kinds_of
from linli.foundation.people.selectors.seeing import cards_of, find_person
from linli.kernel import Actor, Page, Refused, Via, now

_PAGE = 50
_MOST_CODE = 60
_CODE = 36


def live_help(community: str) -> QuerySet[Help]:
    """Helpers trusted today who have said yes."""
    return asked_help(community).filter(accepted_at__isnull=False)


def asked_help(community: str) -> QuerySet[Help]:
    """Helpers trusted or asked today."""
    return Help.objects.filter(until__gte=now().date(), community=community, revoked_at=None)


def list_help(*, viewer: Actor, person: str | None = None) -> tuple[HelpCard, ...]:
    """Whom a person helps and who helps them, asked ones included; one's own, or at the desk."""
    person = person or viewer.subject
    if person is None:
        raise Refused("not_signed_in", "Sign in to see your helpers.")
    policy.check_self_or_registrar(viewer, person)
    rows = asked_help(viewer.community).filter(Q(principal=person) | Q(helper=person))
    rows = rows.exclude(helper=None, invited_until__lte=now())
    found = list(rows.select_related("principal", "helper").order_by("at", "id"))
    sides = [side for row in found for side in (row.principal, row.helper) if side]
    own = viewer.subject == person
    cards = {} if own else cards_of(viewer, sides)

    def name(side: Person | None) -> str:
        if side is None:
            return ""
        return side.name if own else cards[side.pk].name

    return tuple(
        HelpCard(
            id=row.pk,
            principal=row.principal_id,
            principal_name=name(row.principal),
            helper=row.helper_id or "",
            helper_name=name(row.helper),
            scope=HelpScope(row.scope),
            until=row.until,
            via=Via(row.via),
            at=row.at,
            accepted_at=row.accepted_at,
            proof=row.proof,
        )
        for row in found
    )


def read_invitation(*, viewer: Actor, code: str) -> Invitation:
    """What somebody who was given an invitation reads; refused once it is taken up or too old."""
    row = find_invitation(code)
    return Invitation(row.pk, row.principal.name, HelpScope(row.scope), row.until)


def find_invitation(code: str, *, lock: bool = False) -> Help:
    """The open invitation with this code."""
    rows = Help.objects.select_for_update() if lock else Help.objects.select_related("principal")
    row = rows.filter(
        invited_by_code=invitation_code(code), revoked_at=None, invited_until__gt=now()
    ).first()
    if row is None:
        raise Refused("not_found", "This invitation is no longer open. Ask for a new one, please.")
    return row


def invitation_code(code: str) -> str:
    """By what an invitation is found."""
    return trace(code[:_MOST_CODE], INVITATION)


def made_code(principal: str, key: str) -> str:
    """The code of the invitation a form makes: the same for the same form, and nobody's guess."""
    return trace(f"{principal}:{key}", INVITATION_MADE)[:_CODE]


def list_deeds(
    *, viewer: Actor, person: str | None = None, cursor: str | None = None
) -> Page[DeedCard]:
    """What was done in a person's name, newest first; one's own, or for the keeper."""
    person = person or policy.eyes_of(viewer)
    if person is None or not (policy.eyes_of(viewer) == person or policy.sees_all(viewer)):
        raise Refused("forbidden", "Only you yourself can see what was done in your name.")
    row = find_person(viewer, person)
    rows = Deed.objects.filter(person=row).select_related("actor").order_by("-id")
    if cursor is not None and cursor.isdecimal():
        rows = rows.filter(id__lt=int(cursor[:18]))
    found = list(rows[: _PAGE + 1])
    cards = tuple(_deed(one) for one in found[:_PAGE])
    return Page(cards, str(cards[-1].id) if len(found) > _PAGE else None)


def get_deeds(*, viewer: Actor, person: str, first: int, last: int) -> tuple[DeedCard, ...]:
    """The deeds in a person's name from one to another, for the platform, which tells them."""
    policy.check_system(viewer)
    rows = Deed.objects.filter(
        community=viewer.community, person=person, id__gte=first, id__lte=last
    )
    return tuple(_deed(one) for one in rows.select_related("actor").order_by("id")[:_PAGE])


def get_deed_news(*, viewer: Actor, person: str) -> DeedNews:
    """Whether a person hears of each deed or once a day."""
    row = find_person(viewer, person)
    policy.check_self_or_registrar(viewer, row.pk)
    return news_of(row)


def news_of(row: Person) -> DeedNews:
    """What the person chose, else what goes with the way they are reached first."""
    wish = Wish.objects.filter(person=row).exclude(deeds="").first()
    return DeedNews(wish.deeds) if wish else usual_news(kinds_of(row))


def _deed(row: Deed) -> DeedCard:
    return DeedCard(
        id=row.pk,
        person=row.person_id,
        actor=row.actor_id,
        actor_name=row.actor.name,
        trust=row.help_id or "",
        via=Via(row.via),
        what=said_of(row.what),
        about=row.about,
        at=row.at,
    )
