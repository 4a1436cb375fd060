"""规划指标: an indicator in words, and one opened."""
