"""What takes long says so, and a line of progress puts off the next reminder."""

import time

from linli.wiring import patience
from linli.wiring.patience import Patience


def test_silence_is_broken_until_it_is_over(monkeypatch, capsys):
    monkeypatch.setattr(patience, "EVERY", 0.02)
    with Patience("counting the stars") as waiting:
        waiting.tell("the first hundred")
        while "…" not in (said := capsys.readouterr().err):
            time.sleep(0.01)
    assert "linli| counting the stars … 0 s" in said
    capsys.readouterr()
    time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_what_is_quick_says_nothing(capsys):
    with Patience("a trifle"):
        pass
    assert capsys.readouterr().err == ""
