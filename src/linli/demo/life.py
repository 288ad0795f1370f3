"""`python -m linli.demo.life`: the process that makes the demo's community live."""

import os
import sys

import django


def main() -> int:
    """Live until SIGTERM."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.wiring.settings")
    django.setup()
    from linli.demo.living import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
