"""What the pages of reporting share: filling in, reviewing, following up."""
