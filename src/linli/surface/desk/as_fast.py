"""Figures by channel, for those who answer."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.support.matters.api import figures_by_channel
from linli.surface.desk.pages import OFFICE, page
from linli.surface.shell import api as shell


@shell.staff_only(*OFFICE)
def as_fast(request: shell.Request) -> HttpResponse:
    """The same page residents see, in the desk's frame."""
    found = figures_by_channel(viewer=request.actor)
    return page(
        request,
        "desk/work_channels.html",
        here="desk:cockpit",
        title=_("Is every way as fast?"),
        sentence=shell.channel_sentence(found),
        table=shell.channel_table(found),
    )
