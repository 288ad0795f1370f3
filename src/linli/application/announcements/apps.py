"""Django's handle on the module."""

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "linli.application.announcements"
    label = "announcements"
    default_auto_field = "django.db.models.BigAutoField"
