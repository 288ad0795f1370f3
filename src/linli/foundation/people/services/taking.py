"""Taking one's own data along, and erasing at once what is one's own to erase."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.limits import EXPORTS_PER_PERSON
from linli.foundation.people.domain.passes import Ended
from linli.foundation.people.facts import DataErased, DataExported
from linli.foundation.people.models import (
    ApiToken,
    Channel,
    Help,
    LoginPass,
    PassUsed,
    Person,
    Wish,
)
from linli.foundation.people.selectors.reaching import list_consents
from linli.foundation.people.services.noting import keep_look
from linli.foundation.people.services.passes import end_pass
from linli.foundation.people.services.trying import check_tries, count_try
from linli.foundation.people.services.wishing import record_consent
from linli.kernel import Actor, Ref, Refused, now

_REASON = "导出了自己的全部资料 · exported all of their own data"


class Erasable(StrEnum):
    """What a person can have erased at once, without anyone deciding."""

    TOKENS = "tokens"
    CARD = "card"
    HELPERS = "helpers"
    CONSENTS = "consents"
    WISHES = "wishes"


def note_export(*, by: Actor) -> None:
    """Note that somebody takes their data along, three times a day at most; they are told."""
    person = policy.own_person_of(by)
    with transaction.atomic():
        check_tries(EXPORTS_PER_PERSON, person)
        count_try(EXPORTS_PER_PERSON, person)
        keep_look(by, person, Ref("person", person), _REASON)
        publish(DataExported(community=by.community, person=person))


def erase_own(*, by: Actor, what: Iterable[Erasable]) -> None:
    """Erase or end at once: tokens, the card and its uses, helpers, consents, chosen channels."""
    person = policy.own_person_of(by)
    policy.check_not_by_card(by)
    chosen = {Erasable(one) for one in what}
    if not chosen:
        raise Refused("invalid", "Choose at least one thing to erase.", field="what")
    with transaction.atomic():
        for one in sorted(chosen):
            _ERASERS[one](by, person)
        publish(DataErased(community=by.community, person=person))


def _tokens(by: Actor, person: str) -> None:
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now())
    ApiToken.objects.filter(person=person).update(name="-")


def _card(by: Actor, person: str) -> None:
    for row in LoginPass.objects.select_for_update().filter(person=person, ended_at=None):
        end_pass(row, Ended.OWN, now())
    PassUsed.objects.filter(login_pass__person=person).delete()


def _helpers(by: Actor, person: str) -> None:
    Help.objects.filter(principal=person, revoked_at=None).update(revoked_at=now())


def _consents(by: Actor, person: str) -> None:
    for card in list_consents(viewer=by, person=person):
        if card.is_given:
            record_consent(by=by, person=person, purpose=card.purpose, is_given=False)


def _wishes(by: Actor, person: str) -> None:
    Channel.objects.filter(person=person).delete()
    Wish.objects.filter(person=person).delete()
    Person.objects.filter(pk=person).update(habits={})


_ERASERS = {
    Erasable.TOKENS: _tokens,
    Erasable.CARD: _card,
    Erasable.HELPERS: _helpers,
    Erasable.CONSENTS: _consents,
    Erasable.WISHES: _wishes,
}
