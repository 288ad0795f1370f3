"""The same processes on PostgreSQL: one setting, nothing else."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest

from installation import Installation, eventually, is_alive
from linli.kernel import new_id
from linli.wiring.ports import any_free

pytestmark = [pytest.mark.processes, pytest.mark.postgres]


@pytest.fixture
def database():
    """A fresh database on the tests' own server."""
    server = os.environ["LINLI_DATABASE_URL"]
    name = f"house_{new_id()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_everything_comes_up_on_it_and_any_process_may_be_killed(tmp_path, database):
    house = Installation(tmp_path, any_free(), LINLI_DATABASE_URL=database)
    try:
        house.start()
        assert house.is_well()
        assert not (house.data / "linli.sqlite3").exists()
        for name, process in house.running().items():
            process.kill()
            eventually(lambda old=process: not is_alive(old))
            eventually(lambda name=name: name in house.running() and house.is_well())
        assert house.stop() == 0
        assert "Traceback" not in house.errors.read_text()
    finally:
        house.end()


def test_another_kind_of_database_is_refused_in_one_sentence(tmp_path):
    house = Installation(tmp_path, any_free(), LINLI_DATABASE_URL="mysql://someone@127.0.0.1/x")
    done = house.run("up")
    assert done.returncode == 2
    assert "LINLI_DATABASE_URL must begin with postgresql://" in done.stderr
    assert "Traceback" not in done.stderr
