"""Run a program that dies with the one that started it: `python leash.py PARENT PROGRAM …`.

A supervisor that is killed must not leave children behind on its ports. Linux keeps the request
across `exec`; elsewhere the program runs without it.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1


def tie(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; leave if it has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def leashed(command: Sequence[str]) -> list[str]:
    """The command line under which a program ends with this process.

    It must be started from the main thread: the kernel watches the thread, not the process.
    """
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


if __name__ == "__main__":
    tie(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606  (the command is the supervisor's own)
