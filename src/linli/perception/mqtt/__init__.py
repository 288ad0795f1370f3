"""Our own MQTT 3.1.1 and 5.0 listener: a front door for devices, not a broker.

Devices publish readings as themselves; nothing is kept for subscribers and nothing is passed from
device to device. A will is accepted and ignored: that a device went silent is noticed by the
silence rules, which also see those that die without a will. A retained message is taken as any
other.
"""

from linli.perception.mqtt.limits import Limits
from linli.perception.mqtt.listener import Listener

__all__ = ["Limits", "Listener"]
