"""`/credits help`."""

from bot.slack.asking import Asked
from bot.slack.messages import Message, message

LINES = ("help-status", "help-allocate", "help-help", "help-quotes")


def show(asked: Asked) -> Message:
    return message(*map(asked.language.mrkdwn, LINES))
