"""The demo: an invented estate to log in to, real recordings to watch, people at work in it."""

from linli.demo.building import SecondKey, people, prepare, second_keys
from linli.demo.cast import DemoPerson
from linli.demo.living import run

__all__ = ["DemoPerson", "SecondKey", "people", "prepare", "run", "second_keys"]
