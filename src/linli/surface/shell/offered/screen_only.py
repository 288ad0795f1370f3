"""What is done on a screen and nowhere else."""

SCREEN_ONLY = {
    "token-make": "a secret for a program is shown once, on the screen of whoever asked for it",
    **dict.fromkeys(
        (
            *("practice-report", "practice-where", "practice-details", "practice-reach"),
            *("practice-check", "practice-vote", "practice-ballot", "practice-press"),
        ),
        "practice: nothing is handed in",
    ),
    **dict.fromkeys(
        ("notice-check", "notice-figures", "notice-result"),
        "figures of a notice are checked and not kept; nothing is handed in",
    ),
    "preparing-do": "the work of a body one serves in; at the desk its members act by their office",
    "assembly-mine": "how one voted is shown to oneself alone; the desk must not see it",
    "helping-begin": "a helper takes up a trust on a screen; at the desk staff act by their office",
}
"""What resident pages send that is no service of its own, and why."""
