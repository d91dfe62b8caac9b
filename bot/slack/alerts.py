"""What owners are told of their own accord: one message a matter, edited as it develops.

A wallet is one matter, whatever is open of it; a package is another. The message says the worst
of what is open at its delivery; a worsening is also said beside it, since an edit notifies nobody.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot import people, wording
from bot.language import Language
from bot.letters import Letter
from bot.slack import buy, snoozing
from bot.slack.blocks import Block
from bot.slack.messages import TYPED, Message, button, escape, message, typing
from bot.slack.words import quoted
from ledger import alerts, journal
from ledger.amounts import credits_for
from ledger.models import Account, AlertKind, Client, Game
from ledger.outbox import Delivery
from scorm_bridge import endings
from scorm_bridge.models import Package

SOME_LEARNERS = 20

MATTERS = {
    AlertKind.LOW: "alert-low",
    AlertKind.SPENT: "alert-spent",
    AlertKind.TURNED_AWAY: "alert-turned-away",
}
"""From the least to the worst."""

RANKS = list(MATTERS)

PACKAGE_WAYS = {
    "release": "alert-package-release.button",
    "show": "alert-package-show.button",
    "options": "alert-package-options.button",
}
"""What solves a package's matter: a subcommand of `/credits package`, and its button."""


def opened(session: Session, delivery: Delivery) -> Letter:
    """Something opened, or is open still when a snooze ends."""
    language = people.language_for(session, delivery)
    client = client_of(session, delivery)
    kind, facts = worst(session, delivery)
    return Letter(
        language=language,
        matter=wallet_matter(delivery),
        message=about(session, language, delivery, client, said(language, client, kind, facts)),
        reply=(
            message(said(language, client, kind, facts))
            if kind is AlertKind(delivery.facts["matter"])
            else None
        ),
    )


def closed(session: Session, delivery: Delivery) -> Letter:
    """Something is over; where something else is open yet, that is what the message says."""
    language = people.language_for(session, delivery)
    client = client_of(session, delivery)
    if still_open := open_ones(session, delivery):
        text = said(language, client, *still_open[-1])
        shown = about(session, language, delivery, client, text)
        return Letter(language=language, matter=wallet_matter(delivery), message=shown)
    over = language.mrkdwn("alert-over", **whose(client), available=delivery.facts["available"])
    return Letter(
        language=language, matter=wallet_matter(delivery), message=message(over), is_over=True
    )


def burst(session: Session, delivery: Delivery) -> Letter:
    """Many newcomers came at once; where they wait, who can let them in reads how."""
    language, facts = people.language_for(session, delivery), delivery.facts
    say = language.mrkdwn
    client = session.get_one(Client, (delivery.account_id, UUID(facts["client_id"])))
    to_do, does = (
        ("alert-burst-release", "release") if facts["holds"] else ("alert-burst-usage", "show")
    )
    lines = (say("alert-burst", **whose(client), **facts), say(to_do, package=facts["package_id"]))
    return Letter(
        language=language,
        matter=package_matter(delivery),
        message=message(
            *lines,
            *near_lines(session, language, delivery, client),
            buttons=package_ways(language, delivery, client, does),
        ),
        reply=message(*lines),
    )


def burst_over(session: Session, delivery: Delivery) -> Letter:
    """Who waited was let in; where the package is near its cap or its end, that is left."""
    language = people.language_for(session, delivery)
    client = session.get_one(Client, (delivery.account_id, UUID(delivery.facts["client_id"])))
    package = session.get_one(Package, (delivery.account_id, UUID(delivery.facts["package_id"])))
    over = language.mrkdwn("alert-burst-over", **whose(client), game=title(session, package))
    near = near_lines(session, language, delivery, client)
    ways = package_ways(language, delivery, client, "options") if near else []
    return Letter(
        language=language,
        matter=package_matter(delivery),
        message=message(over, *near, buttons=ways),
        is_over=not near,
    )


def near(session: Session, delivery: Delivery) -> Letter:
    """A package came near its cap or its end."""
    language = people.language_for(session, delivery)
    client = session.get_one(Client, (delivery.account_id, UUID(delivery.facts["client_id"])))
    lines = near_lines(session, language, delivery, client)
    if not lines:  # it was changed before it could be told
        return far(session, delivery)
    lines.append(language.mrkdwn("alert-package-extend", package=delivery.facts["package_id"]))
    return Letter(
        language=language,
        matter=package_matter(delivery),
        message=message(*lines, buttons=package_ways(language, delivery, client, "options")),
        reply=message(*lines),
    )


def package_ways(language: Language, delivery: Delivery, client: Client, does: str) -> list[Block]:
    """What solves it, by the subcommand of `/credits package` that does, and the client."""
    typed = f"package {does} {delivery.facts['package_id']}"
    return [
        typing(language(PACKAGE_WAYS[does]), typed, name="package"),
        open_client(language, client),
    ]


