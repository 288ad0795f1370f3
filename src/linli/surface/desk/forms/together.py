"""With whom, and with what else, it belongs together."""

from django.utils.translation import gettext as _

from linli.kernel import Role
from linli.support.matters import api as matters
from linli.surface.desk.forms.fields import named, radio, select, staff_choices, words_field
from linli.surface.desk.forms.form import Form, Room
from linli.surface.desk.wording import role
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_CALLED = ("manager", "worker", "grid_worker", "committee", "street", "council")


def transfer(room: Room) -> Form:
    fields = (
        select(
            "transfer", "person", _("To whom?"), staff_choices(room.viewer, _("Choose a person"))
        ),
        words_field("transfer", "reason", _("Why?"), _("Both of them and the resident read this.")),
    )
    return Form("transfer", _("Pass it on"), _("Pass it on"), fields)


def call_in(room: Room) -> Form:
    known = (shell.Choice(key, role(Role(key))) for key in _CALLED)
    fields = (
        select(
            "call_in",
            "role",
            _("Who should come?"),
            (shell.Choice("", _("An organisation from outside")), *known),
        ),
        shell.Field(
            name=named("call_in", "organisation"),
            label=_("Which organisation?"),
            hint=_("Only if it is one from outside."),
            maxlength=120,
        ),
        words_field("call_in", "task", _("What should they do?")),
    )
    return Form("call_in", _("Call someone in"), _("Call them in"), fields)


def add_hand(room: Room) -> Form:
    parts = (
        shell.Choice("executor", _("Works on it")),
        shell.Choice("watcher", _("Follows it")),
    )
    fields = (
        select("add_hand", "person", _("Who?"), staff_choices(room.viewer, _("Choose a person"))),
        radio("add_hand", "part", _("What do they do?"), parts, "executor"),
    )
    return Form("add_hand", _("Add a colleague"), _("Add them"), fields)


def merge(room: Room) -> Form:
    card = room.sheet.card
    found = matters.list_similar(
        viewer=room.viewer, category=card.category, place=card.place, text=card.title
    )
    choices = tuple(
        shell.Choice(one.matter, f"{read(one.category_name)} · {read(one.place_label)}", one.number)
        for one in found
        if one.matter != card.id
    )
    number = shell.Field(
        name=named("merge", "number"), label=_("Or its number"), maxlength=40, size="mid"
    )
    fields = (
        *((radio("merge", "into", _("Which one is the same?"), choices),) if choices else ()),
        number,
    )
    intro = _("It can be taken apart again for half an hour.")
    return Form("merge", _("It is the same as another one"), _("Put them together"), fields, intro)


def unmerge(room: Room) -> Form:
    return Form("unmerge", _("Take them apart again"), _("Take them apart again"))


def watch(room: Room) -> Form:
    return Form("watch", _("Follow it"), _("Follow it"))
