"""At the desk too a form acts once, and a session that ends takes no word with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundation.people.models import Consent, Help
from linli.support.matters import api as matters
from linli.support.matters.models import Entry, Matter, Message
from modules.support.matters_estate import build
from surface.at_once import sent_seven_times
from surface.desk.conftest import strong_session
from surface.resident.community import picture
from surface.resident.forms import form_on, shown

WORDS = "阀门在水表井里，要带长扳手"


def test_a_note_written_when_the_session_had_ended_is_there_again_with_its_photo(office, at_work):
    matter = office.report()
    client = at_work(office.clerk)
    page = f"/desk/matters/{matter}"
    form = form_on(client, page, "message-text")
    del client.cookies["sessionid"]
    photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    answers = form.with_answers(**{"message-text": WORDS, "message-photos": [photo]})
    sent = client.post(form.action, answers, HTTP_REFERER=f"http://testserver{page}")
    assert sent["Location"].startswith("/log-in?next=/desk/matters/")
    client.cookies["sessionid"] = strong_session(office.plumber)
    assert WORDS not in shown(client, page)
    client.cookies["sessionid"] = strong_session(office.clerk)
    assert WORDS in shown(client, page)
    again = form_on(client, page, "message-text")
    assert client.post(again.action, again.with_answers()).status_code == 302
    sheet = matters.get_matter(viewer=office.clerk, matter=matter)
    assert [one.text for one in sheet.messages] == [WORDS] and len(sheet.photos) == 1


@pytest.mark.django_db(transaction=True)
def test_five_at_once_and_two_again_are_one():
    office = build()
    session = strong_session(office.clerk)
    matter = office.report()
    do = f"/desk/matters/{matter}/do"
    aunt = f"/desk/people/{office.auntie.person}"
    forms = (
        (Entry.objects.filter(kind="accepted"), f"{do}/accept", {}),
        (
            Entry.objects.filter(kind="assigned"),
            f"{do}/assign",
            {"assign-person": office.plumber.person},
        ),
        (Message.objects.filter(text=WORDS), f"{do}/note", {"note-text": WORDS}),
        (
            Consent.objects.all(),
            f"{aunt}/consent",
            {"purpose": "室内温度", "is_given": "yes", "via": "counter"},
        ),
        (
            Help.objects.filter(revoked_at=None),
            f"{aunt}/helper",
            {
                "name": "周大力",
                "phone": "13911112222",
                "days": "30",
                "via": "counter",
                "proof": "授权书 17",
            },
        ),
        (
            Matter.objects.filter(category="door"),
            f"/desk/entry/for/{office.auntie.person}/report/hand-in",
            {
                "via": "phone",
                "known_by": "seen",
                "category": "door",
                "place": office.entrance,
                "words": "关不上",
            },
        ),
    )
    for records, path, answers in forms:
        before = records.count()
        told = sent_seven_times(session, path, answers)
        assert len(set(told)) == 1 and told[0].startswith("302 /"), (path, told)
        assert records.count() == before + 1, path
