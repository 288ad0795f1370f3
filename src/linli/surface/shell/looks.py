"""字号与颜色: how large, strong and dark pages are, for a device and for a person."""

from dataclasses import astuple, dataclass

from django.http import HttpRequest

from linli.foundation.people.api import get_habits
from linli.kernel import Actor

COOKIE = "look"
SIZES = ("standard", "large", "largest")
CONTRASTS = ("normal", "high")
THEMES = ("auto", "light", "dark")
_KNOWN = (SIZES, CONTRASTS, THEMES)


@dataclass(frozen=True, slots=True)
class Look:
    """One choice of each; the first of every row unless another was made."""

    size: str = SIZES[0]
    contrast: str = CONTRASTS[0]
    theme: str = THEMES[0]

    def __str__(self) -> str:
        return ".".join(astuple(self))


def read_look(text: str) -> Look:
    """A look as it was kept; what is not known stays as usual."""
    said = text[:80].split(".")
    if len(said) != len(_KNOWN):
        return Look()
    return Look(*(one if one in row else row[0] for one, row in zip(said, _KNOWN, strict=True)))


def look_of(request: HttpRequest) -> Look:
    """The look of this device; where none was chosen, the one the person is used to."""
    session = getattr(request, "session", {})
    return read_look(request.COOKIES.get(COOKIE) or session.get(COOKIE, ""))


def bring_look(request: HttpRequest, actor: Actor) -> None:
    """Who logs in on a new device finds pages as they are used to them."""
    if COOKIE not in request.COOKIES:
        request.session[COOKIE] = get_habits(viewer=actor).get(COOKIE, "")
