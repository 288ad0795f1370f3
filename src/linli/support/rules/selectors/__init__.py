"""Questions: rules with their precision, alarms with their traces, reviews, rehearsals."""
