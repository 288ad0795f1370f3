"""Which ports this installation uses, and who is in the way when one is taken."""

import errno
import json
import os
import secrets
import socket
import time
from contextlib import suppress
from pathlib import Path

from linli.kernel import Refused
from linli.wiring import house

WEB, HUB, MQTT = "LINLI_PORT", "LINLI_HUB_PORT", "LINLI_MQTT_PORT"
_OFFSETS = {HUB: 1, MQTT: 2}
_HIGHEST = 65533  # two more follow it
_LOWEST_FREE, _HIGHEST_FREE = 10_000, 32_000
_PATIENCE = 3.0  # seconds in which an earlier start of ours may still be letting go


def settle(data: Path, given: str | None) -> frozenset[str]:
    """Set the three ports in the environment: as given, as remembered for this data, or counted.

    Returns the names of those somebody chose, which may not be moved.
    """
    chosen = frozenset(name for name in (WEB, HUB, MQTT) if os.environ.get(name))
    remembered = recall(data)
    if given or os.environ.get(WEB):
        os.environ[WEB] = str(checked(given or os.environ[WEB]))
    else:
        os.environ[WEB] = str(remembered.get(WEB, house.FIRST_PORT))
    same = remembered.get(WEB) == int(os.environ[WEB])
    for name, offset in _OFFSETS.items():
        if os.environ.get(name):
            os.environ[name] = str(checked(os.environ[name], name))
        else:
            counted = int(os.environ[WEB]) + offset
            os.environ[name] = str(remembered.get(name, counted) if same else counted)
    return chosen


def checked(text: str, name: str = "--port") -> int:
    """A port from text."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= _HIGHEST):
        raise Refused(
            "invalid",
            "%(name)s must be a number from 1 to %(highest)s, not “%(given)s”.",
            field="port",
            name=name,
            highest=_HIGHEST,
            given=text,
        )
    return int(text)


def recall(data: Path) -> dict[str, int]:
    """The ports this data folder used last, empty when it never ran."""
    try:
        stored = json.loads((data / "run" / "ports.json").read_text())
        return {name: int(stored[name]) for name in (WEB, HUB, MQTT)}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def claim(data: Path, *, chosen: frozenset[str]) -> None:
    """Make sure the three ports are free, moving those nobody chose, and remember them."""
    _insist(WEB)
    for name in _OFFSETS:
        if name in chosen:
            _insist(name)
        elif not is_free(int(os.environ[name]), patience=_PATIENCE):
            os.environ[name] = str(any_free())
    taken = {name: int(os.environ[name]) for name in (WEB, HUB, MQTT)}
    (data / "run" / "ports.json").write_text(json.dumps(taken))


def _insist(name: str) -> None:
    port = int(os.environ[name])
    if not is_free(port, patience=_PATIENCE):
        raise Refused(
            "conflict",
            "Port %(port)s is taken by %(who)s. Stop it, or choose another port%(how)s.",
            port=port,
            who=who_has(port) or "another program",
            how=f": --port {any_free()}" if name == WEB else f" with {name}",
        )


def is_free(port: int, *, patience: float = 0.0) -> bool:
    """Whether we could listen there, waiting a little for one who is just leaving."""
    until = time.monotonic() + patience
    while not _can_bind(port):
        if time.monotonic() >= until:
            return False
        time.sleep(0.1)
    return True


def _can_bind(port: int) -> bool:
    address = house.listens_on()
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen(1)
        except PermissionError as error:
            raise Refused(
                "forbidden",
                "Only an administrator may listen on port %(port)s; choose one above 1023.",
                port=port,
            ) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise _not_ours(address, error) from error
    return True


def _not_ours(address: str, error: OSError) -> Refused:
    return Refused(
        "invalid",
        "Nothing can listen on LINLI_LISTEN=%(address)s (%(why)s). Give an address of this machine,"
        " 127.0.0.1 for this machine alone, or 0.0.0.0 to let others in.",
        field="listen",
        address=address,
        why=str(error.strerror or error).lower(),
    )


def any_free() -> int:
    """A free port that no connection is given by itself.

    Systems hand out ports from 32768 up to whoever connects; while one of our processes is being
    started again, a neighbour's connection (even one to itself) could sit on its port.
    """
    return next(port for port in iter(_drawn, None) if is_free(port))


def _drawn() -> int:
    return _LOWEST_FREE + secrets.randbelow(_HIGHEST_FREE - _LOWEST_FREE)


def who_has(port: int) -> str | None:
    """The program listening on a port, as `name (process N)`; None when we may not see it."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & _open_files(process):
            with suppress(OSError):
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return None


def _open_files(process: Path) -> set[str]:
    found = set()
    with suppress(OSError):  # it has gone, or is not ours to look at
        for link in (process / "fd").iterdir():
            with suppress(OSError):
                found.add(os.readlink(link))  # noqa: PTH115  (a Path would tidy `socket:[1]`)
    return found


def _listening(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for columns in map(str.split, lines):
            local, state, inode = columns[1], columns[3], columns[9]
            if state == "0A" and int(local.rsplit(":", 1)[1], 16) == port:
                found.add(inode)
    return found
