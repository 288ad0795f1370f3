"""The journal: durable before it says so, whole after a crash, loud about damage."""

import asyncio
import contextlib
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.perception.journal import Damage, Frame, Journal, JournalFailed
from linli.perception.journal.frames import MARK, decode, encode, scan
from linli.perception.reading import Accepted
from perception.house import NOW, run


def rows(count=3, first=0, text=""):
    return [Accepted(7, NOW + first + n, n / 2, text, n % 4, NOW) for n in range(count)]


def read(folder):
    journal = Journal(folder)
    frames = list(journal.replay())
    return journal, frames


async def shut(journal):
    await journal.close()


class Disk:
    """A disk with so many bytes left; writes what fits and then has no space."""

    def __init__(self, room):
        self.room = room

    def write(self, file, data):
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = os.write(file, data[: self.room])
        self.room -= taken
        return taken


def test_what_was_appended_is_there_at_the_next_start(tmp_path):
    async def first():
        journal, frames = read(tmp_path)
        assert frames == []
        futures = [journal.append(rows(2, 10 * n, "字"), [(n, NOW)]) for n in range(50)]
        positions = await asyncio.gather(*futures)
        assert positions == sorted(set(positions)) and positions[-1] == journal.position
        await journal.close()
        return positions

    async def second(positions):
        journal, frames = read(tmp_path)
        assert [frame.position for frame in frames] == positions
        assert [frame.rows for frame in frames] == [rows(2, 10 * n, "字") for n in range(50)]
        assert [frame.deliveries for frame in frames] == [[(n, NOW)] for n in range(50)]
        assert not journal.damages
        await journal.close()

    run(second(run(first())))


def test_many_appends_share_one_sync(tmp_path):
    writes = []

    def write(file, data):
        writes.append(len(data))
        return os.write(file, data)

    async def work():
        journal = Journal(tmp_path, write=write)
        list(journal.replay())
        await asyncio.gather(*(journal.append(rows()) for _ in range(200)))
        await journal.close()

    run(work())
    assert len(writes) == 2  # the first alone, the other 199 while it was on its way


def test_a_checkpoint_leaves_only_what_came_after_it(tmp_path):
    async def work():
        journal = Journal(tmp_path, segment_bytes=1_000)
        list(journal.replay())
        positions = [await journal.append(rows(20, 100 * n)) for n in range(10)]
        assert len(list(tmp_path.glob("*.journal"))) == 5
        await journal.checkpoint(positions[6], b"memory")
        assert len(list(tmp_path.glob("*.journal"))) == 2
        await journal.close()
        journal, frames = read(tmp_path)
        assert journal.state == b"memory"
        assert [frame.position for frame in frames] == positions[7:]
        await journal.close()

    run(work())


def test_a_checkpoint_at_the_very_end_leaves_nothing_and_writing_goes_on(tmp_path):
    async def work():
        journal, _ = read(tmp_path)
        await journal.checkpoint(await journal.append(rows()), b"s")
        await journal.close()
        for turn in range(3):
            journal, frames = read(tmp_path)
            assert len(frames) == turn
            await journal.append(rows(1, turn))
            await journal.close()

    run(work())


@pytest.mark.parametrize("cut", [1, 5, 12, 40])
def test_a_torn_last_frame_is_cut_and_the_rest_kept(tmp_path, cut):
    async def work():
        journal, _ = read(tmp_path)
        kept = await journal.append(rows(3))
        await journal.append(rows(3, 50))
        await journal.close()
        (file,) = tmp_path.glob("*.journal")
        os.truncate(file, file.stat().st_size - cut)
        journal, frames = read(tmp_path)
        assert [frame.position for frame in frames] == [kept] and not journal.damages
        assert file.stat().st_size == kept
        await journal.append(rows(1, 99))
        await journal.close()
        journal, frames = read(tmp_path)
        assert [frame.rows for frame in frames] == [rows(3), rows(1, 99)]
        await journal.close()

    run(work())


def test_damage_in_the_middle_is_told_and_costs_one_frame(tmp_path, caplog):
    async def work():
        journal, _ = read(tmp_path)
        positions = [await journal.append(rows(3, 10 * n)) for n in range(5)]
        await journal.close()
        (file,) = tmp_path.glob("*.journal")
        data = bytearray(file.read_bytes())
        data[positions[1] + 30] ^= 0xFF
        file.write_bytes(data)
        journal, frames = read(tmp_path)
        assert [frame.position for frame in frames] == [p for p in positions if p != positions[2]]
        assert journal.damages == [
            Damage(file.name, positions[1], positions[2] - positions[1])]  # fmt: skip
        await journal.close()

    run(work())
    assert "journal damaged" in caplog.text


def test_a_damaged_checkpoint_is_told_and_everything_is_replayed(tmp_path):
    async def work():
        journal, _ = read(tmp_path)
        position = await journal.append(rows())
        await journal.checkpoint(position, b"memory")
        await journal.close()
        (tmp_path / "checkpoint").write_bytes(b"rubbish")
        journal, frames = read(tmp_path)
        assert journal.damages and journal.state == b"" and len(frames) == 1
        await journal.close()

    run(work())


