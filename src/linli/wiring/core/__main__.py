"""`python -m linli.wiring.core`: start core, run until it is told to stop."""

import asyncio
import logging
import os
import signal
import sys

import django

from linli.kernel import Refused

log = logging.getLogger("linli.core")


def main() -> int:
    """Run until SIGTERM or SIGINT; 2 when it cannot start, with the reason in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.wiring.settings")
    django.setup()
    import uvloop

    try:
        uvloop.run(_run())
    except Refused as refusal:
        log.error("%s", refusal)
        return 2
    except OSError as error:
        log.error("core cannot start: %s", error)
        return 2
    return 0


async def _run() -> None:
    from django.conf import settings

    from linli.wiring.core.composition import Core

    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    core = Core(settings.DATA)
    await core.start()
    log.info("devices are let in on port %d", settings.MQTT_PORT)
    await over.wait()
    await core.close()


if __name__ == "__main__":
    sys.exit(main())
