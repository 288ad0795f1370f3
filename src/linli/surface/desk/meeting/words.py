"""What an assembly's pages call things."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.application.assembly.api import Convened, Mode, MotionCard, Stage
from linli.surface.desk.wording import joined

CONVENED = {
    Convened.FIRST: gettext_noop("First assembly"),
    Convened.REGULAR: gettext_noop("Regular assembly"),
    Convened.EXTRAORDINARY: gettext_noop("Extraordinary assembly"),
}
MODES = {
    Mode.OWN: gettext_noop("On the screen here, and on paper"),
    Mode.OFFICIAL: gettext_noop("In the official system of the city, and on paper"),
    Mode.PAPER: gettext_noop("On paper only"),
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
DELIVERED = {
    "door": gettext_noop("handed over at the door"),
    "post": gettext_noop("by post"),
    "board": gettext_noop("hung on the notice board"),
    "phone": gettext_noop("by telephone"),
    "sms": gettext_noop("by text message"),
    "app": gettext_noop("in the app"),
}
FINDINGS = {
    "no_owner": gettext_noop("Nobody is written down as its owner. Enter the owner."),
    "no_area": gettext_noop("Its area is missing. Enter it from the title deed."),
    "wrong_area": gettext_noop("Its area cannot be read. Enter it from the title deed."),
    "two_developers": gettext_noop(
        "The developer is one head, and stands on the books under a second name here. Put the"
        " homes under one name, or enter the other as a company."
    ),
    "no_source": gettext_noop("Nobody said where its area stands. Name the paper."),
}
SOURCES = {
    "registry": gettext_noop("as the land registry has it"),
    "survey": gettext_noop("as the survey has it"),
    "contract": gettext_noop("as the contract of sale has it"),
}
PAPER_STATES = {
    "new": (gettext_noop("Not entered yet"), ""),
    "entered_once": (gettext_noop("Read once, waits for a second person"), "wait"),
    "disagreement": (gettext_noop("Two people read it differently"), "late"),
    "counted": (gettext_noop("Entered"), "ok"),
    "replaced": (gettext_noop("Replaced by a newer one"), ""),
}
OUTCOMES = {
    "passed": (gettext_noop("Passed"), "ok"),
    "failed": (gettext_noop("Not passed"), ""),
    "no_quorum": (gettext_noop("Too few took part"), ""),
    "undetermined": (gettext_noop("Cannot be told"), "wait"),
}


def said(choice: Any, motion: MotionCard) -> str:
    """A choice as one reads it back."""
    if isinstance(choice, (list, tuple)):
        return joined(choice)
    if motion.candidates and choice == "against":
        return _("None of them")
    return _(CHOICES[choice]) if choice in CHOICES else _("Left empty")


def area(text: str) -> str:
    """An area, every digit as it stands on the roll."""
    return _("%(area)s m²") % {"area": text}
