"""Django's handle on the module."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "linli.support.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"
