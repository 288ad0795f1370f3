"""An item names the money it decides on: typed as people write it, read by everybody who votes."""

import re

import pypdfium2
import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Fund, Money
from linli.application.assembly.models import Motion
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING
from surface.desk.meeting_walk import MEETINGS, press, read, sit_down

LIFT = Money(8_600_050, Fund.FROM_MAINTENANCE, "电梯主板，付给电梯公司")
SAID = "款项：86,000.50元，从维修资金支出。用途：电梯主板，付给电梯公司。"


@pytest.fixture
def drafted(estate):
    estate.convene()
    return estate


@pytest.fixture
def voting(drafted):
    drafted.add(money=LIFT)
    drafted.announce()
    with held(DURING):
        drafted.tick()
        yield drafted


def one(estate, rest=""):
    return f"{MEETINGS}/{estate.assembly}{rest}"


def do(estate, act, thing="-"):
    return one(estate, f"/do/{act}/{thing}")


def form(**more):
    given = {"kind": "278.5", "title": "修电梯", "amount": "8.6万", "fund": "from_maintenance"}
    return {**given, "purpose": "电梯主板", **more}


def printed(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    pages = (page.get_textpage().get_text_bounded() for page in pdf)
    return re.sub(r"\s", "", "".join(pages))


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("8.6万", 8_600_000), ("86,000.50 元", 8_600_050), ("八万六千元整", 8_600_000)],
)
def test_a_sum_is_typed_as_people_write_it_and_said_back(drafted, typed, fen):
    desk = sit_down(drafted.council)
    press(desk, do(drafted, "add"), **form(amount=typed))
    (motion,) = assembly.get_assembly(viewer=drafted.council, assembly=drafted.assembly).motions
    assert motion.money == Money(fen, Fund.FROM_MAINTENANCE, "电梯主板")
    assert motion.money.words.zh in read(desk, one(drafted))
    again = read_form(desk, do(drafted, "change", motion.id))
    press(desk, do(drafted, "change", motion.id), **again)
    after = assembly.get_assembly(viewer=drafted.council, assembly=drafted.assembly)
    assert after.motions == (motion,)


def read_form(desk, path):
    """What the form for a change already has in its fields."""
    return {
        field.name: list(field.value) if len(field.value) > 1 else field.text
        for field in desk.get(path).context["fields"]
        if field.value
    }


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"amount": "很多"}, "amount", "请"),
        ({"amount": "1.234"}, "amount", "两位"),
        ({"amount": "$300"}, "amount", "元"),
        ({"amount": "0"}, "amount", "元"),
        ({"amount": "20亿"}, "amount", ""),
        ({"amount": ""}, "amount", "金额"),
        ({"fund": ""}, "fund-1", "资金"),
        ({"fund": "to_maintenance"}, "fund-1", "从维修资金支出"),
        ({"purpose": ""}, "purpose", "100"),
        ({"kind": "278.1"}, "amount", "金额"),
    ],
)
def test_what_cannot_be_a_decision_on_money_is_asked_again_at_its_field(
    drafted, change, field, words
):
    desk = sit_down(drafted.council)
    response = desk.post(do(drafted, "add"), {"once": "k", **form(**change)})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#f-{field}"' in page and words in page
    assert 'value="修电梯"' in page
    assert not Motion.objects.exists()


def test_an_item_without_money_is_left_as_it_was(drafted):
    desk = sit_down(drafted.council)
    press(desk, do(drafted, "add"), **form(amount="", fund="", purpose=""))
    assert Motion.objects.get().amount_fen is None
    assert "款项" not in read(desk, one(drafted))


def test_nobody_else_puts_money_on_the_agenda(drafted):
    for who in (drafted.clerk, drafted.owners["a"], drafted.manager):
        answer = sit_down(who).post(do(drafted, "add"), {"once": "k", **form()})
        assert answer.status_code in {403, 404}  # of a draft most do not even know
    assert not Motion.objects.exists()


def test_it_is_read_on_every_way_to_vote_and_on_every_paper(voting):
    desk, owner = sit_down(voting.clerk), sit_down(voting.owners["a"])
    head = voting.head("d")
    for act in ("phone", "doorstep"):
        assert SAID in read(desk, do(voting, act, head))
    assembly.print_papers(by=voting.clerk, assembly=voting.assembly, key="p")
    for path in ("/papers/ballots.pdf", "/documents/notice.pdf"):
        assert SAID in printed(desk.get(one(voting, path)).content)
    where = f"/assembly/{voting.assembly}"
    for face in ("standard", "elder"):
        owner.cookies["face"] = face
        assert SAID in read(owner, where)
        assert SAID in read(owner, f"{where}/vote/{voting.head('a')}/1")
    owner.cookies["language"] = "en"
    assert "Money: 86,000.50 yuan, out of the maintenance fund." in read(owner, where)
    owner.post(f"{where}/vote/{voting.head('a')}/1", {"choice": "for"})
    assert "86,000.50 yuan" in read(owner, f"{where}/vote/{voting.head('a')}")


def test_the_result_says_it_on_the_page_and_on_paper(voting):
    for name in "adefgh":
        voting.cast(name)
    with held(AFTER):
        voting.close()
        desk, owner = sit_down(voting.clerk), sit_down(voting.owners["a"])
        assert SAID in read(desk, one(voting, "/result"))
        assert SAID in read(owner, f"/assembly/{voting.assembly}/result")
        for name in ("result", "minutes"):
            content = desk.get(one(voting, f"/documents/{name}.pdf")).content
            assert SAID in printed(content)
        assert SAID in sit_down(voting.council).get(do(voting, "publish")).content.decode()
