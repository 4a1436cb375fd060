"""What the pages share: the ASGI app, the shell, the filters, the tables."""