def test_a_full_disk_fails_the_batch_and_nothing_of_it_remains(tmp_path):
    async def work():
        disk = Disk(10_000)
        journal = Journal(tmp_path, write=disk.write)
        list(journal.replay())
        good = []
        failed = 0
        for n in range(300):
            try:
                await journal.append(rows(3, 10 * n))
                good.append(rows(3, 10 * n))
            except JournalFailed as error:
                assert "space" in str(error)
                failed += 1
                if failed == 5:
                    disk.room = 1_000_000  # somebody cleaned up
        assert failed == 5
        await journal.close()
        journal, frames = read(tmp_path)
        assert [frame.rows for frame in frames] == good and not journal.damages
        await journal.close()

    run(work())


def test_a_failed_write_that_could_not_be_cut_is_not_read_again(tmp_path, monkeypatch):
    async def work():
        disk = Disk(150)
        journal = Journal(tmp_path, write=disk.write)
        list(journal.replay())
        await journal.append(rows(2))
        monkeypatch.setattr(os, "ftruncate", broken)
        with pytest.raises(JournalFailed):
            await journal.append(rows(3, 10))
        monkeypatch.undo()
        disk.room = 100_000
        await journal.append(rows(4, 20))
        await journal.close()
        journal, frames = read(tmp_path)
        assert [frame.rows for frame in frames] == [rows(2), rows(4, 20)] and not journal.damages
        await journal.close()

    def broken(file, length):
        raise OSError(errno.EIO, "broken")

    run(work())


LIMITED = """
import asyncio, resource, signal, sys
from pathlib import Path
from linli.perception.journal import Journal, JournalFailed
from linli.perception.reading import Accepted

async def main():
    journal = Journal(Path(sys.argv[1]))
    list(journal.replay())
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
    good = bad = 0
    for n in range(200):
        try:
            await journal.append([Accepted(1, n, 0.5, "", 0, n)])
            good += 1
            print(n)
        except JournalFailed:
            bad += 1
    assert good and bad, (good, bad)
    await journal.close()

asyncio.run(main())
"""


def test_the_systems_own_limit_on_files_is_survived(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    good = [int(line) for line in done.stdout.split()]

    async def work():
        journal, frames = read(tmp_path)
        assert [frame.rows[0].at for frame in frames] == good
        await journal.close()

    run(work())


def test_two_processes_cannot_share_a_journal(tmp_path):
    async def work():
        journal, _ = read(tmp_path)
        with pytest.raises(RuntimeError, match="another process"):
            Journal(tmp_path)
        await journal.close()
        journal, _ = read(tmp_path)
        await journal.close()

    run(work())


def test_writing_before_replaying_is_an_error(tmp_path):
    async def work():
        journal = Journal(tmp_path)
        with pytest.raises(RuntimeError):
            journal.append(rows())
        await journal.close()

    run(work())


ROWS = st.lists(
    st.builds(
        Accepted,
        series=st.integers(0, 2**32 - 1),
        at=st.integers(-(2**63), 2**63 - 1),
        value=st.floats(allow_nan=False),
        text=st.text(max_size=20),
        flags=st.integers(0, 255),
        received=st.integers(-(2**63), 2**63 - 1),
    ),
    max_size=5,
)
DELIVERIES = st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**62)), max_size=3)


@given(ROWS, DELIVERIES)
def test_a_frame_comes_back_as_it_was(some, deliveries):
    data = encode(some, deliveries)
    (frame,) = scan(data, 100, "f")
    assert frame == Frame(100 + len(data), some, deliveries)


@given(st.text())
def test_no_text_can_look_like_the_beginning_of_a_frame(text):
    assert MARK not in text.encode("utf-8", "surrogatepass")


def check_mutilated(frames, cut, flip, place):
    """Whatever happens to the bytes, only whole frames come out, in order, and no exception."""
    parts = [encode(some, ()) for some in frames]
    data = bytearray(b"".join(parts))
    if cut:
        del data[place % (len(data) + 1) :]
    elif data:
        data[place % len(data)] ^= flip
    found = [f for f in scan(bytes(data), 0, "f") if isinstance(f, Frame)]
    expected = [repr(some) for some in frames]
    at = 0
    for frame in found:
        while at < len(expected) and expected[at] != repr(frame.rows):
            at += 1
        assert at < len(expected)
        at += 1
    assert len(found) >= (0 if cut else len(frames) - 1)


MUTILATED = (st.lists(ROWS, max_size=4), st.booleans(), st.integers(1, 255), st.integers(0, 10**6))


@given(*MUTILATED)
def test_mutilated_journals_give_whole_frames_only(frames, cut, flip, place):
    check_mutilated(frames, cut, flip, place)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=5_000, deadline=None)
@given(*MUTILATED)
def test_mutilated_journals_give_whole_frames_only_long(frames, cut, flip, place):
    check_mutilated(frames, cut, flip, place)


@given(st.binary(max_size=100))
def test_any_body_is_a_frame_or_a_value_error(body):
    with contextlib.suppress(ValueError):
        decode(body, 0)


def test_the_folder_of_a_journal_is_made_private(tmp_path: Path):
    async def work():
        journal, _ = read(tmp_path / "a" / "b")
        await journal.append(rows())
        await journal.close()
        for file in (tmp_path / "a" / "b").glob("*.journal"):
            assert file.stat().st_mode & 0o077 == 0

    run(work())
