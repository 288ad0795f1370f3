"""What is said of a vote: its kind and stage, what was chosen, by which way, and how it ended."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.application.assembly.api import Convened, Stage

Body = Mapping[str, Any]
CONVENED = {
    Convened.FIRST: gettext_noop("First assembly"),
    Convened.REGULAR: gettext_noop("Regular assembly"),
    Convened.EXTRAORDINARY: gettext_noop("Extraordinary assembly"),
}
STAGES = {
    Stage.DRAFT: (gettext_noop("Being prepared"), "wait"),
    Stage.ANNOUNCED: (gettext_noop("Announced"), ""),
    Stage.VOTING: (gettext_noop("Vote open"), "ok"),
    Stage.CLOSED: (gettext_noop("Being counted"), "wait"),
    Stage.PRELIMINARY: (gettext_noop("Preliminary result"), "wait"),
    Stage.FINAL: (gettext_noop("Final result"), "ok"),
    Stage.ARCHIVED: (gettext_noop("Put away"), ""),
    Stage.CANCELLED: (gettext_noop("Called off"), ""),
}
CHOICES = {
    "for": gettext_noop("In favour"),
    "against": gettext_noop("Against"),
    "abstain": gettext_noop("Abstain"),
    "follow_majority": gettext_noop("With the majority"),
    "void": gettext_noop("Void"),
    "blank": gettext_noop("Left empty"),
}
CHANNELS = {
    "web": gettext_noop("on the screen"),
    "paper": gettext_noop("on paper"),
    "phone": gettext_noop("by telephone"),
    "doorstep": gettext_noop("at the door"),
    "official": gettext_noop("in the official system"),
}
SOURCES = {
    "registry": gettext_noop("as the land registry has it"),
    "survey": gettext_noop("as the survey has it"),
    "contract": gettext_noop("as the contract of sale has it"),
}
OUTCOMES = {
    "passed": (gettext_noop("Passed"), "ok"),
    "failed": (gettext_noop("Not passed"), ""),
    "no_quorum": (gettext_noop("Too few took part"), ""),
    "undetermined": (gettext_noop("Cannot be told"), "wait"),
}
_SEATS = {
    "elected": gettext_noop("Elected"),
    "alternates": gettext_noop("Alternate"),
    "tied": gettext_noop("Tied"),
    "open": gettext_noop("Not decided"),
}


def area(text: str) -> str:
    """An area, every digit as it stands on the roll."""
    return _("%(area)s m²") % {"area": text}


def weight(of: Body) -> str:
    """Heads and area of a published figure."""
    return _("%(heads)s owners, %(area)s") % {"heads": of["heads"], "area": area(of["area"])}


def outcome(count: Body) -> str:
    """How a published count ended."""
    return _(OUTCOMES[count["outcome"]][0])


def seat(name: str, count: Body) -> str:
    """What a published election says of a candidate."""
    words = (said for key, said in _SEATS.items() if name in count.get(key, ()))
    return _(next(words, gettext_noop("Not elected")))
