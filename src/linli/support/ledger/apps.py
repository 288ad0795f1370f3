"""Django's handle on the module."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "linli.support.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
