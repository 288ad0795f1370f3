"""Receipts on paper: what the public ledger says of ballots, on slips that can be handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from linli.foundation.places.api import get_community
from linli.kernel import Actor, Refused
from linli.support.ledger.api import get_leaf, get_receipt
from linli.surface.shell import documents
from linli.surface.shell.documents.shapes import Receipts, Slip
from linli.surface.shell.request import Request

_WAYS = {
    "web": "网上投票",
    "paper": "纸质表决票",
    "phone": "电话投票",
    "doorstep": "上门登记",
    "official": "政府系统投票",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A ballot that came in: its number, when and how, for which homes, its key on the ledger."""

    number: int
    at: datetime
    channel: str
    rooms: tuple[str, ...]
    leaf: str


def send_slips(
    request: Request, *, assembly: str, title: str, taken: Iterable[Taken]
) -> HttpResponse:
    """The slips as one PDF; refused while the ledger has not signed one of them yet."""
    viewer = request.actor
    where = reverse("resident:ledger", args=[viewer.community])
    given = Receipts(
        community=get_community(viewer=viewer, community=viewer.community).name,
        title=title,
        check_at=request.build_absolute_uri(where),
        slips=tuple(_slip(viewer, one) for one in taken),
    )
    response = HttpResponse(documents.receipts(given), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipts-{assembly}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _slip(viewer: Actor, one: Taken) -> Slip:
    try:
        leaf = get_leaf(viewer=viewer, community=viewer.community, key=one.leaf)
        found = get_receipt(viewer=viewer, community=viewer.community, index=leaf.index)
    except Refused as refused:
        if refused.code not in {"not_found", "unavailable"}:
            raise
        raise Refused(
            "unavailable", "The receipt is ready in a minute. Please look again then."
        ) from refused
    at = timezone.localtime(one.at).strftime("%Y年%m月%d日 %H时%M分")
    return Slip(str(one.number), one.rooms, at, _WAYS[one.channel], found.code, found.qr)
