"""What a member asked for and the worker gave up: they are told so, and not left waiting."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot import people
from bot.letters import Letter
from bot.slack import (
    game_import,
    handover,
    history_file,
    receipts,
    results,
    roster_orders,
)
from bot.slack.messages import message
from ledger import outbox, purchases, reports
from ledger.models import Member
from ledger.outbox import Delivery

GIVEN_UP = "given up"

ASKED_FOR = {
    history_file.MOVEMENTS: "history",
    handover.FILE: "package",
    game_import.IMPORT: "game",
    purchases.RECEIPT: "receipt",
    receipts.FILE: "receipt",
    reports.REPORT: "report",
    roster_orders.READ: "roster",
    roster_orders.REGISTER: "registration",
    results.RESULTS: "results",
}
"""A package's message with the link is not among them: its file comes, or is told of, beside it."""


def tell(session: Session, delivery: Delivery, *, is_forbidden: bool = False) -> None:
    """Have the member told, by a letter: it reaches them by e-mail where Slack is why."""
    account_id, facts = delivery.account_id, delivery.facts
    if delivery.kind not in ASKED_FOR:
        return
    member_id = UUID(facts["member_id"]) if "member_id" in facts else delivery.recipient_id
    member = session.get(Member, (account_id, member_id))
    if member is None or member.removed_at is not None:
        return
    outbox.add(
        session,
        account_id=account_id,
        kind=GIVEN_UP,
        recipient_id=member_id,
        facts={
            "what": ASKED_FOR[delivery.kind],
            "file": facts.get("file", ""),
            "is_forbidden": is_forbidden,
        },
    )


def compose(session: Session, delivery: Delivery) -> Letter:
    language = people.language_for(session, delivery)
    return Letter(language=language, message=message(language.mrkdwn("given-up", **delivery.facts)))
