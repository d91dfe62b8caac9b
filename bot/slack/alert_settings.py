"""`/credits alerts`: where they go, below how much they are told, and what is quiet for a while."""

import re
from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot import people, wording, workspaces
from bot.courier import CALL_SECONDS, GONE
from bot.language import Language
from bot.slack import inputs, snoozing
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.blocks import option
from bot.slack.listening import Listening
from bot.slack.messages import Message, button, message
from bot.slack.modals import Errors, Modal
from ledger import accounts, clients, snoozes, thresholds
from ledger.actors import Act
from ledger.errors import AmbiguousName, UnknownClient
from ledger.models import Account, Client, Threshold, ThresholdUnit

CHANGE, FORM = "alerts.change", "alerts.form"
DIRECT, CHANNEL, POOL, DEFAULT = "direct", "channel", "pool", "default"
SHOWN = 20

UNITS = {
    "plays": ThresholdUnit.PLAYS,
    "play": ThresholdUnit.PLAYS,
    "parties": ThresholdUnit.PLAYS,
    "partie": ThresholdUnit.PLAYS,
    "credits": ThresholdUnit.CREDITS,
    "credit": ThresholdUnit.CREDITS,
    "crédits": ThresholdUnit.CREDITS,
    "crédit": ThresholdUnit.CREDITS,
    "%": ThresholdUnit.PER_CENT,
}
CHANNEL_ID = re.compile(r"(?:<#)?(?P<id>[CG][A-Z0-9]{1,30})(?:\|[^>]*)?>?")
"""As Slack's client copies it, or as it sends a mention; a channel's name may change."""

THRESHOLD = re.compile(r"(?P<value>[0-9]{1,9})\s*(?P<unit>\S*)")


WORDS = frozenset({DIRECT, CHANNEL, "snooze"})
"""What is no client's name at the beginning of the line."""


def command(asked: Asked) -> Message | Modal:
    """`/credits alerts`; or `direct`, `channel [ID]`, `snooze CLIENT day`, `CLIENT 20 plays`."""
    asked.actor.must(Act.SEE)
    match asked.words:
        case []:
            return shown(asked)
        case [word] if word.casefold() == DIRECT:
            return told_directly(asked)
        case [word] if word.casefold() == CHANNEL:
            return form(asked)
        case [word, given] if word.casefold() == CHANNEL:
            found = CHANNEL_ID.fullmatch(given)
            return told_in(asked, found["id"]) if found else form(asked)
        case [word, name, length] if word.casefold() == "snooze" and length in snoozing.FOR:
            wallet_id = asked.database.read(lambda session: wallet_of(session, asked, name))
            return snoozing.snoozed(asked, wallet_id, length)
        case [name, *given] if given and is_threshold(" ".join(given)):
            return threshold_set(asked, name, " ".join(given))
        case [name, *given] if given and name.casefold() not in WORDS:
            unread = asked.language.mrkdwn("alerts-no-threshold", given=" ".join(given))
            return message(unread, asked.language.mrkdwn("alerts-usage"))
    return message(*map(asked.language.mrkdwn, ("alerts-usage", "alerts-example")))


def is_threshold(given: str) -> bool:
    return given.casefold() == DEFAULT or parsed(given) is not None


def parsed(given: str) -> tuple[ThresholdUnit, int] | None:
    """Of `20 plays`, `120 credits` or `10%`; a number alone is of plays."""
    found = THRESHOLD.fullmatch(given.strip().casefold())
    unit = UNITS.get(found["unit"] or "plays") if found else None
    return (unit, int(found["value"])) if found and unit else None


def wallet_of(session: Session, asked: Asked, given: str) -> UUID:
    """Raises UnknownClient, AmbiguousName."""
    if given.casefold() == POOL:
        return asked.actor.account_id
    return clients.find_client(session, account_id=asked.actor.account_id, given=given).id


def threshold_set(asked: Asked, name: str, given: str) -> Message:
    """Raises NotAllowed, BadAmount, UnknownClient, AmbiguousName."""

    def change(session: Session) -> tuple[str | None, int]:
        wallet_id = wallet_of(session, asked, name)
        found = parsed(given)
        if found is None:
            low = thresholds.clear_threshold(session, actor=asked.actor, wallet_id=wallet_id)
        else:
            unit, value = found
            low = thresholds.set_threshold(
                session, actor=asked.actor, wallet_id=wallet_id, unit=unit, value=value
            )
        return named(session, asked.actor.account_id, wallet_id), low

    client, low = asked.database.write(change)
    return message(asked.language.mrkdwn("alerts-threshold", **whose(client), low_below=low))


def named(session: Session, account_id: UUID, wallet_id: UUID) -> str | None:
    """The client's name; None for the pool."""
    client = session.get(Client, (account_id, wallet_id))
    return wording.named(client.name, client.alias) if client else None


def whose(client: str | None) -> dict[str, Any]:
    return {"wallet": "client", "client": client} if client else {"wallet": "pool"}


def told_directly(asked: Asked) -> Message:
    asked.database.write(
        lambda session: accounts.choose_alerts(session, actor=asked.actor, tells_channel=False)
    )
    return message(asked.language.mrkdwn("alerts-direct"))


