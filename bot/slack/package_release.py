"""`/credits package release`: newcomers who wait in a burst are let in, their cost seen first."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot.slack import handover
from bot.slack.asking import Asked, Pressed
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from ledger import status
from ledger.actors import Act
from ledger.amounts import plays
from scorm_bridge import holds, listings
from scorm_bridge.listings import Listed

RELEASE = "package.release"


def preview(asked: Asked) -> Message:
    asked.actor.must(Act.CHANGE_PACKAGE)
    account_id = asked.actor.account_id

    def read(session: Session) -> tuple[Listed, int, int]:
        one = listings.find_package(session, account_id=account_id, given=asked.words)
        balance = status.of_client(session, account_id=account_id, client_id=one.client.id)
        return one, holds.waiting(session, one.package), balance.available

    one, waiting, available = asked.database.read(read)
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
        buttons=[button(label, action_id=RELEASE, value=one.package.id.hex, style="primary")],
    )


def release(pressed: Pressed) -> Replaced:
    """Pressed again, nobody waits any more, and it says so."""
    account_id, package_id = pressed.actor.account_id, UUID(pressed.value)

    def write(session: Session) -> tuple[Listed, int]:
        one = listings.get_package(session, account_id=account_id, package_id=package_id)
        return one, holds.release(session, actor=pressed.actor, package=one.package)

    one, count = pressed.database.write(write)
    id = "package-released" if count else "package-nobody-waits"
    facts = {**handover.facts(one), **({"count": count} if count else {})}
    return Replaced(message=message(pressed.language.mrkdwn(id, **facts)))


def register(on: Listening) -> None:
    on.action(RELEASE, release)
