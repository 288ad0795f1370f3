"""A community comes in from a spreadsheet: row by row, once, and without losing a good row."""

import io

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import Workbook, load_workbook

from linli.foundation.people.api import (
    PersonKind,
    RowOutcome,
    actor_for,
    community_template,
    grant_role,
    import_community,
    list_homes,
    list_owners_of,
    list_people,
    list_residents_of,
    register_person,
    reveal_contact,
)
from linli.foundation.people.domain.sheet import HEADERS
from linli.foundation.people.models import Person, Tenure
from linli.foundation.places.api import (
    create_community,
    get_place,
    list_dwellings,
    resolve_place,
    retire_place,
)
from linli.kernel import ANYONE, Refused, Role, system

pytestmark = pytest.mark.django_db
HEADER = "楼栋,单元,房号,面积,网格,业主姓名,电话,证件号,业主类型,关系,份额,是否居住"
CREATED, UPDATED, UNCHANGED, REFUSED = (
    RowOutcome.CREATED,
    RowOutcome.UPDATED,
    RowOutcome.UNCHANGED,
    RowOutcome.REFUSED,
)


@pytest.fixture
def home():
    return system(create_community(by=system(""), name="邻里花园"))


def take(home, *rows, header=HEADER, **given):
    source = "\n".join([header, *rows]).encode()
    return import_community(by=home, source=source, filename="list.csv", **given)


def outcomes(report):
    return [row.outcome for row in report.rows]


