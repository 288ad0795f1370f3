"""Documents of the assembly as PDF in Chinese official form: plain values in, bytes out.

`shapes` says what goes in; each function returns one whole file with its fonts embedded.
"""

from linli.surface.shell.documents.ballot import ballots
from linli.surface.shell.documents.filing import filing
from linli.surface.shell.documents.minutes import minutes
from linli.surface.shell.documents.notice import motion_line, notice
from linli.surface.shell.documents.receipts import receipts
from linli.surface.shell.documents.result import result
from linli.surface.shell.documents.roll import roll

__all__ = ["ballots", "filing", "minutes", "motion_line", "notice", "receipts", "result", "roll"]
