"""Tests of the sandbox LMS."""
