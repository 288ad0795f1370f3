"""The demo's own page: who one can be, and the text messages that are not really sent."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from linli.kernel import ANYONE
from linli.support.notify import api as notify

_MESSAGES = 30


def mailbox(request: HttpRequest) -> HttpResponse:
    """A log-in for each role, the codes just sent, and the last other messages."""
    if not settings.DEMO:
        raise Http404
    from linli.demo import api as demo  # a real installation never loads it

    messages = notify.list_mailbox(viewer=ANYONE)
    digits = {key.login: key.code for key in demo.second_keys()}
    context = {
        "people": [(one, digits.get(one.login, "")) for one in demo.people()],
        "codes": [message for message in messages if message.is_code],
        "messages": [message for message in messages if not message.is_code][:_MESSAGES],
    }
    return render(request, "shell/mailbox.html", context)
