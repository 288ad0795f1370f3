"""Every module of the house, once, from the ground up."""

FOUNDATION = ("facts", "places", "people", "mandates", "devices", "files", "drafts", "telemetry")
SUPPORT = ("rules", "ledger", "notify", "matters")
APPLICATION = ("announcements", "assembly")
SURFACES = ("shell", "resident", "desk", "rest", "cli")

MODULES = (
    *(f"linli.foundation.{name}" for name in FOUNDATION),
    *(f"linli.support.{name}" for name in SUPPORT),
    *(f"linli.application.{name}" for name in APPLICATION),
)
