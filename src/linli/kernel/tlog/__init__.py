"""The public forms of a transparency log, for the ledger and for the witness beside it.

Pure functions: a tree (RFC 6962, RFC 9162), its tiles, signed notes, checkpoints, proofs and what a
witness answers (C2SP). Nothing here reads a clock, a file or a database.
"""
