"""Every pack is whole and sourced, and what its vectors say comes out."""

import re
import tomllib
from datetime import date
from decimal import Decimal

import pytest

from domain.assembly.figures import announced_days, assembly
from linli.application.assembly.domain.calendar import plan_dates
from linli.application.assembly.domain.committee import committee_size, stands
from linli.application.assembly.domain.packs import FOLDER, list_packs, load_pack, pack_of
from linli.application.assembly.domain.parameters import PARAMETERS, parameter_of, said_value
from linli.application.assembly.domain.stages import Convened
from linli.application.assembly.domain.tallying import tally
from linli.kernel import Refused


def vectors(part):
    tables = {
        key: tomllib.loads((FOLDER / "tests" / f"{key}.toml").read_text(encoding="utf-8"))
        for key in list_packs()
    }
    return [
        pytest.param(key, one, id=f"{key}-{number}")
        for key, table in tables.items()
        for number, one in enumerate(table.get(part, ()))
    ]


def plain(key, own):
    values = {name: one.value for name, one in load_pack(key).values.items()}
    return values | {name: parameter_of(name).read(value) for name, value in own.items()}


def test_there_is_a_pack_for_the_country_and_five_places():
    assert set(list_packs()) == {
        "beijing", "cn-base", "hangzhou", "ningbo", "shandong", "shanghai",
    }  # fmt: skip
    assert {path.stem for path in (FOLDER / "tests").glob("*.toml")} == set(list_packs())


@pytest.mark.parametrize("key", list_packs())
def test_every_value_names_its_source_and_can_be_said(key):
    for one in load_pack(key).values.values():
        assert one.source
        words = PARAMETERS[one.key].in_words(one.value)
        assert "%(" not in words.zh + words.en
        assert said_value(one.value).zh
        if one.is_confirmed:
            assert one.article and one.date, "what was read has an article and a date"
        else:
            assert one.note.zh and one.note.en, "what was not read says so"


def test_a_rule_no_program_looks_at_says_so():
    """Those of the notice are named by the kind of assembly; the agenda is frozen for everybody."""
    folder = FOLDER.parent
    named = [folder / "domain" / "parameters", folder / "migrations", FOLDER]
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*.py")
        if not any(path.is_relative_to(one) for one in named)
    )
    known = {"notice_days_regular", "notice_days_extraordinary", "only_announced_items"}
    looked_at = {key for key in PARAMETERS if re.search(rf"\b{key}\b", code)} | known
    assert {key for key, one in PARAMETERS.items() if not one.is_checked} == (
        set(PARAMETERS) - looked_at
    )


@pytest.mark.parametrize("key", list_packs())
def test_only_what_is_confirmed_decides_a_count(key):
    known = load_pack(key).values
    assert all(known[name].is_confirmed and PARAMETERS[name].is_count for name in pack_of(key))


@pytest.mark.parametrize(("key", "vector"), vectors("value"))
def test_a_value_of_a_pack(key, vector):
    one = load_pack(key).values[vector["rule"]]
    assert (one.value, one.is_confirmed) == (vector["says"], vector["confirmed"])


@pytest.mark.parametrize(("key", "vector"), vectors("dates"))
def test_the_calendar_of_a_pack(key, vector):
    plan = plan_dates(
        Convened(vector["convened"]),
        plain(key, vector.get("own", {})),
        opens=date.fromisoformat(vector["opens"]),
        closes=date.fromisoformat(vector["closes"]),
        working=announced_days(),
        is_election=vector.get("election", False),
    )
    found = {name: str(plan.day(name) or "") for name in vector["expect"]}
    assert found == vector["expect"], vector["why"]
    uncertain = [one.key for one in plan.dates if not one.is_certain]
    assert uncertain == vector.get("uncertain", uncertain)
    assert [one.key for one in plan.mistakes] == vector.get("mistakes", [])


@pytest.mark.parametrize(("key", "vector"), vectors("count"))
def test_a_count_under_a_pack(key, vector):
    said = {choice: tuple(figures) for choice, figures in vector["said"].items()}
    given = assembly(vector["heads"], vector["area"], said, vector["kind"], pack=key)
    assert tally(given)["motions"][0]["strict"]["outcome"] == vector["outcome"], vector["why"]


@pytest.mark.parametrize(("key", "vector"), vectors("committee"))
def test_a_committee_under_a_pack(key, vector):
    values = plain(key, {})
    size = committee_size(values, vector["households"], Decimal(vector["area"]))
    assert size.least == vector["least"]
    assert stands(values, vector["elected"], vector["seats"], size) is vector["stands"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("notice_days_first", 0),
        ("notice_days_first", "soon"),
        ("notice_days_first", True),
        ("extraordinary_share", "20%"),
        ("extraordinary_share", "0/5"),
        ("extraordinary_share", "6/5"),
        ("modes", ["telepathy"]),
        ("modes", 7),
        ("void", "perhaps"),
        ("committee_odd", "sometimes"),
        ("retention_years", 4),
    ],
)
def test_what_cannot_be_a_value_is_refused_with_its_place(name, given):
    with pytest.raises(Refused) as refused:
        parameter_of(name).read(given, "row 3")
    assert refused.value.field == "row 3"


def test_a_share_is_said_as_people_say_it():
    assert said_value("1/5").zh == "20%"
    assert said_value("2/3").zh == "3 分之 2"


def test_nobody_knows_a_rule_or_a_pack_that_is_not_there():
    with pytest.raises(Refused) as refused:
        load_pack("../cn-base")
    assert refused.value.code == "not_found"
    with pytest.raises(Refused) as refused:
        parameter_of("colour")
    assert refused.value.code == "not_found"
