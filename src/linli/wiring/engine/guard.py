"""Which statements the embedded engine may be given.

A read-only session of the embedded engine still reads files by the function `file`, writes them by
INTO OUTFILE, runs several statements at once and reaches for objects of the Python process: what a
server forbids by its users and grants is forbidden here by the words of the statement.
"""

import re
from collections.abc import Iterator

from linli.wiring.engine.trouble import READONLY, SYNTAX, EngineTrouble

_TOKEN = re.compile(
    rb"""(?P<space>\s+|(?:--|//|\#[ !])[^\n]*|/\*.*?\*/)
       |(?P<text>'(?:[^'\\]|\\.|'')*')
       |(?P<name>`(?:[^`\\]|\\.|``)*`|"(?:[^"\\]|\\.|"")*")
       |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
       |(?P<number>[0-9][A-Za-z0-9_.]*)
       |(?P<odd>\$|\xe2\x80[\x98\x99\x9c\x9d]|['"`]|/\*)
       |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_OUTSIDE = frozenset(
    b"""
    arrowstream azureblobstorage azureblobstoragecluster bigquery cluster clusterallreplicas cosn
    deltalake deltalakeazure deltalakeazurecluster deltalakecluster deltalakelocal deltalakes3
    deltalakes3cluster eval executable file filecluster filesystem gcs hdfs hdfscluster hudi
    hudicluster iceberg icebergazure icebergazurecluster icebergcluster iceberghdfs
    iceberghdfscluster iceberglocal iceberglocalcluster icebergs3 icebergs3cluster infile jdbc
    mongodb mysql odbc oss outfile paimon paimonazure paimonazurecluster paimoncluster paimonhdfs
    paimonhdfscluster paimonlocal paimons3 paimons3cluster postgresql prometheusquery
    prometheusqueryrange python redis remote remotesecure s3 s3cluster sqlite url urlcluster
    ytsaurus aiclassify aiembed aiextract aifilter aigenerate airedact aisimilarity aitranslate
    """.split()
)
_QUESTIONS = frozenset({b"select", b"with", b"describe", b"desc", b"show", b"exists", b"("})
_INSERTS_ROWS = frozenset({b"values", b"select", b"with"})
_BLANKS = b" \t\r"

Token = tuple[str, bytes, int]


def tokens(sql: bytes) -> Iterator[Token]:
    """Kind, lower-case text without quotes, and where each token ends; comments are left out."""
    for found in _TOKEN.finditer(sql):
        kind, text = str(found.lastgroup), found.group().lower()
        if kind != "space":
            yield kind, text[1:-1] if kind == "name" else text, found.end()


def checked(sql: bytes, *, reading: bool) -> bytes:
    """The one statement without a closing semicolon; EngineTrouble when it must not be run."""
    first, end, ended = b"", 0, False
    for kind, text, stop in tokens(sql):
        if kind == "sign" and text == b";":
            ended = True
            continue
        if ended:
            raise EngineTrouble(SYNTAX, "Multi-statements are not allowed. (SYNTAX_ERROR)")
        _check_token(kind, text, reading=reading)
        first, end = first or text, stop
    if not first:
        raise EngineTrouble(SYNTAX, "Empty query. (SYNTAX_ERROR)")
    if reading and first not in _QUESTIONS:
        raise EngineTrouble(READONLY, "Cannot execute query in readonly mode. (READONLY)")
    return sql[:end]


def _check_token(kind: str, text: bytes, *, reading: bool) -> None:
    if kind == "odd":  # where our reading and the engine's might part, a word could hide
        raise EngineTrouble(SYNTAX, "Quotes of this kind are not allowed. (SYNTAX_ERROR)")
    if kind == "number":
        text = text.lstrip(b"0123456789._")
    if text in _OUTSIDE or (kind == "name" and b"\\" in text):  # an escape could spell one
        raise EngineTrouble(
            READONLY, f"{text.decode(errors='replace')} leads out of the engine. (READONLY)"
        )
    if reading and text == b"identifier":  # a parameter could carry a forbidden name
        raise EngineTrouble(READONLY, "Names cannot be parameters. (READONLY)")


def is_question(sql: bytes) -> bool:
    """Whether a statement answers with rows."""
    first = next(tokens(sql), None)
    return first is not None and first[1] in _QUESTIONS


def split_insert(sql: bytes) -> tuple[bytes, str, int] | None:
    """An INSERT that brings data: its head, its format, and where the data begin; else None."""
    before, head_end = b"", 0
    for number, (kind, text, end) in enumerate(tokens(sql)):
        if kind == "word" and before == b"format":
            start = end
            while sql[start : start + 1] and sql[start] in _BLANKS:
                start += 1
            start += sql[start : start + 1] == b"\n"
            return sql[:head_end], sql[end - len(text) : end].decode(), start
        if (number == 0 and text != b"insert") or (kind == "word" and text in _INSERTS_ROWS):
            return None
        if text == b"format":
            head_end = end - len(text)
        before = text if kind == "word" else b""
    return None
