"""The interface as a whole, and its OpenAPI 3.1 document."""

from functools import cache
from typing import Any

from django.http import Http404
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from linli import __version__
from linli.surface.rest import living, matters, news, things
from linli.surface.rest.operations import KEY
from linli.surface.rest.problems import MEDIA_TYPE, of_error

PREFIX = "/api/v1"
RESOURCES = (
    news.keys,
    living.communities,
    living.tree,
    living.folk,
    matters.desk,
    things.machines,
    things.readings,
    things.bases,
    things.watch,
    news.inbox,
    news.stream,
)
ABOUT = (
    "Programs of the community's own people. A token acts as its person with the roles of the day"
    " and never sees more. Times are ISO 8601 in UTC, decimals are text, names are given in Chinese"
    " and English. Refusals are problem+json (RFC 9457) with a `code`, the `field` at fault and a"
    " sentence in the language of `Accept-Language` (zh or en). Lists give `items` and `next`;"
    " pass `next` as `cursor` for the following slice. Any POST may carry an `Idempotency-Key`:"
    " the same request under the same key acts once and is answered as before, another one under"
    " that key is a conflict; keys are remembered for two days."
)


class Fault(Schema):
    """One field that cannot be used."""

    field: str
    detail: str


class Problem(Schema):
    """A refusal; nothing was changed."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: str | None
    errors: list[Fault] | None = None


api = NinjaAPI(
    title="Linli 邻里",
    version=__version__,
    description=ABOUT,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
for _resource in RESOURCES:
    api.add_router("", _resource.router)
for _error in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(_error, of_error)  # type: ignore[arg-type]  # an instance is given

_REFUSALS = {
    400: "What was sent could not be read",
    401: "Nobody is known by what was sent",
    403: "The caller may not do this",
    404: "There is no such thing, or the caller may not know of it",
    409: "It stands so that this cannot be done now, or the key was used for something else",
    413: "Too large",
    422: "Something given cannot be used",
    429: "Too often; `Retry-After` says when again",
    503: "A part is down for the moment; `Retry-After` says when again",
}


@cache
def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    schemas = made["components"]["schemas"]
    for model in (Problem,):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    for path in made["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    made["servers"] = [{"url": "/"}]
    return made


def _complete(method: str, operation: dict[str, Any]) -> None:
    scope, is_open = operation.pop("x-scope", None), operation.pop("x-open", False)
    operation["security"] = (
        [] if is_open else [{"token": [scope] if scope else []}, {"session": []}]
    )
    responses = {str(status): each for status, each in operation["responses"].items()}
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in _REFUSALS.items():
        responses[str(status)] = {"description": words, "content": problem}
    if operation["operationId"] == "read_photo":
        responses["200"]["content"] = {
            "image/*": {"schema": {"type": "string", "format": "binary"}}
        }
    if operation["operationId"] == "follow_events":
        del responses["200"]
        responses["307"] = {"description": "Where the stream is, good for a minute"}
    operation["responses"] = responses
    if method == "post":
        operation.setdefault("parameters", []).append(
            {
                "in": "header",
                "name": KEY,
                "required": False,
                "schema": {"type": "string", "maxLength": 120, "pattern": "^[ -~]*$"},
            }
        )
