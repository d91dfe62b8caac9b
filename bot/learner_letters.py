"""What learners are sent, composed at its delivery in their language: never a word of money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_time
from sqlalchemy.orm import Session

from bot.language import Language, language_of_learner
from ledger import clock
from ledger.keyring import KeyRing
from ledger.models import Client
from ledger.outbox import Delivery
from scorm_bridge import correspondence
from scorm_bridge.campus import sign_in
from scorm_bridge.correspondence import Addressee, Occasion
from scorm_bridge.places import Places
from scorm_bridge.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a letter with a link is made with: where the Campus is, and what signs for it."""

    keyring: KeyRing
    places: Places

    @property
    def tokens(self) -> Tokens:
        return Tokens(self.keyring)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerLetter:
    """From the client, as its Campus is: in its `name` and colours. `lines` are paragraphs.

    `link` is what the letter is for, behind a `button`; by `reminders_off` a reminder can be the
    last one.
    """

    language: Language
    to: str
    client: Client
    subject: str
    lines: list[str]
    button: str
    link: str
    about: str
    reminders_off: str | None = None


Compose = Callable[[Session, Delivery, Desk], LearnerLetter | None]
"""None where nobody is to be written to any more."""


def invitation(session: Session, delivery: Delivery, desk: Desk) -> LearnerLetter | None:
    found = found_of(session, delivery)
    if found is None:
        return None
    who, what = found
    say, facts = language_of(who), facts_of(*found)
    lines = [say("invitation-text", **facts), when(say, what, who.client.time_zone)]
    if what.group.play_minutes_most is not None:
        lines.append(say("invitation-minutes", minutes=what.group.play_minutes_most))
    lines.append(say("invitation-how", **facts))
    return letter(who, desk, subject=say("invitation-subject", **facts), lines=lines)


def when(say: Language, what: Occasion, zone: str) -> str:
    """From when and until when the game is open, as far as it is not so for good."""
    group = what.group
    starts = moment(say, group.starts_at, zone) if group.starts_at > clock.now() else None
    ends = until(say, group.closes_at, zone) if group.closes_at is not None else None
    if starts and ends:
        return say("invitation-starts-and-ends", starts=starts, ends=ends)
    if starts:
        return say("invitation-starts", starts=starts)
    return say("invitation-ends", ends=ends) if ends else say("invitation-open")


def sign_in_link(session: Session, delivery: Delivery, desk: Desk) -> LearnerLetter | None:
    """The one place where the link's token is written down: it is kept nowhere."""
    link_id = UUID(delivery.facts["link_id"])
    found = sign_in.letter(
        session, account_id=delivery.account_id, link_id=link_id, keyring=desk.keyring
    )
    if found is None:
        return None
    door, to = found.door, found.recipient
    say = language_of_learner(to.language, door.account.language)
    token = desk.tokens.sign_in(delivery.account_id, link_id)
    name, until_then = door.client.name, clock_facts(say, found.link.ends_at, door.client.time_zone)
    return LearnerLetter(
        language=say,
        to=to.address,
        client=door.client,
        subject=say("sign-in-subject", client=name),
        lines=[
            hello(say, to.name),
            say("sign-in-text", client=name),
            say("sign-in-once", **until_then),
            say("sign-in-ignore"),
        ],
        button=say("sign-in-link"),
        link=f"{desk.places.campus_url(door.code)}/sign-in/{token}",
        about=say("about-sign-in", client=name),
    )


def group_starts(session: Session, delivery: Delivery, desk: Desk) -> LearnerLetter | None:
    found = reminded(session, delivery)
    if found is None:
        return None
    who, what = found
    say, facts = language_of(who), facts_of(*found)
    if what.group.starts_at > clock.now():  # it was put off since
        return None
    lines = [say("group-starts-text", **facts), when(say, what, who.client.time_zone)]
    return reminder(who, desk, subject=say("group-starts-subject", **facts), lines=lines)


def group_ends(session: Session, delivery: Delivery, desk: Desk) -> LearnerLetter | None:
    found = reminded(session, delivery)
    if found is None:
        return None
    who, what = found
    ends_at = what.group.closes_at
    if ends_at is None:
        return None
    say, facts, zone = language_of(who), facts_of(*found), who.client.time_zone
    day = say.day(last_minute(ends_at, zone).date())
    lines = [
        say("group-ends-text", ends=until(say, ends_at, zone), **facts),
        say("group-ends-kept"),
    ]
    subject = say("group-ends-subject", day=day, **facts)
    return reminder(who, desk, subject=subject, lines=lines)


def found_of(session: Session, delivery: Delivery) -> tuple[Addressee, Occasion] | None:
    facts = {name: UUID(value) for name, value in delivery.facts.items()}
    who = correspondence.addressee(
        session,
        account_id=delivery.account_id,
        client_id=facts["client_id"],
        learner_id=facts["learner_id"],
    )
    if who is None:
        return None
    what = correspondence.occasion(session, learner=who.learner, group_id=facts["group_id"])
    return None if what is None else (who, what)


def reminded(session: Session, delivery: Delivery) -> tuple[Addressee, Occasion] | None:
    """As `found_of`, but nobody who wants no reminders."""
    found = found_of(session, delivery)
    if found is None or found[0].learner.reminders_off_at is not None:
        return None
    return found


def reminder(who: Addressee, desk: Desk, *, subject: str, lines: list[str]) -> LearnerLetter:
    learner, home = who.learner, desk.places.campus_url(who.code)
    token = desk.tokens.reminders(learner.account_id, learner.client_id, learner.id)
    return letter(
        who, desk, subject=subject, lines=lines, reminders_off=f"{home}/reminders/{token}"
    )


def letter(
    who: Addressee,
    desk: Desk,
    *,
    subject: str,
    lines: list[str],
    reminders_off: str | None = None,
) -> LearnerLetter:
    """To a learner, with a link to their Campus."""
    say = language_of(who)
    return LearnerLetter(
        language=say,
        to=who.address,
        client=who.client,
        subject=subject,
        lines=[hello(say, who.learner.name), *lines],
        button=say("visit-page"),
        link=desk.places.campus_url(who.code),
        about=say("about", client=who.client.name),
        reminders_off=reminders_off,
    )


def hello(say: Language, name: str | None) -> str:
    return say("hello", named=name is not None, name=name or "")


def language_of(who: Addressee) -> Language:
    return language_of_learner(who.learner.language, who.account_language)


def facts_of(who: Addressee, what: Occasion) -> dict[str, Any]:
    return {"client": who.client.name, "game": what.game.title, "group": what.group.name}


def moment(say: Language, at: datetime, zone: str) -> str:
    """By the client's clocks, which it names: a learner may be anywhere."""
    return say(
        "moment", day=say.day(at.astimezone(ZoneInfo(zone)).date()), **clock_facts(say, at, zone)
    )


def until(say: Language, at: datetime, zone: str) -> str:
    return moment(say, last_minute(at, zone), zone)


def last_minute(at: datetime, zone: str) -> datetime:
    """The end of a day is of that day for who reads it, not of the next one's first minute."""
    there = at.astimezone(ZoneInfo(zone))
    is_midnight = (there.hour, there.minute) == (0, 0)
    return there - timedelta(minutes=1) if is_midnight else there


def clock_facts(say: Language, at: datetime, zone: str) -> dict[str, str]:
    there = ZoneInfo(zone)
    return {
        "time": format_time(at, "short", tzinfo=there, locale=say.locale),
        "zone": format_time(at, "zzzz", tzinfo=there, locale=say.locale),
    }
