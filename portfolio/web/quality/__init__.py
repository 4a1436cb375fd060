"""数据质量: its grids and its lists."""
