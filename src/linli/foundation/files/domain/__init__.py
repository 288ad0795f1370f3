"""What may be kept, told from its bytes, and how a photo is made safe."""

from linli.foundation.files.domain.cards import FileCard, FileContent
from linli.foundation.files.domain.sniff import Kind, Type

__all__ = ["FileCard", "FileContent", "Kind", "Type"]
