"""Who sees to it, and how far it has come."""

from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from linli.support.matters import api as matters
from linli.surface.desk.forms.fields import (
    judgement,
    photos_field,
    radio,
    rests,
    select,
    staff_choices,
    suggested,
    words_field,
)
from linli.surface.desk.forms.form import Form, Room
from linli.surface.shell import api as shell
from linli.surface.shell.language import read


def accept(room: Room) -> Form:
    intro = _("The resident is told that someone has read it. Assigning accepts it as well.")
    return Form("accept", _("Accept it"), _("Accept it"), intro=intro, tone="main")


def take(room: Room) -> Form:
    return Form("take", _("I will do it myself"), _("I will do it myself"), tone="main")


def assign(room: Room) -> Form:
    likely = suggested(room)
    fields = (
        radio(
            "assign",
            "person",
            _("Who sees to it?"),
            likely,
            likely[0].value if likely else "",
        ),
        select(
            "assign", "other", _("Or someone else"), staff_choices(room.viewer, _("Nobody else"))
        ),
    )
    return Form("assign", _("Give it to someone"), _("Give it to them"), fields, tone="main")


def set_out(room: Room) -> Form:
    return Form("set_out", _("I am on my way"), _("I am on my way"), tone="main")


def start(room: Room) -> Form:
    words = _("I am there, start work")
    return Form("start", words, words, tone="main")


def resolve(room: Room) -> Form:
    fields = [words_field("resolve", "words", _("What was done?")), photos_field("resolve")]
    if room.sheet.card.nature == "alarm" and not room.sheet.judgement:
        fields.insert(0, judgement("resolve"))
    title = _("It is repaired, ask the resident")
    if not room.sheet.card.reporter and not room.sheet.has_contact:
        title = _("It is done, a colleague checks it")
    intro = _("Only the resident's word makes it solved.")
    return Form("resolve", title, title, tuple(fields), intro=intro, tone="main", has_files=True)


def judge(room: Room) -> Form:
    intro = _("Your answer teaches the rule that raised it.")
    return Form("judge", _("What the alarm was"), _("Keep it"), (judgement("judge"),), intro)


def hold(room: Room) -> Form:
    reasons = matters.list_hold_reasons(viewer=room.viewer)
    choices = (shell.Choice(key, capfirst(read(words))) for key, words in reasons.items())
    fields = (
        select("hold", "reason", _("Why does it have to wait?"), choices),
        words_field("hold", "words", _("In your own words"), _("The resident reads this.")),
        replace(select("hold", "days", _("For how long?"), rests()), value=("7",)),
    )
    intro = _("When the days are over, the clock runs again by itself.")
    return Form("hold", _("Put it on hold"), _("Put it on hold"), fields, intro)


def resume(room: Room) -> Form:
    return Form("resume", _("Go on with it"), _("Go on with it"), tone="main")


def check(room: Room) -> Form:
    choices = (shell.Choice("yes", _("It passes")), shell.Choice("no", _("It does not pass")))
    fields = (
        radio("check", "passed", _("Is the work good?"), choices),
        words_field("check", "words", _("What did you see?")),
    )
    intro = _("A colleague's check is not the resident's word.")
    return Form("check", _("Check the quality"), _("Keep the check"), fields, intro)
