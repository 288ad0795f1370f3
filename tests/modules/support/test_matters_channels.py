"""Figures by channel: right, suppressed under five households, and the sentence is honest."""

from datetime import timedelta

import pytest

from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Refused, Role, Via
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.surface.shell.api import channel_sentence
from modules.support.conftest import estate
from modules.support.matters_estate import MONDAY

__all__ = ["estate"]
LATER = MONDAY + timedelta(days=2)


def neighbours(estate, count: int) -> list[Actor]:
    """People of as many households, who report what is in the garden."""
    homes = places.list_places(
        viewer=estate.platform, kind=PlaceKind.DWELLING, parent=estate.entrance, limit=100
    )
    found = []
    for number, home in enumerate(list(homes)[10 : 10 + count]):
        one = people.register_person(by=estate.platform, name=f"邻居{number}", phone="")
        people.settle(by=estate.platform, person=one, dwelling=home.id, relation=Relation.OWNER)
        found.append(Actor(one, frozenset({Role.OWNER, Role.RESIDENT}), estate.community))
    return found


def report(estate, via: Via, minutes: list[int], *, solved: int = 0) -> None:
    """One report of each neighbour by this way, answered after so many minutes."""
    for place, (who, wait) in enumerate(zip(neighbours(estate, 6), minutes, strict=False)):
        by = who if via is Via.WEB else estate.clerk.for_person(who.person or "", via=via)
        with held(MONDAY):
            one = matters.open_matter(
                by=by,
                nature="demand",
                category="facility",
                place=estate.garden,
                description=f"{via} {place}",
                reporter=who.person,
            )
        with held(MONDAY + timedelta(minutes=wait)):
            matters.post_message(by=estate.manager, matter=one, text="看到了")
        if place < solved:
            finish(estate, one, by)


def finish(estate, matter: str, by: Actor) -> None:
    with held(LATER):
        plumber = estate.plumber
        matters.assign_matter(by=estate.manager, matter=matter, person=plumber.person)
        matters.start_work(by=plumber, matter=matter)
        matters.resolve_matter(by=plumber, matter=matter, words="好了")
        matters.give_verdict(by=by, matter=matter, solved=True)


def figures(estate) -> dict[str, matters.ChannelFigure]:
    with held(LATER):
        return {str(one.via): one for one in matters.figures_by_channel(viewer=estate.neighbour)}


def test_medians_nine_of_ten_and_what_residents_call_solved(estate):
    report(estate, Via.PHONE, [10, 20, 30, 40, 50, 60], solved=3)
    phone = figures(estate)["phone"]
    assert (phone.n, phone.answered, phone.median, phone.nine_of_ten) == (6, 6, 35, 60)
    assert (phone.said_done, phone.solved) == (3, 100)


def test_a_way_fewer_than_five_households_used_shows_nothing(estate):
    report(estate, Via.PAPER, [10, 20, 30, 40])
    assert figures(estate)["paper"] == matters.ChannelFigure(Via.PAPER)
    report(estate, Via.PHONE, [10, 20, 30, 40, 50])
    assert figures(estate)["phone"].n == 5


def test_what_lies_longer_back_is_not_counted(estate):
    report(estate, Via.PHONE, [10, 20, 30, 40, 50, 60])
    with held(MONDAY + timedelta(days=91)):
        found = matters.figures_by_channel(viewer=estate.clerk)
    assert all(one.n is None for one in found)


def test_strangers_see_no_figures(estate):
    with pytest.raises(Refused):
        matters.figures_by_channel(viewer=estate.outsider.for_person("x", via=Via.WEB))


def figure(via: Via, median: int | None) -> matters.ChannelFigure:
    return matters.ChannelFigure(via, n=9, answered=9, median=median, nine_of_ten=median)


@pytest.mark.parametrize(
    ("medians", "says"),
    [
        ({Via.WEB: 60, Via.PHONE: 62, Via.PAPER: 74}, "All ways are as fast"),
        ({Via.WEB: 60, Via.PHONE: 62, Via.PAPER: 90}, "On paper (1 h 30 min) wait longer than"),
        ({Via.WEB: 200, Via.PHONE: 60}, "On the page (3 h 20 min) wait longer than By phone (1 h)"),
        ({Via.WEB: 60, Via.PHONE: None}, "Too few households"),
    ],
)
def test_the_sentence_says_it_only_when_it_is_so(medians, says):
    from django.utils import translation

    with translation.override("en"):
        assert says in channel_sentence([figure(via, wait) for via, wait in medians.items()])
