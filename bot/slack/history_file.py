"""The movements of a wallet as a file: ordered by a press, made and sent by the worker.

A wallet of a million movements takes longer than a listener has, and a file whose sending failed
is tried again.
"""

from io import BytesIO

from sqlalchemy.orm import Session

from bot.errands import Errand
from bot.language import Language
from bot.slack.asking import Pressed
from bot.slack.history import FILE, Part, client_of
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from ledger import outbox, statement_files, statements
from ledger.actors import Act
from ledger.ids import new_id
from ledger.models import Account, Client, TransferKind
from ledger.statements import Wanted

MOVEMENTS = "history file"
BOM = "\ufeff"
"""By which a spreadsheet knows that the file is UTF-8."""


def ordered(pressed: Pressed) -> Message:
    pressed.actor.must(Act.SEE)
    name = pressed.database.write(lambda session: order(session, pressed))
    return message(pressed.language.mrkdwn("history-file-ordered", file=name))


def order(session: Session, pressed: Pressed) -> str:
    """The name of the file that comes."""
    part = Part.unpacked(pressed.value)
    account = session.get_one(Account, pressed.actor.account_id)
    name = file_name(account, client_of(session, account, part))
    outbox.add(
        session,
        account_id=account.id,
        kind=MOVEMENTS,
        recipient_id=new_id(),  # a line of its own: what else the member is told does not wait
        facts={
            "member_id": str(pressed.actor.member_id),
            "locale": pressed.language.locale,
            "part": part.packed(),
        },
    )
    return name


def upload(errand: Errand) -> str:
    """Slack shows it with the last of its calls: a worker that dies after that sends it twice."""
    errand.database.read(errand.actor)  # who was removed gets nothing
    # Before the file is made: while Slack is away that would be for nothing.
    correspondence = errand.correspondence()
    name, content = errand.database.read(lambda session: made(session, errand))
    return correspondence.upload(name, content, errand.language.mrkdwn("history-file-is-here"))


def made(session: Session, errand: Errand) -> tuple[str, bytes]:
    """All of the period, as it is now. Only the file itself is held in memory, as its upload wants
    it whole."""
    part = Part.unpacked(errand.facts["part"])
    account = session.get_one(Account, errand.delivery.account_id)
    since, until = statements.period(part.first, part.last, time_zone=account.time_zone)
    lines = statements.lines(
        session,
        account_id=account.id,
        wallet_id=part.client_id or account.id,
        wanted=Wanted(since=since, until=until),
    )
    rows = statement_files.for_people(
        lines,
        headings=errand.language.mrkdwn("history-headings").split(", "),
        kinds=kinds(errand.language),
        time_zone=account.time_zone,
        # With the role of now: who ordered it may have become a viewer since.
        names_learners=errand.actor(session).may(Act.SEE_LEARNERS),
    )
    file = BytesIO()
    file.write(BOM.encode())
    for row in rows:
        file.write(row.encode())
    return file_name(account, client_of(session, account, part)), file.getvalue()


def kinds(language: Language) -> dict[TransferKind, str]:
    return {kind: language.mrkdwn(f"kind-{kind.value}") for kind in TransferKind}


def file_name(account: Account, client: Client | None) -> str:
    return f"{client.alias if client else account.name}.csv".replace("/", "-")


def register(on: Listening) -> None:
    on.action(FILE, ordered)
