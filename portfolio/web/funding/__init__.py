"""资金来源: its figures, ages, years and lists, the treasury's figures beside the owners', and the year's plan lists."""
