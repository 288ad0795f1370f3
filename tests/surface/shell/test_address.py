"""Limits per connection count people, not the proxy before the pages, and believe nobody else."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.people.api import use_code_sender
from linli.surface.shell.address import origin_of, read_networks

CODES_AN_HOUR = 60  # for one connection
OURS = read_networks("10.0.0.0/8, 192.0.2.7, fd00::/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # who is not ours is not believed
        ("192.0.2.7", "198.51.100.1", "198.51.100.1"),
        ("192.0.2.7", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # the first is the client's word
        ("192.0.2.7", "1.1.1.1, 198.51.100.1, 10.3.4.5", "198.51.100.1"),
        ("192.0.2.7", "10.3.4.5", "10.3.4.5"),
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "nonsense", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1, nonsense", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1:4711", "198.51.100.1"),
        ("fd00::1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_our_proxies_say_who_asks(peer, forwarded, found):
    assert origin_of(peer, forwarded, OURS) == found


@given(st.text(max_size=200), st.text(max_size=20))
def test_without_proxies_nothing_that_is_said_counts(forwarded, peer):
    assert origin_of(peer, forwarded, ()) == peer


@given(st.text(alphabet="0123456789.:,[]a ", max_size=400))
def test_any_header_is_survived(forwarded):
    assert origin_of("10.0.0.1", forwarded, OURS)


def test_a_network_that_is_none_is_an_error():
    with pytest.raises(ValueError, match="nonsense"):
        read_networks("10.0.0.0/8,nonsense")


@pytest.fixture
def ask(community):
    """Ask for a code for a phone; whether one was to be sent."""
    use_code_sender(lambda **_: None)

    def asked(phone: int, **meta: str) -> bool:
        posted = {"phone": f"138{phone:08}"}
        return Client().post("/log-in", posted, **meta).status_code == 302

    yield asked
    use_code_sender(None)


def test_neighbours_behind_our_proxy_do_not_use_up_each_others_codes(ask, settings):
    settings.TRUSTED_PROXIES = OURS
    hops = {"REMOTE_ADDR": "10.0.0.1"}
    for number in range(CODES_AN_HOUR):
        assert ask(number, **hops, HTTP_X_FORWARDED_FOR="9.9.9.9, 198.51.100.1")
    # What the client itself wrote before the proxy's word changes nothing.
    assert not ask(70, **hops, HTTP_X_FORWARDED_FOR="8.8.8.8, 198.51.100.1")
    assert not ask(71, **hops, HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert ask(72, **hops, HTTP_X_FORWARDED_FOR="198.51.100.2")


def test_a_stranger_who_names_other_addresses_is_still_one_connection(ask, settings):
    settings.TRUSTED_PROXIES = OURS
    for number in range(CODES_AN_HOUR):
        assert ask(number, REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert not ask(70, REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR="198.51.100.99")
    assert ask(71, REMOTE_ADDR="203.0.113.6")
