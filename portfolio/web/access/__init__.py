"""Who is before the screen: accounts, signing in, sessions, and the pages each role is shown."""