def told_in(asked: Asked, channel: str) -> Message:
    """The channel is told first: whether that succeeds is the only way to know without reading
    the workspace's channels."""
    asked.actor.must(Act.PLACE_ALERTS)
    if trouble := introduced(asked, channel):
        return message(asked.language.mrkdwn("alerts-not-there", reason=trouble))

    def choose(session: Session) -> None:
        workspaces.choose_channel(session, account_id=asked.actor.account_id, channel_id=channel)
        accounts.choose_alerts(session, actor=asked.actor, tells_channel=True)

    asked.database.write(choose)
    return message(in_channel(asked.language, channel))


def in_channel(language: Language, channel: str) -> str:
    """With the channel as a mention, which its reader's client shows by name."""
    return language.mrkdwn("alerts-channel", channel=channel).replace(channel, f"<#{channel}>")


def introduced(asked: Asked, channel: str) -> str | None:
    """Say in the channel that alerts come there from now on; returns Slack's word why not."""
    account_id = asked.actor.account_id
    workspace, language = asked.database.read(
        lambda session: (
            workspaces.find_workspace(session, account_id=account_id),
            people.language_of_account(session, account_id),
        )
    )
    assert workspace is not None
    token = asked.office.keyring.decrypt(workspace.bot_token).decode()
    client = WebClient(token=token, base_url=asked.office.api_url, timeout=CALL_SECONDS)
    try:
        client.chat_postMessage(channel=channel, **message(language.mrkdwn("alerts-here")).payload)
    except SlackApiError as error:
        reason = str(error.response["error"])
        if reason in GONE:
            return reason
        raise
    return None


def shown(asked: Asked) -> Message:
    lines = asked.database.read(lambda session: list(settings(session, asked)))
    change = button(asked.language("alerts-change.button"), action_id=CHANGE, value="-")
    return message(*lines, asked.language.mrkdwn("alerts-usage"), buttons=[change])


def settings(session: Session, asked: Asked) -> list[str]:
    """Where alerts go, whose threshold is its own, and whose alerts are snoozed."""
    say, account_id = asked.language.mrkdwn, asked.actor.account_id
    account = session.get_one(Account, account_id)
    workspace = workspaces.find_workspace(session, account_id=account_id)
    if account.tells_channel and workspace and workspace.channel_id:
        lines = [in_channel(asked.language, workspace.channel_id)]
    else:
        lines = [say("alerts-direct")]
    lines.append(say("alerts-default"))
    for own in thresholds.own_thresholds(session, account_id=account_id)[:SHOWN]:
        client = named(session, account_id, own.wallet_id)
        lines.append(say("alerts-own", **whose(client), threshold=worded(asked.language, own)))
    for snooze in snoozes.of_account(session, account_id=account_id)[:SHOWN]:
        client = named(session, account_id, snooze.wallet_id)
        lines.append(snoozing.sentence(asked.language, client, snooze.until, account.time_zone))
    return lines


def worded(language: Language, own: Threshold) -> str:
    match own.unit:
        case ThresholdUnit.PLAYS:
            return language.count(own.value, "play")
        case ThresholdUnit.CREDITS:
            return language.credits(own.value)
    return language("alerts-per-cent", value=own.value)


def form(asked: Asked) -> Modal:
    """Raises NotAllowed."""
    asked.actor.must(Act.PLACE_ALERTS)
    account, workspace = asked.database.read(
        lambda session: (
            session.get_one(Account, asked.actor.account_id),
            workspaces.find_workspace(session, account_id=asked.actor.account_id),
        )
    )
    say = asked.language
    places = [
        option(say("alerts-to-owners.option"), DIRECT),
        option(say("alerts-to-channel.option"), CHANNEL),
    ]
    held = workspace.channel_id if workspace else None
    return Modal(
        callback_id=FORM,
        title=say("alerts-form.title"),
        submit=say("alerts-form.submit"),
        close=say("alerts-form.close"),
        blocks=[
            inputs.choice(
                "place",
                say("alerts-place.label"),
                places,
                chosen=CHANNEL if account.tells_channel or asked.words else DIRECT,
            ),
            inputs.conversation(
                "channel",
                say("alerts-place-channel.label"),
                chosen=held,
                hint=say("alerts-place-channel.hint"),
            ),
            inputs.text(
                "client",
                say("alerts-client.label"),
                hint=say("alerts-client.hint"),
                is_optional=True,
            ),
            inputs.text(
                "threshold",
                say("alerts-below.label"),
                hint=say("alerts-below.hint"),
                most=40,
                is_optional=True,
            ),
        ],
    )


def pressed(asked: Pressed) -> Modal:
    return form(asked)


def submitted(asked: Submitted) -> Message | Errors:
    """A threshold first: what is wrong with it is found before anything is said in a channel."""
    filled, say = asked.filled, asked.language
    name, given = filled.text("client"), filled.text("threshold")
    channel = filled.conversation("channel")
    if (name is None) != (given is None):
        return Errors({"client" if name is None else "threshold": say("alerts-both")})
    if given is not None and not is_threshold(given):
        return Errors({"threshold": say("alerts-no-threshold", given=given)})
    if filled.chosen("place") == CHANNEL and channel is None:
        return Errors({"channel": say("alerts-no-channel")})
    said = []
    if name is not None and given is not None:
        said.append(threshold_set(asked, name, given).text)
    if filled.chosen("place") == CHANNEL and channel is not None:
        said.append(told_in(asked, channel).text)
    else:
        said.append(told_directly(asked).text)
    return message(*said)


def register(on: Listening) -> None:
    on.action(CHANGE, pressed)
    on.submission(FORM, submitted, inputs={UnknownClient: "client", AmbiguousName: "client"})
