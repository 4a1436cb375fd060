"""The tests. Their processes have a core each, so that a frame's work goes to no pool of threads: it would wait there."""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # read when polars is imported
