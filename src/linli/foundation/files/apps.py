"""Django's handle on the module."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "linli.foundation.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
