"""The public ledger: a page for people, a sheet for the notice board, and the log itself for
programs in the layout of C2SP tlog-tiles. Nobody need have logged in."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.cache import cache
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.foundation.places.api import CommunityCard, list_communities
from linli.kernel import ANYONE, Refused
from linli.support.ledger import api as ledger
from linli.support.ledger.api import CheckpointCard, WitnessCard
from linli.surface.shell import api as shell
from linli.surface.shell.address import address_of
from linli.surface.shell.language import joined
from linli.surface.shell.qr import drawn
from linli.surface.shell.templatetags.shell import moment

_HOUR = 60 * 60
_TILES, _BUNDLES = 20_000, 60
_FEW_SECONDS = "public, max-age=5"
_FOR_GOOD = "public, max-age=31536000, immutable"
_TEXT, _BYTES = "text/plain; charset=utf-8", "application/octet-stream"
View = Callable[..., HttpResponseBase]


def at_most(an_hour: int, name: str) -> Callable[[View], View]:
    """Programs may ask often, but not without end; counted by address, in this process only."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: shell.Request, *args: str, **kwargs: str) -> HttpResponseBase:
            key = f"ledger-{name}-{address_of(request)}"
            cache.add(key, 0, _HOUR)
            if cache.incr(key) > an_hour:
                raise Refused("too_many", "Too much was asked for from here. Please wait an hour.")
            return view(request, *args, **kwargs)

        return guarded

    return guard


def page(request: shell.Request, community: str) -> HttpResponse:
    """How much is in the ledger, who vouches for it, and how one checks it."""
    place = _community(community)
    context = {"title": _("The public ledger"), "place": place}
    signed = _signed(place.id)
    if signed is not None:
        log = ledger.get_log(viewer=ANYONE, community=place.id)
        witnesses = ledger.list_witnesses(viewer=ANYONE, community=place.id)
        context |= {
            "rows": _rows(signed, log.vkey),
            "vouched": _vouched(signed),
            "is_vouched": signed.is_vouched,
            "witnesses": [_witness(one) for one in witnesses if one.retired_at is None],
            "is_wrong": any(one.is_refused for one in witnesses if one.retired_at is None),
        }
    return render(request, "resident/ledger.html", context)


def board(request: shell.Request, community: str) -> HttpResponse:
    """The day's checkpoint on a sheet for the notice board: whoever photographs it can check."""
    place = _community(community)
    signed = ledger.get_checkpoint(viewer=ANYONE, community=place.id)
    context = {
        "title": _("The public ledger"),
        "place": place,
        "card": signed,
        "count": _count(signed.size),
        "code": _in_fours(signed.code),
        "cosigners": joined(one.name for one in signed.cosigners),
        "picture": drawn(signed.plain, _("The state of the ledger, signed")),
    }
    return render(request, "resident/ledger-board.html", context)


@at_most(_TILES, "tile")
def checkpoint(request: shell.Request, community: str) -> HttpResponse:
    """The newest signed state with its cosignatures."""
    note = ledger.get_checkpoint(viewer=ANYONE, community=community).note
    return _bytes(note.encode(), _TEXT, _FEW_SECONDS)


@at_most(_TILES, "tile")
def tile(request: shell.Request, community: str, path: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries; what stands at an address never changes."""
    found = ledger.read_tile(viewer=ANYONE, community=community, path=f"tile/{path}")
    return _bytes(found.content, _BYTES, _FOR_GOOD)


@at_most(_BUNDLES, "bundle")
def bundle(request: shell.Request, community: str, assembly: str) -> FileResponse:
    """What an assembly has published, in one file; private records are not in it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        ledger.write_bundle(
            viewer=ANYONE, community=community, assembly=assembly, opened=False, path=path
        )
        file = path.open("rb")  # stays readable when the folder has gone
    response = FileResponse(file, as_attachment=True, filename=f"bundle-{assembly}.zip")
    response["Cache-Control"] = _FEW_SECONDS
    return response


def _bytes(content: bytes, kind: str, keep: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = keep
    return response


def _community(community: str) -> CommunityCard:
    for card in list_communities(viewer=ANYONE):
        if card.id == community:
            return card
    raise Refused("not_found", "There is no such community.")


def _signed(community: str) -> CheckpointCard | None:
    try:
        return ledger.get_checkpoint(viewer=ANYONE, community=community)
    except Refused:  # nothing was appended yet, or not signed yet
        return None


def _rows(signed: CheckpointCard, vkey: str) -> list[tuple[str, str]]:
    return [
        (_("In it"), _count(signed.size)),
        (_("Signed last"), moment(signed.at)),
        (_("Short code"), _in_fours(signed.code)),
        (_("The ledger's public key"), vkey),
    ]


def _count(size: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", size) % {"count": f"{size:,}"}


def _vouched(signed: CheckpointCard) -> str:
    if not signed.needed:
        return _("No witness is needed yet: for now only the community itself signs.")
    said = {"count": len(signed.cosigners), "needed": signed.needed}
    return _("%(count)s of the witnesses have signed this state; %(needed)s are needed.") % said


def _witness(card: WitnessCard) -> tuple[str, str, str, str]:
    """Name, what it has signed, how it stands, and the tone of that."""
    if card.is_refused:
        return card.name, _signed_last(card), _("has seen something else"), "late"
    if card.is_behind:
        return card.name, _signed_last(card), _("not signed yet"), "wait"
    return card.name, _signed_last(card), _("has signed"), "ok"


def _signed_last(card: WitnessCard) -> str:
    if card.signed_at is None:
        return _("Has not signed anything so far.")
    said = {"when": moment(card.signed_at), "count": _count(card.size)}
    return _("Signed last: %(when)s, %(count)s.") % said


def _in_fours(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
