"""Where a request comes from, for the limits per connection: behind a proxy, whom it says."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

Network = IPv4Network | IPv6Network

_MOST_HOPS = 10


def address_of(request: "HttpRequest") -> str:
    """The address of whoever asks for a page."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return origin_of(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)


def origin_of(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The nearest address that is no proxy of ours.

    `forwarded` is X-Forwarded-For, whose last entry the nearest proxy wrote; what stands before an
    entry that is not ours anybody may have invented.
    """
    found = peer
    for said in reversed(forwarded.split(",")[-_MOST_HOPS:]):
        before = _read(said)
        if before is None or not _is_ours(found, trusted):
            break
        found = str(before)
    return found


def read_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks (`10.0.0.0/8`) between commas; ValueError for anything else."""
    return tuple(ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


def _is_ours(address: str, trusted: Sequence[Network]) -> bool:
    read = _read(address)
    return read is not None and any(read in network for network in trusted)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it, with a port or without; None for what is none."""
    said = text.strip()
    if said.startswith("["):
        said = said[1:].partition("]")[0]
    elif said.count(":") == 1:
        said = said.partition(":")[0]
    try:
        found = ip_address(said)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
