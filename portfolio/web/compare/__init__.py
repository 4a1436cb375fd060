"""县市区对比 in its parts: what is asked, the tile map, the tables, the months, the slides for a meeting room."""
