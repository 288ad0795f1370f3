"""What the papers of an assembly have in common: who signs, when, and what is decided."""

from datetime import datetime, timedelta

from django.utils import timezone

from linli.application.assembly.api import AssemblySheet, MotionCard
from linli.foundation.places import api as places
from linli.kernel import Actor, Role, now
from linli.surface.shell import api as shell
from linli.surface.shell.documents import shapes

LAW = "《中华人民共和国民法典》第二百七十八条"
_OFFICES = (
    (Role.COUNCIL, "业主委员会"),
    (Role.COMMITTEE, "居民委员会"),
    (Role.STREET, "街道办事处"),
)


def community_of(viewer: Actor) -> str:
    return places.get_community(viewer=viewer, community=viewer.community).name


def written(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).strftime("%Y年%m月%d日 %H时%M分")


def written_deadline(at: datetime | None) -> str:
    """The end of a period; one that ends with a day names that day (民法典 203)."""
    if at is None or timezone.localtime(at).strftime("%H%M") != "0000":
        return written(at)
    return f"{day_of(at - timedelta(minutes=1))} 24时00分"


def day_of(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y年%m月%d日")


def signed(request: shell.Request) -> shapes.Signed:
    held = (words for role, words in _OFFICES if request.actor.has(role))
    office = next(held, "业主委员会")
    return shapes.Signed(f"{community_of(request.actor)}{office}", day_of(now()))


def motions_of(sheet: AssemblySheet) -> tuple[shapes.Motion, ...]:
    return tuple(map(motion_of, sheet.motions))


def motion_of(motion: MotionCard) -> shapes.Motion:
    return shapes.Motion(
        motion.title.zh,
        motion.kind_name.zh,
        "、".join(motion.articles),
        motion.money.words.zh if motion.money else "",
        motion.candidates,
        motion.seats,
    )
