"""项目台账, the one table of projects, its columns and standard views; 项目调整 is a table of that kind."""
