"""One matter with everything the viewer may see, and what they may do next."""

from datetime import datetime

from django.db.models import QuerySet

from linli.foundation.files.api import FileContent, read_file
from linli.foundation.people import api as people
from linli.kernel import Actor, Ref, Refused, system
from linli.support.matters.domain.calendar import NOT_KNOWN
from linli.support.matters.domain.cards import (
    CheckCard,
    ClockCard,
    Contact,
    HandCard,
    MatterSheet,
    MessageCard,
    PartyCard,
    VerdictCard,
)
from linli.support.matters.domain.catalogue import (
    CLOCK_NAMES,
    ClockKind,
    categories,
    hold_reasons,
)
from linli.support.matters.domain.redaction import door_words, redact
from linli.support.matters.domain.rights import Standing
from linli.support.matters.domain.states import State
from linli.support.matters.models import Clock, Entry, Matter, Message, Photo, ReadMark, Verdict
from linli.support.matters.selectors.acts import acts_of, undoable_of
from linli.support.matters.selectors.answers import usual_answer
from linli.support.matters.selectors.seeing import (
    Lens,
    card_of,
    find_seen,
    lens_for,
    name_in,
    name_on,
)
from linli.support.matters.selectors.telling import entry_cards

_INSIDERS = frozenset({Standing.REPORTER})


def get_matter(*, viewer: Actor, matter: str) -> MatterSheet:
    """Everything about one matter; "not_found" for those who may not see it wholly."""
    row, standing = find_seen(viewer, matter)
    lines = list(Entry.objects.filter(matter=row).order_by("pk"))
    messages = list(_messages(row, standing))
    lens = lens_for(viewer, [row], _people_in(row, lines, messages))
    secrets = _secrets(row, lens)
    card = card_of(row, lens)
    clocks = list(Clock.objects.filter(matter=row).order_by("started_at", "id"))
    return MatterSheet(
        card=card,
        description=redact(row.description, secrets),
        timeline=entry_cards(row, lines, lens),
        messages=_message_cards(row, messages, lens, secrets),
        photos=tuple(photo.file for one in messages for photo in one.photos.all()),
        acts=acts_of(viewer, row, standing, lines),
        clocks=_clocks(clocks),
        responsible=row.assignee_id,
        responsible_name=card.assignee_name,
        responsible_duty=categories()[row.category].duty_name,
        usual_answer=usual_answer(row),
        hands=_hands(row, lens),
        parties=_parties(row),
        hold_reason=hold_reasons().get(row.hold) if row.state == State.ON_HOLD else None,
        hold_until=_hold_until(row, clocks),
        decline_reason=_decline_reason(row, messages, secrets),
        verdict=_verdict(row, secrets),
        checks=_checks(row, standing, lens),
        judgement=row.judgement,
        survivor=row.survivor_id,
        has_contact=row.contact is not None,
        undoable=undoable_of(viewer, row, standing, messages),
    )


def get_contact(*, viewer: Actor, matter: str, reason: str) -> Contact:
    """How to reach the reporter, as it was then; every look is recorded with its reason.

    For those who do the work and the desk; of a protected household for the keeper alone.
    """
    row, standing = find_seen(viewer, matter)
    works = {Standing.ASSIGNEE, Standing.EXECUTOR, Standing.DESK, Standing.KEEPER}
    if not (standing & works):
        raise Refused("forbidden", "Only those who do the work can see how to reach someone.")
    if row.pk in lens_for(viewer, [row]).masked:
        raise Refused("forbidden", "Only the keeper of protected records can open this record.")
    if row.contact is None:
        raise Refused("not_found", "There is no contact for this matter.")
    text = people.open_personal(
        viewer=viewer, sealed=bytes(row.contact), about=Ref("matter", row.pk), reason=reason
    )
    reach, _, address = text.partition("\n")
    return Contact(contact=reach, address=address)


def read_photo(*, viewer: Actor, matter: str, file: str, thumbnail: bool = False) -> FileContent:
    """The bytes of a picture or a voice note of a matter, for those who may see its message."""
    row, standing = find_seen(viewer, matter)
    photo = Photo.objects.filter(matter=row, file=file, message__in=_messages(row, standing))
    if not photo.exists():
        raise Refused("not_found", "There is no such photo.")
    return read_file(viewer=viewer, file=file, about=Ref("matter", row.pk), thumbnail=thumbnail)


def _messages(row: Matter, standing: frozenset[Standing]) -> QuerySet[Message]:
    rows = Message.objects.filter(matter=row).prefetch_related("photos").order_by("at", "id")
    return rows if standing - _INSIDERS else rows.filter(is_note=False)


