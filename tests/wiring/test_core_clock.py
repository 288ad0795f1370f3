"""The machine's own clock jumps: no alarm out of nothing, and none is missed afterwards."""

import asyncio

import pytest

from linli.perception.pipeline import Durable
from linli.perception.reading import Accepted
from linli.support.rules.api import list_alarms
from linli.wiring.core import judging as module
from linli.wiring.core.database import Database
from linli.wiring.core.judging import Judging
from rules_estate import Estate, T, build

pytestmark = pytest.mark.django_db(transaction=True)

DAY = 86_400
SILENT = {"alarm": "silent", "condition": {
    "kind": "silence", "property": "smoke", "after_seconds": 60}}  # fmt: skip
SILENCE_TEST = {"readings": [[0, "a", "smoke", 0.0], [90, "a", "smoke", 0.0]],
                "expect": [[60, "a", "raised"], [90, "a", "cleared"]]}  # fmt: skip


class Life:
    """The rules on a machine whose two clocks a test moves; `wall` may jump, `steady` never."""

    def __init__(self, folder, estate: Estate, series: int) -> None:
        self.estate, self.series = estate, series
        self.wall, self.steady, self.position = T, 0.0, 0
        self.database = Database()
        self.judging = Judging(folder, self.database, lambda: self.wall, lambda: self.steady)

    async def pass_time(self, seconds: float, *, jump: float = 0.0) -> None:
        self.wall += round((seconds + jump) * 1000)
        self.steady += seconds
        await asyncio.sleep(0.1)  # the rules look many times
        await self.judging.save()

    async def hear(self, value: float, received: int | None = None) -> None:
        self.position += 1
        at = self.wall if received is None else received
        self.judging.hear(Durable(self.position, [Accepted(self.series, at, value, "", 0, at)]))
        await self.judging.save()

    def run(self, script) -> None:
        async def live() -> None:
            await self.judging.load()
            self.judging.begin()
            await script(self)
            await self.judging.close(5.0)

        try:
            asyncio.run(live())
        finally:
            self.database.close()

    def alarms(self) -> list[tuple[str, bool]]:
        found = list_alarms(viewer=self.estate.manager).items
        ours = f"device:{self.estate.devices[-1]}"
        return sorted((one.kind, one.is_active) for one in found if one.originator == ours)


@pytest.fixture
def life(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_EVERY", 0.01)
    estate = build()
    estate.rule_on()
    estate.rule_on(definition=SILENT, test=SILENCE_TEST, severity="low", is_safety=False)
    series = estate.detector()["smoke"]
    return Life(tmp_path, estate, series)


async def told(life: Life) -> list[tuple[str, bool]]:
    return await asyncio.get_running_loop().run_in_executor(None, life.alarms)


@pytest.mark.parametrize("jump", [DAY, 3600, -3600, -DAY])
def test_a_jump_makes_nobody_silent_and_a_real_silence_is_still_found(life, jump):
    async def script(life: Life) -> None:
        await life.hear(0.0)
        await life.pass_time(1, jump=jump)
        assert await told(life) == []
        await life.pass_time(50)
        assert await told(life) == []
        await life.pass_time(15)
        assert ("silent", True) in await told(life)

    life.run(script)


@pytest.mark.parametrize("jump", [DAY, 3600, -3600, -DAY])
def test_smoke_after_a_jump_is_a_fire(life, jump):
    async def script(life: Life) -> None:
        await life.hear(0.0)
        await life.pass_time(1, jump=jump)
        await life.hear(0.5)
        assert ("fire", True) in await told(life)
        await life.pass_time(5)
        await life.hear(0.0)
        assert ("fire", False) in await told(life)

    life.run(script)


def test_a_clock_set_back_while_core_was_down_makes_no_alarm_and_misses_none(life, tmp_path):
    async def before(life: Life) -> None:
        await life.hear(0.5)
        await life.pass_time(120)
        assert await told(life) == [("fire", True), ("silent", True)]
        await life.hear(0.0)
        assert await told(life) == [("fire", False), ("silent", False)]

    async def after(life: Life) -> None:
        await life.pass_time(1)
        assert await told(life) == [("fire", False), ("silent", False)]
        await life.hear(0.5)
        assert ("fire", True) in await told(life)

    life.run(before)
    again = Life(tmp_path, life.estate, life.series)
    again.wall = T - DAY * 1000
    again.run(after)
