"""Running an assembly through its pages: who sits down, what is pressed, what comes back."""

import re
from datetime import datetime
from io import BytesIO

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.kernel import Actor, new_id
from modules.application.assembly_estate import Estate

MEETINGS = "/desk/assembly/meetings"
SAYS = {"choice-1": "for", "choice-2": "against", "choice-3": ["1"]}


def sit_down(actor: Actor) -> Client:
    """A browser in which this person has logged in as those who work here do."""
    session = SessionStore()
    session.update({"person": actor.person, "community": actor.community, "strong": True})
    session.create()
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session.session_key or ""
    client.cookies["django_language"] = "zh-hans"
    return client


def press(client: Client, path: str, **data: object) -> str:
    """Send a form with its key; it must lead on. Returns where to."""
    response = client.post(path, {"once": new_id(), **data})
    assert response.status_code == 302, plain(response.content.decode())
    return response["Location"]


def refused(client: Client, path: str, status: int, **data: object) -> str:
    """Send a form that must not lead on; returns the page's words."""
    response = client.post(path, {"once": new_id(), **data})
    assert response.status_code == status, (response.status_code, plain(response.content.decode()))
    return plain(response.content.decode())


def read(client: Client, path: str, status: int = 200) -> str:
    """The words of a page."""
    response = client.get(path)
    assert response.status_code == status, (response.status_code, plain(response.content.decode()))
    return plain(response.content.decode())


def plain(page: str) -> str:
    """A page without its markup."""
    main = page.partition("<main")[2] or page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def scan(shade: int = 0) -> SimpleUploadedFile:
    """A photo of a sheet of paper."""
    out = BytesIO()
    Image.new("RGB", (8, 8), (shade % 255, 40, 40)).save(out, "PNG")
    return SimpleUploadedFile("scan.png", out.getvalue(), content_type="image/png")


def local(at: datetime) -> str:
    """A time as the form takes it."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def one(estate: Estate, rest: str = "") -> str:
    """A page of the assembly at hand."""
    return f"{MEETINGS}/{estate.assembly}{rest}"


def do(estate: Estate, act: str, thing: str = "-") -> str:
    """Where an act of it is asked and done."""
    return one(estate, f"/do/{act}/{thing}")
