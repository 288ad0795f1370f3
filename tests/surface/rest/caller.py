"""A program with a token."""

import json
from dataclasses import dataclass, field

from django.test import Client

from linli.foundation.people.api import SCOPES, issue_token
from linli.kernel import Actor

REPORT = {"category": "water", "title": "厨房漏水", "description": "一直滴水"}


def is_problem(response, status: int, code: str) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    return body


def token_of(actor: Actor, *scopes: str) -> str:
    """A token made through the front door."""
    made = issue_token(by=actor, name="程序", scopes=scopes or SCOPES)
    assert made.secret
    return made.secret


@dataclass
class Caller:
    """Asks with a token; answers are (status, body)."""

    secret: str | None
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, method: str, path: str, body=None, **headers):
        given = {"HTTP_" + name.upper(): value for name, value in headers.items()}
        if self.secret:
            given["HTTP_AUTHORIZATION"] = f"Bearer {self.secret}"
        sent = (
            {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        )
        return self.client.generic(method, f"/api/v1{path}", **sent, **given)

    def get(self, path: str, **headers):
        response = self.ask("GET", path, **headers)
        return response.status_code, response.json()

    def post(self, path: str, body=None, **headers):
        response = self.ask("POST", path, {} if body is None else body, **headers)
        return response.status_code, response.json()


def program(actor: Actor, *scopes: str) -> Caller:
    """A program of someone."""
    return Caller(token_of(actor, *scopes))
