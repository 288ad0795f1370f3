"""Matters: the queue, one matter, its chain, and everything one may do with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile

from linli.kernel import Refused
from linli.support.matters import api as matters
from linli.surface.rest.bodies import (
    Assigned,
    CalledIn,
    Checked,
    Coded,
    Decided,
    HandAdded,
    Held,
    Judged,
    Merged,
    Opened,
    Reasoned,
    Reclassified,
    Resolved,
    Said,
    Transferred,
    Written,
)
from linli.surface.rest.cards import schema_of
from linli.surface.rest.inputs import Cursor, Id, Limit, Line, Text
from linli.surface.rest.operations import Items, Made, Resource, actor_of

desk = Resource("matters")

_MATTER: Any = schema_of(matters.MatterCard)
_AROUND: Any = schema_of(matters.NeighbourCard)
_READ, _WRITE = "read:matters", "write:matters"
_MOST_PHOTO = 10 * 1024 * 1024
_MOST_PHOTOS = 9


@desk.read("/categories", list[schema_of(matters.CategoryCard)], scope=_READ)  # type: ignore[misc]
def list_categories(request: HttpRequest) -> Any:
    """What a matter can be about."""
    return matters.list_categories(viewer=actor_of(request), own_codes=True)


@desk.write("/categories/{category}/codes", scope=_WRITE)
def set_codes(request: HttpRequest, category: Id, body: Coded) -> Any:
    """Say under which codes public services here know a category; for managers."""
    return matters.set_codes(by=actor_of(request), category=category, **body.dict())


@desk.read("/matters", Items[_MATTER], scope=_READ)
def list_matters(
    request: HttpRequest,
    *,
    lane: Line | None = None,
    place: Id | None = None,
    category: Id | None = None,
    state: matters.State | None = None,
    nature: matters.Nature | None = None,
    assignee: Id | None = None,
    search: Line = "",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """The matters the caller sees, what is late first. `lane` is one of new, due_today, overdue,
    supervised, waiting_resident, waiting_check, mine, done; `search` is a number or words."""
    return matters.list_matters(
        viewer=actor_of(request),
        lane=lane,
        place=place,
        category=category,
        state=state,
        nature=nature,
        assignee=assignee,
        search=search,
        cursor=cursor or None,
        limit=limit,
    )


@desk.write("/matters", scope=_WRITE, gives=Made, status=201)
def open_matter(request: HttpRequest, body: Opened) -> Any:
    """Report something. Residents report for themselves; staff may name the `reporter`."""
    return {"id": matters.open_matter(by=actor_of(request), **body.dict())}


@desk.read("/matters/lanes", list[schema_of(matters.LaneCount)], scope=_READ)  # type: ignore[misc]
def count_lanes(request: HttpRequest) -> Any:
    """How many matters stand in each lane of the caller's queue."""
    return matters.count_lanes(viewer=actor_of(request))


@desk.read("/matters/mine", schema_of(matters.MyMatters), scope=_READ)
def list_my_matters(request: HttpRequest) -> Any:
    """What the caller reported, by whose turn it is, and what they follow."""
    return matters.list_my_matters(viewer=actor_of(request))


@desk.read("/matters/around", list[_AROUND], scope=_READ)
def list_around(
    request: HttpRequest, place: Id | None = None, category: Id | None = None, limit: Limit = 50
) -> Any:
    """What is open in public areas, without who reported it or in which words."""
    return matters.list_around(
        viewer=actor_of(request), place=place, category=category, limit=limit
    ).items


@desk.read("/matters/figures", list[schema_of(matters.Figure)], scope=_READ)  # type: ignore[misc]
def figures(request: HttpRequest) -> Any:
    """The figures of the last 30 days, each with its definition and source."""
    return matters.figures(viewer=actor_of(request))


@desk.read("/matters/places", list[schema_of(matters.PlaceCount)], scope=_READ)  # type: ignore[misc]
def count_open_by_place(request: HttpRequest) -> Any:
    """Open matters by building and facility, as the map shows them."""
    return matters.count_open_by_place(viewer=actor_of(request))


@desk.read("/matters/{matter}", schema_of(matters.MatterSheet), scope=_READ)
def get_matter(request: HttpRequest, matter: Id) -> Any:
    """One matter with its timeline, messages and what the caller may do next (`acts`)."""
    return matters.get_matter(viewer=actor_of(request), matter=matter)


