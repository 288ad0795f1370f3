"""What a rule means, and how it is judged: pure, without Django, the same live and on history."""
