"""What no one expected: one sentence with a number, the traceback in the log under that number."""

import structlog

from bot.language import Language
from ledger.ids import new_id

log = structlog.get_logger("obole.slack")


def reported(error: Exception, language: Language) -> str:
    """Log the error; return what its person reads."""
    number = structlog.contextvars.get_contextvars().get("request_id") or new_id().hex
    log.error("failed", number=number, exc_info=error)
    return language.mrkdwn("failed", number=number)
