"""A call led by what to say and large buttons makes the same record as the page."""

from urllib.parse import parse_qs

import pytest
from django.test import Client

from linli.kernel.clock import held
from modules.support.matters_estate import MONDAY
from surface.test_services import WAYS, at_desk, at_home, record, settled, take_down, undone

TYPED = {"words", "name", "phone", "proof", "contact"}
"""What nobody can press: it is typed on the form that ends the script."""


@pytest.mark.parametrize("way", WAYS)
def test_a_call_led_by_the_script_makes_the_same_record_as_the_page(db, way):
    """From the greeting on, one large button after the other, until only words are left."""
    on_pages, answers = WAYS[way]
    with held(MONDAY):
        estate, ids = settled()
        with undone():
            on_pages(at_home(estate), ids)
            by_page = record(estate)
        told = {name: value.format(**ids) for name, value in answers.items()}
        service = way.split(" ")[0]
        pressed, asked = called(at_desk(estate), estate.auntie.person, service, told)
        assert set(told) - set(pressed) <= TYPED
        known = {one.name: one.value[0] for one in asked.context["fields"] if one.value}
        assert known.items() >= {"via": "phone", **pressed}.items()
        take_down(estate, service, known["via"], {**answers, **known}, ids)
        assert record(estate) == by_page


def called(desk: Client, person: str, service: str, told: dict[str, str]):
    """The answers that were pressed on the way from the greeting to the form, and the form."""
    begin = f"/desk/entry/for/{person}/script"
    step = desk.get(begin)
    assert "王秀英" in " ".join(step.context["say"])
    pressed: dict[str, str] = {}
    if service == "report":
        pressed["category"] = told["category"]
        at = door(step, f"category={told['category']}")
    elif service == "call_back":
        at = door(step, "service=call_back")
    else:
        of_before = desk.get(begin + door(step, "service=before"))
        of_else = desk.get(begin + door(step, "service=else"))
        at = door(of_before, of_else, f"service={service}")
    while (step := desk.get(begin + at)).status_code == 200:
        (name,) = {list(parse_qs(one["href"][1:], True))[-1] for one in step.context["doors"]}
        assert all(line.strip("“”") for line in step.context["say"])
        pressed[name] = told.get(name, "")
        at = next(
            one["href"]
            for one in step.context["doors"]
            if parse_qs(one["href"][1:], True)[name] == [pressed[name]]
        )
    assert step.status_code == 302
    return pressed, desk.get(step["Location"])


def door(*steps_and_holding) -> str:
    """Where the one large button of a step of the script leads."""
    *steps, holding = steps_and_holding
    doors = [one["href"] for step in steps for one in step.context["doors"]]
    (found,) = [href for href in doors if parse_qs(href[1:]).items() >= parse_qs(holding).items()]
    return found
