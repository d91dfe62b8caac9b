"""What owners are asked for, and decide; and what one who may not allocate proposes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from bot import people, refusals, wording
from bot.language import Language, Say
from bot.letters import Letter
from bot.slack import allocate
from bot.slack.asking import Pressed
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from bot.slack.offers import OFFER_STANDS, Offer
from ledger import clock, journal, requests
from ledger.errors import NotEnoughCredits, OboleError
from ledger.models import AllocationRequest, Client, Member, Verdict
from ledger.outbox import Delivery
from ledger.requests import Decided

APPROVE, DECLINE, CONFIRM, LEAVE = (
    f"request.{name}" for name in ("approve", "decline", "confirm", "leave")
)


def matter(delivery: Delivery) -> str:
    """What it is about: the message that asked is edited when it was decided."""
    return f"request {delivery.facts['request_id']}"


def asked_for(session: Session, delivery: Delivery) -> Letter:
    """To an owner: with the buttons that decide, until it is decided."""
    language = people.language_for(session, delivery)
    request = request_of(session, delivery)
    if request.verdict is not None:
        words = verdict(session, language.mrkdwn, request, delivery.recipient_id)
    else:
        words = question(session, language, request)
    return Letter(language=language, message=words, matter=matter(delivery))


def question(session: Session, language: Language, request: AllocationRequest) -> Message:
    pool = journal.balance(session, request.account_id, request.account_id)
    say, value = language.mrkdwn, request.id.hex
    return message(
        *said(session, say, "request-asked", request),
        say("pool-holds", pool=pool),
        buttons=[
            button(
                language("request-approve.button"), action_id=APPROVE, value=value, style="primary"
            ),
            button(language("request-decline.button"), action_id=DECLINE, value=value),
        ],
    )


def decided(session: Session, delivery: Delivery) -> Letter:
    """To who asked, and to every owner in place of the question."""
    language = people.language_for(session, delivery)
    request = request_of(session, delivery)
    words = verdict(session, language.mrkdwn, request, delivery.recipient_id)
    return Letter(language=language, message=words, matter=matter(delivery))


def verdict(session: Session, say: Say, request: AllocationRequest, recipient_id: UUID) -> Message:
    assert request.verdict is not None
    by = session.get(Member, (request.account_id, request.decided_by))
    facts = {
        "verdict": request.verdict.value,
        "is_asker": recipient_id == request.asked_by,
        "by": by.name if by else "Obole",
    }
    return message(*said(session, say, "request-verdict", request, **facts))


def proposed(session: Session, delivery: Delivery) -> Letter:
    """To one who may allocate: a button shows them the allocation, as if they had typed it."""
    language = people.language_for(session, delivery)
    facts = delivery.facts
    client = session.get_one(Client, (delivery.account_id, UUID(facts["client"])))
    by = session.get_one(Member, (delivery.account_id, UUID(facts["by"])))
    offer = Offer.made("", client.id, facts["credits"], facts["reference"], facts["comment"])
    wanted = wording.moved(client.name, offer.credits, offer.reference, offer.comment)
    show = language("request-proposed.button")
    words = message(
        language.mrkdwn("request-proposed", member=by.name),
        language.mrkdwn("request-wanted", **wanted),
        buttons=[button(show, action_id=allocate.PROPOSED, value=offer.packed())],
    )
    return Letter(language=language, message=words)


def request_of(session: Session, delivery: Delivery) -> AllocationRequest:
    id = UUID(delivery.facts["request_id"])
    return session.get_one(AllocationRequest, (delivery.account_id, id))


def said(
    session: Session, say: Say, id: str, request: AllocationRequest, **facts: object
) -> tuple[str, str]:
    """The text `id` about who asked, and what they asked for."""
    client = session.get_one(Client, (request.account_id, request.client_id))
    member = session.get_one(Member, (request.account_id, request.asked_by))
    wanted = wording.moved(client.name, request.credits, request.reference, request.comment)
    return say(id, member=member.name, **facts), say("request-wanted", **wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A request as it was shown before the yes, in a button's value."""

    request_id: UUID
    at: datetime

    def packed(self) -> str:
        return f"{self.request_id.hex} {int(self.at.timestamp())}"

    @classmethod
    def unpacked(cls, value: str) -> Self:
        request_id, at = value.split()
        return cls(request_id=UUID(request_id), at=datetime.fromtimestamp(int(at), UTC))

    @property
    def is_over(self) -> bool:
        return clock.now() - self.at > OFFER_STANDS


