"""What the engine says when something goes wrong, with ClickHouse's own numbers."""

import re

SYNTAX, READONLY, AUTH, BUSY, TOO_LARGE, NO_SETTING = 62, 164, 516, 202, 307, 115
_CODE = re.compile(r"Code: (\d+)\.")
_STATUS = {SYNTAX: 400, 47: 404, 60: 404, 81: 404, READONLY: 403, AUTH: 403, BUSY: 503}
_STATUS |= {TOO_LARGE: 413, 497: 403, 159: 408, 241: 507}


class EngineTrouble(Exception):
    """A statement that was not carried out; `code` is ClickHouse's, `status` the HTTP one."""

    def __init__(self, code: int, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.status = status or _STATUS.get(code, 500)

    @property
    def body(self) -> bytes:
        """The message as a server words it."""
        text = str(self)
        head = "" if text.startswith("Code: ") else f"Code: {self.code}. DB::Exception: "
        return f"{head}{text}\n".encode()


def trouble_from(error: Exception) -> EngineTrouble:
    """What chdb raised, with its number found in the text (0 when there is none)."""
    text = str(error)
    start = text.find("Code: ")
    found = _CODE.search(text)
    return EngineTrouble(int(found.group(1)) if found else 0, text[max(start, 0) :].strip())
