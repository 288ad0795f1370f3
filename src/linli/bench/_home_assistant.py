"""Home Assistant beside us: the same messages into its states, which are not durable.

Version 2024.3.3 is the last that runs on Python 3.11. It gets a broker of its own, one MQTT sensor
per device and one automation that answers when the last message of a run has reached its state.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "2024.3.3"
_REQUIREMENTS = (f"homeassistant=={VERSION}", "paho-mqtt==1.6.1", "josepy<2")
_START_SECONDS = 300


def install(where: Path) -> Path:
    """The path of `hass` in an environment of its own, made on first use (some minutes)."""
    hass = where / "venv" / "bin" / "hass"
    if not hass.exists():
        print(f"Installing Home Assistant {VERSION} into {where} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(where / "venv")], check=True)
        pip = [str(where / "venv" / "bin" / "pip"), "install", "-q", *_REQUIREMENTS]
        subprocess.run(pip, check=True)
    return hass


def write_configuration(folder: Path, *, devices: tuple[str, ...], broker_port: int) -> None:
    """One sensor for each device topic, and the automation that answers `bench/done`."""
    storage = folder / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    sensors = [
        {
            "name": device,
            "unique_id": device,
            "state_topic": f"linli/{device}/readings",
            "value_template": "{{ value_json[0].v }}",
        }
        for device in devices
    ]
    answer = {
        "alias": "done",
        "trigger": [{"platform": "mqtt", "topic": "bench/done"}],
        "action": [
            {
                "service": "mqtt.publish",
                "data": {
                    "topic": "bench/answer",
                    "payload_template": "{{ trigger.payload }}",
                    "qos": 1,
                },
            }
        ],
    }
    settings = {
        "homeassistant": {"name": "bench", "unit_system": "metric", "time_zone": "UTC"},
        "logger": {"default": "error"},
        "mqtt": {"sensor": sensors},
        "automation": [answer],
    }
    (folder / "configuration.yaml").write_text(json.dumps(settings, indent=1))  # JSON is YAML
    entry = {
        "entry_id": "bench",
        "version": 1,
        "minor_version": 1,
        "domain": "mqtt",
        "title": "mqtt",
        "data": {"broker": "127.0.0.1", "port": broker_port},
        "options": {},
        "pref_disable_new_entities": False,
        "pref_disable_polling": False,
        "source": "user",
        "unique_id": None,
        "disabled_by": None,
    }
    entries = {
        "version": 1,
        "minor_version": 1,
        "key": "core.config_entries",
        "data": {"entries": [entry]},
    }
    (storage / "core.config_entries").write_text(json.dumps(entries))


@contextmanager
def running(hass: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Home Assistant with this configuration; its first start fetches what its parts need."""
    with (folder / "hass.log").open("wb") as log:
        process = subprocess.Popen(
            [str(hass), "-c", str(folder)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PATH": f"{hass.parent}:{os.environ.get('PATH', '')}"},
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_answering(ask: "AskOnce") -> None:
    """Ask until the automation answers; RuntimeError after five minutes."""
    deadline = time.monotonic() + _START_SECONDS
    number = 0
    while time.monotonic() < deadline:
        number += 1
        if ask(f"ready-{number}", 2.0):
            return
    raise RuntimeError("Home Assistant did not start; see hass.log in its folder")


class AskOnce:
    """Publish a word on `bench/done` and wait for it on `bench/answer`."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __call__(self, word: str, seconds: float) -> bool:
        """Whether the answer came in time."""
        listen = subprocess.Popen(
            [
                "mosquitto_sub",
                "-p",
                str(self.port),
                "-q",
                "1",
                "-t",
                "bench/answer",
                "-C",
                "1",
                "-W",
                str(max(1, int(seconds))),
            ],
            stdout=subprocess.PIPE,
        )
        time.sleep(0.2)
        subprocess.run(
            ["mosquitto_pub", "-p", str(self.port), "-q", "1", "-t", "bench/done", "-m", word],
            check=True,
        )
        heard, _ = listen.communicate()
        return heard.decode().strip() == word
