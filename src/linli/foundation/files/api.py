"""Files 档: photos, voice notes and documents that hang on a matter or another thing.

Who may see a file is decided by the owner of the thing it hangs on (`about`): the caller checks
that first, and a file answers only where it hangs on exactly that.
"""

from linli.foundation.files.domain import FileCard, FileContent
from linli.foundation.files.selectors import (
    get_file,
    list_files,
    list_files_of,
    list_kept,
    read_file,
    read_own_file,
)
from linli.foundation.files.services import drop_file, keep_file, sweep_files

__all__ = [
    "FileCard",
    "FileContent",
    "drop_file",
    "get_file",
    "keep_file",
    "list_files",
    "list_files_of",
    "list_kept",
    "read_file",
    "read_own_file",
    "sweep_files",
]
