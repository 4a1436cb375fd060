"""What the pages share: the ASGI app, the shell, sign-in, the filters, and a folder for each part of a page."""
