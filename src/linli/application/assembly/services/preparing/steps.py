"""The steps the verbs are made of: read, find and lock."""

from linli.application.assembly import policy
from linli.application.assembly.models import Candidacy, Council, Preparation, Request, Showing
from linli.kernel import Actor, Refused
from linli.kernel.written import bounded

said = bounded
"""What somebody wrote, as every verb here takes it in."""


def checked_key(key: str) -> str:
    """A request key as it is kept."""
    if not 0 < len(key) <= 80:
        raise Refused("invalid", "A request key has 1 to 80 characters.", field="key")
    return key


def find_request(by: Actor, request: str) -> Request:
    """The request, locked; "not_found" outside the actor's community."""
    policy.check_member(by)
    rows = Request.objects.select_for_update().filter(pk=request, community=by.community)
    row = rows.first()
    if row is None:
        raise Refused("not_found", "There is no such request.")
    return row


def find_preparation(by: Actor, preparation: str) -> Preparation:
    """The preparation, locked; "not_found" outside the actor's community."""
    policy.check_member(by)
    rows = Preparation.objects.select_for_update().filter(pk=preparation, community=by.community)
    row = rows.first()
    if row is None:
        raise Refused("not_found", "There is no such preparation.")
    return row


def find_candidacy(by: Actor, candidacy: str) -> Candidacy:
    """The candidacy, locked; "not_found" outside the actor's community."""
    policy.check_member(by)
    rows = Candidacy.objects.select_for_update(of=("self",)).select_related("preparation")
    row = rows.filter(pk=candidacy, preparation__community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such candidate.")
    return row


def find_showing(by: Actor, showing: str) -> Showing:
    """A list that is shown, locked; "not_found" outside the actor's community."""
    policy.check_member(by)
    rows = Showing.objects.select_for_update(of=("self",)).select_related("preparation")
    row = rows.filter(pk=showing, preparation__community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such list.")
    return row


def find_council(by: Actor, council: str) -> Council:
    """The committee, locked; "not_found" outside the actor's community."""
    policy.check_member(by)
    rows = Council.objects.select_for_update().filter(pk=council, community=by.community)
    row = rows.first()
    if row is None:
        raise Refused("not_found", "There is no such committee.")
    return row
