"""The demo is loaded through the front doors, once, and has something to show everywhere."""

from datetime import timedelta

import pyotp
import pytest

from linli.demo import api, things
from linli.demo.cast import PASSWORD
from linli.demo.vault import open_vault
from linli.foundation.devices import api as devices
from linli.foundation.mandates import api as mandates
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import ANYONE, Refused, now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.rules import api as rules


def counts(company):
    platform = company.platform
    return (
        len(places.list_dwellings(viewer=platform)),
        len(places.list_places(viewer=platform, limit=500)),
        len(people.list_people(viewer=platform, limit=500)),
        devices.count_devices(viewer=platform),
        len(mandates.list_mandates(viewer=platform, limit=200)),
        len(rules.list_rules(viewer=platform, limit=100)),
        len(rules.list_alarms(viewer=platform, limit=200)),
        len(matters.list_matters(viewer=platform, limit=200)),
    )


def test_preparing_again_changes_nothing(estate):
    before, keys = counts(estate), dict(open_vault().secrets)
    api.prepare(lambda line: None, small=True)
    assert counts(estate) == before
    assert open_vault().secrets == keys


def test_the_community_says_that_it_is_invented(estate):
    card = places.get_community(viewer=ANYONE, community=estate.community)
    assert card.is_invented and card.name == "梧桐里社区"


def test_every_building_and_cell_has_an_outline(estate):
    drawn = {one.place for one in places.list_footprints(viewer=estate.platform)}
    for kind in (places.PlaceKind.BUILDING, places.PlaceKind.FACILITY, places.PlaceKind.CELL):
        cards = places.list_places(viewer=estate.platform, kind=kind, limit=100)
        assert cards.items and {card.id for card in cards} <= drawn


def test_two_households_are_protected_and_have_no_device(estate):
    protected = people.list_confidential(viewer=estate.platform)
    assert len(protected) == 2
    listed = devices.list_devices(viewer=estate.platform, limit=500)
    assert not {card.dwelling for card in listed} & set(protected)


def test_about_one_home_in_nine_is_not_shown_and_most_of_them_are_not_protected(estate):
    homes = places.list_dwellings(viewer=estate.platform)
    hidden = people.list_hidden_dwellings(viewer=estate.platform)
    assert len(homes) / 14 < len(hidden) < len(homes) / 6
    seen = [
        spot.id
        for spot in homes
        if people.list_residents_of(viewer=estate.clerk, dwelling=spot.id)[:1]
        and not people.list_residents_of(viewer=estate.clerk, dwelling=spot.id)[0].id
    ]
    assert set(seen) == hidden


def test_devices_are_in_every_state_a_keeper_should_see(estate):
    entries = {one.device: one for one in devices.list_gate_entries(viewer=estate.platform)}
    assert entries["wtl-corridor-1"].refusal == "no_mandate"
    assert entries["wtl-room-new"].refusal == "not_active"
    assert entries[things.NEIGHBOUR_THING].refusal == "not_active"
    assert entries[things.RETIRED].refusal is not None and not entries[things.RETIRED].secrets
    assert entries[things.GATEWAY].may_discover
    speaking = [one for one in entries.values() if one.refusal is None]
    assert len(speaking) >= 20 and all(one.secrets for one in speaking)


def test_one_device_is_silent_and_one_matter_has_gone_up_to_the_street(estate):
    found = devices.list_devices(viewer=estate.platform, state="silent")
    assert [card.id for card in found] == [things.SILENT]
    for _ in range(3):  # as the timers do once the house is up
        matters.run_clocks(by=estate.platform)
    street = estate.staff("zhengwen")
    lanes = {one.lane: one.count for one in matters.count_lanes(viewer=street)}
    assert lanes["supervised"] >= 1


def test_every_rule_of_the_catalogue_is_on(estate):
    listed = rules.list_rules(viewer=estate.manager, limit=100)
    assert len(listed) == len(rules.list_suggestions(viewer=estate.manager))
    assert all(rule.version_on for rule in listed)


def test_figures_have_something_to_count(estate):
    values = {one.key: one for one in matters.figures(viewer=estate.manager)}
    assert sum(one.n for one in values.values()) > 50
    judged = [rule for rule in rules.list_rules(viewer=estate.manager) if rule.precision.real]
    assert judged


def test_alarms_of_the_past_hang_together_with_their_matters(estate):
    for alarm in rules.list_alarms(viewer=estate.platform, limit=200):
        assert alarm.matter is not None
        chain = matters.chain_of(viewer=estate.platform, matter=alarm.matter.id)
        assert f"alarm:{alarm.id}" in {str(link.ref) for link in chain.back}


@pytest.mark.parametrize(
    "person", [one for one in api.people() if one.login], ids=lambda p: p.login
)
def test_staff_come_in_with_what_is_printed(estate, person):
    with held(now() + timedelta(minutes=5)):
        codes = {one.login: one.code for one in api.second_keys()}
        signed = people.sign_in_staff(
            by=ANYONE, login=person.login, password=PASSWORD, totp=codes[person.login]
        )
    assert signed.strong and signed.communities == (estate.community,)


def test_residents_are_known_by_their_phone(estate):
    for person in api.people():
        found = people.list_people(viewer=estate.platform, search=person.phone)
        assert [card.name for card in found] == [person.name]


def test_a_wrong_code_lets_nobody_in(estate):
    right = {one.login: one.code for one in api.second_keys()}["wangmin"]
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert not pyotp.TOTP(open_vault().second_keys["wangmin"]).verify(wrong, valid_window=1)
    with pytest.raises(Refused):
        people.sign_in_staff(by=ANYONE, login="wangmin", password=PASSWORD, totp=wrong)


def test_the_keys_are_for_their_owner_only(estate):
    assert open_vault().path.stat().st_mode & 0o077 == 0
