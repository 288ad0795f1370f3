"""What comes before and after the votes: requests, preparation, candidates, texts, offices."""
