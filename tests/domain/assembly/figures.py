"""Assemblies built from totals, as the law's examples give them."""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from linli.application.assembly.domain.calendar import WorkingDays
from linli.application.assembly.domain.tallying import tally
from linli.support.matters.domain.calendar import Calendar
from linli.support.matters.domain.holidays import announced, holidays_of


def cut(total: Decimal, parts: int) -> list[Decimal]:
    """A total in so many parts of whole hundredths."""
    if not parts:
        return []
    each = (total / parts).quantize(Decimal("0.01"))
    return [*([each] * (parts - 1)), total - each * (parts - 1)]


def assembly(
    heads: int, area: str, said: dict[str, tuple[int, str]], kind: str = "ordinary", **more: Any
) -> dict[str, Any]:
    """Owners of one unit each; `said` gives heads and area for each choice, the rest is silent."""
    groups = {name: (count, Decimal(metres)) for name, (count, metres) in said.items()}
    spoke = sum(count for count, _ in groups.values())
    groups["silent"] = (
        heads - spoke,
        Decimal(area) - sum((metres for _, metres in groups.values()), Decimal()),
    )
    owners, ballots = [], []
    for choice, (count, metres) in groups.items():
        for number, each in enumerate(cut(metres, count)):
            name = f"{choice}-{number}"
            unit = {"id": f"u-{name}", "area": str(each), "source": "registry"}
            owners.append({"id": name, "units": [unit]})
            if choice != "silent":
                ballots.append({"owner": name, "motion": "m", "choice": choice})
    return {
        "owners": owners,
        "motions": [{"id": "m", "title": "a motion", "kind": kind}],
        "ballots": ballots,
        **more,
    }


def announced_days() -> WorkingDays:
    """The working days as far as public holidays are announced in this version."""
    known = announced()
    days = holidays_of(known)
    calendar = Calendar(ZoneInfo("Asia/Shanghai"), (), days)
    return WorkingDays(calendar.is_working_day, {one.year for one in known}.__contains__)


def judge(given: dict[str, Any]) -> dict[str, Any]:
    """What the first motion of a file came to."""
    return tally(given)["motions"][0]


def outcome(*figures: Any, **more: Any) -> str:
    """How a motion of such figures ends by the ballots alone."""
    return judge(assembly(*figures, **more))["strict"]["outcome"]


def two_of_three(**rules: Any) -> dict[str, Any]:
    """Ten owners, two seats; the tenth names A and B on the web, then A and C on paper."""
    said = [list(pair) for pair in ("AB", "AC", "BC") for _ in range(3)]
    owners = [{"id": f"o{n}", "units": [{"id": f"u{n}", "area": "100"}]} for n in range(10)]
    ballots = [
        {"owner": f"o{n}", "motion": "m", "choice": pair, "channel": "paper"}
        for n, pair in enumerate(said)
    ]
    for hour, channel, pair in ((10, "web", "AB"), (11, "paper", "AC")):
        at = f"2026-11-01T{hour}:00:00+08:00"
        more = {"owner": "o9", "motion": "m", "choice": list(pair), "channel": channel, "at": at}
        ballots.append(more)
    motion = {"id": "m", "title": "x", "kind": "election", "candidates": [*"ABC"], "seats": 2}
    return {"owners": owners, "motions": [motion], "ballots": ballots, "rules": rules}
