"""The owners' assembly as an owner meets it: what waits, the notice, the vote, the result."""
