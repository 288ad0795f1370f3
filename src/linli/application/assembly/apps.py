"""Django's handle on the module."""

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "linli.application.assembly"
    label = "assembly"
    default_auto_field = "django.db.models.BigAutoField"
