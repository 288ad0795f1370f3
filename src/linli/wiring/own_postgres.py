"""A PostgreSQL server of the tests' own: in a temporary folder, on a free port, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli.kernel import Refused
from linli.wiring.ports import any_free
from linli.wiring.tools import ensure_postgres

_LONGEST = 60.0  # seconds for one of its programs
_ORDINARY = "nobody"  # PostgreSQL refuses to run as root


@contextmanager
def own_postgres() -> Iterator[str]:
    """Start a server; gives the address for LINLI_DATABASE_URL."""
    programs = ensure_postgres()
    if programs is None:
        raise Refused(
            "unavailable",
            "The long tests need PostgreSQL, which is not here and could not be fetched. Install"
            " it (Debian, Ubuntu: sudo apt install postgresql) and start again; or run the tests"
            " without --long.",
        )
    folder = Path(tempfile.mkdtemp(prefix="linli-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _ORDINARY)
    data, port = folder / "data", any_free()
    given = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [f"{programs}/pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log")]
    try:
        _run(f"{programs}/initdb", "-D", str(data), "-U", "linli", "-E", "UTF8", "--locale=C.UTF-8")
        _run(*control, "-o", given, "start")
        yield f"postgresql://linli@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str) -> None:
    user = {"user": _ORDINARY, "group": None, "extra_groups": ()} if os.geteuid() == 0 else {}
    done = subprocess.run(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=_LONGEST,
        cwd="/",
        **user,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise Refused("unavailable", "PostgreSQL does not start: %(why)s", why=done.stdout[-400:])
