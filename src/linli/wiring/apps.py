"""The composition root: once Django is ready, journeys begin to listen and channels open."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "linli.wiring"
    label = "wiring"

    def ready(self) -> None:
        import linli.journeys
        from linli.wiring.channels import open_channels

        for journey in iter_modules(linli.journeys.__path__):
            import_module(f"linli.journeys.{journey.name}")
        open_channels()
