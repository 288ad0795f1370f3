"""Checks on what a community says of itself."""

from zoneinfo import ZoneInfo, available_timezones

from linli.kernel import Refused


def check_timezone(name: str) -> str:
    """An IANA time zone such as "Asia/Shanghai"."""
    if name not in available_timezones():
        raise Refused("invalid", "There is no time zone “%(zone)s”.", field="timezone", zone=name)
    return ZoneInfo(name).key


def check_line(text: str, *, field: str, most: int = 200) -> str:
    """One line of words, bounded."""
    line = " ".join(text.split())
    if len(line) > most:
        raise Refused(
            "invalid", "This text has at most %(most)s characters.", field=field, most=most
        )
    return line