@desk.read("/matters/{matter}/chain", schema_of(matters.Chain), scope=_READ)
def chain_of(request: HttpRequest, matter: Id) -> Any:
    """Back to the readings or the voice that caused it, forward to what changed because of it."""
    return matters.chain_of(viewer=actor_of(request), matter=matter)


@desk.read("/matters/{matter}/suggestions", list[schema_of(matters.Suggestion)], scope=_READ)  # type: ignore[misc]
def suggest_assignees(request: HttpRequest, matter: Id) -> Any:
    """Who would best see to it, with the reasons."""
    return matters.suggest_assignees(viewer=actor_of(request), matter=matter)


@desk.read("/matters/{matter}/photos/{file}", None, scope=_READ)
def read_photo(request: HttpRequest, matter: Id, file: Id, thumbnail: bool = False) -> Any:
    """The bytes of a picture of a matter."""
    found = matters.read_photo(
        viewer=actor_of(request), matter=matter, file=file, thumbnail=thumbnail
    )
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@desk.write("/matters/{matter}/photos", scope=_WRITE, gives=Made, status=201)
def send_photos(
    request: HttpRequest,
    *,
    matter: Id,
    photos: File[list[UploadedFile]],
    text: Form[Text] = "",
    is_note: Form[bool] = False,
) -> Any:
    """Send photos with a few words (multipart); gives the id of the message."""
    if len(photos) > _MOST_PHOTOS or any((photo.size or 0) > _MOST_PHOTO for photo in photos):
        raise Refused("too_large", "Send at most 9 photos of at most 10 MB each.", field="photos")
    return {
        "id": matters.post_message(
            by=actor_of(request),
            matter=matter,
            text=text,
            photos=[(photo.name or "", photo.read()) for photo in photos],
            is_note=is_note,
        )
    }


@desk.write("/matters/{matter}/messages", scope=_WRITE, gives=Made, status=201)
def post_message(request: HttpRequest, matter: Id, body: Written) -> Any:
    """Write to everyone in a matter, or among staff (`is_note`)."""
    return {"id": matters.post_message(by=actor_of(request), matter=matter, **body.dict())}


