"""What is for want of Slack, the mail server or the way there, and what is a message's own flaw."""

import errno
import smtplib
import socket
import ssl
from email.message import Message
from http.client import IncompleteRead, RemoteDisconnected
from urllib.error import HTTPError, URLError

import psycopg
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import NoResultFound, OperationalError

from bot.outages import is_outage


def said(error: str, status: int = 200) -> SlackApiError:
    response = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data={"ok": False, "error": error},
        headers={},
        status_code=status,
    )
    return SlackApiError("it said no", response)  # type: ignore[no-untyped-call]


def answered(status: int) -> HTTPError:
    return HTTPError("https://files.slack.com/", status, "", Message(), None)


OUTAGES: list[Exception] = [
    said("ratelimited", 429),
    said("not JSON: <html>", 502),
    said("service_unavailable"),
    answered(503),
    answered(429),
    URLError(ConnectionRefusedError()),
    ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
    RemoteDisconnected("gone"),
    IncompleteRead(b""),
    TimeoutError(),
    socket.gaierror(socket.EAI_AGAIN, "no name"),
    OSError(errno.ENETUNREACH, "no way"),
    ssl.SSLError(),
    smtplib.SMTPServerDisconnected("gone"),
    smtplib.SMTPConnectError(421, "busy"),
    smtplib.SMTPAuthenticationError(535, b"wrong password"),
    smtplib.SMTPDataError(451, "later"),
    smtplib.SMTPSenderRefused(452, b"full", "o@x.example"),
    OperationalError("SELECT 1", {}, psycopg.OperationalError("the server is gone")),
    smtplib.SMTPRecipientsRefused({"a@x.example": (450, b"greylisted")}),
]
FLAWS: list[Exception] = [
    said("invalid_blocks"),
    said("internal_error"),
    said("msg_too_long", 400),
    answered(404),
    ValueError("a text without its fact"),
    NoResultFound(),
    FileNotFoundError(errno.ENOENT, "no such file"),
    OSError(errno.ENOSPC, "no space"),
    smtplib.SMTPDataError(554, "content refused"),
    smtplib.SMTPSenderRefused(550, b"no such sender", "o@x.example"),
    smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"no such user")}),
    smtplib.SMTPNotSupportedError("no UTF-8"),
]


@pytest.mark.parametrize("error", OUTAGES, ids=repr)
def test_an_outage_is_known_by_its_error(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize("error", FLAWS, ids=repr)
def test_a_flaw_is_no_outage(error: Exception) -> None:
    assert not is_outage(error)
