"""E-mail, for those whom Slack does not reach: the same words, as plain text and as HTML."""

import html
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, getaddresses, parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.language import Language
from bot.letters import Enclosure, Letter, Unreachable
from bot.slack import plain
from bot.slack.messages import Message

SECONDS = 10
SUBJECT_MOST = 120
PORTS = {"smtp": 587, "smtps": 465}
KINDS = {"png": ("image", "png"), "csv": ("text", "csv"), "pdf": ("application", "pdf")}
"""What is enclosed, by how its name ends."""

PERMANENT = 500
"""From here on a server's answer to an address stays the same (RFC 5321, 4.2.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """`sender` is the address that mails are from; a password is only ever sent encrypted."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    is_encrypted: bool = False
    starts_tls: bool = False


def parsed(url: str, sender: str) -> MailServer:
    """Of `smtp://user:password@host:587/?starttls`, or `smtps://` for encryption from the start.

    Raises ValueError, which says what is wrong with it and holds no password.
    """
    parts = urlsplit(url)
    options = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if parts.scheme not in PORTS or not parts.hostname or options - {"starttls"}:
        raise ValueError("it must look like smtp://user:password@host:587/?starttls, or smtps://…")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise ValueError("its port is no number from 1 to 65535") from None
    server = MailServer(
        host=parts.hostname,
        port=port,
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        is_encrypted=parts.scheme == "smtps",
        starts_tls="starttls" in options,
    )
    if server.user and not (server.is_encrypted or server.starts_tls):
        raise ValueError("a password needs ?starttls, or smtps://")
    return server


def is_address(text: str) -> bool:
    """Whether it is one address, as `Obole <obole@ludum.example>` or without the name."""
    match getaddresses([text]):
        case [(_, address)]:
            local, _, domain = address.rpartition("@")
            return bool(local and domain) and not re.search(r"[\s,;]", address)
    return False


def send(
    server: MailServer,
    *,
    to: str,
    letter: Letter,
    name: str,
    earlier: str | None = None,
    enclosures: Sequence[Enclosure] = (),
) -> None:
    """`name` is the mail's own; `earlier` that of the one it follows in its thread.

    Raises Unreachable for an address that the server refuses for good; OSError or SMTPException
    for what may pass.
    """
    mail = composed(server.sender, to, letter, name, earlier)
    for one in enclosures:
        kind = KINDS[one.name.rpartition(".")[2]]
        mail.add_attachment(one.content, *kind, filename=one.name)
    hand_over(server, mail)


def hand_over(server: MailServer, mail: EmailMessage) -> None:
    """Raises as `send` does."""
    try:
        with connected(server) as line:
            line.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if all(code >= PERMANENT for code in codes):
            raise Unreachable(f"the mail server refused the address with {codes[0]}") from error
        raise
    except smtplib.SMTPNotSupportedError as error:  # an address beyond ASCII, and no SMTPUTF8
        raise Unreachable("the mail server takes no such address") from error
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= PERMANENT:
            raise Unreachable(f"the mail server refused it with {error.smtp_code}") from error
        raise


def connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.is_encrypted:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS, context=context
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.starts_tls:
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password or "")
    except BaseException:
        line.close()
        raise
    return line


def composed(sender: str, to: str, letter: Letter, name: str, earlier: str | None) -> EmailMessage:
    """One mail; its subject is the first line of what it says."""
    text = readable(letter.message)
    footer = letter.language("mail-footer")
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail = EmailMessage()
    mail["From"], mail["Date"] = sender, formatdate(localtime=False)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = subject(text)
    mail["Message-ID"] = f"<{name}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nothing of ours is answered by a robot
    if earlier:
        mail["In-Reply-To"] = mail["References"] = f"<{earlier}@{domain}>"
    mail.set_content(f"{text}\n\n-- \n{footer}\n")
    mail.add_alternative(as_html(letter.message, footer, letter.language), subtype="html")
    return mail


def readable(message: Message) -> str:
    """Without its buttons, which a mail cannot have."""
    blocks = [block for block in message.blocks if block["type"] != "actions"]
    return plain.plain({"text": message.text, "blocks": blocks})


def subject(text: str) -> str:
    first = re.sub(r"^[!×✓#\s]+", "", text.splitlines()[0])
    return first if len(first) <= SUBJECT_MOST else f"{first[: SUBJECT_MOST - 1]}…"


def as_html(message: Message, footer: str, language: Language) -> str:
    lines = [html.escape(line) or "&nbsp;" for line in readable(message).splitlines()]
    body = "\n".join(f'<p style="margin:0 0 8px">{line}</p>' for line in lines)
    return (
        f'<!doctype html><html lang="{language.locale}"><meta charset="utf-8">'
        '<body style="font:16px/1.5 sans-serif;color:#1d2b3a;max-width:40em;margin:24px auto">'
        f'\n{body}\n<p style="color:#5b6670;font-size:13px">{html.escape(footer)}</p></body></html>'
    )