@desk.write("/matters/{matter}/accept", scope=_WRITE)
def accept_matter(request: HttpRequest, matter: Id) -> Any:
    """Say that it has been read and will be seen to."""
    return matters.accept_matter(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/assign", scope=_WRITE)
def assign_matter(request: HttpRequest, matter: Id, body: Assigned) -> Any:
    """Make one person responsible; `person` left out is oneself."""
    by = actor_of(request)
    return matters.assign_matter(by=by, matter=matter, person=body.person or by.person or "")


@desk.write("/matters/{matter}/start", scope=_WRITE)
def start_work(request: HttpRequest, matter: Id) -> Any:
    """Say that work has begun."""
    return matters.start_work(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/transfer", scope=_WRITE)
def transfer_matter(request: HttpRequest, matter: Id, body: Transferred) -> Any:
    """Pass it on to someone else, with a reason."""
    return matters.transfer_matter(by=actor_of(request), matter=matter, **body.dict())


@desk.write("/matters/{matter}/hold", scope=_WRITE)
def hold_matter(request: HttpRequest, matter: Id, body: Held) -> Any:
    """Let it rest for one of the known reasons."""
    return matters.hold_matter(by=actor_of(request), matter=matter, **body.dict())


@desk.write("/matters/{matter}/resume", scope=_WRITE)
def resume_matter(request: HttpRequest, matter: Id) -> Any:
    """Go on after a hold."""
    return matters.resume_matter(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/resolve", scope=_WRITE)
def resolve_matter(request: HttpRequest, matter: Id, body: Resolved) -> Any:
    """Say that it is done. Only the resident, or a second person, makes it count as solved."""
    return matters.resolve_matter(by=actor_of(request), matter=matter, **body.dict())


@desk.write("/matters/{matter}/verdict", scope=_WRITE)
def give_verdict(request: HttpRequest, matter: Id, body: Decided) -> Any:
    """The reporter's word: solved (confirms) or not (opens it again)."""
    return matters.give_verdict(by=actor_of(request), matter=matter, **body.dict())


@desk.write("/matters/{matter}/verdict/withdraw", scope=_WRITE)
def withdraw_verdict(request: HttpRequest, matter: Id) -> Any:
    """Take one's answer back within a day."""
    return matters.withdraw_verdict(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/decline", scope=_WRITE)
def decline_matter(request: HttpRequest, matter: Id, body: Reasoned) -> Any:
    """Say that it will not be done, and why."""
    return matters.decline_matter(by=actor_of(request), matter=matter, reason=body.reason)


@desk.write("/matters/{matter}/contest", scope=_WRITE)
def contest_decline(request: HttpRequest, matter: Id, body: Said) -> Any:
    """Disagree with a refusal."""
    return matters.contest_decline(by=actor_of(request), matter=matter, words=body.words)


@desk.write("/matters/{matter}/withdraw", scope=_WRITE)
def withdraw_matter(request: HttpRequest, matter: Id) -> Any:
    """Take a report back."""
    return matters.withdraw_matter(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/restore", scope=_WRITE)
def restore_matter(request: HttpRequest, matter: Id) -> Any:
    """Bring a withdrawn report back within a day."""
    return matters.restore_matter(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/support", scope=_WRITE)
def support_matter(request: HttpRequest, matter: Id) -> Any:
    """Say "the same at ours" and follow a public matter."""
    return matters.support_matter(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/support/withdraw", scope=_WRITE)
def withdraw_support(request: HttpRequest, matter: Id) -> Any:
    """No longer follow a neighbour's matter."""
    return matters.withdraw_support(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/urge", scope=_WRITE)
def urge_matter(request: HttpRequest, matter: Id) -> Any:
    """Ask to hurry, once a day."""
    return matters.urge_matter(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/read", scope=_WRITE)
def mark_matter_read(request: HttpRequest, matter: Id) -> Any:
    """Remember that the caller has read what was written so far."""
    return matters.mark_read(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/check", scope=_WRITE)
def check_matter(request: HttpRequest, matter: Id, body: Checked) -> Any:
    """Check the quality of work someone else did."""
    return matters.check_matter(by=actor_of(request), matter=matter, **body.dict())


@desk.write("/matters/{matter}/judge", scope=_WRITE)
def judge_alarm(request: HttpRequest, matter: Id, body: Judged) -> Any:
    """Say what an alarm was: real, false_alarm or unclear."""
    return matters.judge_alarm(by=actor_of(request), matter=matter, judgement=body.judgement)


@desk.write("/matters/{matter}/reclassify", scope=_WRITE)
def reclassify_matter(request: HttpRequest, matter: Id, body: Reclassified) -> Any:
    """Put it under another category or severity."""
    return matters.reclassify_matter(by=actor_of(request), matter=matter, **body.dict())


@desk.write("/matters/{matter}/merge", scope=_WRITE)
def merge_matter(request: HttpRequest, matter: Id, body: Merged) -> Any:
    """Put a report together with the same one."""
    return matters.merge_matter(by=actor_of(request), matter=matter, into=body.into)


@desk.write("/matters/{matter}/unmerge", scope=_WRITE)
def unmerge_matter(request: HttpRequest, matter: Id) -> Any:
    """Take a report out again within half an hour."""
    return matters.unmerge_matter(by=actor_of(request), matter=matter)


@desk.write("/matters/{matter}/hands", scope=_WRITE)
def add_hand(request: HttpRequest, matter: Id, body: HandAdded) -> Any:
    """Ask someone of the staff to execute or to watch."""
    return matters.add_hand(by=actor_of(request), matter=matter, **body.dict())


@desk.write("/matters/{matter}/parties", scope=_WRITE, gives=Made, status=201)
def call_in_party(request: HttpRequest, matter: Id, body: CalledIn) -> Any:
    """Call in a role of the community or an outside organisation (吹哨)."""
    return {"id": matters.call_in_party(by=actor_of(request), matter=matter, **body.dict())}


@desk.write("/parties/{party}/came", scope=_WRITE)
def party_comes(request: HttpRequest, party: Id) -> Any:
    """Note that a party that was called in has come (报到)."""
    return matters.party_comes(by=actor_of(request), party=party)
