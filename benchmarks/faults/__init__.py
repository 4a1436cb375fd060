"""Kills of the real server, and of the commands beside it, at random points: nothing acknowledged may be lost or halved."""
