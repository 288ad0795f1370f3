"""Writing down who had to do with someone's personal data, so that they can read it."""

from collections.abc import Iterable

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.facts import ContactLookedAt
from linli.foundation.people.models import Look
from linli.foundation.people.selectors.seeing import find_person
from linli.kernel import Actor, Ref, Refused, now

MOST_ON_A_LIST = 5_000


def note_list(*, by: Actor, people: Iterable[str], reason: str) -> None:
    """Keep that a list of these persons was taken along, and why; each can read it. Refused
    without a reason, and for more than 5 000 at once."""
    policy.check_staff(by)
    wanted, reason = list(dict.fromkeys(people)), _checked(reason)
    if len(wanted) > MOST_ON_A_LIST:
        raise Refused(
            "too_large", "A list has at most %(most)s people.", field="q", most=MOST_ON_A_LIST
        )
    moment = now()
    Look.objects.bulk_create(
        (
            Look(
                community=by.community,
                person_id=person,
                looker_id=by.person,
                about=str(Ref("list", "people")),
                reason=reason,
                via=by.via,
                at=moment,
            )
            for person in wanted
            if person != by.person
        ),
        batch_size=200,
    )


def note_look(*, by: Actor, person: str, about: Ref, reason: str) -> None:
    """Keep that somebody was found by name, about what and why; they can read it. Finding oneself
    needs no record."""
    if by.person != find_person(by, person).pk:
        keep_look(by, person, about, reason)


def keep_look(viewer: Actor, person: str, about: Ref, reason: str) -> None:
    """Keep who looked at or changed what is whose, about what and why; a reason is needed."""
    reason = _checked(reason)
    Look.objects.create(
        community=viewer.community,
        person_id=person,
        looker_id=viewer.person,
        about=str(about)[:80],
        reason=reason,
        via=viewer.via,
        at=now(),
    )
    publish(ContactLookedAt(community=viewer.community, person=person))


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 400:
        raise Refused(
            "invalid", "Say why you need this, in at most 400 characters.", field="reason"
        )
    return reason
