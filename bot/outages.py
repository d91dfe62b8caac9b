"""Whether a delivery failed for want of Slack, the mail server, the database or the way there.

Then the message itself has no flaw, and waits until they are back.
"""

import errno
import smtplib
import socket
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from slack_sdk.errors import SlackApiError

from ledger.database import is_transient

AWAY = frozenset({"ratelimited", "service_unavailable"})
"""What Slack says when it has no time (its page on the errors of all methods). Its `fatal_error`
and `internal_error` are not of them: what was sent may be why."""

CUT = (ConnectionError, TimeoutError, URLError, HTTPException, ssl.SSLError, socket.gaierror)
"""HTTPException is an answer that ends in its middle, gaierror a name that is not found."""

NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})

TOO_MANY = 429
SERVER_ERROR = 500
MAIL_TRANSIENT = range(400, 500)
"""An answer of a mail server that it may take back later (RFC 5321, 4.2.1)."""


def is_outage(error: Exception) -> bool:
    if isinstance(error, SlackApiError):
        return error.response["error"] in AWAY or is_away(error.response.status_code)
    if isinstance(error, HTTPError):
        return is_away(error.code)
    if isinstance(error, smtplib.SMTPException):
        return is_of_mail(error)
    return (
        is_transient(error)
        or isinstance(error, CUT)
        or (isinstance(error, OSError) and error.errno in NO_WAY)
    )


def is_away(status: int) -> bool:
    return status == TOO_MANY or status >= SERVER_ERROR


def is_of_mail(error: smtplib.SMTPException) -> bool:
    match error:
        # A password that was changed is no flaw of a mail, and an operator can mend it.
        case smtplib.SMTPServerDisconnected() | smtplib.SMTPAuthenticationError():
            return True
        case smtplib.SMTPRecipientsRefused():
            return all(code in MAIL_TRANSIENT for code, _ in error.recipients.values())
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return True
        case smtplib.SMTPResponseException():
            return error.smtp_code in MAIL_TRANSIENT
    return False
