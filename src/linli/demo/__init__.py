"""The demo: an invented estate whose devices replay real recordings and whose people act."""
