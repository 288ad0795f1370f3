"""Addresses every face shares."""

from django.urls import path

from linli.surface.shell import (
    adjusting,
    card,
    entry,
    help,
    paper,
    proof,
    staff_entry,
    style,
    switches,
)

app_name = "shell"
urlpatterns = [
    path("face", switches.set_face, name="face"),
    path("look", adjusting.choose, name="look"),
    path("language", switches.set_language, name="language"),
    path("community", switches.choose_community, name="community"),
    path("helping/stop", switches.stop_helping, name="stop-helping"),
    path("log-in", entry.log_in, name="log-in"),
    path("log-in/code", entry.enter_code, name="log-in-code"),
    path("log-in/code/again", entry.send_again, name="log-in-again"),
    path("log-in/staff", staff_entry.log_in, name="log-in-staff"),
    path("log-in/second", staff_entry.finish, name="log-in-second"),
    path("log-in/password", staff_entry.change, name="log-in-password"),
    path("log-in/community", entry.choose, name="log-in-community"),
    path("card", card.digits, name="card"),
    path("card/<str:token>", card.scanned, name="card-scanned"),
    path("log-out", entry.log_out, name="log-out"),
    path("help", help.ask, name="help"),
    path("help/taken", help.taken, name="help-taken"),
    path("help/take-back", help.take_back, name="help-take-back"),
    path("forms", paper.forms, name="forms"),
    path("forms/all", paper.stack, name="forms-all"),
    path("forms/<str:key>", paper.form, name="form"),
    path("style", style.show, name="style"),
    path("style/proof", proof.show, name="proof"),
    path("favicon.ico", switches.favicon),
]
