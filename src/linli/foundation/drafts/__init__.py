"""Drafts 草稿: what somebody has begun and not sent yet."""
