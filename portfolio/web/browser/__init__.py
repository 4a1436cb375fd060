"""What a browser is handed: the front page, style sheets, scripts and their hashes."""
