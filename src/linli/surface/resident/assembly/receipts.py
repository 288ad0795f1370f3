"""The receipt of a ballot: that it came in and is on the public ledger, never what it says."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.application.assembly.api import BallotCard, OwnHead, get_assembly
from linli.kernel import Actor, Refused
from linli.support.ledger.api import ReceiptCard, get_leaf, get_receipt
from linli.surface.resident.assembly import wording
from linli.surface.resident.assembly.heads import heads_of, hinders, seen
from linli.surface.shell import api as shell
from linli.surface.shell.convening import voting as words
from linli.surface.shell.language import read
from linli.surface.shell.qr import drawn
from linli.surface.shell.slips import Taken, send_slips
from linli.surface.shell.templatetags.shell import moment

MOST_SLIPS = 200


@dataclass(frozen=True, slots=True)
class Slip:
    """One ballot's receipt; without `code` its leaf is not under a signature yet."""

    ballot: str
    number: int
    rows: list[tuple[str, str]]
    code: str
    qr: SafeString | str


@never_cache
@shell.signed_in
def receipt(request: shell.Request, assembly: str) -> HttpResponse:
    """The receipts of all my ballots in this vote, the newest first."""
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    heads = heads_of(request.actor, assembly)
    mine = [(one, each) for one in heads for each in seen(one)]
    if not mine:
        raise Refused("not_found", "You have handed in no ballot in this vote.")
    mine.sort(key=lambda pair: pair[1].number, reverse=True)
    context = {
        "title": _("We have your ballot"),
        "sheet": sheet,
        "name": read(sheet.card.title),
        "slips": [_slip(request.actor, one, each) for one, each in mine],
        "several": wording.several(sheet),
        "left": sum(1 for one in heads if not hinders(sheet, one)),
    }
    return render(request, "resident/assembly/receipt.html", context)


def _slip(viewer: Actor, one: OwnHead, each: BallotCard) -> Slip:
    found = _on_ledger(viewer, each)
    rows = [
        (_("Ballot number"), str(each.number)),
        (_("For which home"), wording.homes(one.units)),
        (_("Time"), moment(each.at)),
        (_("The way it came"), _(words.CHANNELS[each.channel])),
        *([(_("Short code"), found.code)] if found else []),
    ]
    picture = drawn(found.qr, _("The receipt, for the program that checks it")) if found else ""
    return Slip(each.id, each.number, rows, found.code if found else "", picture)


def _on_ledger(viewer: Actor, each: BallotCard) -> ReceiptCard | None:
    """What the ledger says of a ballot; None until it is signed, some seconds after it came."""
    community = viewer.community
    try:
        leaf = get_leaf(viewer=viewer, community=community, key=each.leaf)
        return get_receipt(viewer=viewer, community=community, index=leaf.index)
    except Refused as refused:
        if refused.code in ("not_found", "unavailable"):
            return None
        raise


@never_cache
@shell.signed_in
def proof(request: shell.Request, assembly: str, ballot: str) -> HttpResponse:
    """The file that proves a ballot is on the ledger, to be checked offline; only one's own."""
    found = next(
        (
            each
            for one in heads_of(request.actor, assembly)
            for each in seen(one)
            if each.id == ballot
        ),
        None,
    )
    if found is None:
        raise Refused("not_found", "You have handed in no such ballot.")
    card = _on_ledger(request.actor, found)
    if card is None:
        raise Refused("unavailable", "The receipt is ready in a minute. Please look again then.")
    response = HttpResponse(card.proof, content_type="text/plain; charset=utf-8")
    name = f"ballot-{found.number}.tlog-proof"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@shell.signed_in
def slips(request: shell.Request, assembly: str) -> HttpResponse:
    """My receipts on paper, the same slips as the desk prints."""
    sheet = get_assembly(viewer=request.actor, assembly=assembly)
    taken = [
        Taken(each.number, each.at, each.channel, tuple(unit.zh for unit in one.units), each.leaf)
        for one in heads_of(request.actor, assembly)
        for each in seen(one)
    ]
    if not taken:
        raise Refused("not_found", "You have handed in no ballot in this vote.")
    return send_slips(
        request, assembly=assembly, title=sheet.card.title.zh, taken=taken[:MOST_SLIPS]
    )
