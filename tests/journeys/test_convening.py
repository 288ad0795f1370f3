"""What owners ask for, object to and propose reaches those who must see to it."""

from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.foundation.facts.api import deliver_all, list_dead_letters
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from modules.application.preparing_estate import NOW, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepare(db):
    with held(NOW):
        yield build()


def delivered(estate) -> None:
    deliver_all()
    assert list_dead_letters(viewer=estate.platform).items == ()


def inbox(viewer) -> list[str]:
    return [one.text.zh for one in notify.list_inbox(viewer=viewer)]


def test_a_reached_request_is_one_matter_and_its_answer_is_what_came_of_it(prepare):
    request = prepare.ask()
    delivered(prepare)
    ref = f"request:{request}"
    assert matters.list_for_ref(viewer=prepare.committee, ref=ref) == ()
    assembly.sign_request(by=prepare.owners[1], request=request)
    delivered(prepare)
    for viewer in (prepare.committee, prepare.street, prepare.owners[0]):
        (card,) = matters.list_for_ref(viewer=viewer, ref=ref)
    assert (card.category, card.reporter) == ("assembly", prepare.owners[0].person)
    assert matters.list_for_ref(viewer=prepare.owners[2], ref=ref) == ()
    made = assembly.answer_request(
        by=prepare.council, request=request, is_accepted=True, answer="同意"
    )
    delivered(prepare)
    chain = matters.chain_of(viewer=prepare.committee, matter=card.id)
    assert [str(link.ref) for link in chain.forward] == [f"assembly:{made}"]


def test_an_objection_is_a_matter_and_its_answer_is_told(prepare):
    preparation = prepare.prepared()
    showing = assembly.show_members(by=prepare.street, preparation=preparation, key="s")
    concern = assembly.raise_concern(by=prepare.owners[5], showing=showing, text="不对", key="c")
    delivered(prepare)
    (card,) = matters.list_for_ref(viewer=prepare.committee, ref=f"concern:{concern}")
    assert "不对" not in card.heading.zh  # whose words they are stays with the body
    assembly.answer_concern(by=prepare.street, concern=concern, answer="查过", is_upheld=False)
    delivered(prepare)
    chain = matters.chain_of(viewer=prepare.committee, matter=card.id)
    assert [link.words.zh for link in chain.forward] == ["异议不成立，理由已公开"]
    assert any("异议有答复了" in words for words in inbox(prepare.owners[5]))


def test_who_is_proposed_is_asked(prepare):
    preparation = prepare.prepared()
    assembly.show_members(by=prepare.street, preparation=preparation, key="s")
    with held(NOW + timedelta(days=18)):
        assembly.form_preparation(by=prepare.street, preparation=preparation)
    five = prepare.owners[5]
    assembly.nominate(by=prepare.owners[4], preparation=preparation, person=five.person or "")
    delivered(prepare)
    assert any("候选人" in words for words in inbox(five))
    assert not any("候选人" in words for words in inbox(prepare.owners[4]))
