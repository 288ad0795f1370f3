"""The engine's front speaks enough ClickHouse for an unmodified client, and no more than it may."""

import asyncio
import gzip
import http.client
import os
import subprocess
import sys
from datetime import UTC, datetime

import clickhouse_connect
import pyarrow
import pytest
from clickhouse_connect.driver.exceptions import DatabaseError

from linli.foundation.telemetry.api import engine_users
from linli.kernel import system
from linli.wiring.engine import engine_app


def client(process, user, **more):
    users = engine_users(by=system(""), password=process.password)
    return clickhouse_connect.get_client(
        host="127.0.0.1", port=process.port, username=user, password=users[user], **more
    )


@pytest.fixture
def writer(telemetry_process):
    with client(telemetry_process, "writer") as one:
        one.command("DROP TABLE IF EXISTS things SYNC")
        one.command(
            "CREATE TABLE things (a UInt32, s String, c LowCardinality(String),"
            " d DateTime64(3, 'UTC'), n Nullable(Float64)) ENGINE = MergeTree ORDER BY a"
            " SETTINGS non_replicated_deduplication_window = 100"
        )
        yield one


@pytest.fixture
def reader(telemetry_process, writer):
    with client(telemetry_process, "reader") as one:
        yield one


ROWS = [
    (1, "it's\n\t\\", "x", datetime(2026, 1, 1, tzinfo=UTC), None),
    (2, "中文", "y", datetime(2026, 1, 2, tzinfo=UTC), 1.5),
]
NAMES = ["a", "s", "c", "d", "n"]


@pytest.mark.parametrize("compress", [True, False, "gzip"])
def test_what_is_inserted_comes_back(telemetry_process, writer, compress):
    with client(telemetry_process, "writer", compress=compress, tz_mode="aware") as one:
        one.insert("things", ROWS, column_names=NAMES)
        assert [tuple(row) for row in one.query("SELECT * FROM things").result_rows] == ROWS


def test_parameters_are_bound_and_never_part_of_the_statement(writer):
    writer.insert("things", ROWS, column_names=NAMES)
    sql = "SELECT a FROM things WHERE s = {s:String} AND a IN {some:Array(UInt32)}"
    hostile = ["it's\n\t\\", "' OR 1=1 --", "\\' OR 1=1 --", "}", "{some:String}"]
    found = [
        writer.query(sql, parameters={"s": text, "some": [1, 2]}).result_rows for text in hostile
    ]
    assert found == [[(1,)], [], [], [], []]


def test_many_parameters_come_as_a_form(reader, writer):
    writer.insert("things", ROWS, column_names=NAMES)
    sql = "SELECT count() FROM things WHERE a IN {some:Array(UInt32)}"
    assert reader.query(sql, parameters={"some": list(range(20_000))}).result_rows == [(2,)]


def test_arrow_goes_both_ways(writer):
    table = pyarrow.table(
        {
            "a": pyarrow.array([7], pyarrow.uint32()),
            "s": ["七"],
            "c": ["z"],
            "d": pyarrow.array([0], pyarrow.timestamp("ms", "UTC")),
            "n": [0.1],
        }
    )
    writer.insert_arrow("things", table)
    assert writer.query_arrow("SELECT * FROM things").to_pylist() == table.to_pylist()
    assert writer.query_arrow("SELECT a FROM things WHERE a = 8").num_rows == 0


def test_an_empty_answer_names_its_columns(reader):
    answer = reader.query("SELECT a, s FROM things WHERE a = 99")
    assert answer.column_names == ("a", "s") and answer.result_rows == []
    assert reader.query("SELECT a, s FROM things LIMIT 0").column_names == ("a", "s")


def test_settings_hold_for_one_statement_only(writer):
    sql = "SELECT value FROM system.settings WHERE name = 'max_block_size'"
    before = writer.query(sql).result_rows
    assert writer.query(sql, settings={"max_block_size": 777}).result_rows == [("777",)]
    assert writer.query(sql).result_rows == before
    writer.query("SELECT 1", settings={"readonly": 1})
    writer.insert("things", ROWS, column_names=NAMES)


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT nope", 47),
        ("SELECT * FROM nope", 60),
        ("SELEC 1", 62),
        ("SELECT 1; SELECT 2", 62),
        ("", 62),
        ("SELECT 1 SETTINGS nope = 1", 115),
    ],
)
def test_an_error_has_clickhouses_number(writer, sql, code):
    with pytest.raises(DatabaseError) as caught:
        writer.raw_query(sql)
    assert caught.value.code == code


