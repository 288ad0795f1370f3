"""What people write, read once for everybody: addresses, days and times, phones, sums of money.

Every reader takes text as it was typed and answers with what it can mean, each meaning with the
words to echo back; what means nothing is refused with a sentence that says what to change. Nothing
is guessed: what can mean two things comes back as two meanings.
"""

from linli.kernel.written.addresses import Address, read_address, say_address
from linli.kernel.written.characters import plain
from linli.kernel.written.days import Side, read_day, say_day
from linli.kernel.written.meaning import Meaning, Read
from linli.kernel.written.moments import read_moment, say_moment
from linli.kernel.written.money import read_money, say_money
from linli.kernel.written.numerals import numerals_to_digits, value_of, without_zeros
from linli.kernel.written.phones import read_phone, say_phone
from linli.kernel.written.sentences import bounded
from linli.kernel.written.times import read_time, say_time

__all__ = [
    "Address",
    "Meaning",
    "Read",
    "Side",
    "bounded",
    "numerals_to_digits",
    "plain",
    "read_address",
    "read_day",
    "read_moment",
    "read_money",
    "read_phone",
    "read_time",
    "say_address",
    "say_day",
    "say_moment",
    "say_money",
    "say_phone",
    "say_time",
    "value_of",
    "without_zeros",
]
