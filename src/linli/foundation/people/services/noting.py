"""Writing down who had to do with someone's personal data, so that they can read it."""

from linli.foundation.facts.api import publish
from linli.foundation.people.facts import ContactLookedAt
from linli.foundation.people.models import Look
from linli.kernel import Actor, Ref, Refused, now


def keep_look(viewer: Actor, person: str, about: Ref, reason: str) -> None:
    """Keep who looked at or changed what is whose, about what and why; a reason is needed."""
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 400:
        raise Refused(
            "invalid", "Say why you need this, in at most 400 characters.", field="reason"
        )
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
