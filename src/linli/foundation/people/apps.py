"""Django's handle on the module."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "linli.foundation.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
