"""Taking a file of somebody's own: what is wrong in it, what it does not say, what it would change."""
