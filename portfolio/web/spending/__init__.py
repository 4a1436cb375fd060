"""支出进度: its figures and its lists."""
