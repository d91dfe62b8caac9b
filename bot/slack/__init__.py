"""Slack: what the team types and presses there, and the messages it gets."""
