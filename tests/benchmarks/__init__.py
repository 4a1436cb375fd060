"""The benchmarks run: at a tiny size, for their answers, never for their times."""
