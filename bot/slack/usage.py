"""`/credits help`."""

from bot.slack.asking import Asked
from bot.slack.messages import Message, message
from bot.wording import credits_

STATUS = "`/credits status [client]`"
ALLOCATE = "`/credits allocate CLIENT CREDITS [reference] [comment]`"
HELP = "`/credits help`"


def show(asked: Asked) -> Message:  # noqa: ARG001
    return message(
        f"{STATUS}  the pool, and who runs out first; or one client's credits",
        f"{ALLOCATE}  from the pool to a client, shown to you before it is final",
        f"{HELP}  this list",
        f"Put quotation marks around a name of several words. 20 learners need {credits_(120)}.",
    )
