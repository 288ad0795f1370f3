"""A file of thing models: one JSON object, or a list of them."""

from collections.abc import Mapping
from typing import Any

import orjson

from linli.kernel import Refused

MOST_MODELS = 100
LARGEST_FILE = 1 << 20


def read_model_file(source: bytes) -> tuple[Mapping[str, Any], ...]:
    """The models of a file, not yet checked one by one."""
    if len(source) > LARGEST_FILE:
        raise Refused("too_large", "A file of device kinds may have at most 1 MB.", field="file")
    try:
        given = orjson.loads(source.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise Refused("invalid", "This is not a JSON file.", field="file") from error
    models = given if isinstance(given, list) else [given]
    if not 1 <= len(models) <= MOST_MODELS or not all(isinstance(one, dict) for one in models):
        raise Refused(
            "invalid",
            "A file holds one device kind, or a list of 1 to %(most)s.",
            field="file",
            most=MOST_MODELS,
        )
    return tuple(models)