def far(session: Session, delivery: Delivery) -> Letter:
    language = people.language_for(session, delivery)
    client = session.get_one(Client, (delivery.account_id, UUID(delivery.facts["client_id"])))
    package = session.get_one(Package, (delivery.account_id, UUID(delivery.facts["package_id"])))
    over = language.mrkdwn("alert-package-far", **whose(client), game=title(session, package))
    return Letter(
        language=language, matter=package_matter(delivery), message=message(over), is_over=True
    )


def near_lines(
    session: Session, language: Language, delivery: Delivery, client: Client
) -> list[str]:
    """What of a package is near now, by what its owners were to be told."""
    package = session.get(Package, (delivery.account_id, UUID(delivery.facts["package_id"])))
    if package is None:
        return []
    facts = {**whose(client), "game": title(session, package)}
    lines = []
    if package.cap_told_at and package.cap:
        counted = {"made": endings.made(session, package), "cap": package.cap}
        lines.append(language.mrkdwn("alert-cap", **facts, **counted))
    if package.end_told_at and package.ends_at:
        zone = session.get_one(Account, delivery.account_id).time_zone
        moment = language.moment(package.ends_at, zone)
        lines.append(language.mrkdwn("alert-end", **facts, moment=moment))
    return lines


def title(session: Session, package: Package) -> str:
    return session.get_one(Game, (package.account_id, package.game_id)).title


def wallet_matter(delivery: Delivery) -> str:
    return f"wallet {delivery.facts['wallet_id']}"


def package_matter(delivery: Delivery) -> str:
    return f"package {delivery.facts['package_id']}"


def worst(session: Session, delivery: Delivery) -> tuple[AlertKind, dict[str, Any]]:
    """What the message says: of what opened with this row, the numbers of that moment."""
    kind = AlertKind(delivery.facts["matter"])
    for other, facts in open_ones(session, delivery)[::-1]:
        if RANKS.index(other) > RANKS.index(kind):
            return other, facts
    return kind, delivery.facts


def open_ones(session: Session, delivery: Delivery) -> list[tuple[AlertKind, dict[str, Any]]]:
    """What is open of the wallet by now, the worst last."""
    wallet_id = UUID(delivery.facts["wallet_id"])
    found = alerts.open_alerts(session, delivery.account_id, wallet_id)
    return sorted(((one.kind, one.facts) for one in found), key=lambda one: RANKS.index(one[0]))


def said(language: Language, client: Client | None, kind: AlertKind, facts: dict[str, Any]) -> str:
    return language.mrkdwn(MATTERS[kind], **whose(client), **facts)


def about(
    session: Session, language: Language, delivery: Delivery, client: Client | None, text: str
) -> Message:
    """The message with what solves it: credits for more learners, or quiet for a while."""
    wallet_id = delivery.facts["wallet_id"]
    pool = journal.balance(session, delivery.account_id, delivery.account_id)
    if client is None:
        missing = alerts.missing(delivery.facts["low_below"], pool)
        ways = [buy.offer(language, missing), snoozing.menu(language, wallet_id)]
        order = language.mrkdwn("alert-order", credits=missing)
        return message(text, order, buttons=ways)
    facts = {
        "pool": pool,
        "learners": SOME_LEARNERS,
        "needed": credits_for(SOME_LEARNERS),
        "alias": quoted(client.alias),
    }
    return message(
        text,
        language.mrkdwn("alert-allocate", **facts),
        buttons=[*client_ways(language, client, facts), snoozing.menu(language, wallet_id)],
    )


def client_ways(language: Language, client: Client, facts: dict[str, Any]) -> list[Block]:
    typed = f"allocate {quoted(client.alias)} {facts['needed']}"
    label = language("alert-allocate.button", **facts)
    short = facts["needed"] - facts["pool"]
    return [
        button(label, action_id=TYPED, value=escape(typed), style="primary"),
        *([buy.offer(language, short)] if short > 0 else []),
        open_client(language, client),
    ]


def open_client(language: Language, client: Client) -> Block:
    opens = f"client show {quoted(client.alias)}"
    label = language("alert-open.button")
    return button(label, action_id=snoozing.OPEN_CLIENT, value=escape(opens))


def client_of(session: Session, delivery: Delivery) -> Client | None:
    """The client whose wallet it is about; None for the pool."""
    wallet_id = UUID(delivery.facts["wallet_id"])
    if wallet_id == delivery.account_id:
        return None
    return session.get_one(Client, (delivery.account_id, wallet_id))


def whose(client: Client | None) -> dict[str, Any]:
    if client is None:
        return {"wallet": "pool"}
    return {"wallet": "client", "client": wording.named(client.name, client.alias)}
