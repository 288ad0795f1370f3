"""What the caller is told: notices, facts, live events; and the tokens of the caller."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from linli.foundation.facts import api as facts
from linli.foundation.people import api as people
from linli.kernel import Refused
from linli.support.notify import api as notify
from linli.surface.rest.bodies import TokenWanted
from linli.surface.rest.cards import schema_of
from linli.surface.rest.inputs import Cursor, Id, Limit, Position
from linli.surface.rest.operations import Items, Resource, actor_of, caller_of
from linli.surface.shell.hearing import list_news
from linli.surface.shell.tickets import sign_ticket

inbox = Resource("notices")
stream = Resource("facts and events")
keys = Resource("tokens")


@inbox.read("/notices", Items[schema_of(notify.InboxCard)], scope="read:notices")  # type: ignore[misc]
def list_notices(request: HttpRequest, unread: bool = False, cursor: Cursor | None = None) -> Any:
    """What the caller was told in the app, newest first."""
    return notify.list_inbox(viewer=actor_of(request), unread=unread, cursor=cursor or None)


@inbox.write("/notices/{notice}/read", scope="write:notices")
def mark_notice_read(request: HttpRequest, notice: Id) -> Any:
    """Note that a notice was read."""
    notify.mark_read(by=actor_of(request), message=notice)


@stream.read("/facts", Items[schema_of(facts.FactCard)], scope="read:facts")  # type: ignore[misc]
def list_facts(request: HttpRequest, after: Position = 0, limit: Limit = 100) -> Any:
    """What has happened, as far as the caller may see it, oldest first after a number; for staff.
    Ids only, no personal data. A page may be short and still have a `next`."""
    return list_news(viewer=actor_of(request), after=after, limit=limit)


@stream.read("/events", None, scope="read:facts")
def follow_events(request: HttpRequest, after: Position | None = None) -> Any:
    """Leads (307) to a stream of server-sent events of the facts the caller may see. The address
    is good for a minute; come back here for a new one when the stream ends."""
    asked = {"ticket": sign_ticket(actor=actor_of(request))}
    if after is not None:
        asked["after"] = str(after)
    response = HttpResponse(status=307)
    response["Location"] = f"{_hub(request)}/events?{urlencode(asked)}"
    response["Cache-Control"] = "no-store"
    return response


@keys.read("/tokens", list[schema_of(people.TokenCard)], scope=None)  # type: ignore[misc]
def list_tokens(request: HttpRequest) -> Any:
    """The caller's tokens; the tokens themselves are not kept."""
    return people.list_tokens(viewer=actor_of(request))


@keys.write("/tokens", scope=None, gives=schema_of(people.IssuedToken), status=201)
def issue_token(request: HttpRequest, body: TokenWanted) -> Any:
    """A new token of one's own, shown this once. It never does more than its person may, and never
    more than the token it was asked for with."""
    beyond = set(body.scopes) & set(people.SCOPES) - caller_of(request).scopes
    if beyond:
        raise Refused(
            "forbidden",
            "A token cannot make one that is good for more: %(scopes)s.",
            field="scopes",
            scopes=", ".join(sorted(beyond)),
        )
    return people.issue_token(by=actor_of(request), **body.dict())


@keys.write("/tokens/{token}", scope=None, method="DELETE")
def revoke_token(request: HttpRequest, token: Id) -> Any:
    """Make a token worthless at once."""
    return people.revoke_token(by=actor_of(request), token=token)


def _hub(request: HttpRequest) -> str:
    """Where core answers browsers: beside the pages, unless the installation says otherwise."""
    said = str(settings.HUB_URL)
    host = request.get_host().rsplit(":", 1)[0] if "]" not in request.get_host() else "[::1]"
    return said or f"{request.scheme}://{host}:{settings.HUB_PORT}"
