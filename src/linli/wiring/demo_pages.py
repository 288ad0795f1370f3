"""The demo's own page: who one can be, and the text messages that are not really sent."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from linli.kernel import ANYONE
from linli.support.notify import api as notify


def mailbox(request: HttpRequest) -> HttpResponse:
    """The last messages, newest first, and a log-in for each role."""
    if not settings.DEMO:
        raise Http404
    from linli.demo import api as demo  # a real installation never loads it

    messages = notify.list_mailbox(viewer=ANYONE, limit=30)
    context = {"messages": messages, "people": demo.people(), "keys": demo.second_keys()}
    return render(request, "shell/mailbox.html", context)
