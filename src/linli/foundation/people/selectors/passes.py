"""Paper cards: one's own, or at the desk; and whether one that was scanned still works."""

from linli.foundation.people.domain.passes import MOST_TOKEN, Ended, PassCard, PassUse, is_over
from linli.foundation.people.models import LoginPass
from linli.foundation.people.models.sealing import CARD, trace
from linli.foundation.people.selectors.reaching import open_to
from linli.kernel import Actor, Refused, Via, now

_SHOWN = 20


def get_pass(*, viewer: Actor, person: str) -> PassCard | None:
    """The last card a person was given, in force or not, with its last uses; None without one."""
    row = (
        LoginPass.objects.filter(person=open_to(viewer, person), community=viewer.community)
        .select_related("issued_by")
        .order_by("-issued_at", "-id")
        .first()
    )
    if row is None:
        return None
    return PassCard(
        id=row.pk,
        issued_at=row.issued_at,
        issued_by=row.issued_by.name if row.issued_by else "",
        via=Via(row.via),
        until=row.until,
        paused_until=row.paused_until,
        ended_at=row.ended_at,
        ended_by=Ended(row.ended_by) if row.ended_by else None,
        uses=tuple(PassUse(use.at, use.is_new) for use in row.uses.order_by("-at", "-id")[:_SHOWN]),
    )


def check_pass(*, viewer: Actor, token: str) -> None:
    """Refuse a code that no card in force carries; asked before anybody types digits."""
    refused = closed(LoginPass.objects.filter(digest=digest_of(token)).first())
    if refused is not None:
        raise refused


def digest_of(token: str) -> str:
    """By what a card is found."""
    return trace(token[:MOST_TOKEN], CARD)


def closed(row: LoginPass | None) -> Refused | None:
    """Why nobody can come in by this card now; None when one can."""
    if row is None or row.ended_at is not None:
        return gone()
    if is_over(row.ended_at, row.until, now()):
        return Refused(
            "forbidden", "This card has run out after two years. The service desk renews it."
        )
    if row.paused_until is not None and row.paused_until > now():
        minutes = int((row.paused_until - now()).total_seconds() // 60) + 1
        return Refused(
            "too_many",
            "There were too many wrong digits. Please wait %(minutes)s minutes, or call us.",
            minutes=minutes,
        )
    return None


def gone() -> Refused:
    """The same words for a card that was stopped and one that never was."""
    return Refused("forbidden", "This card no longer works. The service desk gives you a new one.")


def is_live(login_pass: str, person: str) -> bool:
    """Whether a card somebody came in by is still in force; a pause throws nobody out."""
    rows = LoginPass.objects.filter(pk=login_pass, person=person, ended_at=None, until__gt=now())
    return rows.exists()
