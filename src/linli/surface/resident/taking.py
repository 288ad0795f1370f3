"""Taking along everything that is kept about me: one file, made now, kept nowhere."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from linli.foundation.devices.api import list_series
from linli.foundation.files.api import read_own_file
from linli.foundation.people import api as people
from linli.foundation.places.api import get_places
from linli.foundation.telemetry.api import history
from linli.kernel import Actor, Kept, Refused, now
from linli.support.matters import api as matters
from linli.surface.resident.kept import all_kept, check_own, own_devices
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_MOST_BYTES = 40 * 1024 * 1024
_MOST_SERIES = 50
_BACK = timedelta(days=366)
HIDDEN = "×××"
"""What stands for somebody else's name."""


@shell.signed_in
def take(request: shell.Request) -> HttpResponse:
    """What is in it, and the button; the file itself for whoever presses it."""
    check_own(request.actor)
    if request.method != "POST":
        return render(request, "resident/take.html", {"title": _("Take my data along")})
    people.note_export(by=request.actor)
    response = HttpResponse(_packed(request.actor), content_type="application/zip")
    name = f"linli-{timezone.localtime(now()):%Y%m%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response


def _packed(viewer: Actor) -> bytes:
    parts = all_kept(viewer, full=True)
    others = _names_of_others(viewer)
    plain = {one.key: [_hide(_plain(row), others) for row in one.rows] for one in parts}
    _name_homes(viewer, plain["homes"])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", orjson.dumps(plain, option=orjson.OPT_INDENT_2))
        packed.writestr("index.html", _page(parts, plain))
        _readings(viewer, packed)
        _photos(viewer, plain["files"], packed)
    return held.getvalue()


def _names_of_others(viewer: Actor) -> set[str]:
    """Everyone who is named in what was written about me; their names are theirs."""
    found = set(people.list_names_around(viewer=viewer))
    mine = matters.list_my_matters(viewer=viewer)
    for matter in (*mine.waiting_for_me, *mine.waiting_for_staff, *mine.finished):
        sheet = matters.get_matter(viewer=viewer, matter=matter.id)
        found |= {sheet.card.assignee_name, sheet.responsible_name}
        found |= {line.person_name for line in sheet.timeline}
        found |= {one.person_name for one in sheet.messages}
    own = people.get_person(viewer=viewer, person=viewer.person or "").name
    return {name for name in found if len(name) > 1} - {own}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _hide(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _hide(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_hide(one, names) for one in value]
    if isinstance(value, str):
        for name in sorted(names, key=len, reverse=True):
            value = value.replace(name, HIDDEN)
    return value


def _name_homes(viewer: Actor, rows: list[dict[str, Any]]) -> None:
    cards = get_places(viewer=viewer, places=[row["dwelling_id"] for row in rows])
    for row in rows:
        place = cards.get(row.pop("dwelling_id"))
        row["place"] = place.label if place else ""


def _page(parts: tuple[Kept, ...], plain: dict[str, Any]) -> str:
    """The same to read: no script, no address of ours, opens anywhere."""
    blocks = []
    for one in parts:
        facts = " · ".join(read(words) for words in (one.source, one.seen_by, one.time, one.basis))
        rows = "".join(f"<li>{_line(row)}</li>" for row in plain[one.key])
        head = f"<h2>{escape(read(one.what))}</h2><p>{escape(facts)}</p>"
        blocks.append(f"{head}<ul>{rows or '<li>-</li>'}</ul>")
    title = escape(_("Everything that is kept about me"))
    body = "".join(blocks)
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body><h1>{title}</h1>{body}</body></html>"
    )


def _line(row: dict[str, Any]) -> str:
    said = (f"{key}: {_flat(value)}" for key, value in row.items() if value not in (None, "", []))
    return escape(" · ".join(said))


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_flat(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(_flat(one) for one in value.values() if one not in (None, ""))
    return str(value)


def _readings(viewer: Actor, packed: zipfile.ZipFile) -> None:
    """A table of each series of my home; what cannot be read now is said so."""
    numbers = [
        one.number
        for card in own_devices(viewer)
        for one in list_series(viewer=viewer, device=card.id)
    ]
    for number in numbers[:_MOST_SERIES]:
        name = f"readings/{number}.csv"
        try:
            curve = history(
                viewer=viewer, series=number, since=now() - _BACK, until=now(), most_points=5_000
            )
        except Refused as refused:
            packed.writestr(name, shell.said(refused))
            continue
        rows = [
            f"{point.at.isoformat()},{point.low},{point.mean},{point.high}"
            for point in curve.points
        ]
        packed.writestr(name, "\n".join([f"at,low,mean,high ({curve.unit})", *rows]))


def _photos(viewer: Actor, rows: list[dict[str, Any]], packed: zipfile.ZipFile) -> None:
    room = _MOST_BYTES
    for row in rows:
        room -= row["size"]
        if room < 0:
            return
        try:
            found = read_own_file(viewer=viewer, file=row["id"])
        except Refused:  # its bytes are gone or damaged; its line stays
            continue
        packed.writestr(f"files/{row['id']}-{found.name}", found.content)
