"""A community as a resident finds it: matters in every state, devices, decisions, notices."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from PIL import Image

from built_once import built_once
from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.foundation.devices.api import (
    activate_device,
    define_model,
    list_series,
    register_device,
)
from linli.foundation.mandates.api import grant_mandate
from linli.foundation.people import api as people
from linli.foundation.people.api import HelpScope
from linli.foundation.people.models import Help
from linli.kernel import Actor, Ref, Words, now
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate, build, by_phone

MODEL = {
    "key": "smoke-detector",
    "name": {"zh": "烟感", "en": "Smoke detector"},
    "vendor": "邻里",
    "properties": [
        {
            "key": "temperature",
            "name": {"zh": "温度", "en": "Temperature"},
            "unit": "Cel",
            "sensitivity": "open",
        }
    ],
}


@dataclass
class Life:
    """The estate, and a matter of every kind for 王秀英."""

    estate: Estate
    waiting: str
    working: str
    done: str
    theirs: str
    public: str
    alarm: str
    device: str
    series: int
    mandate: str
    trust: str
    home: str
    entry: int
    bulletin: str
    announcement: str


@built_once
def settled() -> Life:
    """A life in the making: built through front doors only."""
    estate = build()
    auntie, clerk, plumber = estate.auntie, estate.clerk, estate.plumber
    working = estate.report(by=by_phone(clerk, auntie))
    matters.assign_matter(by=clerk, matter=working, person=plumber.person)
    matters.start_work(by=plumber, matter=working)
    matters.post_message(
        by=plumber, matter=working, text="下午三点到，带配件。", photos=[("a.jpg", picture())]
    )
    waiting = estate.resolved(category="electricity", title="", description="客厅没电")
    done = estate.resolved(category="door", title="", description="单元门关不上")
    matters.give_verdict(by=auntie, matter=done, solved=True, stars=5)
    theirs = estate.report(by=estate.neighbour)
    public = estate.report(
        by=estate.neighbour, category="lighting", title="", place=estate.entrance
    )
    device, series, mandate = _measure(estate)
    cause = matters.Cause(
        Ref("series", str(series)), Words("传感器的读数", "The sensor's readings"), now(), now()
    )
    alarm = estate.alarm(cause=[cause])
    matters.support_matter(by=auntie, matter=public)
    _tell(estate, working)
    trust = people.allow_help(by=auntie, name="刘洋", phone="13900000002")
    people.record_consent(by=auntie, person=auntie.person, purpose="室内温度", is_given=True)
    people.reveal_contact(viewer=clerk, person=auntie.person, reason="约上门时间")
    return Life(
        estate,
        waiting,
        working,
        done,
        theirs,
        public,
        alarm,
        device,
        series,
        mandate,
        trust,
        estate.dwelling,
        _written_down(estate),
        _put_up(estate),
        _announced(estate),
    )


def _written_down(estate: Estate) -> int:
    by = by_phone(estate.clerk, estate.auntie)
    return people.write_down(by=by, service="channels", known_by="number", key="1").number


def _put_up(estate: Estate) -> str:
    return notify.put_up_bulletin(
        by=estate.manager,
        place=estate.building,
        title=Words("3号楼停水", "No water in building 3"),
        text=Words("明天9点到11点停水，请先接好水。", "No water tomorrow from 9 to 11."),
        key="1",
    )


def _announced(estate: Estate) -> str:
    return announcements.publish_announcement(
        by=estate.manager,
        kind="assembly",
        audience=Audience((estate.community,)),
        title=Words("关于召开第一次业主大会会议的公告", "The first assembly"),
        text=Words("会议定于12月20日召开。\n请各位业主参加。", "On 20 December. Please come."),
        basis="《民法典》第二百七十八条",
        hang_until=(now() + timedelta(days=27)).date(),
        key="1",
    )


def _measure(estate: Estate) -> tuple[str, int, str]:
    define_model(by=estate.platform, model=MODEL)
    mandate = grant_mandate(
        by=estate.manager,
        purpose=Words("早一点发现火情", "Notice a fire early"),
        series=("smoke-detector.*",),
        retention_days=90,
        recipients=("resident", "manager", "消防控制室"),
        basis_kind="resolution",
        basis_text="业主大会第3号决议",
        basis_date=date(2026, 1, 10),
        valid_from=datetime(2026, 1, 11, tzinfo=UTC),
        valid_until=datetime(2027, 12, 31, tzinfo=UTC),
    )
    device = register_device(
        by=estate.manager,
        model="smoke-detector",
        name=Words("2单元一层烟感", "Smoke detector, entrance 2"),
    )
    activate_device(by=estate.manager, device=device, place=estate.entrance, mandate=mandate)
    series = list_series(viewer=estate.manager, device=device)[0].number
    return device, series, mandate


def _tell(estate: Estate, matter: str) -> None:
    notify.tell(
        by=estate.platform,
        person=estate.auntie.person,
        text=Words("明天 9 点到 11 点停水", "No water tomorrow from 9 to 11"),
        about=Ref("place", estate.community),
        key="water",
    )
    notify.tell(
        by=estate.platform,
        person=estate.auntie.person,
        text=Words("赵强开始办了", "Zhao Qiang started work"),
        about=Ref("matter", matter),
        key="started",
    )


def session_of(actor: Actor) -> str:
    """The key of a session in which this person has logged in."""
    session = SessionStore()
    session.update({"person": actor.person, "community": actor.community, "strong": False})
    session.create()
    return session.session_key


def picture(colour: str = "teal") -> bytes:
    """A small photo."""
    held = BytesIO()
    Image.new("RGB", (640, 480), colour).save(held, "JPEG")
    return held.getvalue()


def later(hours: int) -> datetime:
    """A moment to come."""
    return now() + timedelta(hours=hours)


def begun(life: Life, scope: HelpScope = HelpScope.EVERYDAY) -> Client:
    """Somebody's browser in which she acts for the neighbour who trusts her."""
    Help.objects.filter(pk=life.trust).update(scope=scope)
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session_of(life.estate.neighbour)
    assert client.post(f"/me/helping/{life.trust}")["Location"] == "/"
    return client
