"""Another's broker and clients, where they are installed; what needs them is left out elsewhere."""

import shutil

import pytest

BROKER = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
needs_broker = pytest.mark.skipif(not BROKER, reason="Mosquitto is not here")
needs_clients = pytest.mark.skipif(
    not shutil.which("mosquitto_pub"), reason="Mosquitto's clients are not here"
)
