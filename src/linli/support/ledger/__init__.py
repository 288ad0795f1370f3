"""The public ledger of a community."""
