"""The acts of the assembly at the desk, and whom they are about."""

from django.http import HttpResponse

from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Role
from linli.surface.desk.pages import ways
from linli.surface.shell import api as shell
from linli.surface.shell.convening import asking
from linli.surface.shell.convening.asking import Act

_MOST_ALIKE = 50


def asked(request: shell.Request, act: Act, whole: str, thing: str, back: str) -> HttpResponse:
    """Ask on a page of the desk, or do it and go back to the page it belongs to."""
    look = {"template": "desk/assembly_ask.html", "ways": ways(request.actor, "desk:assembly")}
    return asking.asked(request, act, whole, thing, back, **look)


def find_owner(viewer: Actor, text: str, *, field: str) -> str:
    """The one person a name or a number means, or a refusal that says what to write."""
    return _only(viewer, text, Role.OWNER, field)


def find_person(viewer: Actor, text: str, *, field: str) -> str:
    """The same among everybody here."""
    return _only(viewer, text, None, field)


def _only(viewer: Actor, text: str, role: Role | None, field: str) -> str:
    plain = text.strip()[:60]
    if not plain:
        raise Refused("invalid", "Please write a name or a phone number.", field=field)
    found = people.list_people(viewer=viewer, search=plain, role=role, limit=_MOST_ALIKE).items
    named = [one for one in found if one.name == plain] or found  # 王芳 is not 王芳芳
    if len(named) == 1:
        return named[0].id
    if not found:
        raise Refused("invalid", "Nobody here is found by this.", field=field)
    raise Refused(
        "invalid", "Several are found by this; please write the whole phone number.", field=field
    )
