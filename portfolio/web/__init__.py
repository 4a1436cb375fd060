"""What the pages share: the door, the shell, the filters, the tables."""
