"""What an announcement is, and how two versions of one differ; pure."""
