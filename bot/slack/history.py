"""`/credits history [client] [from] [to]`: the movements of the pool or of a client, paged."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import wording
from bot.language import Language, Word
from bot.slack import days, receipts
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import Block
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from ledger import clients, clock, statements
from ledger.actors import Act
from ledger.models import Account, Client
from ledger.statements import Line, Page

NEWER, OLDER, FILE = "history.newer", "history.older", "history.file"
MOST_DAYS = 2
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which movements: a client's or, without one, the pool's; `before` is where the page ends."""

    client_id: UUID | None
    first: date | None
    last: date | None
    before: int | None = None

    def packed(self) -> str:
        parts = (self.client_id and self.client_id.hex, self.first, self.last, self.before)
        return "|".join("" if part is None else str(part) for part in parts)

    @classmethod
    def unpacked(cls, value: str) -> Self:
        client_id, first, last, before = value.split("|")
        return cls(
            client_id=UUID(client_id) if client_id else None,
            first=date.fromisoformat(first) if first else None,
            last=date.fromisoformat(last) if last else None,
            before=int(before) if before else None,
        )


def show(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    if asked.words == [receipts.WORD]:
        return receipts.alone(asked)

    def found(session: Session) -> Message:
        account = session.get_one(Account, asked.actor.account_id)
        today = clock.now().astimezone(ZoneInfo(account.time_zone)).date()
        words = list(asked.words)
        client = None
        if words and days.read(words[0], today) is None:
            client = clients.find_client(session, account_id=account.id, given=words.pop(0))
        read = [days.read(word, today) for word in words]
        if None in read or len(read) > MOST_DAYS:
            return not_read(asked.language, words, read)
        spans = [span for span in read if span]
        part = Part(
            client_id=client.id if client else None,
            first=spans[0][0] if spans else None,
            last=last_of(spans),
        )
        shown = page(session, asked.language, account, part)
        return shown if client else receipts.below(session, asked, shown)

    return asked.database.read(found)


def last_of(spans: list[tuple[date, date]]) -> date | None:
    """One day alone is where it begins; a month alone is the whole of it."""
    if len(spans) == 1 and spans[0][0] == spans[0][1]:
        return None
    return spans[-1][1] if spans else None


def not_read(language: Language, words: list[str], read: list[tuple[date, date] | None]) -> Message:
    bad = next((word for word, span in zip(words, read, strict=True) if span is None), words[-1])
    return message(language.mrkdwn("history-no-day", given=bad))


def page(session: Session, language: Language, account: Account, part: Part) -> Message:
    say, client = language.mrkdwn, client_of(session, account, part)
    since, until = statements.period(part.first, part.last, time_zone=account.time_zone)
    found = statements.page(
        session,
        account_id=account.id,
        wallet_id=part.client_id or account.id,
        since=since,
        until=until,
        before=part.before,
        most=SHOWN,
    )
    head = say("history-head", wallet="client" if client else "pool", client=name_of(client))
    if not found.count:
        return message(head, say("history-empty"))
    lines = [movement(language, line, account.time_zone) for line in found.lines]
    sums = say(
        "history-sums",
        count=found.count,
        consumed=found.went_out,
        allocated=found.came_in,
        available=found.closed_with,
    )
    return message(head, *lines, sums, buttons=ways(language, part, found))


def ways(language: Language, part: Part, found: Page) -> list[Block]:
    shown = []
    if found.after is not None:
        value = replace(part, before=found.after).packed()
        shown.append(button(language("history-newer.button"), action_id=NEWER, value=value))
    if found.before is not None:
        value = replace(part, before=found.before).packed()
        shown.append(button(language("history-older.button"), action_id=OLDER, value=value))
    label = language("history-file.button")
    return [*shown, button(label, action_id=FILE, value=part.packed())]


def movement(language: Language, line: Line, time_zone: str) -> str:
    """One line: when, what, how many, by whom, and what was left."""
    say = language.mrkdwn
    said = say(
        "history-line",
        at=language.moment(line.at, time_zone),
        kind=Word("kind", line.kind.value),
        came_in=line.credits > 0,
        credits=abs(line.credits),
        available=line.balance,
    )
    who = say("history-by", member=line.member) if line.member else ""
    labels = wording.moved("", 0, line.reference, line.comment)
    return said + who + say("allocation-labels", **labels)


def client_of(session: Session, account: Account, part: Part) -> Client | None:
    return session.get_one(Client, (account.id, part.client_id)) if part.client_id else None


def name_of(client: Client | None) -> str:
    return wording.named(client.name, client.alias) if client else ""


def turned(pressed: Pressed) -> Replaced:
    """Another page in place of the one that is shown."""
    pressed.actor.must(Act.SEE)

    def found(session: Session) -> Message:
        account = session.get_one(Account, pressed.actor.account_id)
        return page(session, pressed.language, account, Part.unpacked(pressed.value))

    return Replaced(message=pressed.database.read(found))


def register(on: Listening) -> None:
    on.action(NEWER, turned)
    on.action(OLDER, turned)
