"""Tests: they mirror the packages, with end-to-end tests and benchmarks beside them."""
