"""Phone numbers as people write them: mobiles, landlines with area code and extension, hotlines."""

import re

from linli.kernel.refused import Refused
from linli.kernel.words import Words
from linli.kernel.written.characters import plain
from linli.kernel.written.meaning import Meaning, Read

LONGEST = 80
_MOBILE = re.compile(r"1[3-9][0-9]{9}|1000000[0-9]{4}")
"""No operator gives out the second kind: invented people have such numbers."""
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_HOTLINE = re.compile(r"[48]00[0-9]{7}")
_SHORT = re.compile(r"1[0-2][0-9]{3,4}|9[56][0-9]{3,4}")
_ABROAD = re.compile(r"\+(?!86)[1-9][0-9]{6,14}")
_SPOKEN = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_LABEL = re.compile(
    r"^(?:(?:我的|他的|她的)?(?:联系|家庭|本人)?(?:电话|手机|座机|固话)(?:号码|号)?(?:是|为)?|"
    r"TEL(?:EPHONE)?|PHONE|MOBILE|CELL|T|M)\s*[:.]?\s*(?=[+(0-9〇零一二三四五六七八九幺])"
)
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_EXTENSION = re.compile(
    r"(?:转|分机号?|内线|EXT\.?|X|#)\s*([0-9]{1,6})$|"
    r"(?<=[0-9]{7})-\s*([0-9]{1,6})$"
)
_SEVERAL = re.compile(r"\s*(?:[/、;,]|或者?|和)\s*")
_DATE = re.compile(r"(?:19|20)[0-9]{2}\s?[-./]\s?[0-9]{1,2}\s?[-./]\s?[0-9]{1,2}")


def read_phone(text: str) -> Read[str]:
    """A phone number as digits ("13800001234", "01062345678-801", "+442079460000"); several
    numbers written together are several meanings."""
    short = _labelled(plain(text.replace("\0", "")[:LONGEST])).translate(_SPOKEN)
    parts = [part for part in _SEVERAL.split(short) if part]
    if len(parts) > 1 and all(sum(char.isdigit() for char in part) >= 7 for part in parts):
        found = dict.fromkeys(_one(_labelled(part)) for part in parts[:5])
        return Read(tuple(Meaning(number, say_phone(number)) for number in found))
    number = _one(short)
    return Read((Meaning(number, say_phone(number)),))


def say_phone(number: str) -> Words:
    """A number in groups one can read aloud."""
    number, _dash, extension = number.partition("-")
    if _MOBILE.fullmatch(number):
        number = f"{number[:3]} {number[3:7]} {number[7:]}"
    elif _HOTLINE.fullmatch(number):
        number = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    elif found := re.fullmatch(rf"({_AREA})([0-9]{{7,8}})", number):
        number = f"{found[1]}-{found[2]}"
    if extension:
        return Words(f"{number} 转 {extension}", f"{number} ext. {extension}")
    return Words(number, number)


def _labelled(text: str) -> str:
    return _LABEL.sub("", re.sub(r"\([^()0-9]*\)$", "", text)).strip()


def _one(text: str) -> str:
    extension = ""
    if _DATE.fullmatch(text):
        raise _no_phone()
    if found := _EXTENSION.search(text.replace(" ", "")):
        base = text.replace(" ", "")[: found.start()]
        if _LANDLINE.fullmatch(_digits(base)) or _LOCAL.fullmatch(_digits(base)):
            text, extension = base, found[1] or found[2]
    number = _digits(text)
    known = (_MOBILE, _LANDLINE, _HOTLINE, _ABROAD)
    is_local = _LOCAL.fullmatch(number) or _SHORT.fullmatch(number)
    if any(each.fullmatch(number) for each in known) or (is_local and _is_short(text)):
        return f"{number}-{extension}" if extension else number
    raise _fault(number)


def _is_short(text: str) -> bool:
    """A number of few digits stands in at most two groups; three are an address or a date."""
    return len(re.split(r"[-./ ]+", text.strip())) <= 2


def _digits(text: str) -> str:
    """Only the number: without the country's own code, gaps and brackets."""
    number = re.sub(r"[\s\-().·]", "", text)
    if len(number) >= 8 and re.fullmatch(r"[+0-9OIL]+", number):
        number = number.translate(str.maketrans("OIL", "011"))  # typed for the digits they resemble
    number = re.sub(r"^00(?=[1-9])", "+", number)
    number = re.sub(r"^\+?86(?=1[3-9][0-9]{9}$|0[0-9]{9,11}$)", "", number)
    return re.sub(r"^\+86(?=[1-9][0-9]{8,10}$)", "0", number)


def _fault(number: str) -> Refused:
    if not re.fullmatch(r"\+?[0-9]+", number) or len(number) < 5:
        return _no_phone()
    count = len(number)
    if re.match(r"1[3-9]", number) and count < 11:
        return Refused(
            "invalid",
            "A mobile number has 11 digits; missing here: %(count)s.",
            field="phone",
            count=11 - count,
        )
    if re.match(r"1[3-9]", number) and count < 15:
        return Refused(
            "invalid",
            "A mobile number has 11 digits; too many here: %(count)s.",
            field="phone",
            count=count - 11,
        )
    if number.startswith("0"):
        return Refused(
            "invalid",
            "A landline is its area code and 7 or 8 digits, such as 010-62345678.",
            field="phone",
        )
    return _no_phone()


def _no_phone() -> Refused:
    return Refused(
        "invalid",
        "This is not a phone number; a mobile number has 11 digits and begins with 1.",
        field="phone",
    )
