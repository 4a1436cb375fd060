"""总览 in its parts: what it rests on, the sentence and its figures, the counties, the projects that need somebody."""
