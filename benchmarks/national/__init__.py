"""A made-up national library and three ways of answering the same questions of it: ours, SQLite's and pandas'."""
