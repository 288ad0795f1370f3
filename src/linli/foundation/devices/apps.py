"""Django's handle on the module."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "linli.foundation.devices"
    label = "devices"
    default_auto_field = "django.db.models.BigAutoField"