def everything():
    """Every row of every table of places, people and facts."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for app in ("places", "people", "facts")
        for model in apps.get_app_config(app).get_models()
    }


GOOD = (
    "3号楼,二单元,４０１,89.50,1,张三,13800000001,11010119900101123X,自然人,业主,1/2,是",
    "3,2,401,89.5,1,李四,13800000002,,,共有人,50%,",
    "3,2,401,,,张小宝,,,,家属,,",
    "3,2,402,102.345,,邻里置业有限公司,010-12345678,91110000XYZ,开发商,业主,,",
    "3,2,402,,,王租客,13800000003,,,租户,,",
    "5,,8,200,2,赵六,,,,,,否",
    "5,,9,210,,,,,,,,",
)


def test_places_people_and_homes_come_in_together(home):
    report = take(home, *GOOD)
    assert outcomes(report) == [CREATED] * 7 and report.count(CREATED) == 7
    assert [row.row for row in report.rows] == [2, 3, 4, 5, 6, 7, 8]
    flat = resolve_place(viewer=home, text="3-2-401")[0]
    assert str(flat.area) in ("89.50", "89.5") and flat.cell is not None
    owners = list_owners_of(viewer=home, dwelling=flat.id)
    assert {(o.person.name, o.share) for o in owners} == {("张三", "1/2"), ("李四", "1/2")}
    residents = list_residents_of(viewer=home, dwelling=flat.id)
    assert {card.name for card in residents} == {"张三", "李四", "张小宝"}
    next_door = resolve_place(viewer=home, text="3-2-402")[0].id
    assert [c.name for c in list_residents_of(viewer=home, dwelling=next_door)] == ["王租客"]
    (developer,) = list_owners_of(viewer=home, dwelling=next_door)
    assert developer.person.kind is PersonKind.DEVELOPER
    villa = resolve_place(viewer=home, text="5栋8")[0]
    assert villa.label == "5号楼8" and len(list_dwellings(viewer=home)) == 4
    assert list_residents_of(viewer=home, dwelling=villa.id) == ()
    zhang = next(o.person.id for o in owners if o.person.name == "张三")
    contact = reveal_contact(viewer=home, person=zhang, reason="test")
    assert (contact.phone, contact.id_number) == ("13800000001", "11010119900101123X")


def test_importing_twice_changes_nothing(home):
    take(home, *GOOD)
    before = everything()
    assert outcomes(take(home, *GOOD)) == [UNCHANGED] * 7
    assert everything() == before


def test_a_trial_run_reports_the_same_and_writes_nothing(home):
    rows = (*GOOD, "3,2,403,much,,,,,,,,")
    before = everything()
    trial = take(home, *rows, dry_run=True)
    assert everything() == before and trial.is_dry_run
    real = take(home, *rows)
    assert trial.rows == real.rows and not real.is_dry_run


BAD = [
    ("3,2,,89,,张三,,,,,,", "dwelling"),
    ("3,2,甲乙,12000,,,,,,,,", "dwelling"),
    ("3,2,999,about 90,,张三,,,,,,", "area"),
    ("3,2,999,0,,张三,,,,,,", "area"),
    ("3,2,999,89,,张三,12,,,,,", "phone"),
    ("3,2,999,89,,张三,,?,,,,", "id number"),
    ("3,2,999,89,,张三,,,外星人,,,", "owner kind"),
    ("3,2,999,89,,张三,,,,朋友,,", "relation"),
    ("3,2,999,89,,张三,,,,,3/2,", "share"),
    ("3,2,999,89,,张三,,,,租户,1/2,", "share"),
    ("3,2,999,89,,张三,,,,租户,,否", "lives here"),
    ("3,2,999,89,,张三,,,,,,也许", "lives here"),
    ("3,2,999,89,,,13800000001,,,,,", "owner name"),
    ("3,2,999,89,,=cmd,,,,,,", "owner name"),
    ("3,2,401,90,,张三,,,,,,", "area"),
    ("3,2,401,,2,,,,,,,", "grid"),
    ("3,2,401,,,新人,,,,,1/2,", "share"),
    ("3,2,401,,,张三,13999999999,,,,,", "phone"),
    ("3,2,999,,,别人,,11010119900101123X,,,,", "id number"),
    ("3,2/2,999,,,张三,,,,,,", "entrance"),
    (f"3,2,999,,,{'长' * 100},,,,,,", "owner name"),
]


@pytest.mark.parametrize(("row", "column"), BAD)
@pytest.mark.parametrize("place", [2, 7])
def test_a_bad_row_is_named_and_loses_no_good_one(home, row, column, place):
    take(home, *GOOD)
    good = everything()
    for model in ("Place", "Community"):
        assert good[model]
    other = system(create_community(by=system(""), name="第二社区"))
    rows = [*GOOD[:place], row, *GOOD[place:]]
    report = take(other, *rows)
    assert report.count(REFUSED) == 1 and report.count(CREATED) == 7
    (bad,) = [one for one in report.rows if one.outcome is REFUSED]
    assert bad.row == place + 2 and bad.column.en == column
    assert bad.sentence.startswith("Column “") and column in bad.sentence
    assert resolve_place(viewer=other, text="3-2-999") == ()
    names = {card.name for card in list_people(viewer=other)}
    assert names == {"张三", "李四", "张小宝", "邻里置业有限公司", "王租客", "赵六"}


def test_every_bad_row_at_once_still_loses_no_good_one(home):
    report = take(home, *GOOD, *(row for row, _ in BAD))
    assert outcomes(report)[:7] == [CREATED] * 7
    assert report.count(REFUSED) == len(BAD)
    before = everything()
    assert take(home, *GOOD, *(row for row, _ in BAD)).count(REFUSED) == len(BAD)
    assert everything() == before


def test_a_later_list_corrects_and_adds_but_removes_nobody(home):
    take(home, *GOOD)
    report = take(
        home,
        "3,2,401,89.5,1,张三,13911111111,,,,,",
        "3,2,401,,,李四,,,,,1/2,否",
        "3,2,402,103,,,,,,,,",
        "3,2,401,,,新家属,,,,家属,,",
    )
    assert outcomes(report) == [UPDATED, UPDATED, UPDATED, CREATED]
    flat = resolve_place(viewer=home, text="3-2-401")[0].id
    assert {o.person.name for o in list_owners_of(viewer=home, dwelling=flat)} == {"张三", "李四"}
    names = {card.name for card in list_residents_of(viewer=home, dwelling=flat)}
    assert names == {"张三", "张小宝", "新家属"}
    assert [c.name for c in list_people(viewer=home, search="13911111111")] == ["张三"]


def test_one_person_may_own_several_dwellings_and_two_may_share_a_name(home):
    take(
        home,
        "1,1,101,80,,张三,13800000001,,,,,",
        "1,1,102,80,,张三,13800000001,,,,,否",
        "1,1,103,80,,张三,13800000009,,,,,",
        "1,1,104,80,,张三,,AB12345,,,,",
        "1,1,104,80,,张三,,CD12345,,家属,,",
    )
    assert len(list_people(viewer=home, search="张三")) == 4
    (first,) = list_people(viewer=home, search="13800000001")
    assert len(list_homes(viewer=home, person=first.id)) == 2


def test_merged_cells_mean_the_row_above(home):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["邻里花园业主名册"])
    sheet.merge_cells("A1:F1")
    sheet.append(["楼栋", "单元", "房号", "面积", "姓名", "手机号码"])
    sheet.append([3, 1, 101, 88.6, "张三", 13800000001])
    sheet.append([None, None, None, None, "李四", 13800000002])
    sheet.append([None, None, 102, 90, "王五", None])
    sheet.append([None, 2, 101, 90.25, "赵六", None])
    sheet.append([4, None, "4-1-101", 91, "孙七", None])
    sheet.append([None, None, "5-1-101", 91, "周八", None])
    target = io.BytesIO()
    book.save(target)
    report = import_community(by=home, source=target.getvalue(), filename="x.xlsx")
    assert outcomes(report) == [CREATED] * 6, [row.sentence for row in report.rows]
    labels = {
        card.name: get_place(
            viewer=home, place=list_homes(viewer=home, person=card.id)[0].dwelling
        ).label
        for card in list_people(viewer=home)
    }
    assert labels == {
        "张三": "3号楼1单元101",
        "李四": "3号楼1单元101",
        "王五": "3号楼1单元102",
        "赵六": "3号楼2单元101",
        "孙七": "4号楼1单元101",
        "周八": "5号楼1单元101",
    }


def test_a_first_row_without_a_building_is_refused(home):
    report = take(home, ",,999,89,,张三,,,,,,", *GOOD)
    assert outcomes(report) == [REFUSED] + [CREATED] * 7
    assert report.rows[0].column.en == "building"


def test_whole_addresses_need_no_building_column(home):
    report = take(home, "3-2-401,张三", "３栋２单元４０２室,李四", header="房号,姓名")
    assert outcomes(report) == [CREATED] * 2
    assert resolve_place(viewer=home, text="3-2-402")[0].label == "3号楼2单元402"


def test_english_headers_do_as_well(home):
    header = "Building,Entrance,Dwelling,Area (m2),Owner name,Phone,Owner kind,Share,Grid"
    report = take(home, "3,2,401,89.5,Ann Smith,+44 20 7946 0000,company,50%,1", header=header)
    assert outcomes(report) == [CREATED]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_fits_the_import(home, language):
    source = community_template(viewer=ANYONE, language=language)
    book = load_workbook(io.BytesIO(source))
    sheet = book.worksheets[0]
    headers = [words.in_language(language) for words, _ in HEADERS.values()]
    assert [cell.value for cell in sheet[1]] == headers
    assert len(book.worksheets[1]["A"]) == len(HEADERS) + 1
    assert import_community(by=home, source=source, filename="template.xlsx").rows == ()
    sheet.append(
        ["3", "2", "401", "89.50", "1", "张三", "13800000000", "", "", "业主", "1/2", "是"]
    )
    target = io.BytesIO()
    book.save(target)
    report = import_community(by=home, source=target.getvalue(), filename="template.xlsx")
    assert outcomes(report) == [CREATED]


def test_retired_places_are_left_alone(home):
    take(home, *GOOD)
    retire_place(by=home, place=resolve_place(viewer=home, text="3-2-401")[0].id)
    before = everything()
    report = take(home, *GOOD)
    assert outcomes(report) == [REFUSED] * 3 + [UNCHANGED] * 4
    assert everything() == before


def test_only_those_who_answer_for_the_community_import(home):
    clerk = register_person(by=home, name="甲")
    grant_role(by=home, person=clerk, role=Role.CLERK)
    before = everything()
    for by in (actor_for(person=clerk, community=home.community, strong=True), ANYONE):
        with pytest.raises(Refused) as refused:
            take(by, *GOOD)
        assert refused.value.code == "forbidden"
    assert everything() == before


def test_a_file_that_cannot_be_read_changes_nothing(home):
    before = everything()
    for source in (b"", b"PK\x03\x04", b"\xff\xfe\x00", b"a,b\n1,2"):
        with pytest.raises(Refused):
            import_community(by=home, source=source, filename="x.xlsx")
    assert everything() == before


def test_two_communities_do_not_share_people(home):
    other = system(create_community(by=system(""), name="别处"))
    take(home, *GOOD)
    assert outcomes(take(other, *GOOD)) == [CREATED] * 7
    assert Person.objects.count() == 12


def test_a_whole_estate_comes_in_with_few_statements(home):
    rows = [
        f"{b},{e},{f}0{d},89.5,{b % 3 + 1},业主{b}-{e}-{f}-{d},138{b:02}{e:02}{f:02}{d:02},,,,,"
        for b in range(1, 21)
        for e in (1, 2)
        for f in range(1, 16)
        for d in (1, 2)
    ]
    with CaptureQueriesContext(connection) as asked:
        report = take(home, *rows)
    assert report.count(CREATED) == 1200 and Tenure.objects.count() == 1200
    assert len(asked) < 150
    with CaptureQueriesContext(connection) as asked:
        assert take(home, *rows).count(UNCHANGED) == 1200
    assert len(asked) < 15


CELLS = st.sampled_from(
    ["", "1", "2", "401", "402", "张三", "李四", "13800000001", "X123456", "1/2", "租户", "=1", "?"]
)


class AnyList(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.lists(CELLS, min_size=12, max_size=12), max_size=8))
    def test_any_list_at_all_is_answered_row_by_row_and_taken_in_once(self, table):
        home = system(create_community(by=system(""), name="邻里花园"))
        rows = [",".join(cells) for cells in table]
        first = take(home, *rows)
        assert len(first.rows) == sum(any(cells) for cells in table)
        before = everything()
        second = take(home, *rows)
        assert {row.row for row in first.rows if row.outcome is REFUSED} == {
            row.row for row in second.rows if row.outcome is REFUSED
        }
        assert {row.outcome for row in second.rows} <= {REFUSED, UNCHANGED}
        assert everything() == before
