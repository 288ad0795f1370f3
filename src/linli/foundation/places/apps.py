"""Django's handle on the module."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "linli.foundation.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
