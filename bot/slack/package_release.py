"""`/credits package release`: newcomers who wait in a burst are let in, their cost seen first."""

from sqlalchemy.orm import Session

from bot.slack import handover
from bot.slack.asking import Asked, Pressed
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from bot.slack.package_offers import Offer
from ledger import idempotency, status
from ledger.actors import Act, Actor
from ledger.amounts import plays
from ledger.ids import new_id
from scorm_bridge import holds, listings
from scorm_bridge.listings import Listed

RELEASE = "package.release"


def preview(asked: Asked) -> Message:
    asked.actor.must(Act.CHANGE_PACKAGE)
    account_id = asked.actor.account_id

    def read(session: Session) -> tuple[Listed, Offer, int, int]:
        one = listings.find_package(session, account_id=account_id, given=asked.words)
        offer = Offer.of(asked, one.package.id)
        waiting = holds.waiting(session, one.package, since_before=offer.made_at)
        balance = status.of_client(session, account_id=account_id, client_id=one.client.id)
        return one, offer, waiting, balance.available

    one, offer, waiting, available = asked.database.read(read)
    say = asked.language.mrkdwn
    if not waiting:
        return message(say("package-nobody-waits", **handover.facts(one)))
    price = one.game.price
    lines = [
        say("package-release-preview", count=waiting, **handover.facts(one)),
        say("package-release-costs", credits=waiting * price, plays=waiting),
        say(
            "package-release-has",
            client=one.client.name,
            available=available,
            plays=plays(available, price),
        ),
    ]
    label = asked.language("package-release-now.button", count=waiting)
    return message(
        *lines,
        buttons=[button(label, action_id=RELEASE, value=offer.packed(), style="primary")],
    )


def release(pressed: Pressed) -> Message | Replaced:
    """Whoever waited when it was shown, and nobody who came since: those are told of."""
    say, offer = pressed.language.mrkdwn, Offer.unpacked(pressed.value)
    if flaw := offer.flaw(pressed, say):
        return message(flaw)
    account_id = pressed.actor.account_id

    def write(session: Session) -> tuple[Listed, int, int]:
        one = listings.get_package(session, account_id=account_id, package_id=offer.package_id)
        count = let_in(session, pressed.actor, one, offer)
        return one, count, holds.waiting(session, one.package)

    one, count, more = pressed.database.write(write)
    facts = handover.facts(one)
    if count:
        lines = [say("package-released", count=count, **facts)]
    else:
        lines = [say("package-none-released" if more else "package-nobody-waits", **facts)]
    if more:
        lines.append(say("package-more-wait", count=more))
    return Replaced(message=message(*lines))


def let_in(session: Session, actor: Actor, one: Listed, offer: Offer) -> int:
    """How many of those who were shown are let in; none under a key that was used."""
    mine = new_id()
    first = idempotency.claim(
        session,
        account_id=actor.account_id,
        key=offer.key,
        facts={"act": "release learners"},
        result_id=mine,
    )
    if first != mine:
        return 0
    return holds.release(session, actor=actor, package=one.package, since_before=offer.made_at)


def register(on: Listening) -> None:
    on.action(RELEASE, release)
