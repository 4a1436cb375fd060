"""督办事项 on the pages: given, answered, closed."""
