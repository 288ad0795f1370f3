"""Django's settings, read from the environment; `docs/settings.md` is made from this file."""

import os
from pathlib import Path
from typing import Any

from linli.kernel import Refused
from linli.surface.shell.address import read_networks
from linli.wiring import house, keys
from linli.wiring.modules import MODULES

PACKAGE = Path(__file__).resolve().parent.parent

DATA = Path(os.environ.get("LINLI_DATA", "data")).resolve()
PORT = int(os.environ.get("LINLI_PORT", "8000"))
HUB_PORT = int(os.environ.get("LINLI_HUB_PORT", PORT + 1))
"""Where core answers: telemetry (ClickHouse's HTTP dialect), ingest and live events."""
LISTEN, NEAR = house.listens_on(), house.near()
TELEMETRY_URL = os.environ.get("LINLI_TELEMETRY_URL", f"http://{house.in_url(NEAR)}:{HUB_PORT}")
"""The telemetry engine; a ClickHouse server or cluster when one machine is not enough."""
TELEMETRY_PASSWORD = os.environ.get("LINLI_TELEMETRY_PASSWORD", "")

HUB_URL = os.environ.get("LINLI_HUB_URL", "")
"""Where browsers reach live events when a proxy stands before core."""

MQTT_PORT = int(os.environ.get("LINLI_MQTT_PORT", PORT + 2))
MQTT_TLS_CERT = os.environ.get("LINLI_MQTT_TLS_CERT", "")
MQTT_TLS_KEY = os.environ.get("LINLI_MQTT_TLS_KEY", "")
"""With both files the MQTT port speaks TLS and nothing else."""
BROKER_URL = os.environ.get("LINLI_BROKER_URL", "")
"""An outside broker (`mqtt://` or `mqtts://`) whose readings are taken as well."""
BROKER_GATEWAY = os.environ.get("LINLI_BROKER_GATEWAY", "")
"""The registered gateway in whose name devices are announced on that broker."""

SMS_URL = os.environ.get("LINLI_SMS_URL", "")
"""Where text messages are posted as JSON (`to`, `text`, `key`); none are sent without it."""
SMS_TOKEN = os.environ.get("LINLI_SMS_TOKEN", "")

MASTER_KEY = keys.load(DATA)
TELEMETRY_PASSWORD = TELEMETRY_PASSWORD or keys.text_key(MASTER_KEY, "telemetry")
SECRET_KEY = keys.text_key(MASTER_KEY, "django")

DEBUG = False
DEMO = os.environ.get("LINLI_DEMO") == "1"
_OWN_NAMES = f"127.0.0.1,localhost,[::1],{house.in_url(NEAR)}"
ALLOWED_HOSTS = os.environ.get("LINLI_HOSTS", _OWN_NAMES).split(",")
CSRF_TRUSTED_ORIGINS = [site for site in os.environ.get("LINLI_ORIGINS", "").split(",") if site]
TRUSTED_PROXIES = read_networks(os.environ.get("LINLI_TRUSTED_PROXIES", ""))
"""Proxies before the pages, whose word (X-Forwarded-For) on who asks is taken."""
SECURE_SITE = os.environ.get("LINLI_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    *MODULES,
    "linli.surface.shell",
    "linli.surface.resident",
    "linli.surface.desk",
    "linli.surface.rest",
    "linli.wiring",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "linli.surface.shell.middleware.ShellMiddleware",
]

ROOT_URLCONF = "linli.wiring.urls"
WSGI_APPLICATION = "linli.wiring.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "linli.surface.shell.context.shell",
            ],
            "builtins": ["linli.surface.shell.templatetags.shell"],
        },
    }
]


DATABASE_PATIENCE = float(os.environ.get("LINLI_DATABASE_PATIENCE", "60"))
"""Seconds a write waits for its turn; less in web, where a person waits and threads are few."""


def _database() -> dict[str, Any]:
    url = os.environ.get("LINLI_DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        from urllib.parse import unquote, urlsplit

        parts = urlsplit(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
        }
    if url:
        raise Refused(
            "invalid",
            "LINLI_DATABASE_URL must begin with postgresql:// ; leave it out to keep everything"
            " in one SQLite file.",
        )
    return {
        "ENGINE": "linli.wiring.sqlite",
        "NAME": DATA / "linli.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": DATABASE_PATIENCE,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                " PRAGMA foreign_keys=ON; PRAGMA mmap_size=134217728;"
            ),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "surface" / "shell" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES = DATA / "files"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "linli.surface.shell.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31536000 if SECURE_SITE else 0

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # without a time: who keeps the log, the supervisor or the system's own, writes it there
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "filters": {"brief": {"()": "linli.wiring.brevity.Brief"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["brief"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"linli": {"level": "INFO"}},
}
