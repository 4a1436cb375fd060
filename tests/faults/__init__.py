"""Ten faults, each a small patch of the product: proof that the tests can fail. Run `python -m tests.faults`."""
