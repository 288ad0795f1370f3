"""The table of kept files, where their bytes lie, and how they are sealed there."""

from linli.foundation.files.models.stored import StoredFile, path_of

__all__ = ["StoredFile", "path_of"]
