"""The manager sets what time is given and when working time runs; others do not."""

from linli.kernel import new_id
from linli.support.matters import api as matters

WATER = {"category": "water", "severity": "normal"}


def spans(office) -> dict[str, tuple[str, bool]]:
    found = matters.list_clocks(viewer=office.auntie, **WATER)
    return {str(one.clock): (one.span, one.is_own) for one in found}


def sent(**given: str) -> dict[str, str]:
    return {**WATER, "once": new_id(), **given}


def test_a_clock_is_given_its_own_time_and_the_usual_one_again(office, at_work):
    manager, usual = at_work(office.manager), spans(office)
    data = sent(clock="accept", **{"accept-number": "30", "accept-unit": "m"})
    for _ in range(2):
        assert manager.post("/desk/clocks/time", data).status_code == 302
    assert spans(office) == {**usual, "accept": ("30m", True)}
    page = manager.get("/desk/clocks?category=water&severity=normal").content.decode()
    assert 'value="30"' in page and "国办发明电" in page
    manager.post("/desk/clocks/time", sent(clock="accept", do="usual"))
    assert spans(office) == usual


def test_a_time_that_cannot_be_used_is_asked_again_and_changes_nothing(office, at_work):
    manager, usual = at_work(office.manager), spans(office)
    for number, unit in (("", "m"), ("soon", "h"), ("0", "d"), ("9999", "d"), ("3", "x")):
        data = sent(clock="accept", **{"accept-number": number, "accept-unit": unit})
        response = manager.post("/desk/clocks/time", data)
        assert response.status_code == 422, (number, unit)
        assert "#f-accept-number" in response.content.decode()
    assert spans(office) == usual


def test_working_hours_are_set_and_taken_back(office, at_work):
    manager = at_work(office.manager)
    usual = matters.get_working_hours(viewer=office.auntie)
    data = {"from": "09:00", "to": "12:00", "again-from": "", "again-to": "", "once": new_id()}
    assert manager.post("/desk/clocks/hours", data).status_code == 302
    assert matters.get_working_hours(viewer=office.auntie).windows == (("09:00", "12:00"),)
    wrong = {**data, "to": "08:00", "once": new_id()}
    assert manager.post("/desk/clocks/hours", wrong).status_code == 422
    empty = {"from": "", "to": "", "once": new_id()}
    assert manager.post("/desk/clocks/hours", empty).status_code == 422
    assert matters.get_working_hours(viewer=office.auntie).is_own
    manager.post("/desk/clocks/hours", {"do": "usual", "once": new_id()})
    assert matters.get_working_hours(viewer=office.auntie) == usual


def test_only_who_leads_the_work_sets_clocks_and_is_led_there(office, at_work):
    matter, usual = office.report(), spans(office)
    for actor in (office.clerk, office.plumber, office.auntie):
        client = at_work(actor)
        data = sent(clock="accept", **{"accept-number": "30", "accept-unit": "m"})
        assert client.get("/desk/clocks").status_code in (302, 403)
        assert client.post("/desk/clocks/time", data).status_code in (302, 403)
        assert client.post("/desk/clocks/hours", {"do": "usual"}).status_code in (302, 403)
    assert spans(office) == usual
    link = "/desk/clocks?category=water&amp;severity=normal"
    for actor, is_led in ((office.manager, True), (office.clerk, False)):
        page = at_work(actor).get(f"/desk/matters/{matter}").content.decode()
        assert (link in page) is is_led