def test_a_batch_with_one_bad_row_stores_nothing(writer):
    with pytest.raises(DatabaseError):
        writer.raw_insert("things", ["a", "s"], b"1\tx\n2\n", fmt="TabSeparated")
    assert writer.command("SELECT count() FROM things") == 0


def test_the_same_token_inserts_once(writer):
    for _ in range(3):
        writer.insert(
            "things", ROWS, column_names=NAMES, settings={"insert_deduplication_token": "one"}
        )
    assert writer.command("SELECT count() FROM things") == 2


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO things (a) VALUES (1)",
        "CREATE TABLE other (a Int8) ENGINE = Memory",
        "DROP TABLE things",
        "ALTER TABLE things DELETE WHERE 1",
        "TRUNCATE TABLE things",
        "SET readonly = 0",
        "SYSTEM SHUTDOWN",
        "KILL QUERY WHERE 1",
        "SELECT file('/etc/passwd')",
        "SELECT `file`('/etc/passwd')",
        "SELECT `fil\\x65`('/etc/passwd')",
        "SELECT \"FILE\"('/etc/passwd')",
        "SELECT * APPLY(file) FROM values('a String', '/etc/passwd')",
        "SELECT /* ' */ file('/etc/passwd') /* ' */",
        "SELECT 1 // '\n, file('/etc/passwd') // '",
        "SELECT 1 # '\n, file('/etc/passwd') # '",
        "SELECT ‘'’, file('/etc/passwd'), ‘'’",
        "SELECT $a'$, 1, $a'$, file('/etc/passwd')",
        "SELECT * FROM file('/etc/passwd', 'LineAsString')",
        "DESCRIBE file('/etc/passwd')",
        "DESCRIBE TABLE url('http://127.0.0.1:1/')",
        "WITH (SELECT * FROM file('/etc/passwd', 'LineAsString') LIMIT 1) AS x SELECT x",
        "SELECT 1 INTO OUTFILE '/tmp/linli-must-not-exist'",
        "SELECT 1 INTO/**/OUTFILE '/tmp/linli-must-not-exist'",
        "SELECT * FROM python(os)",
        "SELECT * FROM executable('id', 'TSV', 'a String')",
        "SELECT * FROM remote('127.0.0.1:1', system.one)",
        "SELECT 1; DROP TABLE things",
        "SELECT 1 SETTINGS readonly = 0",
        "SELECT 1 SETTINGS max_execution_time = 1000",
        "SELECT * FROM sqlite('/tmp/x', 't')",
        "SELECT count() FROM {t:Identifier}",
        "EXPLAIN SELECT * FROM file('/etc/passwd')",
    ],
)
def test_a_reader_neither_writes_nor_leaves_the_engine(reader, writer, sql):
    writer.insert("things", ROWS, column_names=NAMES)
    with pytest.raises(DatabaseError) as caught:
        reader.raw_query(sql, parameters=None)
    assert caught.value.code in (62, 164) and "root:" not in str(caught.value)
    assert writer.command("SELECT count() FROM things") == 2


def test_a_reader_is_stopped_when_it_asks_for_too_much(reader):
    with pytest.raises(DatabaseError) as caught:
        reader.query("SELECT groupArray(number) FROM numbers(1000000000)")
    assert caught.value.code == 241
    with pytest.raises(DatabaseError) as caught:
        reader.query("SELECT number FROM numbers(100000000)")
    assert caught.value.code in (396, 241)


def test_a_wrong_password_opens_nothing(telemetry_process):
    right = telemetry_process.password
    for user, password in (("reader", right), ("writer", ""), ("default", ""), ("", right)):
        with pytest.raises(DatabaseError) as caught:
            clickhouse_connect.get_client(
                host="127.0.0.1", port=telemetry_process.port, username=user, password=password
            )
        assert caught.value.code == 516


