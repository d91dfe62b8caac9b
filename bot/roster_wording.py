"""What registering a roster comes to in words, in Slack and at a terminal alike: mrkdwn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot import wording
from bot.language import Language
from ledger.models import Client, Game, Group
from ledger.registering import Registered
from ledger.rosters import Flaw, Read

SHOWN = 5
"""Addresses or lines that are named; the others are counted."""
FLAWS = {
    Flaw.NO_ADDRESS: "register-no-address",
    Flaw.BAD_ADDRESS: "register-bad-address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A roster as it would be registered: `anew` are those whose play is over and who are charged
    for a new one. `read` knows the lines that could not be taken."""

    group: Group
    client: Client
    game: Game
    registered: Registered
    anew: Sequence[str] = ()
    read: Read = field(default_factory=Read)

    @property
    def count(self) -> int:
        """How many are charged."""
        return len(self.registered.report.registered)

    @property
    def is_nothing(self) -> bool:
        return not self.count and not self.registered.returned


def facts(one: Considered, language: Language) -> dict[str, str | int]:
    report = one.registered.report
    return {
        "group": one.group.name,
        "game": one.game.title,
        "client": wording.named(one.client.name, one.client.alias),
        "cost": language.credits(report.credits, one.game.price),
        "available_plays": language.credits(report.available, one.game.price),
    }


def preview(one: Considered, language: Language) -> list[str]:
    """What would be done, what would not and why, the balances after it, and that it is final."""
    say, said = language.mrkdwn, facts(one, language)
    returned = len(one.registered.returned)
    if one.is_nothing:
        head = [say("register-nobody", **said)]
    elif one.count:
        head = [say("register-preview", count=one.count, **said)]
    else:
        head = [say("register-free", count=returned, **said)]
    lines = [*head, *left_out(one, language)]
    if one.is_nothing:
        return lines
    balances = [say("register-client-then", **said), say("register-pool", pool=one.registered.pool)]
    return [*lines, *balances, *([say("register-final")] if one.count else [])]


def left_out(one: Considered, language: Language) -> Iterator[str]:
    """Who is not charged, or is although they played before; and what could not be taken."""
    report, read = one.registered.report, one.read
    yield from listed(language, "register-anew", one.anew)
    yield from listed(language, "register-returned", report.returned)
    yield from listed(language, "register-already", report.already)
    yield from listed(language, "register-over", report.over)
    invalid = [
        language(
            "register-invalid-line",
            line=wrong.number,
            given=wrong.text or "–",
            flaw=language(FLAWS[wrong.flaw]),
        )
        for wrong in read.invalid[:SHOWN]
    ]
    yield from listed(language, "register-invalid", invalid, count=len(read.invalid))
    repeated = [f"{again.number}" for again in read.duplicates[:SHOWN]]
    yield from listed(language, "register-duplicates", repeated, count=len(read.duplicates))


def listed(
    language: Language, id: str, shown: Sequence[str], *, count: int | None = None
) -> Iterator[str]:
    """A line of how many there are, with the first of them; none where there are none."""
    total = len(shown) if count is None else count
    if not total:
        return
    first = ", ".join(shown[:SHOWN])
    hidden = total - min(len(shown), SHOWN)
    if hidden:
        first = language("register-and-more", shown=first, hidden=hidden)
    yield language.mrkdwn(id, count=total, shown=first)


def outcome(one: Considered, language: Language) -> list[str]:
    say, said = language.mrkdwn, facts(one, language)
    if one.registered.is_repeat:
        return [say("register-repeat", count=one.count, **said)]
    lines = []
    if one.count:
        lines.append(say("register-done", count=one.count, **said))
    if returned := len(one.registered.returned):
        lines.append(say("register-done-free", count=returned, **said))
    if not lines:
        lines.append(say("register-nobody", **said))
    return [
        *lines,
        say("register-client-now", **said),
        say("register-pool", pool=one.registered.pool),
    ]
