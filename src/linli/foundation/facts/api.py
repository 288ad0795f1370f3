"""Facts 事实: modules tell each other what has happened, through a transactional outbox."""

from linli.foundation.facts.domain import DeadLetter, FactCard
from linli.foundation.facts.selectors import (
    get_last_number,
    list_dead_letters,
    list_facts,
)
from linli.foundation.facts.services import deliver, deliver_all, publish, send_again, when

__all__ = [
    "DeadLetter",
    "FactCard",
    "deliver",
    "deliver_all",
    "get_last_number",
    "list_dead_letters",
    "list_facts",
    "publish",
    "send_again",
    "when",
]
