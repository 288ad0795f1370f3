"""Django's handle on the module."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "linli.support.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"
