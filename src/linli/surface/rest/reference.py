"""The interface for reading: `docs/api.md`, made from the OpenAPI document, and a plain page."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from linli.surface.rest.document import PREFIX, document
from linli.surface.rest.door import PER_MINUTE
from linli.surface.rest.examples import EXAMPLES, as_curl


def page() -> str:
    """`docs/api.md`."""
    made = document()
    parts = [
        "# The interface for programs",
        f"Everything below `{PREFIX}`; the same for machines: `{PREFIX}/openapi.json`"
        " (OpenAPI 3.1).",
        made["info"]["description"],
        "## First steps",
        "A token is made on the page `/me/tokens`, under *My data*, or with another token by"
        " `POST /api/v1/tokens`, and shown"
        f" once. It may ask {PER_MINUTE} times a minute.",
        *(f"{each.words}:\n\n```sh\n{as_curl(each)}\n```" for each in EXAMPLES),
    ]
    headings: dict[str, list[str]] = {}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            headings.setdefault(operation["tags"][0], []).append(_row(path, method, operation))
    for heading, rows in headings.items():
        parts.append(f"## {heading[0].upper()}{heading[1:]}")
        parts.append("\n".join(["| | address | scope | |", "|---|---|---|---|", *rows]))
    return "\n\n".join(parts)


def _row(path: str, method: str, operation: dict[str, Any]) -> str:
    needs = [scope for each in operation["security"] for scope in each.get("token", [])]
    scope = f"`{needs[0]}`" if needs else ("any token" if operation["security"] else "open")
    given = ", ".join(
        f"`{each['name']}`" + ("" if each["required"] else "?")
        for each in operation.get("parameters", [])
        if each["in"] == "query"
    )
    words = operation["description"] + (f" Takes {given}." if given else "")
    return f"| {method.upper()} | `{path}` | {scope} | {words.replace('|', '/')} |"


def reference(request: HttpRequest) -> HttpResponse:
    """The same as plain text, where a person looks first."""
    return HttpResponse(page(), content_type="text/markdown; charset=utf-8")
