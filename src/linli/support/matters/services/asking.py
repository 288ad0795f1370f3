"""Ask the resident honestly whether it is solved, by the channels the person uses."""

from datetime import datetime

from linli.foundation.facts.api import publish
from linli.foundation.places import api as places
from linli.kernel import Ref, Words, system
from linli.support.matters.domain.catalogue import category_of, spans
from linli.support.matters.facts import ConfirmationAsked
from linli.support.matters.models import Matter
from linli.support.matters.services import running
from linli.support.matters.services.steps import write
from linli.support.notify import api as notify


def ask_key(row: Matter) -> str:
    """The key under which notify keeps the ask of this round."""
    return f"matter:{row.pk}:confirm:{row.reopened}"


def ask_reporter(row: Matter, at: datetime) -> None:
    """Ask, and begin to wait; silence counts only from a delivery notify can show."""
    if row.reporter_id is None:
        return
    platform = system(row.community)
    key = ask_key(row)
    notify.tell(
        by=platform,
        person=row.reporter_id,
        text=_question(row),
        about=Ref("matter", row.pk),
        key=key,
    )
    running.wait_for_resident(row, at)
    write(row, platform, at, "asked")
    publish(
        ConfirmationAsked(community=row.community, matter=row.pk, person=row.reporter_id, key=key)
    )


def _question(row: Matter) -> Words:
    desk = places.get_community(viewer=system(row.community), community=row.community)
    name = category_of(row.category).name
    zh, en, days = row.title or name.zh, row.title or name.en, spans().silence_days
    return Words(
        f"您报的“{zh}”（{row.number}），师傅说办好了。真的好了吗？请在“我的事”里点“好了”或“没好”，"
        f"或打电话 {desk.phone} 告诉我们。{days} 天没有回话，就按办好算。",
        f"You reported “{en}” ({row.number}); it is said to be done. Is it solved? Please answer "
        f"in “My matters” or call {desk.phone}. After {days} days without a word it counts as "
        "solved.",
    )
