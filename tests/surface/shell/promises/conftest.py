"""A visitor who sees an accident as its page, and the codes that were sent."""

import pytest
from django.test import Client

from linli.foundation.people.api import use_code_sender


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def codes():
    sent: list[str] = []
    use_code_sender(lambda **given: sent.append(given["code"]))
    yield sent
    use_code_sender(None)
