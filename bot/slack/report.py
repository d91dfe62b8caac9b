"""`/credits report [client] [from] [to]`: consumption as a picture, with a CSV beside it.

It is drawn and sent by the worker: of a large account it takes longer than Slack waits.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import people
from bot.language import Language
from bot.letters import Enclosure, Letter
from bot.slack import days
from bot.slack.asking import Asked
from bot.slack.messages import Message, message
from ledger import clients, clock, report_files, reports
from ledger.models import Account, Client
from ledger.outbox import Delivery
from ledger.reports import Report

BOM = "\ufeff"
"""A spreadsheet takes a CSV without it for one of its own old character set."""

PERIOD = timedelta(days=29)
"""Before the last day, where no first one is given: 30 days in all."""


def command(asked: Asked) -> Message:
    say, account_id = asked.language.mrkdwn, asked.actor.account_id
    zone = asked.database.read(lambda session: session.get_one(Account, account_id)).time_zone
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    words, typed = split(asked.words, today)
    spans = [days.read(word, today) for word in typed]
    if None in spans:
        return message(say("report-no-day", given=typed[spans.index(None)]))
    if len(spans) > 2:
        return message(say("report-usage"))
    first, last = period([span for span in spans if span], today)
    if first > today:
        return message(say("report-in-future", first=asked.language.day(first)))
    if today - first > reports.LONGEST:
        return message(say("report-too-long"))

    def ask(session: Session) -> Client | None:
        name = " ".join(words)
        client = clients.find_client(session, account_id=account_id, given=name) if name else None
        reports.ask(session, actor=asked.actor, client=client, first=first, last=last)
        return client

    client = asked.database.write(ask)
    facts = {"first": asked.language.day(first), "last": asked.language.day(last)}
    if client is None:
        return message(say("report-asked", **facts))
    return message(say("report-asked-client", client=client.name, **facts))


def split(words: Sequence[str], today: date) -> tuple[list[str], list[str]]:
    """The client's words, and the days after them: a client's name may hold digits, but the words
    at the end that are days, or begin with a digit and hold a hyphen, are days."""
    count = len(words)
    while count and is_like_day(words[count - 1], today):
        count -= 1
    return list(words[:count]), list(words[count:])


def is_like_day(word: str, today: date) -> bool:
    return (word[:1].isdigit() and "-" in word) or days.read(word, today) is not None


def period(spans: Sequence[tuple[date, date]], today: date) -> tuple[date, date]:
    """Up to today, and 30 days long, where nothing else is given; a month alone is the whole."""
    if not spans:
        return today - PERIOD, today
    (first, last), is_day = spans[0], spans[0][0] == spans[0][1]
    if len(spans) == 2:
        return first, spans[1][1]
    return first, max(last, today) if is_day else last


def compose(session: Session, delivery: Delivery) -> Letter:
    """In the language of the person who asked, and alone reads it."""
    language = people.language_for(session, delivery)
    facts, client_id = delivery.facts, delivery.facts["client_id"]
    report = reports.report(
        session,
        account_id=delivery.account_id,
        client_id=UUID(client_id) if client_id else None,
        first=date.fromisoformat(facts["first"]),
        last=date.fromisoformat(facts["last"]),
    )
    return Letter(
        language=language,
        message=message(*summary(report, language)),
        enclosures=lambda: enclosures(report, language),
    )


def summary(report: Report, language: Language) -> list[str]:
    facts = {"first": language.day(report.first), "last": language.day(report.last)}
    total = report.total
    if report.client is None:
        line = language.mrkdwn("report-sum", credits=total.credits, **facts)
    else:
        name = report.client.name
        line = language.mrkdwn("report-sum-client", client=name, credits=total.credits, **facts)
    return [line, *([] if total.plays else [language.mrkdwn("report-nothing")])]


def enclosures(report: Report, language: Language) -> list[Enclosure]:
    from bot import charts  # a second of loading, for the worker alone

    name = f"{language('report-file')}-{report.first}-{report.last}"
    headings = language("report-headings").split(", ")
    text = BOM + "".join(report_files.as_csv(report, headings=headings))
    heading = charts.heading(report, language).replace("\n", ", ")
    picture = charts.drawn(report, language)
    return [
        Enclosure(
            name=f"{name}.png", title=heading, content=picture, alt=described(report, language)
        ),
        Enclosure(name=f"{name}.csv", title=f"{heading} (CSV)", content=text.encode()),
    ]


def described(report: Report, language: Language) -> str:
    """What the picture shows, for whoever does not see it."""
    best = max(report.over_time(), key=lambda one: one[1].credits)
    facts = {
        "first": language.day(report.first),
        "last": language.day(report.last),
        "credits": report.total.credits,
        "day": language.day(best[0]),
        "most": best[1].credits,
        "client": report.clients[0].name if report.clients else "–",
    }
    return language("report-picture.alt", **facts)
