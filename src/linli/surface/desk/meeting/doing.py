"""One act of an assembly, each asked on a page of its own and done once."""

from collections.abc import Mapping

from django.http import HttpResponse

from linli.kernel import Refused
from linli.surface.desk.meeting import agenda, documents, ending, papers, running, spoken
from linli.surface.desk.meeting.frame import TAKES, Act, asked, sheet_of
from linli.surface.shell import api as shell

_ACTS: Mapping[str, Act] = {
    **agenda.ACTS,
    **running.ACTS,
    **papers.ACTS,
    **spoken.ACTS,
    **ending.ACTS,
    "publish": documents.PUBLISH,
}


@shell.staff_only(*TAKES)
@shell.submit_once
def act(request: shell.Request, meeting: str, act: str, thing: str) -> HttpResponse:
    """Ask, then do; `thing` is what it is done to, "-" for the whole assembly."""
    found = _ACTS.get(act)
    if found is None:
        raise Refused("not_found", "There is no such page.")
    return asked(request, found, sheet_of(request, meeting), thing)
