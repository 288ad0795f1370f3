"""Recordings: read as the layout says, bad rows named, paced by the clock that is given."""

import asyncio

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from linli.perception.replay import BadRow, Column, Layout, paced, read_recording

LAYOUT = Layout(
    columns={
        "temp_f": Column("temperature", "d1", unit="degF", into="Cel"),
        "smoke": Column("smoke", "d1", kind="boolean"),
        "room": Column("note", device_column="who", kind="text"),
    },
    time="when",
)
CSV = """when,temp_f,smoke,room,who
2020-01-01T00:00:00,212,0,hall,d2
2020-01-01T00:00:30+00:00,32,true,,
2020-01-01T00:01:00Z,,1,kitchen,d3
"""
BASE = 1_577_836_800_000


def flat(rows):
    return [(r.device, r.property, r.at, r.value) for _, readings in rows for r in readings]


EXPECTED = [
    ("d1", "temperature", BASE, pytest.approx(100.0)),
    ("d1", "smoke", BASE, False),
    ("d2", "note", BASE, "hall"),
    ("d1", "temperature", BASE + 30_000, pytest.approx(0.0)),
    ("d1", "smoke", BASE + 30_000, True),
    ("d1", "smoke", BASE + 60_000, True),
    ("d3", "note", BASE + 60_000, "kitchen"),
]


def test_csv(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(CSV, encoding="utf-8-sig")
    assert flat(read_recording(file, LAYOUT)) == EXPECTED


def test_json_lines_and_parquet_give_the_same(tmp_path):
    lines, table = tmp_path / "a.jsonl", tmp_path / "a.parquet"
    lines.write_text(
        '{"when":"2020-01-01T00:00:00","temp_f":212,"smoke":0,"room":"hall","who":"d2"}\n\n'
        '{"when":"2020-01-01T00:00:30","temp_f":32,"smoke":true}\n'
        '{"when":"2020-01-01T00:01:00","smoke":1,"room":"kitchen","who":"d3"}\n'
    )
    assert flat(read_recording(lines, LAYOUT)) == EXPECTED
    when = pa.array([BASE, BASE + 30_000, BASE + 60_000], pa.timestamp("ms"))
    columns = {
        "when": when,
        "temp_f": [212.0, 32.0, None],
        "smoke": [False, True, True],
        "room": ["hall", None, "kitchen"],
        "who": ["d2", None, "d3"],
    }
    pq.write_table(pa.table(columns), table)
    assert flat(read_recording(table, LAYOUT)) == EXPECTED


@pytest.mark.parametrize(("form", "said"), [("s", "1577836800"), ("ms", "1577836800000"),
                                            ("%d/%m/%Y %H.%M", "01/01/2020 08.00")])  # fmt: skip
def test_times_in_the_form_that_is_said(tmp_path, form, said):
    file = tmp_path / "a.csv"
    file.write_text(f"t;v\n{said};1.5\n")
    layout = Layout({"v": Column("temperature", "d1")}, "t", form, "Asia/Shanghai", delimiter=";")
    assert flat(read_recording(file, layout)) == [("d1", "temperature", BASE, 1.5)]


def test_a_recording_can_be_moved_to_another_time_or_have_none(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("t,v\n100,1\n160,2\n")
    columns = {"v": Column("x", "d1")}
    moved = Layout(columns, "t", "s", start=BASE)
    assert [at for at, _ in read_recording(file, moved)] == [BASE, BASE + 60_000]
    stepped = Layout(columns, start=BASE, step=250)
    assert [at for at, _ in read_recording(file, stepped)] == [BASE, BASE + 250]


def test_bad_rows_are_named_and_the_good_ones_kept(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("t,v\n1,1\nsoon,2\n3,hot\n4,4\n")
    layout = Layout({"v": Column("x", "d1")}, "t", "s")
    told = []
    found = list(read_recording(file, layout, on_bad=told.append))
    assert [at for at, _ in found] == [1_000, 4_000]
    assert ["row 2, column 't'" in str(told[0]), "row 3, column 'v'" in str(told[1])] == [True] * 2
    with pytest.raises(BadRow, match="row 2"):
        list(read_recording(file, layout))
    with pytest.raises(ValueError, match="recording"):
        list(read_recording(tmp_path / "a.xls", layout))


@pytest.mark.parametrize(("speed", "slept"), [(1.0, 60.0), (60.0, 1.0), (0.0, 0.0)])
def test_the_pace_is_that_of_the_recording_or_faster(speed, slept):
    clock = [5.0]

    async def sleep(seconds):
        clock[0] += seconds

    async def work():
        rows = [(BASE, []), (BASE + 10_000, []), (BASE + 60_000, [])]
        return [
            at - BASE async for at, _ in paced(rows, speed=speed, now=lambda: clock[0], sleep=sleep)
        ]

    assert asyncio.run(work()) == [0, 10_000, 60_000]
    assert clock[0] - 5.0 == pytest.approx(slept)
