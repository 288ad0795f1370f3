"""Django's handle on the module."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "linli.foundation.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"