def _post(process, body, headers=None, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=30)
    mine = {"X-ClickHouse-User": "writer", "X-ClickHouse-Key": process.password}
    connection.request("POST", path, body=body, headers=mine | (headers or {}))
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_a_body_that_is_too_large_is_refused_unread_or_unpacked(telemetry_process):
    status, _ = _post(telemetry_process, b"", {"Content-Length": str(10**12)})
    assert status == 413
    bomb = gzip.compress(b" " * (80 * 1024 * 1024))
    status, said = _post(telemetry_process, bomb, {"Content-Encoding": "gzip"})
    assert status == 413 and b"too large" in said


@pytest.mark.parametrize(
    ("body", "headers", "path"),
    [
        (b"\xff\xfe\x00", {}, "/"),
        (b"SELECT 1", {"Content-Encoding": "gzip"}, "/"),
        (b"SELECT 1", {"Content-Encoding": "zip"}, "/"),
        (b"SELECT 1", {"Content-Type": "multipart/form-data"}, "/"),
        (b"--x\r\nnonsense", {"Content-Type": "multipart/form-data; boundary=x"}, "/"),
        (b"SELECT 1", {}, "/?database=a%3Bb"),
        (b"SELECT 1", {}, "/?no-such%20setting=1"),
        (b"SELECT {x:UInt8}", {}, "/?param_x=abc"),
        (b"INSERT INTO things (a) FORMAT ../x\n1", {}, "/"),
        (b"SELECT '" + b"\\'" * 100_000, {}, "/"),
        (b"/*" * 100_000, {}, "/"),
    ],
)
def test_garbage_gets_an_error_and_harms_nothing(telemetry_process, body, headers, path):
    status, said = _post(telemetry_process, body, headers, path)
    assert 400 <= status < 600 and b"DB::Exception" in said
    assert telemetry_process.answers()


def test_a_second_owner_is_told_who_has_the_readings(telemetry_process):
    code = (
        "import django; django.setup(); from pathlib import Path;"
        "from linli.wiring.engine.owner import Engine;"
        f"Engine(Path({str(telemetry_process.path)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "linli.wiring.settings_test"},
    )
    assert done.returncode and "in use by another Linli (process" in done.stderr


IN_PROCESS = """
import sys, django; django.setup()
from pathlib import Path
from linli.foundation.telemetry.api import *
from linli.kernel import Refused, system
from linli.perception.reading import Accepted
from linli.wiring.engine import Engine
by, rows = system(""), [Accepted(1, 60_000 * n, n / 2, "字", 0, 0) for n in range(1000)]
for turn in range(2):
    engine = Engine(Path(sys.argv[1]))
    use_engine(by=by, store=engine)
    print(prepare_engine(by=by), record_readings(by=by, rows=rows, where={1: Where("c", "p")}))
    print(newest_by_series(by=by), engine.ask("SELECT count(), sum(value) FROM readings"))
    engine.close()
    try:
        newest_by_series(by=by)
    except Refused as refused:
        print(refused.code)
"""


def test_the_process_that_owns_the_engine_needs_no_front(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", IN_PROCESS, str(tmp_path / "engine")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "linli.wiring.settings_test"},
    )
    rows = "{1: 59940000} [[1000, 249750]]\nunavailable\n"
    assert done.stdout == f"1 1000\n{rows}0 1000\n{rows}", done.stderr


def test_only_this_machine_is_answered():
    async def ask(client):
        sent = []

        async def send(message):
            sent.append(message)

        async def receive():
            return {"type": "http.request", "body": b"SELECT 1"}

        scope = {
            "type": "http", "method": "GET", "path": "/ping", "headers": [], "query_string": b"",
            "client": client,
        }  # fmt: skip
        await engine_app(None, password="x")(scope, receive, send)
        return sent[0]["status"]

    answers = [
        asyncio.run(ask(client)) for client in (("127.0.0.1", 1), ("::1", 1), ("10.0.0.1", 1))
    ]
    assert answers == [200, 200, 403]
