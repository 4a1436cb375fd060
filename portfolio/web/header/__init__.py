"""The first line of a page: its filters, what is chosen, 导出, 通报, the reader's menu."""
