"""A request as every view of ours sees it."""

from django.http import HttpRequest

from linli.foundation.places.api import CommunityCard
from linli.kernel import Actor

STANDARD, ELDER = "standard", "elder"
FACES = (STANDARD, ELDER)


class Request(HttpRequest):
    """What `ShellMiddleware` adds: who asks, in which face, and the reference number of the call.

    A view sets `kept` to True once what the person wrote is stored as a draft, so that an error
    page may say so.
    """

    actor: Actor
    community: CommunityCard | None
    face: str
    reference: str
    kept: bool


def face_of(request: HttpRequest) -> str:
    """The face of this device, 标准版 unless 长辈版 was chosen; never guessed by age."""
    chosen = request.COOKIES.get("face", STANDARD)
    return chosen if chosen in FACES else STANDARD
