"""Which pages of other origins may listen: those of this site, on whatever port."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host


def allowed_origin(headers: Mapping[str, str]) -> dict[str, str]:
    """The CORS headers for the asking page, none when it is not one of ours."""
    origin = headers.get("origin", "")
    if not origin or not _is_ours(origin):
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }


def _is_ours(origin: str) -> bool:
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        host = urlsplit(origin).hostname
    except ValueError:
        return False
    return bool(host) and validate_host(_bracketed(str(host)), settings.ALLOWED_HOSTS)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
