"""What is done while a vote is prepared and open: deliveries, proxies, names, extension."""

from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, DeliveryNote
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused
from linli.kernel.written import Side
from linli.surface.desk.meeting.frame import Act, Fields, file_field, kept, number_of, short_key
from linli.surface.desk.meeting.words import DELIVERED
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import text_field

_DOORS = "meeting-doors"


def _delivery_fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    return (
        shell.Field(
            name="channel",
            label=_("How did it reach the home?"),
            kind="radio",
            choices=tuple(shell.Choice(key, _(words)) for key, words in DELIVERED.items()),
        ),
        shell.Field(
            name="evidence",
            label=_("What proves it?"),
            hint=_("For example: signed list of building 3, page 2."),
            maxlength=200,
        ),
    )


def _deliver(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    _note(request, sheet, [number_of(thing)])


def _deliver_building(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    doors = assembly.canvass(viewer=request.actor, assembly=sheet.card.id, building=thing)
    if not doors:
        raise Refused("not_found", "There is no such home.")
    _note(request, sheet, [one.unit for one in doors])


def _note(request: shell.Request, sheet: AssemblySheet, units: list[int]) -> None:
    given = request.POST
    if given.get("channel") not in DELIVERED:
        raise Refused("invalid", "Please say how it reached the home.", field="channel")
    notes = [
        DeliveryNote(unit, given.get("channel", ""), given.get("evidence", "")) for unit in units
    ]
    assembly.note_delivery(by=request.actor, assembly=sheet.card.id, notes=notes)


def _proxy_fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    return (
        shell.Field(
            name="holder",
            label=_("Who votes for the owner?"),
            hint=finding_hint(viewer),
            maxlength=60,
        ),
        file_field("evidence", _("Photo or scan of the signed proxy")),
    )


def _give_proxy(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    holder = find_person(request.actor, sheet, request.POST.get("holder", ""), "holder")
    assembly.give_proxy(
        by=request.actor,
        assembly=sheet.card.id,
        head=number_of(thing),
        holder=holder,
        evidence=kept(request, sheet.card.id, "evidence"),
        key=short_key(request),
    )


def finding_hint(viewer: Actor) -> str:
    """What to write for a person: whoever sees no register finds people on the roll alone."""
    if viewer.is_staff:
        return _("Name, or the whole phone number.")
    return _("An owner on this roll: whole name, home, or both, such as 3-2-401 王秀英.")


def find_person(viewer: Actor, sheet: AssemblySheet, text: str, field: str) -> str:
    """The one person a name or a number means, or a refusal that says what to write."""
    if not viewer.is_staff:
        return assembly.find_on_roll(viewer=viewer, assembly=sheet.card.id, text=text, field=field)
    plain = text.strip()[:60]
    if not plain:
        raise Refused("invalid", "Please write a name or a phone number.", field=field)
    found = people.list_people(viewer=viewer, search=plain, limit=2)
    if len(found) == 1:
        return found.items[0].id
    if not found.items:
        raise Refused("invalid", "Nobody here is found by this.", field=field)
    raise Refused(
        "invalid", "Several are found by this; please write the whole phone number.", field=field
    )


def _revoke(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.revoke_proxy(by=request.actor, assembly=sheet.card.id, proxy=thing)


def _representative_fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    owners = assembly.list_voters(viewer=viewer, assembly=sheet.card.id, head=number_of(thing))
    return (
        shell.Field(
            name="person",
            label=_("Whom did the owners name?"),
            kind="radio",
            choices=tuple(shell.Choice(one.id, one.name) for one in owners),
        ),
        file_field("evidence", _("Photo or scan of the sheet all owners signed")),
    )


def _name(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    person = request.POST.get("person", "")
    if not person:
        raise Refused("invalid", "Please choose whom the owners named.", field="person")
    assembly.name_representative(
        by=request.actor,
        assembly=sheet.card.id,
        head=number_of(thing),
        person=person,
        evidence=kept(request, sheet.card.id, "evidence"),
    )


def _extension_fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    return (
        shell.Field(
            name="closes_at",
            label=_("When does it end?"),
            hint=_("Day and time, for example 12-20 9:00."),
        ),
    )


def _extend(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    closes = shell.moment_typed(request.POST.get("closes_at", ""), "closes_at", Side.FUTURE)
    assembly.extend_voting(by=request.actor, assembly=sheet.card.id, closes_at=closes.value)


def _cancel(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.cancel(by=request.actor, assembly=sheet.card.id, why=request.POST.get("why", ""))


ACTS = {
    "deliver": Act(
        title=lambda: _("Note that the ballot reached this home"),
        button=lambda: _("Note it"),
        done=lambda: _("The delivery is noted."),
        fields=_delivery_fields,
        do=_deliver,
        needs="deliver",
        back=_DOORS,
    ),
    "deliver-building": Act(
        title=lambda: _("Note that ballots reached every home of this building"),
        button=lambda: _("Note it"),
        done=lambda: _("The deliveries are noted."),
        fields=_delivery_fields,
        do=_deliver_building,
        needs="deliver",
        back=_DOORS,
    ),
    "proxy": Act(
        title=lambda: _("Write down a proxy"),
        button=lambda: _("Write it down"),
        done=lambda: _("The proxy is written down."),
        intro=lambda: _("The owner has signed on paper who votes for them."),
        fields=_proxy_fields,
        do=_give_proxy,
        needs="take_proxy",
        back=_DOORS,
    ),
    "revoke": Act(
        title=lambda: _("End this proxy?"),
        button=lambda: _("End it"),
        done=lambda: _("The proxy has ended."),
        do=_revoke,
        needs="take_proxy",
        back=_DOORS,
    ),
    "representative": Act(
        title=lambda: _("Who speaks for these owners?"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down; what the others said does not count."),
        fields=_representative_fields,
        do=_name,
        needs="take_proxy",
        back=_DOORS,
    ),
    "extend": Act(
        title=lambda: _("Let the vote end later"),
        button=lambda: _("Let it end then"),
        done=lambda: _("The vote ends later; everybody is told."),
        intro=lambda: _("Only before it ends, and only as the rules allow."),
        fields=_extension_fields,
        do=_extend,
        needs="extend",
        back="meeting-board",
    ),
    "cancel": Act(
        title=lambda: _("Call the assembly off"),
        button=lambda: _("Call it off"),
        done=lambda: _("The assembly is called off."),
        intro=lambda: _("Nothing is decided by it then, and it cannot be taken up again."),
        fields=lambda viewer, sheet, thing: (text_field("why", _("Why?"), 400),),
        do=_cancel,
        needs="cancel",
    ),
}
