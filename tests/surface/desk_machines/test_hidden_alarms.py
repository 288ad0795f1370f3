"""An alarm in a protected and in a private home: alike to all but the keeper, on every way."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from linli.foundation.facts.api import deliver_all, list_facts
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Refused, new_id, now, system
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.rules import api as rules
from linli.surface.shell.hearing import Eyes, list_news
from surface.desk_machines.conftest import client_of
from surface.desk_machines.machinery import _device
from surface.rest.caller import program


@pytest.fixture(autouse=True)
def _clock():
    """Nothing on two pages differs by when they were made."""
    with held(now()):
        yield


WHO = ("clerk", "manager", "street")


@dataclass
class Home:
    """A home with a detector, and the alarm and the matter it led to."""

    dwelling: str
    device: str
    alarm: str = ""
    matter: str = ""


def turn(machines, home: Home, word: str, minutes: int) -> rules.Transition:
    estate = machines.estate
    at = now() - timedelta(minutes=30 - minutes)
    return rules.Transition(
        rule=machines.rule,
        version=1,
        community=estate.community,
        originator=f"device:{home.device}",
        place=home.dwelling,
        kind="fire",
        turn=word,
        at=round(at.timestamp() * 1000),
        value=0.3,
        series=1,
        trace=(),
        path=places.get_place(viewer=estate.platform, place=home.dwelling).path,
    )


def tell(machines, *turns: rules.Transition) -> list[str]:
    found = rules.record_transitions(by=machines.estate.platform, transitions=turns)
    while deliver_all():
        pass
    return list(found)


@pytest.fixture
def two(machines):
    """Alarms sound in two homes; somebody sees to both."""
    estate, found = machines.estate, []
    homes = (estate.dwelling, "smoke-a"), (estate.other_dwelling, "smoke-b")
    for dwelling, number in homes:
        device = _device(estate, number, "家里烟感", dwelling, machines.mandate)
        home = Home(dwelling, device)
        (home.alarm,) = tell(machines, turn(machines, home, "raised", 1))
        card = rules.get_alarm(viewer=estate.manager, alarm=home.alarm).alarm
        assert card.matter is not None
        home.matter = card.matter.id
        found.append(home)
    for home in found:
        matters.accept_matter(by=estate.clerk, matter=home.matter)
        while deliver_all():
            pass
    return found


def hide(machines, two, *, is_over: bool = True) -> None:
    """The first home becomes protected, the second private, and its alarm passes."""
    estate = machines.estate
    people.mark_confidential(by=estate.keeper, dwelling=two[0].dwelling, reason="保护令")
    people.set_private(by=estate.neighbour, dwelling=two[1].dwelling, is_private=True)
    rules.quieten_closed_homes(by=estate.platform)
    if is_over:
        tell(machines, turn(machines, two[1], "cleared", 5))


def test_a_door_is_named_while_it_sounds_in_a_private_home_and_no_longer(machines, two):
    clerk, (protected, private) = machines.estate.clerk, two
    hide(machines, two, is_over=False)
    assert machines.estate.sheet(private.matter, clerk).card.place == private.dwelling
    assert rules.get_alarm(viewer=clerk, alarm=private.alarm).alarm.is_active
    assert machines.estate.sheet(protected.matter, clerk).card.place == machines.building
    tell(machines, turn(machines, private, "cleared", 5))
    for home in two:
        card = machines.estate.sheet(home.matter, clerk).card
        assert (card.is_masked, card.place) == (True, machines.building)


def test_it_is_named_as_long_as_nobody_has_seen_to_it(machines):
    estate = machines.estate
    home = Home(estate.other_dwelling, "smoke-b")
    _device(estate, home.device, "家里烟感", home.dwelling, machines.mandate)
    (alarm,) = tell(machines, turn(machines, home, "raised", 1))
    people.set_private(by=estate.neighbour, dwelling=home.dwelling, is_private=True)
    tell(machines, turn(machines, home, "cleared", 2))
    card = rules.get_alarm(viewer=estate.clerk, alarm=alarm).alarm
    assert not card.is_active and card.matter is not None
    assert estate.sheet(card.matter.id, estate.clerk).card.place == home.dwelling
    matters.accept_matter(by=estate.clerk, matter=card.matter.id)
    while deliver_all():
        pass
    with pytest.raises(Refused):
        rules.get_alarm(viewer=estate.clerk, alarm=alarm)
    assert estate.sheet(card.matter.id, estate.clerk).card.place == machines.building


def test_who_ends_an_alarm_in_a_private_home_is_led_back_to_the_list(machines, two, manager):
    hide(machines, two, is_over=False)
    path = f"/desk/alarms/{two[1].alarm}"
    said = {"once": new_id()}
    assert manager.post(f"{path}/seen", said)["Location"] == path
    said = {"once": new_id(), "reason": "探头已拆除"}
    assert manager.post(f"{path}/end", said)["Location"] == "/desk/alarms"
    assert manager.get(path).status_code == 404
    assert not rules.get_alarm(viewer=machines.estate.keeper, alarm=two[1].alarm).alarm.is_active


@pytest.mark.parametrize("who", WHO)
def test_no_page_tells_the_alarm_of_a_protected_home_from_that_of_a_private_one(machines, two, who):
    hide(machines, two)
    viewer = getattr(machines.estate, who)
    client = client_of(viewer)
    protected, private = (said_of(client, home, words_of(machines, two)) for home in two)
    assert protected == private
    listed = client.get("/desk/alarms").content.decode()
    assert machines.alarm in listed
    assert all(home.alarm not in listed for home in two)


def words_of(machines, two: list[Home]) -> dict[str, str]:
    """What names one of the homes, with what it is replaced by; a page may name the other, too."""
    found = {}
    for home in two:
        number = machines.estate.sheet(home.matter).card.number
        words = (number, home.alarm, home.matter, home.device, home.dwelling)
        found |= {word: f"ID{place}" for place, word in enumerate(words)}
    return found


def said_of(client, home: Home, words: dict[str, str]) -> str:
    paths = (
        f"/desk/alarms/{home.alarm}",
        f"/desk/matters/{home.matter}",
        f"/desk/matters/{home.matter}/chain",
        f"/desk/devices/one/{home.device}",
    )
    pages = [client.get(path) for path in paths]
    assert pages[0].status_code == 404
    told = "\n".join(f"{page.status_code} {page.content.decode()}" for page in pages)
    assert "/desk/alarms/" not in told.replace(f"/desk/alarms/{home.alarm}", "")
    for word, other in words.items():
        told = told.replace(word, other)
    told = re.sub(r'(name="once" value|csrfmiddlewaretoken" value)="[^"]+"', "", told)
    told = re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", "REFERENCE", told)
    return re.sub(r"series=\d+|id=\"[^\"]*\"|[45]01", "", told)


@pytest.mark.parametrize("who", WHO)
def test_programs_are_told_no_more_than_pages(machines, two, who):
    hide(machines, two)
    caller = program(getattr(machines.estate, who))
    for home in two:
        assert caller.get(f"/alarms/{home.alarm}")[0] == 404
        for act in ("acknowledge", "verdict"):
            status, _ = caller.post(f"/alarms/{home.alarm}/{act}", {"verdict": "real"})
            assert status in (403, 404)
        status, chain = caller.get(f"/matters/{home.matter}/chain")
        if status == 200:
            kinds = {link["ref"].partition(":")[0] for link in (*chain["back"], *chain["forward"])}
            assert kinds.isdisjoint({"series", "alarm", "device"}), kinds
    _, listed = caller.get("/alarms?limit=200")
    assert {one["id"] for one in listed["items"]} == {machines.alarm}


@pytest.mark.parametrize("who", [*WHO, "plumber"])
def test_no_fact_tells_of_them_neither_listed_nor_live(machines, two, who):
    estate = machines.estate
    viewer, eyes = getattr(estate, who), Eyes()
    hide(machines, two)
    tells = {home.alarm for home in two} | {home.device for home in two}
    tells |= {home.dwelling for home in two}
    every = list_facts(viewer=system(estate.community), limit=1000).items
    told = [one for one in every if of_machines(one) and values(one) & tells]
    assert {one.kind for one in told} >= {
        "rules.alarm_raised",
        "rules.alarm_acknowledged",
        "rules.alarm_cleared",
        "devices.device_activated",
        "matters.effect_linked",
    }
    listed = list_news(viewer=viewer, limit=1000).items
    live = [one for one in every if eyes.may_see(viewer, one)]
    assert list(listed) == live
    assert not [one for one in live if of_machines(one) and values(one) & tells]
    assert machines.alarm in {one.body.get("alarm") for one in live}
    kept = {one.number for one in list_news(viewer=estate.keeper, limit=1000)}
    assert {one.number for one in told} <= kept


def of_machines(fact) -> bool:
    return fact.kind.startswith(("rules.", "devices.")) or fact.kind == "matters.effect_linked"


def values(fact) -> set[str]:
    return {str(one).partition(":")[2] or str(one) for one in fact.body.values()}


def test_while_it_sounds_in_a_private_home_it_is_told(machines, two):
    clerk, (protected, private) = machines.estate.clerk, two
    hide(machines, two, is_over=False)
    alarms = {one.body.get("alarm") for one in list_news(viewer=clerk, limit=1000)}
    assert private.alarm in alarms and protected.alarm not in alarms


def test_news_is_walked_through_page_by_page(machines, two):
    hide(machines, two)
    clerk = machines.estate.clerk
    whole = [one.number for one in list_news(viewer=clerk, limit=1000)]
    walked, after = [], 0
    for _ in range(1000):
        page = list_news(viewer=clerk, after=after, limit=2)
        walked += [one.number for one in page]
        if page.next is None:
            break
        after = int(page.next)
    assert walked == whole and len(whole) > 5
    with pytest.raises(Refused) as refused:
        list_news(viewer=machines.estate.auntie)
    assert refused.value.code == "forbidden"


def figures(machines) -> tuple[int, int, int]:
    """What the list of rules says of the rule, and what its list of alarms comes to."""
    clerk = machines.estate.clerk
    (card,) = [one for one in rules.list_rules(viewer=clerk) if one.id == machines.rule]
    listed = rules.list_alarms(viewer=clerk, rule=machines.rule, limit=200).items
    assert card.open_alarms == len([one for one in listed if one.is_active])
    judged = [one for one in listed if one.verdict in ("real", "false_alarm")]
    assert card.precision.judged == len(judged)
    assert rules.precision_of(viewer=clerk, rule=machines.rule) == card.precision
    detail = rules.get_rule(viewer=clerk, rule=machines.rule)
    assert detail.versions[0].precision == card.precision
    return card.open_alarms, card.precision.judged, detail.series


def judge(machines, home: Home) -> None:
    matters.judge_alarm(by=machines.estate.clerk, matter=home.matter, judgement="real")
    while deliver_all():
        pass


def test_figures_of_a_rule_say_what_its_list_says_and_lose_either_home_alike(machines, two):
    estate = machines.estate
    before = figures(machines)
    for home in two:
        tell(machines, turn(machines, home, "cleared", 5))
        judge(machines, home)
    both = figures(machines)
    assert (both[0], both[1]) == (before[0] - 2, before[1] + 2)
    people.mark_confidential(by=estate.keeper, dwelling=two[0].dwelling, reason="保护令")
    rules.quieten_closed_homes(by=estate.platform)
    one = figures(machines)
    people.set_private(by=estate.neighbour, dwelling=two[1].dwelling, is_private=True)
    none = figures(machines)
    steps = [
        [was - left for was, left in zip(a, b, strict=True)] for a, b in ((both, one), (one, none))
    ]
    assert steps[0] == steps[1] and steps[0][1] == 1 and steps[0][2] > 0


def test_a_verdict_in_such_a_home_moves_no_figure_of_either(machines, two):
    hide(machines, two)
    before = figures(machines)
    for home in two:
        judge(machines, home)
        assert figures(machines) == before
