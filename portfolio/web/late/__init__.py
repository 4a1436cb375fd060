"""滞后项目: its choices, its list, and what stands beside it."""
