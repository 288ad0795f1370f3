"""What a person agrees to and how they want to be reached."""

from collections.abc import Sequence
from datetime import time

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.cards import ChannelKind, News
from linli.foundation.people.domain.habits import checked_habit
from linli.foundation.people.domain.languages import checked_language
from linli.foundation.people.facts import (
    ConsentRecorded,
    PersonChanged,
)
from linli.foundation.people.models import Channel, Consent, Person, Wish
from linli.foundation.people.services.registering import own_person
from linli.kernel import Actor, Refused, now


def set_channels(
    *, by: Actor, person: str, kinds: Sequence[ChannelKind], news: News = News.ALL
) -> None:
    """Choose how a person is reached with one kind of news, or with all that has no way of its
    own, first choice first; empty goes back to the usual order."""
    policy.check_own_wish(by, person)
    chosen = list(dict.fromkeys(ChannelKind(kind) for kind in kinds))
    with transaction.atomic():
        row = own_person(by, person)
        Channel.objects.filter(person=row, news=news).delete()
        Channel.objects.bulk_create(
            Channel(person=row, kind=kind, rank=rank, news=news)
            for rank, kind in enumerate(chosen, start=1)
        )
        publish(PersonChanged(community=by.community, person=person))


def set_language(*, by: Actor, language: str) -> None:
    """Keep the language someone reads in, for what is sent to them; the same again changes
    nothing."""
    chosen = checked_language(language)
    Person.objects.filter(pk=by.person).exclude(language=chosen).update(language=chosen)


def set_habit(*, by: Actor, name: str, value: str) -> None:
    """Keep what someone chose about their own pages; nobody else reads it."""
    chosen = checked_habit(name, value)
    if by.person is None:
        raise Refused("not_signed_in", "Please log in first.")
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=by.person)
        if row.habits.get(name, "") != chosen:
            row.habits = {**row.habits, name: chosen}
            row.save(update_fields=["habits"])


def record_consent(*, by: Actor, person: str, purpose: str, is_given: bool) -> None:
    """Write down that a person gave or withdrew a consent; the latest word counts."""
    policy.check_own_wish(by, person)
    purpose = " ".join(purpose.split())
    if not 0 < len(purpose) <= 80:
        raise Refused("invalid", "Say what the consent is for.", field="purpose")
    with transaction.atomic():
        row = own_person(by, person)
        Consent.objects.create(
            community=by.community,
            person=row,
            purpose=purpose,
            is_given=is_given,
            by_id=by.person,
            via=by.via,
            at=now(),
        )
        publish(
            ConsentRecorded(
                community=by.community, person=person, purpose=purpose, is_given=is_given
            )
        )


def set_quiet(*, by: Actor, person: str, hours: tuple[time, time] | None) -> None:
    """Choose when not to be rung or texted, unless it is urgent; None: the usual hours."""
    policy.check_own_wish(by, person)
    since, until = hours or (None, None)
    if since is not None and since == until:
        raise Refused("invalid", "The rest has to end at another time than it begins.")
    with transaction.atomic():
        row = own_person(by, person)
        given = {"quiet_from": since, "quiet_until": until}
        Wish.objects.update_or_create(person=row, defaults=given)
