"""The one process that owns the embedded ClickHouse: it opens, asks, inserts and closes it."""

import fcntl
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from linli.kernel import Refused
from linli.wiring.engine import guard
from linli.wiring.engine.trouble import NO_SETTING, SYNTAX, EngineTrouble, trouble_from

DATABASE = "linli"
READER_LIMITS = {
    "max_execution_time": "10",
    "max_memory_usage": str(512 * 1024 * 1024),
    "max_result_bytes": str(64 * 1024 * 1024),
    "max_threads": "2",
    "readonly": "1",
}
"""What holds for every question of a user: seconds, bytes, threads; nothing is written."""
_WRITER_LIMITS = {"max_memory_usage": str(2 * 1024 * 1024 * 1024)}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_LOCK = "owner.lock"


class Engine:
    """ClickHouse in this process on a folder; safe to use from several threads.

    Each statement runs on a handle of its own (0.3 ms), because settings stay on the handle they
    were given to. chdb does not survive a fork: own it in a process that was spawned.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._lock = _only_owner(path)
        self._gate = threading.Condition()
        self._running = 0
        try:
            self._home: Any = _open(path)
            self._home.query(f"CREATE DATABASE IF NOT EXISTS {DATABASE} ENGINE = Atomic")
        except Exception as error:
            self._lock.close()
            raise Refused(
                "unavailable",
                "The readings in %(path)s could not be opened: %(why)s",
                path=str(path),
                why=str(error)[:300],
            ) from error

    def run(
        self,
        sql: bytes,
        parameters: Mapping[str, str],
        *,
        settings: Mapping[str, str] | None = None,
        database: str = DATABASE,
        form: str = "TabSeparated",
        reading: bool,
    ) -> tuple[bytes, dict[str, str]]:
        """One statement; its answer and what it read. `parameters` are escaped texts by name.

        EngineTrouble when it fails; with `reading`, nothing can be changed by it.
        """
        statement = guard.checked(sql, reading=reading).decode(errors="surrogateescape")
        with self._handle(settings or {}, database, reading=reading) as handle:
            result = handle.query(statement, form, params=dict(parameters))
            return result.bytes() or b"", {
                "read_rows": str(result.rows_read()),
                "read_bytes": str(result.bytes_read()),
                "elapsed_ns": str(int(result.elapsed() * 1e9)),
            }

    def insert(
        self,
        head: bytes,
        form: str,
        data: bytes,
        *,
        settings: Mapping[str, str] | None = None,
        database: str = DATABASE,
    ) -> dict[str, str]:
        """`INSERT INTO table (columns)` with data in a format; what was written."""
        if not _NAME.fullmatch(form):
            raise EngineTrouble(SYNTAX, f"Unknown format {form!r}. (SYNTAX_ERROR)")
        statement = guard.checked(head, reading=False).decode(errors="surrogateescape")
        # From a file that is only memory: chdb's own streaming insert says "written" also when
        # the disk was full (seen with 26.9), a statement does not.
        with (
            self._handle(settings or {}, database, reading=False) as handle,
            _memory(data) as path,
        ):
            done = handle.query(f"{statement} FROM INFILE '{path}' FORMAT {form}")
            written = {"written_rows": str(done.rows_read())}
            return written | {"written_bytes": str(done.bytes_read())}

    def ask(self, sql: str, given: Mapping[str, Any] | None = None) -> list[list[Any]]:
        """Rows of a question, read-only and bounded like a user's own."""
        answer, _ = self.run(sql.encode(), _bound(given), form="JSONCompactEachRow", reading=True)
        return [orjson.loads(line) for line in answer.splitlines()]

    def order(self, sql: str, given: Mapping[str, Any] | None = None) -> None:
        """A statement that changes something and answers nothing."""
        self.run(sql.encode(), _bound(given), reading=False)

    def put(self, head: str, block: bytes, settings: Mapping[str, str]) -> None:
        """Insert an Arrow stream."""
        self.insert(head.encode(), "ArrowStream", block, settings=settings)

    def close(self, *, wait: float = 20.0) -> None:
        """Take nothing new, let what runs finish for so many seconds, and let go of the folder."""
        with self._gate:
            home, self._home = self._home, None
            self._gate.wait_for(lambda: self._running == 0, timeout=wait)
        if home is not None:
            home.close()
            self._lock.close()

    @contextmanager
    def _handle(
        self, settings: Mapping[str, str], database: str, *, reading: bool
    ) -> Iterator[Any]:
        """A fresh connection with its settings; what chdb raises becomes EngineTrouble."""
        # The reader's limits come last: a question cannot loosen them.
        limits = dict(settings) | READER_LIMITS if reading else _WRITER_LIMITS | dict(settings)
        opening = (f"USE {_named(database)}", f"SET {_settings(limits)}")
        with self._counted():
            try:
                with closing(_open(self.path)) as handle:
                    for statement in opening:
                        handle.query(statement)
                    yield handle
            except EngineTrouble:
                raise
            except Exception as error:  # chdb raises RuntimeError for nearly everything
                raise trouble_from(error) from error

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._gate:
            if self._home is None:
                raise EngineTrouble(0, "The engine is closed.", status=503)
            self._running += 1
        try:
            yield
        finally:
            with self._gate:
                self._running -= 1
                self._gate.notify_all()


def _open(path: Path) -> Any:
    # Imported here: it costs 260 MB and must never be in a process that forks.
    from chdb.state import connect

    return connect(str(path.resolve()))


@contextmanager
def _memory(data: bytes) -> Iterator[str]:
    """A path under which the bytes can be read, in this process, without touching a disk."""
    with os.fdopen(os.memfd_create("insert"), "wb") as file:
        file.write(data)
        file.flush()
        yield f"/proc/self/fd/{file.fileno()}"


def _only_owner(path: Path) -> IO[str]:
    file = (path.parent / f"{path.name}.{_LOCK}").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        owner = file.read(20).strip() or "?"
        file.close()
        raise Refused(
            "unavailable",
            "The readings in %(path)s are in use by another Linli (process %(owner)s). Stop it"
            " first, or choose another folder with --data.",
            path=str(path),
            owner=owner,
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def _bound(given: Mapping[str, Any] | None) -> dict[str, str]:
    from clickhouse_connect.driver.binding import format_bind_value

    return {name: str(format_bind_value(value)) for name, value in (given or {}).items()}


def _settings(settings: Mapping[str, str]) -> str:
    return ", ".join(f"{_named(name)} = {_quoted(value)}" for name, value in settings.items())


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise EngineTrouble(NO_SETTING, f"Unknown setting or database {name[:100]!r}.")
    return name


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
