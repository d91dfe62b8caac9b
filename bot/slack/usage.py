"""`/credits help [topic]`: a topic for each subcommand, and what may be typed."""

from collections.abc import Collection

from bot.slack.asking import Asked
from bot.slack.messages import Message, message


def show(asked: Asked, subcommands: Collection[str]) -> Message:
    """Every subcommand in a line, or all about one: its texts are `help-` and `topic-` and its
    name."""
    say = asked.language.mrkdwn
    if not asked.words:
        lines = [say(f"help-{name}") for name in sorted(subcommands)]
        return message(say("help-first"), *lines, say("help-quotes"))
    topic = asked.words[0].removeprefix("/").casefold()
    if topic not in subcommands:
        known = [f"`{name}`" for name in sorted(subcommands)]
        return message(say("help-unknown", given=topic, topics=known))
    return message(say(f"help-{topic}"), say(f"topic-{topic}"))
