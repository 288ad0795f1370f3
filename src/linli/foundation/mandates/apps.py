"""Django's handle on the module."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "linli.foundation.mandates"
    label = "mandates"
    default_auto_field = "django.db.models.BigAutoField"
