"""Who may read which series, and who may erase."""

from collections.abc import Iterable

from linli.foundation.devices.api import DeviceCard, SeriesCard, get_devices, list_series
from linli.foundation.mandates.api import get_mandates
from linli.foundation.people.api import list_hidden_dwellings, list_own_dwellings
from linli.kernel import Actor, Refused, Role, system

_PRIVATE = frozenset({"personal", "special"})
_ERASERS = (Role.SYSTEM, Role.MANAGER, Role.OPERATOR)


def readable(viewer: Actor, numbers: Iterable[int]) -> dict[int, SeriesCard]:
    """The series whose readings the viewer may see, by number; the others are left out."""
    wanted = set(numbers)
    cards = list_series(viewer=viewer, numbers=wanted) if wanted else ()
    delicate = [card for card in cards if card.dwelling or card.sensitivity in _PRIVATE]
    if viewer.is_system or not delicate:
        return {card.number: card for card in cards}
    eyes = _Eyes(viewer, delicate)
    hidden = {card.number for card in delicate if not eyes.may_read(card)}
    return {card.number: card for card in cards if card.number not in hidden}


def check_member(viewer: Actor) -> None:
    """Anyone who belongs to the community."""
    if not (viewer.community and viewer.roles):
        raise Refused("not_signed_in", "Please sign in to see what is measured.")


def check_may_erase(by: Actor) -> None:
    """The platform by its timer, a manager or the operator."""
    if not (by.community and by.has(*_ERASERS)):
        raise Refused("forbidden", "Only a manager or the operator can have readings erased.")


def check_is_platform(by: Actor) -> None:
    """Only the platform's own processes."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform itself does this.")


class _Eyes:
    """What must be known to judge whether a viewer may read delicate series."""

    def __init__(self, viewer: Actor, cards: Iterable[SeriesCard]) -> None:
        # The platform asks: whose a device is, and which homes are not shown, others may not know.
        platform = system(viewer.community)
        self._viewer = viewer
        self._devices = get_devices(viewer=platform, devices={card.device for card in cards})
        named = {device.mandate for device in self._devices.values() if device.mandate}
        self._mandates = get_mandates(viewer=platform, mandates=named)
        self._hidden = list_hidden_dwellings(viewer=platform)
        self._own = list_own_dwellings(viewer=viewer)

    def may_read(self, card: SeriesCard) -> bool:
        """Whether this series is the viewer's own, or not too delicate for them."""
        device = self._devices[card.device]
        if card.dwelling in self._hidden and not self._is_let_in(card):
            return False
        if card.sensitivity not in _PRIVATE:
            return True
        return self._is_concerned(card, device) or self._is_recipient(device)

    def _is_let_in(self, card: SeriesCard) -> bool:
        return card.dwelling in self._own or self._viewer.has(Role.KEEPER)

    def _is_concerned(self, card: SeriesCard, device: DeviceCard) -> bool:
        if device.owner_person is not None:
            return device.owner_person == self._viewer.subject
        return card.dwelling in self._own

    def _is_recipient(self, device: DeviceCard) -> bool:
        mandate = self._mandates.get(device.mandate or "")
        if mandate is None:
            return False
        named = {one.casefold().replace(" ", "_") for one in mandate.recipients}
        return not named.isdisjoint(self._viewer.roles)
