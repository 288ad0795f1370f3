"""Lays the estate out and lets its people in, through the same doors a real community uses."""

from collections.abc import Callable
from decimal import Decimal

from linli.demo import estate
from linli.demo.cast import HELPER, PASSWORD, RESIDENTS, STAFF, Member
from linli.demo.dice import dice_of
from linli.demo.names import phone
from linli.demo.vault import Vault
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import ANYONE, Actor, Refused, Role, Via, Words, system

NAME, NAME_EN = "梧桐里社区", "Wutongli"
_KEY = "demo-wutongli"
_PAPER_EVERY = 23  # one dwelling of so many is an old person's who wants paper or a call
_PRIVATE = 1 / 9  # of the households would rather not be shown
_CONFIDENTIAL = ("2", "3")  # two protected households, in these buildings

Progress = Callable[[str], None]


def community_of() -> str | None:
    """The demo's community, None before it was built."""
    found = (card for card in places.list_communities(viewer=ANYONE) if card.name == NAME)
    return next((card.id for card in found), None)


def build(progress: Progress, *, small: bool = False) -> str:
    """The community with its places and people; again it only adds what is missing."""
    community = places.create_community(
        by=Actor(None, frozenset({Role.SYSTEM}), ""),
        name=NAME,
        name_en=NAME_EN,
        phone="100-0000-0000",
        desk=Words("1 号楼一层物业服务台", "Service desk, ground floor of building 1"),
        desk_hours=Words("每天 8:00—20:00", "daily 8:00–20:00"),
        is_invented=True,
        key=_KEY,
    )
    platform = system(community, Via.IMPORT)
    _take_in(platform, progress, small=small)
    _draw(platform, small=small)
    progress("梧桐里: grid cells, buildings and shared places are drawn")
    return community


def _take_in(platform: Actor, progress: Progress, *, small: bool) -> None:
    if places.list_dwellings(viewer=platform):
        return
    progress("importing about 1,200 dwellings and their people")
    sheet = estate.list_of_people(small=small)
    report = people.import_community(by=platform, source=sheet, filename="wutongli.csv")
    refused = [row for row in report.rows if row.outcome is people.RowOutcome.REFUSED]
    if refused:
        raise Refused("invalid", "The demo's own list is wrong: %(why)s", why=refused[0].sentence)
    progress(f"{len(report.rows)} rows of the list taken in")


def _draw(platform: Actor, *, small: bool) -> None:
    drawn = {outline.place for outline in places.list_footprints(viewer=platform)}
    found = places.list_places(viewer=platform, kind=places.PlaceKind.CELL, limit=100)
    for card in found:
        _outline(platform, drawn, card.id, estate.cell_outline(card.number))
    by_number = buildings_by_number(platform)
    for building in estate.buildings(small=small):
        place = by_number[str(building.number)]
        _outline(platform, drawn, place, estate.outline(building))
    for shared in estate.SHARED:
        place = places.add_place(
            by=platform,
            kind=places.PlaceKind.ROOM if shared.inside else places.PlaceKind.FACILITY,
            number=shared.key,
            parent=by_number[shared.inside] if shared.inside else None,
            name=shared.name,
            name_en=shared.name_en,
            area=Decimal("86.50") if shared.inside else None,
            key=f"{_KEY}:{shared.key}",
        )
        ring = estate.shared_outline(shared)
        if ring is not None:
            _outline(platform, drawn, place, ring)


def _outline(platform: Actor, drawn: set[str], place: str, ring: estate.Ring) -> None:
    if place not in drawn:
        outline = {"type": "Polygon", "coordinates": [ring]}
        places.set_footprint(by=platform, place=place, outline=outline, in_metres=True)


def buildings_by_number(platform: Actor) -> dict[str, str]:
    """Building numbers and their ids."""
    cards = places.list_places(viewer=platform, kind=places.PlaceKind.BUILDING, limit=100)
    return {card.number: card.id for card in cards}


def shared_places(platform: Actor) -> dict[str, str]:
    """Shared places by their key and their ids."""
    found = {}
    for kind in (places.PlaceKind.FACILITY, places.PlaceKind.ROOM):
        for card in places.list_places(viewer=platform, kind=kind, limit=100):
            found[card.number.lower()] = card.id
    return found


def dwelling_at(platform: Actor, spot: tuple[str, str, str]) -> str:
    """The id of the dwelling at building, entrance, number."""
    (card,) = places.resolve_place(viewer=platform, text="-".join(spot))
    return card.id


