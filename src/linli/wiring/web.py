"""The web process: granian serving Django's pages, its workers spawned and tied to it."""

import multiprocessing
import os
import sys

from linli.wiring import house

_THREADS = 4
_MOST_WORKERS = 8
_PATIENCE = "3"  # seconds for the database: longer, and a few writers would hold every thread


def main() -> int:
    """Serve until SIGTERM; a worker that dies is replaced."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ.setdefault("LINLI_DATABASE_PATIENCE", _PATIENCE)
    multiprocessing.set_start_method("spawn")
    cores = os.cpu_count() or 1
    Server(
        "linli.wiring.wsgi:application",
        address=house.listens_on(),
        port=house.port(),
        interface=Interfaces.WSGI,
        workers=max(2, min(cores, _MOST_WORKERS)),
        blocking_threads=_THREADS,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
