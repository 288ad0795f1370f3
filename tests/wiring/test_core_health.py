"""Core says of itself what is wrong: a store or a database that does not take what waits for it."""

import asyncio

from linli.perception.pipeline import Durable
from linli.perception.reading import Accepted
from linli.wiring.core.recording import Recorder
from linli.wiring.core.storing import Storing

ROW = Accepted(1, 0, 1.0, "", 0, 0)


class Hands:
    """A steady clock that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class Away:
    """A lane to a database that never answers."""

    async def run(self, act) -> None:
        await asyncio.sleep(3600)


def told_by_storing(where) -> list[str]:
    """What it says when it is tried for the first time, and a minute later; no engine is there."""
    hands = Hands()

    async def store() -> list[str]:
        storing = Storing(where, lambda position: None, hands)
        storing.start()
        storing.put(Durable(1, [ROW]))
        await asyncio.sleep(0.7)
        told = [storing.trouble]
        hands.at = 60.0
        told.append(storing.trouble)
        await storing.close(0)
        return told

    return asyncio.run(store())


def test_readings_that_wait_too_long_for_the_engine_are_told_of():
    assert told_by_storing(dict) == ["", "readings cannot be stored"]


def test_a_storing_that_has_ended_is_told_of_at_once():
    def where():
        raise LookupError("where things stand is unknown")

    assert told_by_storing(where) == ["readings cannot be stored"] * 2


def test_alarms_that_wait_too_long_for_the_database_are_told_of():
    hands = Hands()

    async def record() -> list[str]:
        recorder = Recorder(Away(), lambda at: None, hands)
        recorder.start()
        recorder.put([object()])
        await asyncio.sleep(0.05)
        told = [recorder.trouble]
        hands.at = 60.0
        told.append(recorder.trouble)
        await recorder.close(0)
        return told

    assert asyncio.run(record()) == ["", "alarms cannot be recorded"]
