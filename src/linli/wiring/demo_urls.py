"""Addresses that only the demo has."""

from django.urls import path

from linli.wiring.demo_pages import mailbox

urlpatterns = [path("demo/mailbox", mailbox, name="demo-mailbox")]
