"""Report something to be seen to: who, what, where, and what it came from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Via, new_id, now, system
from linli.support.matters import policy
from linli.support.matters.domain.cards import Cause
from linli.support.matters.domain.catalogue import (
    CategoryCard,
    ClockKind,
    Nature,
    Severity,
    category_of,
    is_shared,
    limits,
    severity_of,
)
from linli.support.matters.domain.likeness import plain
from linli.support.matters.domain.numbering import number_of
from linli.support.matters.facts import MatterOpened
from linli.support.matters.models import CauseRow, Counter, Matter
from linli.support.matters.selectors.calendars import calendar_for
from linli.support.matters.services import running
from linli.support.matters.services.steps import clean, write

_LONGEST_TITLE = 120
_LONGEST_DESCRIPTION = 4000
_MOST_CAUSES = 20


@dataclass(frozen=True, slots=True)
class _Report:
    nature: Nature
    category: CategoryCard
    severity: Severity
    place: places.PlaceCard
    title: str
    description: str
    reporter: str | None
    fingerprint: str


def open_matter(
    *,
    by: Actor,
    nature: str,
    category: str,
    place: str,
    title: str = "",
    description: str = "",
    severity: str | None = None,
    cause: Sequence[Cause] = (),
    reporter: str | None = None,
    contact: str | None = None,
    address: str | None = None,
    key: str | None = None,
) -> str:
    """Open a matter and return its id; the same `key` from the same person opens it once.

    A resident reports for themselves (or for the one they act for); staff may name a `reporter`.
    The same words again within ten minutes return the matter there is already. Refused
    "too_many" beyond the day's limit, which never applies to danger or to the desk.
    """
    report = _read(
        by,
        nature=nature,
        category=category,
        place=place,
        title=title,
        description=description,
        severity=severity,
        reporter=reporter,
    )
    causes = _check_causes(cause)
    own_key = _own_key(by, key)
    try:
        with transaction.atomic():
            found = _find_same(by, report, own_key)
            if found is not None:
                return found
            _check_limit(by, report)
            return _open(by, report, causes, contact=contact, address=address, key=own_key)
    except IntegrityError:  # the same key at the same moment: the other one was first
        twin = Matter.objects.filter(community=by.community, key=own_key).first()
        if own_key is None or twin is None:
            raise
        return twin.pk


def _read(
    by: Actor,
    *,
    nature: str,
    category: str,
    place: str,
    title: str,
    description: str,
    severity: str | None,
    reporter: str | None,
) -> _Report:
    kind, card = _nature(nature), category_of(category)
    policy.check_may_open(by, kind, card)
    where = places.get_place(viewer=by, place=place)
    title = " ".join(clean(title, field="title", longest=_LONGEST_TITLE).split())
    description = clean(description, field="description", longest=_LONGEST_DESCRIPTION)
    who = _reporter(by, kind, reporter)
    said = "\n".join((who or "", card.key, where.id, plain(title), plain(description)))
    return _Report(
        nature=kind,
        category=card,
        severity=severity_of(severity) if severity else card.severity,
        place=where,
        title=title,
        description=description,
        reporter=who,
        fingerprint=hashlib.sha256(said.encode()).hexdigest() if who else "",
    )


def _nature(text: str) -> Nature:
    try:
        return Nature(text)
    except ValueError:
        raise Refused(
            "invalid", "A matter is a demand, an alarm or a task.", field="nature"
        ) from None


def _reporter(by: Actor, nature: Nature, reporter: str | None) -> str | None:
    if not (by.is_staff or by.is_system):
        if reporter not in {None, by.subject}:
            raise Refused("forbidden", "You can report for yourself only.", field="reporter")
        return by.subject
    who = reporter or by.on_behalf_of
    if who is None:
        lives_here = policy.lives_here(by)
        return by.person if nature is Nature.DEMAND and lives_here and by.via is Via.WEB else None
    return people.get_person(viewer=system(by.community), person=who).id


def _check_causes(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    if len(causes) > _MOST_CAUSES:
        raise Refused(
            "too_large", "At most %(most)s causes can be named.", field="cause", most=_MOST_CAUSES
        )
    return tuple({str(one.ref): one for one in causes}.values())


def _own_key(by: Actor, key: str | None) -> str | None:
    if key is None:
        return None
    return f"{by.person or by.via}:{clean(key, field='key', longest=120)}"


def _find_same(by: Actor, report: _Report, key: str | None) -> str | None:
    here = Matter.objects.filter(community=by.community)
    if key is not None and (twin := here.filter(key=key).first()):
        return twin.pk
    if report.reporter is None:
        return None
    recent = now() - timedelta(minutes=limits().identical_minutes)
    same = here.filter(
        reporter=report.reporter, fingerprint=report.fingerprint, opened_at__gte=recent
    ).exclude(state="withdrawn")
    return same.order_by("opened_at").values_list("pk", flat=True).first()


def _check_limit(by: Actor, report: _Report) -> None:
    if by.is_staff or by.is_system or report.severity is Severity.DANGER:
        return
    calendar, at = calendar_for(by.community), now()
    begin = calendar.end_of_day(at - timedelta(days=1))
    most = limits().per_day
    if Matter.objects.filter(reporter=report.reporter, opened_at__gte=begin).count() < most:
        return
    desk = places.get_community(viewer=by, community=by.community)
    raise Refused(
        "too_many",
        "You have reported %(limit)s things today, the most we take from one person in a day. "
        "All of them are kept. If something is urgent, please call %(phone)s.",
        limit=most,
        phone=desk.phone,
    )


def _open(
    by: Actor,
    report: _Report,
    causes: tuple[Cause, ...],
    *,
    contact: str | None,
    address: str | None,
    key: str | None,
) -> str:
    at, matter = now(), new_id()
    building, dwelling, path = _where(by, report.place)
    row = Matter.objects.create(
        id=matter,
        community=by.community,
        number=_next_number(by.community, at),
        nature=report.nature,
        category=report.category.key,
        title=report.title,
        description=report.description,
        place_id=report.place.id,
        place_label=report.place.label,
        place_label_en=report.place.label_en,
        building_id=building.id if building else None,
        building_label=building.label if building else "",
        building_label_en=building.label_en if building else "",
        dwelling_id=dwelling,
        home_id=_home_of(by, report.reporter),
        path=path,
        severity=report.severity,
        via=by.via,
        reporter_id=report.reporter,
        opened_by_id=by.person,
        is_public=is_shared(report.nature, report.category.key, at_home=dwelling is not None),
        fingerprint=report.fingerprint,
        key=key,
        opened_at=at,
        order_at=at,
        contact=_sealed(by, report, contact, address),
    )
    _keep_causes(row, causes)
    _begin(row, by, at)
    publish(
        MatterOpened(
            community=row.community,
            matter=row.pk,
            nature=row.nature,
            category=row.category,
            severity=row.severity,
        )
    )
    return row.pk


def _begin(row: Matter, by: Actor, at: datetime) -> None:
    principal = row.reporter_id if row.reporter_id != by.person else None
    actor = by if principal is None else by.for_person(principal, via=by.via)
    by_machine = row.nature == Nature.ALARM and by.person is None
    write(row, actor, at, "raised" if by_machine else "reported")
    waits = (ClockKind.ANSWER,) if row.reporter_id else ()
    running.start(row, at, ClockKind.ACCEPT, *waits, ClockKind.RESOLVE)


def _where(by: Actor, place: places.PlaceCard) -> tuple[places.PlaceCard | None, str | None, str]:
    above = places.get_places(viewer=by, places=place.path)
    by_kind = {card.kind: card for card in above.values()}
    dwelling = by_kind.get(places.PlaceKind.DWELLING)
    steps = [*place.path, place.cell] if place.cell else place.path
    path = "/" + "/".join(step for step in steps if step) + "/"
    return by_kind.get(places.PlaceKind.BUILDING), dwelling.id if dwelling else None, path


def _home_of(by: Actor, reporter: str | None) -> str | None:
    if reporter is None:
        return None
    homes = people.list_homes(viewer=system(by.community), person=reporter)
    return next((home.dwelling for home in homes if home.household), None)


def _next_number(community: str, at: datetime) -> str:
    day = calendar_for(community).local_day(at)
    Counter.objects.get_or_create(community=community, day=day)
    Counter.objects.filter(community=community, day=day).update(last=F("last") + 1)
    return number_of(day, Counter.objects.get(community=community, day=day).last)


def _sealed(by: Actor, report: _Report, contact: str | None, address: str | None) -> bytes | None:
    reach = " ".join(clean(contact or "", field="contact", longest=400).split())
    where = " ".join(clean(address or "", field="address", longest=400).split())
    if not reach and report.reporter is not None:
        reach = _known_contact(by, report.reporter)
    if not reach:
        return None
    text = f"{reach}\n{where or report.place.label}"
    return people.seal_personal(by=by, text=text, person=report.reporter)


def _known_contact(by: Actor, reporter: str) -> str:
    platform = system(by.community)
    name = people.get_person(viewer=platform, person=reporter).name
    phone = people.get_phone(viewer=platform, person=reporter)
    return f"{name} {phone}".strip()


def _keep_causes(row: Matter, causes: tuple[Cause, ...]) -> None:
    CauseRow.objects.bulk_create(
        CauseRow(
            matter=row,
            ref=str(one.ref)[:80],
            words_zh=one.words.zh[:400],
            words_en=one.words.en[:400],
            since=one.since,
            until=one.until,
        )
        for one in causes
    )
