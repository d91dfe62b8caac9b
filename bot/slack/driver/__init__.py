"""Slack's own part, played: what its client and its servers do when people use the app.

No emulator of Slack sends commands, presses, submissions or events, or has a response_url. The
driver sends them to the real endpoint, signed, as Slack does, and keeps what comes back: in the
acknowledgement, at a response_url of its own, and at the Web API it was given. Everything that
comes back is read against Slack's limits. It serves the demo, the tests, and `obole slack`.
"""

from bot.slack.driver.answer import Answer, Flawed
from bot.slack.driver.driver import Driver
from bot.slack.driver.forms import NotFilled
from bot.slack.driver.web_api import WebApi

__all__ = ["Answer", "Driver", "Flawed", "NotFilled", "WebApi"]
