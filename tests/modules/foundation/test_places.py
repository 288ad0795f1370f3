"""The tree of places holds together, however it is asked and changed."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.foundation.facts.api import list_facts
from linli.foundation.places.api import (
    Outcome,
    PlaceKind,
    PlaceLine,
    add_place,
    bring_back_place,
    change_community,
    change_place,
    clear_footprint,
    create_community,
    get_community,
    get_place,
    get_places,
    is_within,
    lay_out,
    list_communities,
    list_dwellings,
    list_footprints,
    list_places,
    put_in_cell,
    resolve_place,
    retire_place,
    set_footprint,
)
from linli.foundation.places.models import Place
from linli.kernel import ANYONE, Actor, Refused, Role, Words, new_id, now, system

pytestmark = pytest.mark.django_db
K = PlaceKind


@pytest.fixture
def home():
    return system(create_community(by=system(""), name="邻里花园", name_en="Linli Garden"))


@pytest.fixture
def resident(home):
    return Actor(person="p", roles=frozenset({Role.RESIDENT}), community=home.community)


@pytest.fixture
def estate(home):
    """Buildings 1 to 3 with entrances 1 and 2, two floors of two dwellings each."""
    lay_out(
        by=home,
        lines=[
            PlaceLine(building=str(b), entrance=str(e), dwelling=f"{f}0{d}", area="89.5")
            for b in (1, 2, 3)
            for e in (1, 2)
            for f in (1, 2)
            for d in (1, 2)
        ],
    )
    return home


def one(actor, text):
    (card,) = resolve_place(viewer=actor, text=text)
    return card


def snapshot():
    return list(Place.objects.order_by("id").values())


def test_a_community_says_who_it_is_even_before_log_in(home):
    change_community(
        by=home,
        community=home.community,
        phone="010-12345678",
        desk=Words("3号楼一层", "Ground floor of building 3"),
        desk_hours=Words("每天8点到20点", "Daily 8 to 20"),
    )
    (card,) = list_communities(viewer=ANYONE)
    assert card == get_community(viewer=ANYONE, community=home.community)
    assert (card.name, card.name_en, card.timezone) == ("邻里花园", "Linli Garden", "Asia/Shanghai")
    assert card.desk.en == "Ground floor of building 3" and card.phone == "010-12345678"
    assert not card.is_invented


def test_a_community_is_opened_once_for_a_key_and_once_for_a_name(home):
    first = create_community(by=system(""), name="新村", key="k")
    assert create_community(by=system(""), name="新村", key="k") == first
    with pytest.raises(Refused) as refused:
        create_community(by=system(""), name="新村")
    assert refused.value.code == "conflict" and len(list_communities(viewer=ANYONE)) == 2


@pytest.mark.parametrize(
    ("given", "field"), [({"timezone": "Mars/Base"}, "timezone"), ({"phone": "1" * 50}, "phone")]
)
def test_settings_that_make_no_sense_are_refused(home, given, field):
    before = get_community(viewer=ANYONE, community=home.community)
    with pytest.raises(Refused) as refused:
        change_community(by=home, community=home.community, **given)
    assert refused.value.field == field
    assert get_community(viewer=ANYONE, community=home.community) == before


def test_places_get_labels_paths_and_order_from_where_they_stand(home):
    building = add_place(by=home, kind=K.BUILDING, number="三号楼")
    entrance = add_place(by=home, kind=K.ENTRANCE, number="2单元", parent=building)
    dwelling = add_place(
        by=home, kind=K.DWELLING, number="４０１", parent=entrance, area=Decimal("89.123456789")
    )
    card = get_place(viewer=home, place=dwelling)
    assert card.label == "3号楼2单元401" and card.label_en == "Building 3, Entrance 2, 401"
    assert card.path == (home.community, building, entrance, dwelling)
    assert card.area == Decimal("89.123456789") and card.parent == entrance
    assert get_place(viewer=home, place=building).name == "3号楼"


def test_named_places_keep_their_names_in_both_languages(home):
    building = add_place(by=home, kind=K.BUILDING, number="3")
    lift = add_place(
        by=home, kind=K.FACILITY, number="L1", parent=building, name="电梯1", name_en="Lift 1"
    )
    room = add_place(by=home, kind=K.ROOM, number="R1", name="活动室", name_en="Activity room")
    assert get_place(viewer=home, place=lift).label == "3号楼电梯1"
    assert get_place(viewer=home, place=lift).label_en == "Building 3, Lift 1"
    assert one(home, "活动室").id == room == one(home, "activity room").id
    assert one(home, "电梯").id == lift


def test_a_change_of_number_reaches_every_label_below(estate):
    building = one(estate, "3号楼")
    change_place(by=estate, place=building.id, number="8")
    assert one(estate, "8-1-101").label == "8号楼1单元101"
    assert resolve_place(viewer=estate, text="3-1-101") == ()
    change_place(by=estate, place=building.id, name="幼儿园楼", name_en="Kindergarten")
    assert one(estate, "8-1-101").label == "幼儿园楼1单元101"
    assert one(estate, "8-1-101").label_en == "Kindergarten, Entrance 1, 101"


@pytest.mark.parametrize(
    "text",
    ["3-2-201", "3栋2单元201", "三号楼二单元201室", "３号楼　２单元 ２０１",
     "Building 3, Entrance 2, 201"],
)  # fmt: skip
def test_a_written_address_finds_the_place(estate, resident, text):
    assert one(resident, text).label == "3号楼2单元201"


def test_an_open_address_finds_every_place_it_can_mean(estate):
    assert [card.label for card in resolve_place(viewer=estate, text="3栋201")] == [
        "3号楼1单元201",
        "3号楼2单元201",
    ]
    assert [card.label for card in resolve_place(viewer=estate, text="3-2")] == ["3号楼2单元"]
    assert len(resolve_place(viewer=estate, text="101")) == 6
    assert resolve_place(viewer=estate, text="9-9-999") == ()
    assert resolve_place(viewer=estate, text="") == ()


def test_places_are_listed_in_slices_as_people_count(home):
    for number in ("10", "2", "1", "A"):
        add_place(by=home, kind=K.BUILDING, number=number)
    first = list_places(viewer=home, kind=K.BUILDING, limit=3)
    assert [card.number for card in first] == ["1", "2", "10"]
    rest = list_places(viewer=home, kind=K.BUILDING, limit=3, cursor=first.next)
    assert [card.number for card in rest] == ["A"] and rest.next is None


def test_lists_are_cut_by_branch_parent_and_words(estate):
    entrance = one(estate, "2-1")
    assert len(list_places(viewer=estate, under=entrance.id)) == 4
    assert len(list_places(viewer=estate, parent=estate.community)) == 3
    assert len(list_places(viewer=estate, kind=K.DWELLING, search="3号楼 201")) == 2
    assert len(list_places(viewer=estate, search="3号楼2单元")) == 5
    spots = list_dwellings(viewer=estate, under=entrance.id)
    assert {spot.entrance for spot in spots} == {entrance.id}
    assert {spot.building for spot in spots} == {entrance.parent}


def test_lists_ask_few_questions(estate):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        list_places(viewer=estate, limit=50)
        get_places(viewer=estate, places=[card.id for card in list_places(viewer=estate)])
        resolve_place(viewer=estate, text="3-2-201")
    assert len(asked) <= 5


def test_a_cell_holds_buildings_and_all_below(estate):
    cell = add_place(by=estate, kind=K.CELL, number="1")
    building, dwelling = one(estate, "3号楼"), one(estate, "3-1-101")
    put_in_cell(by=estate, place=building.id, cell=cell)
    assert get_place(viewer=estate, place=dwelling.id).cell == cell
    assert is_within(viewer=estate, place=dwelling.id, ancestor=cell)
    assert len(list_places(viewer=estate, kind=K.DWELLING, under=cell)) == 8
    assert len(list_dwellings(viewer=estate, under=cell)) == 8
    late = add_place(by=estate, kind=K.DWELLING, number="999", parent=dwelling.parent)
    assert get_place(viewer=estate, place=late).cell == cell
    put_in_cell(by=estate, place=building.id, cell=None)
    assert not is_within(viewer=estate, place=dwelling.id, ancestor=cell)
    before = snapshot()
    for place, to in ((dwelling.id, cell), (building.id, dwelling.id), (estate.community, cell)):
        with pytest.raises(Refused):
            put_in_cell(by=estate, place=place, cell=to)
    assert snapshot() == before


def test_is_within_knows_ancestors_and_itself(estate):
    dwelling, building, other = one(estate, "3-1-101"), one(estate, "3号楼"), one(estate, "2号楼")
    assert is_within(viewer=estate, place=dwelling.id, ancestor=building.id)
    assert is_within(viewer=estate, place=dwelling.id, ancestor=dwelling.id)
    assert is_within(viewer=estate, place=dwelling.id, ancestor=estate.community)
    assert not is_within(viewer=estate, place=dwelling.id, ancestor=other.id)
    assert not is_within(viewer=estate, place=building.id, ancestor=dwelling.id)


def test_a_retired_place_leaves_lists_but_not_the_record(estate):
    building, dwelling = one(estate, "3号楼"), one(estate, "3-1-101")
    retire_place(by=estate, place=dwelling.id)
    retire_place(by=estate, place=building.id)
    assert resolve_place(viewer=estate, text="3-1-102") == ()
    assert get_place(viewer=estate, place=dwelling.id).is_retired
    assert len(list_places(viewer=estate, kind=K.DWELLING)) == 16
    assert len(list_places(viewer=estate, kind=K.DWELLING, with_retired=True)) == 24
    with pytest.raises(Refused):
        add_place(by=estate, kind=K.ENTRANCE, number="9", parent=building.id)
    bring_back_place(by=estate, place=building.id)
    assert one(estate, "3-1-102") and resolve_place(viewer=estate, text="3-1-101") == ()
    bring_back_place(by=estate, place=dwelling.id)
    assert one(estate, "3-1-101").id == dwelling.id


def test_a_place_comes_back_only_where_its_number_is_free(estate):
    old = one(estate, "3-1-101")
    retire_place(by=estate, place=old.id)
    add_place(by=estate, kind=K.DWELLING, number="101", parent=old.parent)
    with pytest.raises(Refused) as refused:
        bring_back_place(by=estate, place=old.id)
    assert refused.value.code == "conflict" and get_place(viewer=estate, place=old.id).is_retired


def test_the_same_key_adds_once(home):
    first = add_place(by=home, kind=K.BUILDING, number="3", key="k")
    assert add_place(by=home, kind=K.BUILDING, number="3", key="k") == first
    assert len(list_places(viewer=home, kind=K.BUILDING)) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"kind": K.BUILDING, "number": "3号楼"},
        {"kind": K.BUILDING, "number": ""},
        {"kind": K.BUILDING, "number": "x" * 50},
        {"kind": K.DWELLING, "number": "401"},
        {"kind": K.COMMUNITY, "number": "Other"},
        {"kind": K.BUILDING, "number": "9", "parent": "nowhere"},
        {"kind": K.BUILDING, "number": "9", "area": Decimal("-1")},
        {"kind": K.BUILDING, "number": "9", "area": Decimal("NaN")},
        {"kind": K.BUILDING, "number": "9", "name": "x" * 90},
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_changes(home, given):
    add_place(by=home, kind=K.BUILDING, number="3")
    before = snapshot()
    with pytest.raises(Refused):
        add_place(by=home, **given)
    assert snapshot() == before


def test_only_those_who_answer_for_the_tree_change_it(estate, resident):
    building = one(estate, "3号楼")
    before = snapshot()
    worker = Actor(person="w", roles=frozenset({Role.WORKER}), community=estate.community)
    elsewhere = Actor(
        person="m",
        roles=frozenset({Role.MANAGER}),
        community=create_community(by=system(""), name="别处"),
    )
    before = snapshot()
    for actor in (resident, worker, elsewhere, ANYONE):
        with pytest.raises(Refused):
            change_place(by=actor, place=building.id, name="我的楼")
        with pytest.raises(Refused):
            retire_place(by=actor, place=building.id)
        with pytest.raises(Refused):
            create_community(by=actor, name="新")
    assert snapshot() == before


def test_nobody_sees_the_places_of_another_community(estate):
    other = system(create_community(by=system(""), name="别处"))
    building = one(estate, "3号楼")
    assert resolve_place(viewer=other, text="3号楼") == ()
    assert get_places(viewer=other, places=[building.id]) == {}
    assert len(list_places(viewer=other, kind=K.BUILDING)) == 0
    for ask in (
        lambda: get_place(viewer=other, place=building.id),
        lambda: list_places(viewer=other, under=building.id),
        lambda: is_within(viewer=other, place=building.id, ancestor=estate.community),
        lambda: get_place(viewer=ANYONE, place=building.id),
        lambda: list_footprints(viewer=ANYONE),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.code in ("not_found", "not_signed_in")


SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[116.3, 39.9], [116.301, 39.9], [116.301, 39.901], [116.3, 39.901], [116.3, 39.9]]
    ],
}


def test_outlines_are_told_in_metres_of_the_communitys_own_grid(estate, resident):
    first, second = one(estate, "1号楼"), one(estate, "2号楼")
    set_footprint(by=estate, place=first.id, outline=SQUARE)
    moved = [[[x + 0.002, y] for x, y in SQUARE["coordinates"][0]]]
    set_footprint(by=estate, place=second.id, outline={"type": "Polygon", "coordinates": moved})
    one_ring, two_ring = (outline.rings[0] for outline in list_footprints(viewer=resident))
    assert all(abs(x) < 50 and abs(y) < 60 for x, y in one_ring)
    assert abs(two_ring[0][0] - one_ring[0][0] - 170.6) < 0.5
    metres = {"type": "Polygon", "coordinates": [[[0, 0], [12.5, 0], [12.5, 8], [0, 0]]]}
    set_footprint(by=estate, place=first.id, outline=metres, in_metres=True)
    outline = list_footprints(viewer=resident, kind=K.BUILDING)[0]
    assert outline.rings == (((0, 0), (12.5, 0), (12.5, 8), (0, 0)),)
    clear_footprint(by=estate, place=first.id)
    assert len(list_footprints(viewer=resident)) == 1


def test_an_outline_on_another_continent_is_refused(estate):
    set_footprint(by=estate, place=one(estate, "1号楼").id, outline=SQUARE)
    far = [[[x - 100, y] for x, y in SQUARE["coordinates"][0]]]
    with pytest.raises(Refused):
        set_footprint(
            by=estate,
            place=one(estate, "2号楼").id,
            outline={"type": "Polygon", "coordinates": far},
        )
    assert len(list_footprints(viewer=estate)) == 1


def test_a_list_is_laid_out_once_and_line_by_line(home):
    lines = [
        PlaceLine(building="1", entrance="1", dwelling="101", area="80.5", cell="1"),
        PlaceLine(building="1号楼", entrance="一单元", dwelling="0102", area="90"),
        PlaceLine(dwelling="2-1-301"),
        PlaceLine(building="V8", dwelling="1", cell="2"),
        PlaceLine(building="1", entrance="1", dwelling="103", area="about 80"),
        PlaceLine(building="1", entrance="1", dwelling=""),
        PlaceLine(building="1", entrance="1", dwelling="101", area="81"),
        PlaceLine(building="1", entrance="2", dwelling="101", cell="2"),
    ]
    laid = lay_out(by=home, lines=lines)
    assert [line.outcome for line in laid] == [Outcome.CREATED] * 4 + [Outcome.REFUSED] * 4
    assert [line.why.field for line in laid[4:]] == ["area", "dwelling", "area", "cell"]
    before = snapshot()
    again = lay_out(by=home, lines=lines)
    assert [line.outcome for line in again[:4]] == [Outcome.UNCHANGED] * 4
    assert [line.dwelling for line in again] == [line.dwelling for line in laid]
    assert snapshot() == before
    assert one(home, "1-1-101").cell == one(home, "1-1-102").cell is not None


def test_a_list_corrects_areas_and_cells_and_leaves_the_rest(estate):
    (line,) = lay_out(
        by=estate,
        lines=[PlaceLine(building="3", entrance="1", dwelling="101", area="90", cell="7")],
    )
    assert line.outcome is Outcome.UPDATED
    card = one(estate, "3-1-101")
    assert card.area == Decimal(90) and card.cell == one(estate, "3-2-202").cell is not None
    assert one(estate, "3-1-102").area == Decimal("89.5")


def test_a_list_does_not_bring_back_what_was_retired(estate):
    retire_place(by=estate, place=one(estate, "3号楼").id)
    before = snapshot()
    (line,) = lay_out(by=estate, lines=[PlaceLine(building="3", entrance="1", dwelling="101")])
    assert line.outcome is Outcome.REFUSED and snapshot() == before


def test_a_long_list_is_laid_out_with_few_statements(home):
    lines = [
        PlaceLine(building=str(b), entrance="1", dwelling=f"{f}01")
        for b in range(1, 21)
        for f in range(1, 31)
    ]
    with CaptureQueriesContext(connection) as asked:
        lay_out(by=home, lines=lines)
    assert len(list_dwellings(viewer=home)) == 600 and len(asked) <= 25


def test_every_change_is_announced_without_personal_data(home):
    building = add_place(by=home, kind=K.BUILDING, number="3")
    change_place(by=home, place=building, name="主楼")
    retire_place(by=home, place=building)
    kinds = [fact.kind for fact in list_facts(viewer=home)]
    assert kinds == [
        "places.community_created",
        "places.place_added",
        "places.place_changed",
        "places.place_retired",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "castle"},
        {"kind": "community"},
        {"parent_id": None},
        {"number": ""},
        {"number": "3"},
        {"area": ""},
        {"kind": "cell", "cell_id": "SELF"},
    ],
)
def test_the_database_itself_refuses_a_broken_tree(home, wrong):
    building = add_place(by=home, kind=K.BUILDING, number="3")
    own = new_id()
    wrong = {name: own if value == "SELF" else value for name, value in wrong.items()}
    row = {
        "id": own,
        "community": home.community,
        "parent_id": home.community,
        "kind": "building",
        "number": "4",
        "label": "4",
        "label_en": "4",
        "path": "x",
        "order": "x",
        "created_at": now(),
    } | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**row)
    assert building in {card.id for card in list_places(viewer=home)}
