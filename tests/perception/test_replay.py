"""Recordings: read as the layout says, bad rows named, paced by the clock that is given."""

import asyncio
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.perception.replay import (
    BadRecording,
    BadRow,
    Column,
    Layout,
    column_names,
    paced,
    read_recording,
)

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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_table_is_read_in_the_encodings_spreadsheets_write(tmp_path, encoding):
    file = tmp_path / "a.csv"
    file.write_text("时间, 温度,说明\n1577836800,21.5,一号楼楼道\n", encoding=encoding)
    columns = {"温度": Column("temperature", "d1"), "说明": Column("note", "d1", kind="text")}
    found = flat(read_recording(file, Layout(columns, "时间", "s")))
    assert [value for *_, value in found] == [21.5, "一号楼楼道"]
    assert column_names(file) == ("时间", "温度", "说明")


@pytest.mark.parametrize(
    "row",
    [
        b"2," + b"9" * 200_000,  # a field longer than any
        b"2,\xff\xfe\xff",  # bytes of no encoding
        b"2,nan",
        b"2,1e999",
        b"1e300,2",
        b"soon,2",
    ],
    ids=["long", "bytes", "nan", "infinite", "far", "soon"],
)
def test_one_hostile_row_costs_no_other(tmp_path, row):
    file = tmp_path / "a.csv"
    file.write_bytes(b"t,v\n1,1\n" + row + b"\n4,4\n")
    told = []
    layout = Layout({"v": Column("x", "d1")}, "t", "s")
    found = list(read_recording(file, layout, on_bad=told.append))
    assert [at for at, _ in found] == [1_000, 4_000]
    (bad,) = told
    assert "row 2" in str(bad) and len(str(bad)) < 300


def test_a_damaged_table_is_said_to_be_one(tmp_path):
    file = tmp_path / "a.parquet"
    layout = Layout({"v": Column("x", "d1")}, "t", "s")
    for content in (b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1"):
        file.write_bytes(content)
        with pytest.raises(BadRecording, match=r"a\.parquet"):
            list(read_recording(file, layout))
        with pytest.raises(BadRecording):
            column_names(file)
    pq.write_table(pa.table({"t": list(range(5_000)), "v": [0.5 * n for n in range(5_000)]}), file)
    whole = file.read_bytes()
    file.write_bytes(whole[:2_000] + bytes(500) + whole[2_500:])
    told = []
    assert len(list(read_recording(file, layout, on_bad=told.append))) < 5_000
    assert told


@pytest.mark.parametrize(
    "said",
    [
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"delimiter": ""},
        {"delimiter": ";;"},
        {"delimiter": "\n"},
        {"time": ["t"]},
        {"time_format": 5},
        {"time": None},
    ],
)
def test_a_layout_that_fits_nothing_is_refused_before_a_row_is_read(said):
    with pytest.raises(ValueError, match=r"no time zone|cannot stand|no text|say the column"):
        Layout({"v": Column("x", "d1")}, **{"time": "t", **said})


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30),
    st.lists(st.integers(), max_size=2),
)  # fmt: skip
ROWS = st.lists(st.dictionaries(st.sampled_from("tvw"), CELLS), max_size=5)
FILES = st.one_of(
    st.tuples(st.sampled_from(["csv", "jsonl", "parquet"]), st.binary(max_size=400)),
    st.tuples(st.just("csv"), st.text(max_size=200).map(lambda text: f"t,v,w\n{text}".encode())),
    st.tuples(
        st.just("jsonl"), ROWS.map(lambda rows: "\n".join(map(json.dumps, rows)).encode())
    ),
    st.tuples(
        st.just("csv"),
        ROWS.map(lambda rows: "\n".join(
            ["t,v,w", *(f"{r.get('t')},{r.get('v')},{r.get('w')}" for r in rows)]
        ).encode("utf-8", "replace")),
    ),
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    file=FILES,
    form=st.sampled_from(["iso", "s", "ms", "%Y", "%"]),
    kinds=st.tuples(*[st.sampled_from(["number", "text", "boolean"])] * 2),
)
def test_whatever_a_file_holds_it_is_read_or_told(file, form, kinds):
    columns = {"v": Column("x", "d1", kind=kinds[0]), "w": Column("y", "d1", kind=kinds[1])}
    told = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{file[0]}"
        path.write_bytes(file[1])
        try:
            found = flat(read_recording(path, Layout(columns, "t", form), on_bad=told.append))
            column_names(path)
        except BadRecording:
            assert file[0] == "parquet"
            return
    for _, _, at, value in found:
        assert json.loads(json.dumps([at, value], allow_nan=False)) == [at, value]


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
