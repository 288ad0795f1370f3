"""A request in ClickHouse's HTTP dialect, read into plain parts and bounded."""

import base64
import gzip
import hmac
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from linli.wiring.engine.trouble import AUTH, SYNTAX, TOO_LARGE, EngineTrouble

MOST_BODY = 64 * 1024 * 1024
_MOST_FIELDS = 1_000
_NOT_SETTINGS = frozenset(
    {
        *("buffer_size", "client_protocol_version", "compress", "database", "decompress"),
        *("default_format", "enable_http_compression", "http_headers_progress_interval_ms"),
        *("password", "query", "query_id", "quota_key", "role", "send_progress_in_http_headers"),
        *("session_check", "session_id", "session_timeout", "user", "wait_end_of_query"),
        "cancel_http_readonly_queries_on_client_close",
    }
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is to be run: the text (with inserted data behind it), parameters and settings."""

    sql: bytes
    parameters: dict[str, str]
    settings: dict[str, str]
    database: str
    query_id: str
    default_format: str


def read_statement(query: str, headers: Mapping[str, str], body: bytes) -> Statement:
    """The parts of a request; EngineTrouble when they cannot be read."""
    fields = _fields(query)
    data = unpacked(body, headers.get("content-encoding", ""))
    kind = headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        form = _form(kind, data)
        asked = form.pop("query", b"")
        fields |= {name: value.decode(errors="replace") for name, value in form.items()}
        data = asked
    text = fields.get("query", "").encode()
    return Statement(
        sql=text + b"\n" + data if text and data else text or data,
        parameters=_starting("param_", fields),
        settings={
            name: value
            for name, value in fields.items()
            if name not in _NOT_SETTINGS and not name.startswith("param_")
        },
        database=fields.get("database") or headers.get("x-clickhouse-database", ""),
        query_id=fields.get("query_id", ""),
        default_format=fields.get("default_format")
        or headers.get("x-clickhouse-format", "TabSeparated"),
    )


def who(query: str, headers: Mapping[str, str], passwords: Mapping[str, str]) -> str:
    """The user's name when the password is right; EngineTrouble otherwise."""
    name, password = _credentials(query, headers)
    expected = passwords.get(name)
    # Compared in any case, so that a wrong name takes as long as a wrong password.
    right = hmac.compare_digest((expected or "-").encode(), password.encode())
    if expected is None or not right:
        raise EngineTrouble(
            AUTH,
            f"{name[:40]}: Authentication failed: password is incorrect, or there is no user"
            " with such name. (AUTHENTICATION_FAILED)",
        )
    return name


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body without its compression; EngineTrouble above the limit (a bomb stops there)."""
    try:
        plain = _unpack(body, encoding.strip().lower())
    except EngineTrouble:
        raise
    except Exception as error:
        raise EngineTrouble(SYNTAX, f"The {encoding[:20]} body cannot be unpacked.") from error
    if len(plain) > MOST_BODY:
        raise EngineTrouble(TOO_LARGE, "The unpacked body is too large.")
    return plain


def _unpack(body: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return body
    if encoding == "gzip":
        return gzip.GzipFile(fileobj=io.BytesIO(body)).read(MOST_BODY + 1)
    if encoding == "deflate":
        return zlib.decompressobj().decompress(body, MOST_BODY + 1)
    if encoding == "lz4":
        import lz4.frame  # type: ignore[import-untyped]

        return bytes(lz4.frame.LZ4FrameFile(io.BytesIO(body)).read(MOST_BODY + 1))
    raise EngineTrouble(SYNTAX, f"Unknown content encoding {encoding[:20]!r}.")


def _credentials(query: str, headers: Mapping[str, str]) -> tuple[str, str]:
    basic = headers.get("authorization", "")
    if basic.lower().startswith("basic "):
        try:
            pair = base64.b64decode(basic[6:], validate=True).decode()
        except ValueError:  # not base64, not ASCII, not UTF-8
            return "", ""
        name, _, password = pair.partition(":")
        return name, password
    if "x-clickhouse-user" in headers:
        return headers["x-clickhouse-user"], headers.get("x-clickhouse-key", "")
    fields = _fields(query)
    return fields.get("user") or "default", fields.get("password", "")


def _fields(query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise EngineTrouble(SYNTAX, f"The address cannot be read: {error}.") from error


def _form(kind: str, body: bytes) -> dict[str, bytes]:
    boundary = _parameter(kind, "content-type", "boundary")
    if not boundary:
        raise EngineTrouble(SYNTAX, "The form has no boundary.")
    fields: dict[str, bytes] = {}
    for part in body.split(b"--" + boundary.encode())[1 : _MOST_FIELDS + 1]:
        head, blank, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        for line in head.split(b"\r\n") if blank else ():
            name = _parameter(
                line.partition(b":")[2].decode("latin-1"), "content-disposition", "name"
            )
            if line.lower().startswith(b"content-disposition:") and name:
                fields[name] = value.removesuffix(b"\r\n")
    return fields


def _parameter(value: str, header: str, name: str) -> str:
    message = Message()
    message[header] = value.strip()
    found: Any = message.get_param(name, header=header)
    return found if isinstance(found, str) else ""


def _starting(prefix: str, fields: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(prefix): value
        for name, value in fields.items()
        if name.startswith(prefix)
    }
