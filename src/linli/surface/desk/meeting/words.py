"""What an assembly's pages call things."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.application.assembly.api import Mode, MotionCard
from linli.surface.shell.convening.voting import CHOICES
from linli.surface.shell.language import joined

MODES = {
    Mode.OWN: gettext_noop("On the screen here, and on paper"),
    Mode.OFFICIAL: gettext_noop("In the official system of the city, and on paper"),
    Mode.PAPER: gettext_noop("On paper only"),
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
PAPER_STATES = {
    "new": (gettext_noop("Not entered yet"), ""),
    "entered_once": (gettext_noop("Read once, waits for a second person"), "wait"),
    "disagreement": (gettext_noop("Two people read it differently"), "late"),
    "counted": (gettext_noop("Entered"), "ok"),
    "replaced": (gettext_noop("Replaced by a newer one"), ""),
}


def said(choice: Any, motion: MotionCard) -> str:
    """A choice as one reads it back."""
    if isinstance(choice, (list, tuple)):
        return joined(choice)
    if motion.candidates and choice == "against":
        return _("None of them")
    return _(CHOICES[choice]) if choice in CHOICES else _("Left empty")
