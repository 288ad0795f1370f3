"""What is done before and after the votes: ask, prepare, stand, object, draft, take office."""
