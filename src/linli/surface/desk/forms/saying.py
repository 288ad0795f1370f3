"""What is said about it, and what it is taken to be."""

from dataclasses import replace

from django.utils.translation import gettext as _

from linli.support.matters import api as matters
from linli.support.matters.api import Act
from linli.surface.desk.forms.fields import photos_field, radio, select, words_field
from linli.surface.desk.forms.form import Form, Room
from linli.surface.shell import api as shell
from linli.surface.shell.language import read


def message(room: Room) -> Form:
    both = (
        shell.Choice("all", _("The resident and all who work on it")),
        shell.Choice("staff", _("Only those who work here")),
    )
    fields = (
        words_field("message", "text", _("Your words")),
        photos_field("message"),
        radio("message", "readers", _("Who reads it?"), both, "all"),
    )
    return Form("message", _("Write something"), _("Send"), fields, has_files=True)


def note(room: Room) -> Form | None:
    if Act.MESSAGE in room.sheet.acts:
        return None
    fields = (words_field("note", "text", _("For those who work here only")), photos_field("note"))
    return Form("note", _("Write an internal note"), _("Keep the note"), fields, has_files=True)


def reclassify(room: Room) -> Form:
    card = room.sheet.card
    kinds = matters.list_categories(viewer=room.viewer)
    levels = matters.list_severities(viewer=room.viewer)
    fields = (
        replace(
            select(
                "reclassify",
                "category",
                _("What is it about?"),
                (shell.Choice(one.key, read(one.name)) for one in kinds),
            ),
            value=(card.category,),
        ),
        replace(
            select(
                "reclassify",
                "severity",
                _("How pressing is it?"),
                (shell.Choice(str(key), read(words)) for key, words in levels.items()),
            ),
            value=(str(card.severity),),
        ),
    )
    return Form("reclassify", _("It is something else"), _("Change it"), fields)


def decline(room: Room) -> Form:
    hint = _("In plain words. The resident can disagree.")
    fields = (words_field("decline", "reason", _("Why will it not be done?"), hint),)
    return Form("decline", _("Decline it"), _("Decline it"), fields, tone="danger")
