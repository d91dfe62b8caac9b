"""Tests of the package's page and the player, in a real browser."""
