"""The team's edge: Slack and the command line, and where web, worker and demo are put together."""
