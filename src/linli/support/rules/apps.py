"""Django's handle on the module."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "linli.support.rules"
    label = "rules"
    default_auto_field = "django.db.models.BigAutoField"
