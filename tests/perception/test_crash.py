"""kill -9 while devices publish: what was acknowledged is there, once; nothing else is doubled."""

import asyncio
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from linli.perception.client import Publisher
from linli.perception.journal import Journal
from perception.house import NOW, SECRET, run, until

SERVER = Path(__file__).parent / "crash_server.py"


async def serve(folder, port=0):
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SERVER), str(folder), str(port), stdout=asyncio.subprocess.PIPE
    )
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    return process, int(line)


async def live_through(folder, kills, devices, count):
    process, port = await serve(folder)
    publishers = [
        Publisher(
            "127.0.0.1", port, device=f"d{n}", secret=SECRET.decode(), window=40, longest_pause=0.2
        )
        for n in range(devices)
    ]
    for publisher in publishers:
        await publisher.connect()

    async def speak(number, publisher):
        for n in range(count):
            with_time = b'[{"n":"temperature","v":%d,"t":%d}]' % (n % 50, NOW // 1000 + n)
            without = b'[{"n":"note","vs":"%d"}]' % n  # only packet and DUP flag tell it apart
            await publisher.publish(with_time)
            await publisher.publish(without)
            if n % 20 == number % 20:
                await asyncio.sleep(0)
        await publisher.drain()

    talking = asyncio.gather(*(speak(n, p) for n, p in enumerate(publishers)))
    for turn in range(kills):
        enough = devices * count * 2 * (turn + 1) // (kills + 1)
        await until(lambda enough=enough: sum(p.acknowledged for p in publishers) >= enough, 60)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        process, _ = await serve(folder, port)
    await asyncio.wait_for(talking, 120)
    acknowledged = sum(p.acknowledged for p in publishers)
    resent = sum(p.resent for p in publishers)
    for publisher in publishers:
        await publisher.close()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    return acknowledged, resent


def check(folder, kills, devices, count):
    acknowledged, resent = run(live_through(folder, kills, devices, count))
    assert acknowledged == devices * count * 2
    assert resent > 0

    async def read():
        journal = Journal(folder)
        rows = [row for frame in journal.replay() for row in frame.rows]
        assert not journal.damages
        await journal.close()
        return rows

    rows = run(read())
    times = Counter((row.series, row.at) for row in rows)
    assert max(times.values()) == 1
    notes = Counter((row.series, row.text) for row in rows if row.text)
    assert len(notes) == devices * count and max(notes.values()) == 1
    temperatures = Counter(row.series for row in rows if not row.text)
    assert set(temperatures.values()) == {count} and len(temperatures) == devices


def test_kill_9_loses_and_doubles_nothing(tmp_path):
    check(tmp_path, kills=2, devices=4, count=300)


@pytest.mark.long
def test_kill_9_again_and_again_loses_and_doubles_nothing(tmp_path):
    check(tmp_path, kills=20, devices=20, count=1_500)
