"""A learner's letter as a mail: plain text and HTML, from the client's name and our address."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from jinja2 import Environment, PackageLoader

from bot.learner_letters import LearnerLetter
from scorm_bridge.campus.colours import palette

SPECIALS = re.compile(r'[\s@<>()\[\],;:\\"]')

PAGES = Environment(
    loader=PackageLoader("bot"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def composed(sender: str, letter: LearnerLetter, name: str) -> EmailMessage:
    """`name` is the mail's own, the same when it is sent once more: a mailbox shows it once.

    There is no Reply-To: nobody of the client reads our mailbox. Raises ValueError for an address
    that no mail can be sent to.
    """
    address = parseaddr(sender)[1]
    mail = EmailMessage()
    mail["From"] = Address(display_name=letter.client.name, addr_spec=address)
    mail["To"] = recipient(letter.to)
    mail["Date"] = formatdate(localtime=False)
    mail["Subject"] = letter.subject
    mail["Message-ID"] = f"<{name}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no robot answers it
    if letter.reminders_off is not None:
        mail["List-Unsubscribe"] = f"<{letter.reminders_off}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    mail.set_content(as_text(letter))
    mail.add_alternative(as_html(letter), subtype="html")
    return mail


def recipient(address: str) -> Address:
    """With the domain as DNS has it (RFC 5890), which every mail server takes.

    A local part beyond ASCII is left as it is: only a server with SMTPUTF8 (RFC 6531) takes it.
    """
    local, _, domain = address.rpartition("@")
    domain = domain.encode("idna").decode("ascii")
    if local.isascii():
        return Address(addr_spec=f"{local}@{domain}")
    if SPECIALS.search(local):
        raise ValueError("it needs quotes")
    return Address(username=local, domain=domain)


def as_text(letter: LearnerLetter) -> str:
    paragraphs = [*letter.lines, f"{letter.button}\n{letter.link}"]
    foot = letter.about
    if letter.reminders_off is not None:
        foot = f"{foot}\n{letter.language('reminders-off')}\n{letter.reminders_off}"
    return "\n\n".join(paragraphs) + f"\n\n-- \n{foot}\n"


def as_html(letter: LearnerLetter) -> str:
    client = letter.client
    return PAGES.get_template("learner_mail.html").render(
        letter=letter,
        colours=palette(colour=client.colour, accent=client.accent),
        link_below=letter.language("link-below"),
        reminders_off=letter.language("reminders-off"),
    )
