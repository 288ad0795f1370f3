"""Every setting there is, all of them environment variables; `docs/settings.md` is made of this."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: what it is when nobody sets it, in words where it is counted."""

    name: str
    default: str
    meaning: str


SETTINGS: Sequence[Setting] = (
    Setting("LINLI_DATA", "`data`", "The folder the community lives in; `--data` says the same."),
    Setting("LINLI_PORT", "`8000`", "The port of the pages; `--port` says the same."),
    Setting(
        "LINLI_HUB_PORT",
        "the next port",
        "Where core answers: telemetry, readings by HTTP, live events. A free one when taken.",
    ),
    Setting(
        "LINLI_MQTT_PORT",
        "the one after",
        "Where devices connect by MQTT. A free one when taken.",
    ),
    Setting(
        "LINLI_MQTT_TLS_CERT",
        "none",
        "A certificate file; with its key the MQTT port speaks TLS and nothing else.",
    ),
    Setting("LINLI_MQTT_TLS_KEY", "none", "The certificate's key file."),
    Setting(
        "LINLI_HUB_URL",
        "the site's own host, hub port",
        "Where browsers reach live events when a proxy stands before core.",
    ),
    Setting(
        "LINLI_BROKER_URL",
        "none",
        "An outside broker (`mqtt://` or `mqtts://`) whose readings are taken as well.",
    ),
    Setting(
        "LINLI_BROKER_GATEWAY",
        "none: nothing is discovered there",
        "The gateway, a registered device that may announce others, that stands for that broker.",
    ),
    Setting(
        "LINLI_DEVICE_SECRET",
        "none",
        "The secret with which `linli replay` speaks for one device.",
    ),
    Setting(
        "LINLI_SMS_URL",
        "none: no text messages are sent",
        "Where text messages are posted as JSON (`to`, `text`, `key`).",
    ),
    Setting("LINLI_SMS_TOKEN", "none", "The token they are posted with."),
    Setting(
        "LINLI_LISTEN",
        "`127.0.0.1`",
        "The address of this machine on which pages, devices and live events are listened for;"
        " `0.0.0.0` lets other machines in.",
    ),
    Setting(
        "LINLI_HOSTS",
        "`127.0.0.1,localhost,[::1]` and the address listened on",
        "The names under which the pages may be asked for.",
    ),
    Setting(
        "LINLI_ORIGINS",
        "none",
        "Origins forms may come from when a proxy stands before the pages.",
    ),
    Setting(
        "LINLI_TRUSTED_PROXIES",
        "none",
        "Addresses or networks of proxies before the pages, between commas; only their"
        " `X-Forwarded-For` is believed, so that limits count people and not the proxy.",
    ),
    Setting(
        "LINLI_HTTPS",
        "`0`",
        "`1` when the pages are only reached by HTTPS: secure cookies, strict transport.",
    ),
    Setting(
        "LINLI_DATABASE_URL",
        "SQLite in the data folder",
        "`postgresql://user:password@host:port/name` for PostgreSQL.",
    ),
    Setting(
        "LINLI_DATABASE_PATIENCE",
        "`60`; `3` for the pages",
        "Seconds a write waits for others (SQLite only) before it is refused.",
    ),
    Setting(
        "LINLI_TELEMETRY_URL",
        "core's own port",
        "A ClickHouse server or cluster when one machine is not enough.",
    ),
    Setting("LINLI_TELEMETRY_PASSWORD", "derived from the master key", "Its password."),
    Setting(
        "LINLI_MASTER_KEY",
        "`keys/master.key` in the data folder",
        "32 bytes in base64 from which every other key is derived; lost, personal fields are lost.",
    ),
    Setting("LINLI_DEMO", "`0`", "`1` shows one-time codes on a demo page; set by `linli demo`."),
    Setting(
        "LINLI_CHROMIUM",
        "found by itself",
        "The Chromium the browser tests drive.",
    ),
    Setting("LINLI_VENV", "`.venv` beside `./linli`", "Where `./linli` keeps its packages."),
    Setting(
        "LINLI_PYTHON",
        "the first fitting one found",
        "The Python `./linli` makes its environment with.",
    ),
)
