"""`/credits package rotate`: a new key, and the end of the older ones, each shown first."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.slack import blocks, handover
from bot.slack.asking import Asked, Pressed
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from bot.slack.package_offers import Offer
from ledger import idempotency
from ledger.actors import Act
from ledger.ids import new_id
from scorm_bridge import listings, package_keys
from scorm_bridge.listings import Listed

ROTATE, REVOKE, CANCEL = "package.rotate", "package.revoke", "package.cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """`revoked` are the numbers of the keys that open nothing any more; `is_repeat` where the
    same button was pressed before."""

    one: Listed
    newest: int
    revoked: list[int]
    is_repeat: bool


def preview(asked: Asked) -> Message:
    asked.actor.must(Act.CHANGE_PACKAGE)

    def read(session: Session) -> tuple[Listed, list[int]]:
        one = listings.find_package(session, account_id=asked.actor.account_id, given=asked.words)
        return one, [key.number for key in package_keys.in_use(session, one.package)]

    one, keys = asked.database.read(read)
    say, language = asked.language.mrkdwn, asked.language
    value = Offer.of(asked, one.package.id).packed()
    revoke = blocks.confirmed(
        button(language("package-revoke.button"), action_id=REVOKE, value=value, style="danger"),
        title=language("package-revoke.ask"),
        text=language("package-revoke.asked"),
        confirm=language("package-revoke.yes"),
        deny=language("package-revoke.no"),
    )
    return message(
        say("package-rotate-preview", number=keys[-1] + 1, **handover.facts(one)),
        say("package-rotate-keeps"),
        say("package-revoke-ends"),
        buttons=[
            button(language("package-new-key.button"), action_id=ROTATE, value=value),
            revoke,
            button(language("package-cancel.button"), action_id=CANCEL, value=value),
        ],
    )


def rotate(pressed: Pressed) -> Message | Replaced:
    return turned(pressed, revokes=False)


def revoke(pressed: Pressed) -> Message | Replaced:
    return turned(pressed, revokes=True)


def turned(pressed: Pressed, *, revokes: bool) -> Message | Replaced:
    say, offer = pressed.language.mrkdwn, Offer.unpacked(pressed.value)
    if flaw := offer.flaw(pressed, say):
        return message(flaw)
    done = pressed.database.write(lambda session: turn(session, pressed, offer, revokes=revokes))
    link = handover.link_to(done.one, pressed.office.keyring, pressed.office.places)
    if done.is_repeat:
        lines = [say("package-rotated-before", number=done.newest, **handover.facts(done.one))]
    else:
        lines = [say("package-rotated", number=done.newest, **handover.facts(done.one))]
        keys = ", ".join(map(str, done.revoked))
        lines += [say("package-revoked", keys=keys)] if keys else []
        lines += [say("package-arrives")]
    return Replaced(message=handover.shown(pressed.language, done.one, *lines, link=link))


def turn(session: Session, asked: Asked, offer: Offer, *, revokes: bool) -> Turned:
    """Once under the offer's key: pressed again, it says what it came to."""
    account_id, actor = asked.actor.account_id, asked.actor
    one = listings.get_package(session, account_id=account_id, package_id=offer.package_id)
    mine = new_id()  # a rotation has no id of its own: this tells the first from a repeat
    first = idempotency.claim(
        session,
        account_id=account_id,
        key=offer.key,
        facts={"act": "rotate package key"},
        result_id=mine,
    )
    if first != mine:
        newest = package_keys.in_use(session, one.package)[-1].number
        return Turned(one=one, newest=newest, revoked=[], is_repeat=True)
    key = package_keys.rotate(
        session, actor=actor, keyring=asked.office.keyring, package=one.package
    )
    number = key.number
    revoked = package_keys.revoke(session, actor=actor, package=one.package) if revokes else []
    handover.send(session, asked, one)
    return Turned(one=one, newest=number, revoked=revoked, is_repeat=False)


def cancel(pressed: Pressed) -> Replaced:
    return Replaced(message=message(pressed.language.mrkdwn("package-cancelled")))


def register(on: Listening) -> None:
    on.action(ROTATE, rotate)
    on.action(REVOKE, revoke)
    on.action(CANCEL, cancel)
