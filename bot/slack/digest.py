"""The weekly digest, composed at its delivery; and `/credits digest`, which says when it comes."""

import re
from datetime import datetime
from typing import Any

from babel.dates import get_day_names
from sqlalchemy.orm import Session

from bot import people, wording
from bot.language import Language
from bot.letters import Letter
from bot.slack import inputs
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.blocks import Block, option
from bot.slack.listening import Listening
from bot.slack.messages import Message, button, message
from bot.slack.modals import Modal
from ledger import digests, weeks
from ledger.actors import Act
from ledger.models import Account, AlertKind
from ledger.outbox import Delivery
from ledger.weeks import Week

CHANGE, FORM = "digest.change", "digest.form"
NEVER = "off"
HOUR = 9
ALERTS_SHOWN = 10
DIGEST_SHOWN = 16
"""Characters of the chain's head: enough to compare it with `obole ledger verify` by eye."""

OPEN = {
    AlertKind.LOW: "digest-alert-low",
    AlertKind.SPENT: "digest-alert-spent",
    AlertKind.TURNED_AWAY: "digest-alert-turned-away",
}


def compose(session: Session, delivery: Delivery) -> Letter:
    language = people.language_for(session, delivery)
    zone = session.get_one(Account, delivery.account_id).time_zone
    since, until = (datetime.fromisoformat(delivery.facts[name]) for name in ("since", "until"))
    week = weeks.week(session, account_id=delivery.account_id, since=since, until=until)
    say = language.mrkdwn
    period = {"since": language.moment(since, zone), "until": language.moment(until, zone)}
    lines = [
        say("digest-week", **period),
        say("digest-sums", consumed=week.consumed, allocated=week.allocated),
        say("pool-holds", pool=week.pool),
        *consumers(language, week),
        *running_out(language, week),
        *alerts(language, week),
        *books(language, week, zone),
    ]
    return Letter(language=language, message=message(*lines))


def consumers(language: Language, week: Week) -> list[str]:
    if not week.top:
        return []
    lines = [
        language.mrkdwn(
            "digest-client", client=wording.named(one.name, one.alias), credits=one.credits
        )
        for one in week.top
    ]
    return [language.mrkdwn("digest-top"), *lines]


def running_out(language: Language, week: Week) -> list[str]:
    if not week.running_out:
        return [language.mrkdwn("digest-no-forecast")]
    lines = [
        language.mrkdwn(
            "digest-lasts",
            client=wording.named(balance.name, balance.alias),
            available=balance.available,
            days_left=lasting.days_left,
        )
        for balance, lasting in week.running_out
    ]
    return [language.mrkdwn("digest-first-out"), *lines]


def alerts(language: Language, week: Week) -> list[str]:
    if not week.open_alerts:
        return [language.mrkdwn("digest-no-alerts")]
    lines = [
        language.mrkdwn(OPEN[kind], **whose(name, alias))
        for kind, name, alias in week.open_alerts[:ALERTS_SHOWN]
    ]
    hidden = len(week.open_alerts) - len(lines)
    more = [language.mrkdwn("digest-alerts-more", hidden=hidden)] if hidden else []
    return [language.mrkdwn("digest-alerts"), *lines, *more]


def whose(name: str | None, alias: str | None) -> dict[str, Any]:
    if name is None or alias is None:
        return {"wallet": "pool"}
    return {"wallet": "client", "client": wording.named(name, alias)}


def books(language: Language, week: Week, zone: str) -> list[str]:
    """Whether the ledger was found right, and the chain's head: who keeps it sees later whether
    anything before it was changed."""
    say, (number, digest) = language.mrkdwn, week.head
    head = say("digest-head", number=number, digest=digest[:DIGEST_SHOWN])
    if week.verified is None:
        return [say("digest-unverified"), head]
    moment = language.moment(week.verified.at, zone)
    if week.verified.flaw is not None:
        return [say("digest-wrong", moment=moment), head]
    return [say("digest-right", moment=moment, transfers=week.verified.transfers), head]


def command(asked: Asked) -> Message | Modal:
    """`/credits digest [DAY HOUR | off]`."""
    asked.actor.must(Act.SEE)
    if not asked.words:
        return shown(asked)
    day, *rest = asked.words
    if not rest and day.casefold() in (NEVER, asked.language("digest-off-word")):
        return chosen(asked, None, HOUR)
    weekday, hour = weekday_of(day), hour_of(rest[0]) if rest else HOUR
    if weekday is None or hour is None or len(rest) > 1:
        return message(asked.language.mrkdwn("digest-bad", given=" ".join(asked.words)))
    return chosen(asked, weekday, hour)


def hour_of(given: str) -> int | None:
    """Of 9, 9h, 9:00 or 09:00."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])(?:h|h00|:00)?", given.casefold())
    return int(found[1]) if found else None


def weekday_of(given: str) -> int | None:
    """Monday is 0; a day's name, or its beginning, in any language of ours."""
    wanted = given.casefold()
    for locale in ("en", "fr"):
        for number, name in get_day_names("wide", locale=locale).items():
            if len(wanted) >= 3 and name.casefold().startswith(wanted):
                return int(number)
    return None


def shown(asked: Asked) -> Message:
    account = asked.database.read(lambda session: session.get_one(Account, asked.actor.account_id))
    change = button(asked.language("digest-change.button"), action_id=CHANGE, value="-")
    lines = [when(asked.language, account), asked.language.mrkdwn("digest-usage")]
    return message(*lines, buttons=[change])


def when(language: Language, account: Account) -> str:
    if account.digest_weekday is None:
        return language.mrkdwn("digest-never")
    return language.mrkdwn(
        "digest-when",
        day=day_name(language, account.digest_weekday),
        hour=account.digest_hour,
        time_zone=account.time_zone,
    )


def day_name(language: Language, weekday: int) -> str:
    return str(get_day_names("wide", locale=language.locale)[weekday])


def chosen(asked: Asked, weekday: int | None, hour: int) -> Message:
    account = asked.database.write(
        lambda session: digests.set_digest(session, actor=asked.actor, weekday=weekday, hour=hour)
    )
    return message(when(asked.language, account))


def form(pressed: Pressed) -> Modal:
    pressed.actor.must(Act.SET_DIGEST)
    account = pressed.database.read(
        lambda session: session.get_one(Account, pressed.actor.account_id)
    )
    say = pressed.language
    weekday = NEVER if account.digest_weekday is None else str(account.digest_weekday)
    return Modal(
        callback_id=FORM,
        title=say("digest-form.title"),
        submit=say("digest-form.submit"),
        close=say("digest-form.close"),
        blocks=[
            inputs.choice("day", say("digest-day.label"), days(say), chosen=weekday),
            inputs.choice(
                "hour",
                say("digest-hour.label"),
                [option(f"{hour}:00", str(hour)) for hour in range(24)],
                chosen=str(account.digest_hour),
                hint=say("digest-hour.hint", time_zone=account.time_zone),
            ),
        ],
    )


def days(language: Language) -> list[Block]:
    named = [option(day_name(language, number), str(number)) for number in range(7)]
    return [*named, option(language("digest-form-never.option"), NEVER)]


def submitted(asked: Submitted) -> Message:
    day, hour = asked.filled.chosen("day"), asked.filled.chosen("hour")
    return chosen(asked, None if day in {None, NEVER} else int(str(day)), int(hour or 9))


def register(on: Listening) -> None:
    on.action(CHANGE, form)
    on.submission(FORM, submitted)
