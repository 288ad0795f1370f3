"""Votes given by telephone or at the door, each with what proves it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, Spoken
from linli.kernel import Actor, Refused
from linli.surface.desk.meeting.choices import chosen, fields_of
from linli.surface.desk.meeting.frame import Act, Fields, file_field, kept, number_of, short_key
from linli.surface.desk.meeting.running import find_person, finding_hint
from linli.surface.shell import api as shell

_DOORS = "meeting-doors"


def _fields(evidence: Callable[[], str]) -> Callable[[Actor, AssemblySheet, str], Fields]:
    def fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
        head = number_of(thing)
        owners = assembly.list_voters(viewer=viewer, assembly=sheet.card.id, head=head)
        motions = assembly.motions_of(viewer=viewer, assembly=sheet.card.id, head=head)
        asked = shell.Field(
            name="signer",
            label=_("Which of the owners is it?"),
            kind="radio",
            choices=tuple(shell.Choice(one.id, one.name) for one in owners),
        )
        return (
            *((asked,) if len(owners) > 1 else ()),
            shell.Field(
                name="known_by",
                label=_("How do you know who it is?"),
                hint=_("For example: rang the number on the roll, or saw the identity card."),
                maxlength=80,
            ),
            *fields_of(sheet, motions, is_paper=False),
            _second(viewer),
            file_field("evidence", evidence()),
        )

    return fields


def _second(viewer: Actor) -> shell.Field:
    """Who else was there, whom one finds as far as one may look people up."""
    hint = _("Needed where your rules ask for two people. Name or phone number.")
    if not viewer.is_staff:
        hint = _("Needed where your rules ask for two people. %(how)s") % {
            "how": finding_hint(viewer)
        }
    label = _("Who else of the office was there?")
    return shell.Field(name="second", label=label, hint=hint, maxlength=60)


def _said(request: shell.Request, sheet: AssemblySheet) -> Spoken:
    second = request.POST.get("second", "")
    if not request.POST.get("known_by", "").strip():
        raise Refused("invalid", "Please say how you know who it is.", field="known_by")
    choices = chosen(sheet, request.POST)
    return Spoken(
        choices=choices,
        known_by=request.POST.get("known_by", ""),
        evidence=kept(request, sheet.card.id, "evidence"),
        signer=request.POST.get("signer") or None,
        second=find_person(request.actor, sheet, second, "second") if second.strip() else None,
    )


def _phone(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.record_phone(
        by=request.actor,
        assembly=sheet.card.id,
        head=number_of(thing),
        said=_said(request, sheet),
        key=short_key(request),
    )


def _doorstep(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    assembly.record_doorstep(
        by=request.actor,
        assembly=sheet.card.id,
        head=number_of(thing),
        said=_said(request, sheet),
        key=short_key(request),
    )


ACTS = {
    "phone": Act(
        title=lambda: _("Write down a vote given by telephone"),
        button=lambda: _("Write the vote down"),
        done=lambda: _("The vote is written down; its owner can read it."),
        intro=lambda: _("Read each item out and write down what the owner says."),
        fields=_fields(lambda: _("The recording of the call")),
        do=_phone,
        needs="record",
        back=_DOORS,
    ),
    "doorstep": Act(
        title=lambda: _("Write down a vote given at the door"),
        button=lambda: _("Write the vote down"),
        done=lambda: _("The vote is written down; its owner can read it."),
        intro=lambda: _("Read each item out and write down what the owner says."),
        fields=_fields(lambda: _("Photo or scan of the signed sheet")),
        do=_doorstep,
        needs="record",
        back=_DOORS,
    ),
}