# -- the people with a part ------------------------------------------------------------------------


def person_called(platform: Actor, number: int) -> str | None:
    """Whoever has a phone number of the demo."""
    found = people.list_people(viewer=platform, search=phone(number), limit=2)
    return found.items[0].id if found.items else None


def engage(platform: Actor, vault: Vault, progress: Progress) -> None:
    """Staff with their roles, trades, passwords and second keys; residents with their wishes."""
    cells = places.list_places(viewer=platform, kind=places.PlaceKind.CELL, limit=100)
    cell_ids = {card.number: card.id for card in cells}
    for member in STAFF:
        _engage(platform, vault, member, cell_ids)
    progress(f"{len(STAFF)} people of the staff have their roles and keys")
    _trust_a_helper(platform)
    _choose_channels(platform)
    _protect(platform)


def _engage(platform: Actor, vault: Vault, member: Member, cells: dict[str, str]) -> None:
    person = person_called(platform, member.number) or people.register_person(
        by=platform, name=member.name, phone=phone(member.number), key=f"demo:{member.key}"
    )
    for role in member.roles:
        people.grant_role(
            by=platform,
            person=person,
            role=role,
            place=cells.get(member.cell) if member.cell else None,
            skills=member.skills,
        )
    if member.key in vault.second_keys:
        return
    people.set_password(by=platform, person=person, password=PASSWORD, login=member.key)
    try:
        enrolment = people.enrol_totp(by=platform, person=person)
    except Refused:  # an earlier start was interrupted before it wrote the key down
        people.reset_totp(by=platform, person=person)
        enrolment = people.enrol_totp(by=platform, person=person)
    vault.keep_second_key(member.key, enrolment.secret)


def _trust_a_helper(platform: Actor) -> None:
    mother = person_called(platform, RESIDENTS[1].number)
    clerk = person_called(platform, STAFF[1].number)
    if mother is None or clerk is None or person_called(platform, HELPER.number):
        return
    desk = people.actor_for(
        person=clerk,
        community=platform.community,
        via=Via.COUNTER,
        on_behalf_of=mother,
        strong=True,
    )
    trust = people.allow_help(
        by=desk, name=HELPER.name, phone=phone(HELPER.number), proof="授权书 2026-001"
    )
    (asked,) = [one for one in people.list_help(viewer=desk) if one.id == trust]
    helper = people.actor_for(person=asked.helper, community=platform.community)
    people.accept_help(by=helper, help_id=trust)


def _choose_channels(platform: Actor) -> None:
    mother = person_called(platform, RESIDENTS[1].number)
    if mother:
        kinds = [people.ChannelKind.PHONE, people.ChannelKind.APP]
        people.set_channels(by=platform, person=mother, kinds=kinds)
    dice = dice_of("channels")
    for spot in places.list_dwellings(viewer=platform)[::_PAPER_EVERY]:
        for card in people.list_residents_of(viewer=platform, dwelling=spot.id)[:1]:
            is_paper = dice.random() < 0.5
            kind = people.ChannelKind.PAPER if is_paper else people.ChannelKind.PHONE
            people.set_channels(by=platform, person=card.id, kinds=[kind])


def _protect(platform: Actor) -> None:
    if people.list_confidential(viewer=platform):
        return
    person = person_called(platform, next(m.number for m in STAFF if Role.KEEPER in m.roles))
    assert person is not None
    keeper = people.actor_for(person=person, community=platform.community, strong=True)
    taken = {one.home for one in RESIDENTS}
    _hide_some(platform, {dwelling_at(platform, home) for home in taken if home})
    for number in _CONFIDENTIAL:
        spot = (number, "2", "602")
        if spot not in taken:
            people.mark_confidential(
                by=keeper,
                dwelling=dwelling_at(platform, spot),
                reason="虚构示例：法院的人身安全保护令",
            )


def _hide_some(platform: Actor, taken: set[str]) -> None:
    """Many households do not want to be shown, so that the protected ones look like them."""
    dice = dice_of("private")
    for spot in places.list_dwellings(viewer=platform):
        wants = dice.random() < _PRIVATE and spot.id not in taken
        if wants and people.list_residents_of(viewer=platform, dwelling=spot.id):
            people.set_private(by=platform, is_private=True, dwelling=spot.id)
