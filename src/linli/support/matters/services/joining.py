"""Several hands and parties on one matter, and several reports of one thing made one."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.kernel import Actor, Ref, Refused, Words, new_id, now, system
from linli.support.matters import policy
from linli.support.matters.domain.catalogue import spans
from linli.support.matters.domain.sentences import PARTS, ROLES
from linli.support.matters.domain.states import Act, State, can
from linli.support.matters.facts import (
    EffectLinked,
    MatterMerged,
    MatterRestored,
    PartyCalled,
    PartyCame,
)
from linli.support.matters.models import CauseRow, Effect, Hand, Matter, Party, Voice
from linli.support.matters.services import running
from linli.support.matters.services.handling import assign_matter
from linli.support.matters.services.steps import clean, find, find_for, move, write
from linli.support.matters.services.voicing import bring_back


def add_hand(*, by: Actor, matter: str, person: str, part: str) -> None:
    """Ask someone of the staff to execute ("executor") or to watch ("watcher") a matter."""
    if part not in PARTS:
        raise Refused("invalid", "One can help with a matter or follow it.", field="part")
    with transaction.atomic():
        watches = part == "watcher" and person == by.person
        row, _ = find_for(by, matter, Act.WATCH if watches else Act.ADD_HAND)
        staff = people.list_staff(viewer=system(by.community))
        if all(card.person.id != person for card in staff):
            raise Refused("not_found", "This person does not work here.", field="person")
        if person == row.assignee_id:
            raise Refused("conflict", "This person is responsible already.", field="person")
        if Hand.objects.filter(matter=row, person=person, until=None, part=part).exists():
            return
        at = now()
        Hand.objects.filter(matter=row, person=person, until=None).update(until=at)
        Hand.objects.create(matter=row, person_id=person, part=part, since=at)
        write(row, by, at, "hand_added", other=person, part=part)


def remove_hand(*, by: Actor, matter: str, person: str) -> None:
    """Let someone who helps or watches go; everyone may go by themselves."""
    with transaction.atomic():
        row = find(by, matter)
        standing = policy.standing_of(by, row)
        policy.check_sees(standing)
        if person != by.person:
            policy.check_may(Act.ADD_HAND, standing)
        at = now()
        if Hand.objects.filter(matter=row, person=person, until=None).update(until=at):
            write(row, by, at, "hand_left", other=person)


def call_in_party(
    *, by: Actor, matter: str, role: str = "", organisation: str = "", task: str = ""
) -> str:
    """Blow the whistle (吹哨): call in a role of the community or an outside organisation.

    Staff of a role that was called in see the matter from then on. Returns the party's id;
    calling the same one again changes nothing.
    """
    name = clean(organisation, field="organisation", longest=120)
    what = clean(task, field="task", longest=400)
    if role and role not in ROLES:
        raise Refused("invalid", "Please choose who should come.", field="role")
    if not (role or name):
        raise Refused("invalid", "Please say who should come.", field="organisation")
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.CALL_IN)
        twin = Party.objects.filter(matter=row, role=role, organisation=name).first()
        if twin is not None:
            return twin.pk
        at = now()
        party = Party.objects.create(
            id=new_id(),
            matter=row,
            role=role,
            organisation=name,
            task=what,
            called_by_id=by.person,
            called_at=at,
        )
        write(row, by, at, "called_in", party=party.pk, role=role)
        publish(PartyCalled(community=row.community, matter=row.pk, party=party.pk, role=role))
        return party.pk


def party_comes(*, by: Actor, party: str) -> None:
    """Note that a party that was called in has come (报到); twice changes nothing."""
    policy.check_member(by)
    with transaction.atomic():
        called = Party.objects.filter(pk=party, matter__community=by.community).first()
        if called is None:
            raise Refused("not_found", "There is no such party.")
        row = find(by, called.matter_id)
        policy.check_may(Act.NOTE, policy.standing_of(by, row))
        if called.came_at is not None:
            return
        called.came_at = now()
        called.save(update_fields=["came_at"])
        write(row, by, called.came_at, "came", party=party, role=called.role)
        publish(PartyCame(community=row.community, matter=row.pk, party=party))


def merge_matter(*, by: Actor, matter: str, into: str) -> None:
    """Put a report together with the same one; its voices and its reporter follow the survivor.

    A resident's report does not end in something nobody reported (an alarm): the two are linked
    and given to the same hands, and the report still waits for its resident's word.
    """
    if matter == into:
        raise Refused("invalid", "A matter cannot be put together with itself.", field="into")
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.MERGE)
        survivor, _ = find_for(by, into, Act.MERGE)
        at = now()
        if row.reporter_id is not None and survivor.reporter_id is None:
            _link(row, survivor, by, at)
            return
        row.left_from, row.left_at, row.closed_at = row.state, at, at
        row.survivor = survivor
        move(row, Act.MERGE)
        row.save()
        running.hold(row, at)
        _carry_voices(row, survivor)
        line = write(row, by, at, "merged", survivor=survivor.pk)
        write(survivor, by, at, "took_in", matter=row.pk)
        publish(
            MatterMerged(
                community=row.community, matter=row.pk, survivor=survivor.pk, entry=line.pk
            )
        )


def unmerge_matter(*, by: Actor, matter: str) -> None:
    """Take a report out again within half an hour; it goes on where it stood."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.UNMERGE)
        at, survivor = now(), row.survivor
        assert row.left_at is not None
        assert survivor is not None
        if at > row.left_at + timedelta(minutes=spans().undo_minutes):
            raise Refused("conflict", "The half hour to take this apart is over.")
        Voice.objects.filter(matter=survivor, brought_by=row).delete()
        bring_back(row, Act.UNMERGE, at)
        write(row, by, at, "unmerged")
        write(survivor, by, at, "let_go", matter=row.pk)
        publish(MatterRestored(community=row.community, matter=row.pk))


