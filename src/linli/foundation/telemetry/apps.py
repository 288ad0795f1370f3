"""Django's handle on the module."""

from django.apps import AppConfig


class TelemetryConfig(AppConfig):
    name = "linli.foundation.telemetry"
    label = "telemetry"
    default_auto_field = "django.db.models.BigAutoField"
