"""Django's handle on the module."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "linli.foundation.facts"
    label = "facts"
    default_auto_field = "django.db.models.BigAutoField"
