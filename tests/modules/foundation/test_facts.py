"""Facts stand or fall with the change they tell of, and reach each listener exactly once."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import transaction

from linli.foundation.facts import services
from linli.foundation.facts.api import (
    deliver_all,
    list_dead_letters,
    list_facts,
    publish,
    send_again,
    when,
)
from linli.foundation.facts.domain import MOST_ATTEMPTS
from linli.foundation.facts.models import Delivery
from linli.kernel import Actor, Fact, Refused, Role, now, system
from linli.kernel.clock import held

COMMUNITY = "c"
MANAGER = Actor(person="m", roles=frozenset({Role.MANAGER}), community=COMMUNITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(Fact):
    kind: ClassVar[str] = "tests.kettle_boiled"
    kettle: str


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(services, "_listeners", {})
    monkeypatch.setattr(services, "_by_kind", {})
    return []


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_an_error(heard):
    with pytest.raises(RuntimeError):
        publish(KettleBoiled(community=COMMUNITY, kettle="k"))
    assert len(list_facts(viewer=system(COMMUNITY))) == 0


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_announces_nothing(heard):
    def listen(fact: KettleBoiled) -> None:
        heard.append(fact)

    when(KettleBoiled)(listen)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(KettleBoiled(community=COMMUNITY, kettle="k"))
        raise ZeroDivisionError
    assert deliver_all() == 0 and heard == []


@pytest.mark.django_db
def test_each_listener_hears_a_fact_once(heard):
    def first(fact: KettleBoiled) -> None:
        heard.append(("first", fact.kettle))

    def second(fact: KettleBoiled) -> None:
        heard.append(("second", fact.kettle))

    when(KettleBoiled)(first)
    when(KettleBoiled)(second)
    with transaction.atomic():
        publish(KettleBoiled(community=COMMUNITY, kettle="k"))
    deliver_all()
    deliver_all()
    assert sorted(heard) == [("first", "k"), ("second", "k")]


@pytest.mark.django_db(transaction=True)
def test_a_failing_listener_is_retried_later_then_waits_for_a_person(heard):
    def clumsy(fact: KettleBoiled) -> None:
        raise ValueError("spilled")

    when(KettleBoiled)(clumsy)
    start = now()
    with held(start), transaction.atomic():
        publish(KettleBoiled(community=COMMUNITY, kettle="k"))
    moment = start
    for _ in range(MOST_ATTEMPTS):
        with held(moment):
            assert deliver_all() == 1
            assert deliver_all() == 0
        due = Delivery.objects.get().due
        assert due >= moment
        moment = due
    letter = list_dead_letters(viewer=MANAGER).items[0]
    assert letter.attempts == MOST_ATTEMPTS and "spilled" in letter.error
    with held(moment):
        send_again(by=MANAGER, delivery=letter.number)
        assert deliver_all() == 1


@pytest.mark.django_db(transaction=True)
def test_more_dead_letters_than_one_page_go_on(heard):
    def clumsy(fact: KettleBoiled) -> None:
        raise ValueError("spilled")

    when(KettleBoiled)(clumsy)
    with transaction.atomic():
        for number in range(3):
            publish(KettleBoiled(community=COMMUNITY, kettle=f"{number}"))
    moment = now()
    for _ in range(MOST_ATTEMPTS):
        with held(moment):
            deliver_all()
        moment = max(Delivery.objects.values_list("due", flat=True))
    first = list_dead_letters(viewer=MANAGER, limit=2)
    rest = list_dead_letters(viewer=MANAGER, cursor=first.next, limit=2)
    assert [one.fact.body["kettle"] for one in (*first, *rest)] == ["2", "1", "0"]
    assert (len(first), rest.next) == (2, None)


@pytest.mark.django_db
def test_only_a_manager_sees_and_resends_dead_letters(heard):
    resident = Actor(person="r", roles=frozenset({Role.RESIDENT}), community=COMMUNITY)
    with pytest.raises(Refused):
        list_dead_letters(viewer=resident)
    with pytest.raises(Refused):
        send_again(by=resident, delivery=1)
    with pytest.raises(Refused):
        list_facts(viewer=resident)
