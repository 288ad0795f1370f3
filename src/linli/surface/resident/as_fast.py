"""Figures by channel, for everyone who lives here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.support.matters.api import figures_by_channel
from linli.surface.shell import api as shell


@shell.signed_in
def as_fast(request: shell.Request) -> HttpResponse:
    """Whether phone and paper are answered as fast as the page."""
    found = figures_by_channel(viewer=request.actor)
    context = {
        "title": _("Is every way as fast?"),
        "sentence": shell.channel_sentence(found),
        "table": shell.channel_table(found),
    }
    return render(request, "resident/as-fast.html", context)
