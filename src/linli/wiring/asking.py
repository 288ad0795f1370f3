"""One small question to a process of this machine."""

from http.client import HTTPConnection, HTTPException

from linli.wiring import house

_LONGEST = 64 * 1024


def ask(port: int, path: str, *, host: str = "127.0.0.1", timeout: float = 3.0) -> tuple[int, str]:
    """GET a page of this machine, past any proxy; (0, "") when nobody answers."""
    connection = HTTPConnection(house.near(), port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read(_LONGEST).decode(errors="replace")
    except (OSError, HTTPException):
        return 0, ""
    finally:
        connection.close()
