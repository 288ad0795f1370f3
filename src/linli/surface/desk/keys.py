"""Single keys at the desk: what they do, and the switch that turns them off (WCAG 2.1.4)."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.surface.desk.pages import page
from linli.surface.shell import api as shell

KEYS = (
    ("j", gettext_noop("the next row of a list")),
    ("k", gettext_noop("the row before")),
    ("Enter, o", gettext_noop("open the row")),
    ("x", gettext_noop("choose the row, to act on several at once")),
    ("/", gettext_noop("to the search box")),
    ("a", gettext_noop("on a matter: take it yourself")),
    ("g", gettext_noop("on a matter: give it to somebody; the arrow keys choose whom")),
    ("n", gettext_noop("on a matter: the next one of the list")),
    ("?", gettext_noop("this page")),
)
_SLOT = "keys"


@shell.staff_only()
def keys(request: shell.Request) -> HttpResponse:
    """The list of keys, with their switch."""
    rows = [(key, _(words)) for key, words in KEYS]
    return page(request, "desk/work_keys.html", title=_("Keys"), rows=rows, is_off=is_off(request))


@shell.staff_only()
@shell.post_only
def switch(request: shell.Request) -> HttpResponse:
    """On or off, until one logs out."""
    request.session[_SLOT] = "off" if request.POST.get("keys") == "off" else "on"
    return redirect("desk:keys")


def is_off(request: shell.Request) -> bool:
    """Whether this person wants no single keys."""
    return bool(request.session.get(_SLOT) == "off")
