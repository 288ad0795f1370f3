"""The composition root: once Django is ready, the journeys begin to listen."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "linli.wiring"
    label = "wiring"

    def ready(self) -> None:
        import linli.journeys

        for journey in iter_modules(linli.journeys.__path__):
            import_module(f"linli.journeys.{journey.name}")
