"""The questions of a report, as the report and its practice ask them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.support.matters.api import CategoryCard
from linli.surface.resident.nearby import Around
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

MOST_WORDS = 2000
UNSURE = "other"
_FIRST = 4
_ICONS = {
    "water": "water",
    "flood": "water",
    "electricity": "power",
    "lighting": "power",
    "lift": "lift",
    "lift_trapped": "lift",
    "fire": "fire",
    "gas": "alert",
    "door": "door",
    UNSURE: "phone",
}
_GROUP_ICONS = {"broken": "fix", "around": "building", "safe": "alert", "say": "speak"}
_TITLES = {
    "broken": gettext_lazy("What is broken?"),
    "around": gettext_lazy("What is the matter?"),
    "safe": gettext_lazy("What is the danger?"),
    "say": gettext_lazy("What would you like to say?"),
}


def what_field(cards: Sequence[CategoryCard], about: str, chosen: str) -> shell.Field:
    """At most five kinds of thing; the last is always a person who calls back."""
    group = about
    if group not in _TITLES:
        known = next((card.group for card in cards if card.key == chosen), "broken")
        group = known if known in _TITLES else "broken"
    rows = [card for card in cards if card.group == group][:_FIRST]
    rows += [card for card in cards if card.key == UNSURE]
    shown = chosen if chosen in {card.key for card in rows} else ""
    return shell.Field(
        name="category",
        label=str(_TITLES[group]),
        kind="radio",
        value=(shown,) if shown else (),
        choices=tuple(shell.Choice(card.key, read(card.name), icon=_icon(card)) for card in rows),
    )


def _icon(card: CategoryCard) -> str:
    return _ICONS.get(card.key) or _GROUP_ICONS.get(card.group, "fix")


def where_field(near: Around, chosen: str) -> shell.Field:
    """The places around me; one's own is chosen already."""
    values = {choice.value for choice in near.choices}
    if chosen and chosen not in values:
        chosen = "elsewhere"
    return shell.Field(
        name="place",
        label=_("Where is it?"),
        kind="radio",
        value=(chosen or near.usual,),
        choices=(*near.choices, shell.Choice("elsewhere", _("Somewhere else"), icon="map")),
    )


def detail_fields(words: str) -> Sequence[shell.Field]:
    """A photo, a voice note, a few words: all three may stay empty."""
    return (
        *file_fields(),
        shell.Field(
            name="words",
            label=_("In your own words"),
            hint=_("You can also speak: press the microphone of your keyboard."),
            kind="textarea",
            value=(words,) if words else (),
            maxlength=MOST_WORDS,
        ),
    )


def file_fields() -> Sequence[shell.Field]:
    """What one can show or say instead of writing it; `drafts.add_files` takes what is sent."""
    return (
        shell.Field(
            name="photos",
            label=_("Photos"),
            kind="file",
            hint=_("Up to 6. Place and camera data are taken out."),
            accept="image/*",
            multiple=True,
        ),
        shell.Field(
            name="voice",
            label=_("Say it"),
            kind="file",
            hint=_("Record a few sentences with your phone, three minutes at most."),
            accept="audio/*",
            capture=True,
        ),
    )


def reach_fields(known: str, reach: str, phone: str) -> Sequence[shell.Field]:
    """How to reach the one who reports; the phone we know is chosen already."""
    choices = (
        shell.Choice("known", _("Call the phone you know"), known, icon="phone"),
        shell.Choice("phone", _("Call another phone"), _("Write it below."), icon="phone"),
        shell.Choice("write", _("Write to me here, do not call"), icon="speak"),
    )
    offered = choices if known else choices[1:]
    usual = "known" if known else "write"
    return (
        shell.Field(
            name="reach",
            label=_("Which way suits you?"),
            kind="radio",
            value=(reach or usual,),
            choices=offered,
        ),
        shell.Field(
            name="phone",
            label=_("Another phone"),
            hint=_("Only if you chose it above."),
            kind="tel",
            value=(phone,) if phone else (),
            autocomplete="tel",
            maxlength=30,
            size="mid",
        ),
    )


def step(number: int) -> str:
    """How far one is."""
    return _("Step %(number)s of 5") % {"number": number}
