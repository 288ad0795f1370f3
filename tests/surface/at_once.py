"""The same form sent five times at once and twice again, as an impatient hand and a bad net do."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.test import Client

from linli.kernel import new_id


def sent_seven_times(session: str, path: str, answers: dict[str, Any]) -> list[str]:
    """What each of the seven is answered, status and where it leads."""
    form = {**answers, "once": new_id()}
    with ThreadPoolExecutor(5) as pool:
        told = list(pool.map(lambda _: _send(session, path, form), range(5)))
    return told + [_send(session, path, form) for _ in range(2)]


def _send(session: str, path: str, form: dict[str, Any]) -> str:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session
    try:
        response = client.post(path, form)
    finally:
        connections.close_all()
    return f"{response.status_code} {response.headers.get('Location', '')}"