def approve(pressed: Pressed) -> Message:
    return considered(pressed, UUID(pressed.value))


def considered(pressed: Pressed, request_id: UUID, *, why: str | None = None) -> Message:
    """Shown with both balances after it, since it is as final as any allocation (R5); `why` is
    why it is shown once more."""
    language, say = pressed.language, pressed.language.mrkdwn
    try:
        shown = pressed.database.rehearse(
            lambda session: decide(session, pressed, request_id, Verdict.APPROVED)
        )
    except NotEnoughCredits as error:
        return allocate.too_short(pressed, error)
    after = shown.allocated
    assert after is not None
    if after.is_repeat:
        return message(say("allocate-repeat", **wording.allocation(after)))
    yes, no = language("request-approve.button"), language("allocate-cancel.button")
    value = Shown(request_id=request_id, at=clock.now()).packed()
    return message(
        *([why] if why else []),
        say("allocate-preview", **wording.allocation(after)),
        *wording.balances(say, after, "then"),
        say("allocate-final"),
        buttons=[
            button(yes, action_id=CONFIRM, value=value, style="primary"),
            button(no, action_id=LEAVE, value=value),
        ],
    )


def confirm(pressed: Pressed) -> Replaced:
    """The balances of a day ago and longer are no basis for what is final: they are shown anew."""
    say, shown = pressed.language.mrkdwn, Shown.unpacked(pressed.value)
    try:
        if shown.is_over:
            why = say("request-too-old")
            return Replaced(message=considered(pressed, shown.request_id, why=why))
        done = pressed.database.write(
            lambda session: decide(session, pressed, shown.request_id, Verdict.APPROVED)
        )
    except OboleError as error:
        return Replaced(message=message(refusals.sentence(say, error)))
    assert done.allocated is not None
    facts = wording.allocation(done.allocated)
    if done.allocated.is_repeat:
        return Replaced(message=message(say("allocate-repeat", **facts)))
    now = wording.balances(say, done.allocated, "now")
    return Replaced(message=message(say("allocate-done", **facts), *now))


def decline(pressed: Pressed) -> Replaced:
    def declined(session: Session) -> Message:
        request = decide(session, pressed, UUID(pressed.value), Verdict.DECLINED).request
        assert pressed.actor.member_id is not None
        return verdict(session, pressed.language.mrkdwn, request, pressed.actor.member_id)

    return Replaced(message=pressed.database.write(declined))


def decide(session: Session, pressed: Pressed, request_id: UUID, verdict: Verdict) -> Decided:
    return requests.decide(session, actor=pressed.actor, request_id=request_id, verdict=verdict)


def leave(pressed: Pressed) -> Replaced:
    """It still waits, unless it was decided before: then that is what is said."""
    actor, say = pressed.actor, pressed.language.mrkdwn
    key = (actor.account_id, Shown.unpacked(pressed.value).request_id)

    def read(session: Session) -> Message:
        request = session.get_one(AllocationRequest, key)
        if request.verdict is None or actor.member_id is None:
            return message(say("request-left"))
        return verdict(session, say, request, actor.member_id)

    return Replaced(message=pressed.database.read(read))


def register(on: Listening) -> None:
    on.action(APPROVE, approve)
    on.action(CONFIRM, confirm)
    on.action(DECLINE, decline)
    on.action(LEAVE, leave)
