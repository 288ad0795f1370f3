"""`linli migrate` and `linli manage …`: Django's own management."""

import argparse
import sys


def describe(parser: argparse.ArgumentParser) -> None:
    """`migrate` has no options."""


def run(options: argparse.Namespace) -> int:
    """Hand over to Django; its errors are printed by itself."""
    from django.core.management import execute_from_command_line

    rest = ["migrate"] if options.word == "migrate" else options.rest or ["help"]
    sys.argv = ["linli manage", *rest]
    execute_from_command_line(sys.argv)
    return 0
