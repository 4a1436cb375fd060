"""The parts that pages are built from: figures, charts, tabs, folds, choices, lines of time."""
