"""`linli up` and `linli demo`: make ready, start the three processes, say where it lives."""

import argparse
import json
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

from linli.kernel import Refused
from linli.wiring import house, ports, pulse
from linli.wiring.asking import ask
from linli.wiring.leash import leashed
from linli.wiring.patience import Patience
from linli.wiring.supervise import Program, Supervisor, only_one, say, write_address
from linli.wiring.words import is_importable

_LEAST_FREE = 200 * 1024 * 1024
_CORE = "linli.wiring.core"
_DEMO_LIFE = "linli.demo.life"


def describe(parser: argparse.ArgumentParser) -> None:
    """Nothing but where it lives can be chosen."""
    parser.epilog = "--data DIR and --port N choose where it lives; Ctrl-C stops it."


def run(options: argparse.Namespace) -> int:
    """Hold the data folder, make it ready and watch over the processes."""
    demo = options.word == "demo"
    data = ready_folder(house.data())
    with only_one(data, address()) as lock:
        check_certificate()
        with Patience("waiting for the ports of an earlier start"):
            ports.claim(data, chosen=options.chosen_ports)
        write_address(lock, address())
        code = _prepare(demo=demo)
        if code:
            return code
        pulse.forget(data)
        supervisor = Supervisor(programs(demo=demo), data=data, answers=awaited)
        return supervisor.run(lambda: _welcome(data, demo=demo))


def check_certificate() -> None:
    """Refuse what MQTT's listener could not use, before anything waits for it."""
    certificate = os.environ.get("LINLI_MQTT_TLS_CERT", "")
    if not certificate:
        return
    try:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, os.environ.get("LINLI_MQTT_TLS_KEY") or None)
    except OSError as error:  # a file that is missing, or no certificate, or not its key
        raise Refused(
            "invalid",
            "LINLI_MQTT_TLS_CERT (%(certificate)s) and LINLI_MQTT_TLS_KEY cannot be used: %(why)s.",
            certificate=certificate,
            why=str(error.strerror or error).lower(),
        ) from error


def programs(*, demo: bool) -> list[Program]:
    """What is kept running, in the order it starts; the demo has people and devices of its own."""
    python = (sys.executable, "-P", "-m")
    table = [
        Program("core", (*python, _CORE)),
        Program("work", (*python, "linli.wiring.work")),
        Program("web", (*python, "linli.wiring.web")),
        Program("demo", (*python, _DEMO_LIFE)),
    ]
    absent = {"core"} if not is_importable(_CORE) else set()
    if not (demo and is_importable(_DEMO_LIFE)):
        absent.add("demo")
    return [program for program in table if program.name not in absent]


def address() -> str:
    """Where a person on this machine opens it."""
    return f"http://{house.in_url(house.near())}:{house.port()}"


def awaited() -> str:
    """What does not answer yet, in words; "" when everything does."""
    host = os.environ.get("LINLI_HOSTS", "127.0.0.1").split(",")[0]
    if host.startswith((".", "*")):
        host = "127.0.0.1"
    status, body = ask(house.port(), "/healthz", host=host)
    if status == 200:
        return ""
    try:
        parts = json.loads(body)["parts"]
        return ", ".join(name for name, state in parts.items() if state != "ok") or "web"
    except (ValueError, KeyError, AttributeError, TypeError):
        return "web"


def ready_folder(data: Path) -> Path:
    """The data folder, made when it is not there; refused when it cannot be written to."""
    try:
        for folder in (data / "run", data / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "forbidden",
            "The data folder %(data)s cannot be written to (%(why)s). Choose another with --data.",
            data=str(data),
            why=str(error.strerror or error).lower(),
        ) from error
    if shutil.disk_usage(data).free < _LEAST_FREE:
        raise Refused(
            "unavailable",
            "The disk of %(data)s is full: fewer than 200 MB are left. Free some and start again,"
            " or choose a folder on another disk with --data.",
            data=str(data),
        )
    return data


def _prepare(*, demo: bool) -> int:
    # In a process of its own, so that the one who watches stays small and never loads Django.
    command = (sys.executable, "-P", "-m", "linli.wiring.preparing", *(("--demo",) * demo))
    done = subprocess.run(leashed(command), check=False)  # noqa: S603  (our own program)
    if done.returncode < 0:
        say("making ready was interrupted; start again to go on")
    return abs(done.returncode)


def _welcome(data: Path, *, demo: bool) -> None:
    say("everything answers; Ctrl-C stops it")
    if demo:
        for role, name, way in json.loads((data / "run" / "people.json").read_text()):
            sys.stdout.write(f"  {role}: {name} — {way}\n")
    sys.stdout.write(f"ready {address()}\n")
    sys.stdout.flush()
