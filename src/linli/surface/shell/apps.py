"""The shell: what every face of the product shares."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "linli.surface.shell"
    label = "shell"
