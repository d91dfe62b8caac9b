"""A mail server on the loopback, which keeps what arrives."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTPUTF8
from typing import Any

from aiosmtpd.controller import Controller

from bot.demo.processes import LOOPBACK, free_port
from bot.mail import MailServer

SENDER = "Obole <obole@ludum.example>"


class Letterbox:
    """`refused` are addresses that it takes no mail for, each with what it answers."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = BytesParser(EmailMessage, policy=SMTPUTF8).parsebytes(envelope.content)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def letterbox(*, takes_utf8: bool = True) -> Iterator[tuple[Letterbox, MailServer]]:
    handler, port = Letterbox(), free_port()
    controller = Controller(handler, hostname=LOOPBACK, port=port, enable_SMTPUTF8=takes_utf8)
    controller.start()
    try:
        yield handler, MailServer(host=LOOPBACK, port=port, sender=SENDER)
    finally:
        controller.stop()


def part(mail: EmailMessage, subtype: str) -> str:
    """What it says as `plain` or as `html`."""
    found = mail.get_body((subtype,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")