def link_effect(*, by: Actor, matter: str, effect: Ref, words: Words) -> None:
    """Say what changed because of a matter: a rule, a project, another matter; once each."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.LINK)
        at = now()
        _, is_new = Effect.objects.get_or_create(
            matter=row,
            ref=str(effect)[:80],
            defaults={
                "words_zh": clean(words.zh, field="words", longest=400),
                "words_en": clean(words.en, field="words", longest=400),
                "by_id": by.person,
                "at": at,
            },
        )
        if is_new:
            write(row, by, at, "effect", effect=str(effect))
            publish(EffectLinked(community=row.community, matter=row.pk, effect=str(effect)))


def _link(row: Matter, alarm: Matter, by: Actor, at: datetime) -> None:
    words = Words("和设备发现的是同一件事", "The same as what a device noticed")
    _, is_new = CauseRow.objects.get_or_create(
        matter=row,
        ref=str(Ref("matter", alarm.pk)),
        defaults={"words_zh": words.zh, "words_en": words.en},
    )
    if is_new:
        write(row, by, at, "linked")
        write(alarm, by, at, "took_along", matter=row.pk)
    if alarm.assignee_id and row.assignee_id is None and can(State(row.state), Act.ASSIGN):
        assign_matter(by=by, matter=row.pk, person=alarm.assignee_id)


def _carry_voices(row: Matter, survivor: Matter) -> None:
    """Everyone who spoke for the one speaks for the other; nobody is counted twice."""
    known = set(Voice.objects.filter(matter=survivor).values_list("person", flat=True))
    known.add(survivor.reporter_id or "")
    carried = [(voice.person_id, voice.via, voice.at) for voice in Voice.objects.filter(matter=row)]
    if row.reporter_id is not None:
        carried.append((row.reporter_id, row.via, row.opened_at))
    for person, via, at in carried:
        if person not in known:
            known.add(person)
            Voice.objects.create(matter=survivor, person_id=person, via=via, at=at, brought_by=row)