def _people_in(row: Matter, lines: list[Entry], messages: list[Message]) -> set[str | None]:
    found: set[str | None] = set()
    for line in lines:
        found |= {line.person_id, line.on_behalf_of_id, line.params.get("other")}
    for message in messages:
        found |= {message.author_id, message.on_behalf_of_id}
    found |= set(row.hands.values_list("person_id", flat=True))
    return found | set(row.checks.values_list("by_id", flat=True))


def _secrets(row: Matter, lens: Lens) -> frozenset[str]:
    if row.pk not in lens.masked:
        return frozenset()
    words = frozenset[str]()
    if row.dwelling_id:
        words = door_words(row.place_label, row.building_label)
        words |= door_words(row.place_label_en, row.building_label_en)
    if row.reporter_id is None:
        return words
    platform = system(row.community)
    return words | {people.get_person(viewer=platform, person=row.reporter_id).name}


def _message_cards(
    row: Matter, messages: list[Message], lens: Lens, secrets: frozenset[str]
) -> tuple[MessageCard, ...]:
    marks = [
        until
        for person, until in ReadMark.objects.filter(matter=row).values_list("person_id", "until")
        if person != lens.viewer.person
    ]
    return tuple(
        MessageCard(
            id=one.pk,
            at=one.at,
            person=None if _is_masked_author(row, one, lens) else one.author_id,
            person_name=name_on(lens, row, one.author_id),
            on_behalf_of=None if row.pk in lens.masked else one.on_behalf_of_id,
            via=one.via,
            text=redact(one.text, secrets),
            photos=_files(one, is_sound=False),
            sounds=_files(one, is_sound=True),
            is_note=one.is_note,
            is_mine=one.author_id is not None and one.author_id == lens.viewer.person,
            is_taken_back=one.taken_back_at is not None,
            is_read=any(until >= one.at for until in marks),
        )
        for one in messages
    )


def _is_masked_author(row: Matter, message: Message, lens: Lens) -> bool:
    return row.pk in lens.masked and message.author_id == row.reporter_id


def _files(message: Message, *, is_sound: bool) -> tuple[str, ...]:
    return tuple(one.file for one in message.photos.all() if one.is_sound is is_sound)


def _clocks(clocks: list[Clock]) -> tuple[ClockCard, ...]:
    return tuple(
        ClockCard(
            kind=ClockKind(clock.kind),
            name=CLOCK_NAMES[ClockKind(clock.kind)],
            state=clock.state,
            started_at=clock.started_at,
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            is_working_time=clock.working,
            note=None if clock.is_certain else NOT_KNOWN,
        )
        for clock in clocks
        if clock.kind != ClockKind.HOLD
    )


def _hold_until(row: Matter, clocks: list[Clock]) -> datetime | None:
    rests = [one.due_at for one in clocks if one.kind == ClockKind.HOLD and one.due_at]
    return rests[-1] if rests and row.state == State.ON_HOLD else None


def _hands(row: Matter, lens: Lens) -> tuple[HandCard, ...]:
    hands = row.hands.filter(until=None).order_by("since", "id")
    return tuple(HandCard(one.person_id, name_in(lens, one.person_id), one.part) for one in hands)


def _parties(row: Matter) -> tuple[PartyCard, ...]:
    return tuple(
        PartyCard(one.pk, one.role, one.organisation, one.task, one.called_at, one.came_at)
        for one in row.parties.order_by("called_at", "id")
    )


def _decline_reason(row: Matter, messages: list[Message], secrets: frozenset[str]) -> str:
    if row.state != State.DECLINED:
        return ""
    said = [one.text for one in messages if one.purpose == "decline"]
    return redact(said[-1], secrets) if said else ""


def _verdict(row: Matter, secrets: frozenset[str]) -> VerdictCard | None:
    last = Verdict.objects.filter(matter=row, withdrawn_at=None).order_by("-pk").first()
    if last is None:
        return None
    return VerdictCard(
        solved=last.solved,
        stars=last.stars,
        words=redact(last.words, secrets),
        at=last.at,
        via=last.via,
        by_other=last.by_id != last.person_id,
    )


def _checks(row: Matter, standing: frozenset[Standing], lens: Lens) -> tuple[CheckCard, ...]:
    if not standing - _INSIDERS:
        return ()
    return tuple(
        CheckCard(one.passed, one.words, name_in(lens, one.by_id), one.at)
        for one in row.checks.order_by("pk")
    )
