"""How messages leave the house: the demo's mailbox and console, or an operator's text gateway."""

import json
import logging
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from linli.foundation.people import api as people
from linli.kernel import system
from linli.support.notify import api as notify

log = logging.getLogger(__name__)
_TIMEOUT = 10  # seconds


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: the message would be dropped on the way, and the token shown."""

    def redirect_request(self, *_: Any) -> None:
        """Leaves the answer as it is, an error."""


class Gateway:
    """Text messages by HTTP POST of `{"to", "text", "key"}`; the gateway must honour `key`."""

    def __init__(self, url: str, token: str) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError("LINLI_SMS_URL must be an http or https address")
        self._url, self._token = url, token
        self._wire = urllib.request.build_opener(_StaysThere())

    def send(self, address: str, text: str, key: str) -> None:
        """Hand a text message over; a 4xx answer is final, everything else is tried again."""
        body = json.dumps({"to": address, "text": text, "key": key}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(self._url, body, headers)  # noqa: S310 - checked above
        try:
            self._wire.open(request, timeout=_TIMEOUT).close()
        except urllib.error.HTTPError as error:
            final = 400 <= error.code < 500 and error.code not in (408, 429)
            reason = f"the gateway said {error.code}"
            raise notify.ChannelFailed(reason, is_final=final) from error
        except OSError as error:
            raise notify.ChannelFailed(f"the gateway cannot be reached: {error}") from error


class Console:
    """The demo's text messages: into its mailbox, log-in codes onto the console as well."""

    def __init__(self) -> None:
        self._mailbox = notify.Mailbox("sms")

    def send(self, address: str, text: str, key: str) -> None:
        """Keep the message; say a code aloud for whoever started the demo."""
        self._mailbox.send(address, text, key)
        if key.startswith("code:"):
            log.info("text message to %s: %s", address, text)


def open_channels() -> None:
    """Register what this installation can send by; called once when a process starts."""
    if settings.DEMO:
        notify.use_channel("sms", Console())
    elif settings.SMS_URL:
        notify.use_channel("sms", Gateway(settings.SMS_URL, settings.SMS_TOKEN))
    else:
        return
    people.use_code_sender(send_code)


def send_code(*, community: str, person: str, phone: str, code: str, minutes: int) -> None:
    """Bring a log-in code to a phone by the text channel."""
    by = system(community)
    notify.send_code(by=by, person=person, phone=phone, code=code, minutes=minutes)
