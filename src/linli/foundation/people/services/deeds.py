"""What is done in somebody's name is written down with both names, and told to them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.helping import TOLD_FROM, DeedNews
from linli.foundation.people.facts import DeedsCounted, DoneOnBehalf
from linli.foundation.people.models import Deed, Person, Wish
from linli.foundation.people.selectors.helping import news_of
from linli.foundation.people.services.registering import own_person
from linli.foundation.places.api import get_community
from linli.kernel import Actor, Ref, Refused, now


def note_deed(*, by: Actor, what: str, about: Ref | None = None, key: str | None = None) -> None:
    """Write down that the actor did something on someone's behalf, in the transaction of the act.

    `what` is the name of the page; the same `key` writes it once.
    """
    if by.person is None or by.on_behalf_of is None:
        raise Refused("invalid", "Nothing was done on anyone's behalf.")
    with transaction.atomic():
        if key and Deed.objects.filter(actor=by.person, key=key).exists():
            return
        principal = Person.objects.get(pk=by.on_behalf_of)
        is_each = news_of(principal) is DeedNews.EACH
        row = Deed.objects.create(
            community=by.community,
            person=principal,
            actor_id=by.person,
            help_id=by.trust or None,
            via=by.via,
            what=what[:40],
            about=str(about)[:80] if about else "",
            at=now(),
            told_at=now() if is_each else None,
            key=key,
        )
        if is_each:
            publish(DoneOnBehalf(community=by.community, deed=row.pk, person=principal.pk))


def tell_deeds(*, by: Actor) -> int:
    """Have the day's deeds told, from six in the evening; returns to how many people. A timer."""
    policy.check_system(by)
    zone = get_community(viewer=by, community=by.community).timezone
    if _local(now(), zone).hour < TOLD_FROM:
        return 0
    with transaction.atomic():
        rows = Deed.objects.filter(community=by.community, told_at=None)
        found = list(
            rows.values("person").annotate(first=Min("id"), last=Max("id")).order_by("person")
        )
        for one in found:
            rows.filter(person=one["person"], id__lte=one["last"]).update(told_at=now())
            publish(DeedsCounted(community=by.community, **one))
        return len(found)


def choose_deed_news(*, by: Actor, person: str, news: DeedNews) -> None:
    """Hear of each deed in one's name, or once a day."""
    policy.check_own_wish(by, person)
    with transaction.atomic():
        row = own_person(by, person)
        Wish.objects.update_or_create(person=row, defaults={"deeds": DeedNews(news)})


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))
