"""What a person at a terminal reads when a command could not be done."""

import structlog
from sqlalchemy.exc import DBAPIError

from bot import logs, refusals
from bot.language import ENGLISH
from bot.settings import BadSetting
from ledger.errors import OboleError
from ledger.ids import new_id

NOT_MIGRATED = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


def worded(error: Exception) -> str:
    """One sentence; what no one expected is logged with its traceback under an id."""
    if isinstance(error, OboleError):
        return refusals.sentence(ENGLISH, error, surface="terminal")
    if isinstance(error, BadSetting):
        return str(error)
    if isinstance(error, DBAPIError):
        return of_database(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'The system'}: {error.strerror or error}."
    return unexpected(error)


def of_database(error: DBAPIError) -> str:
    cause = f"{type(error.orig).__name__} {error.orig}"
    if any(sign in cause for sign in NOT_MIGRATED):
        return "The database is not at the newest schema. Run: obole db upgrade"
    if error.connection_invalidated or "OperationalError" in cause:
        return "The database does not answer. Check DATABASE_URL, and that it is running."
    return unexpected(error)


def unexpected(error: Exception) -> str:
    number = new_id().hex
    logs.configure()
    structlog.get_logger("obole.cli").error("failed", number=number, exc_info=error)
    return f"Something went wrong on our side; its number in the log above is {number}."
