"""Short-lived tickets: who somebody is, for a process of ours that has no session.

`/api/v1/events` on the pages' port gives one and sends the browser on to core with it.
"""

import base64
import binascii
import hmac

import orjson
from django.conf import settings

from linli.kernel import Actor, Refused, Role, now
from linli.kernel.seal import derive, keyed_hash

SECONDS = 60
_MOST = 2_000
_PURPOSE = "events ticket"


def sign_ticket(*, actor: Actor) -> str:
    """A ticket for a known actor, good for a minute, safe in an address."""
    if not (actor.person and actor.community and actor.roles):
        raise Refused("not_signed_in", "Please sign in to be told what happens.")
    until = int(now().timestamp()) + SECONDS
    said = [actor.person, actor.community, sorted(actor.roles), actor.on_behalf_of, until]
    body = base64.urlsafe_b64encode(orjson.dumps(said)).decode().rstrip("=")
    return f"{body}.{_signature(body)}"


def read_ticket(*, text: str) -> Actor:
    """The actor of a ticket; refused when it is not ours or its minute is over."""
    body, _, signature = text.partition(".")
    if len(text) > _MOST or not hmac.compare_digest(signature.encode(), _signature(body).encode()):
        raise Refused("not_signed_in", "This ticket is not valid; ask for a new one.")
    person, community, roles, principal, until = _opened(body)
    if now().timestamp() > until:
        raise Refused("not_signed_in", "This ticket has run out; ask for a new one.")
    return Actor(
        person=person,
        roles=frozenset(map(Role, roles)),
        community=community,
        on_behalf_of=principal,
    )


def _opened(body: str) -> tuple[str, str, list[str], str | None, int]:
    try:
        said = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        person, community, roles, principal, until = said
    except (binascii.Error, ValueError, TypeError):
        raise Refused("not_signed_in", "This ticket is not valid; ask for a new one.") from None
    return str(person), str(community), list(roles), principal, int(until)


def _signature(body: str) -> str:
    return keyed_hash(body, key=derive(settings.MASTER_KEY, _PURPOSE))
