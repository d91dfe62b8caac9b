"""Benchmarks: each measures what was built beside the least that could do it."""
