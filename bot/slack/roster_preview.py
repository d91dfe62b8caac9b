"""A roster as it would be registered, shown before the yes; the yes, and what it came to.

It is kept in the database meanwhile, and goes with the yes: pressed again, it is a repeat.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from bot import refusals, roster_wording
from bot.language import Language
from bot.roster_wording import Considered
from bot.slack import roster_orders
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import Block
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message, typing
from bot.slack.words import quoted
from ledger import groups, registering, rosters
from ledger.actors import Actor
from ledger.database import Database
from ledger.errors import MoreThanShown, NotEnoughCredits, OboleError, UnknownRoster
from ledger.group_registration import Report
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.models import Client, Game, Roster
from ledger.registering import Charge, Registered
from ledger.rosters import Read

CONFIRM, CONFIRM_NEW = "roster.confirm", "roster.confirm.new"
ANEW, AGAIN, CANCEL = "roster.anew", "roster.again", "roster.cancel"
AT_ONCE = 200
"""Learners that are registered while the person looks on; of more the worker does it."""


NOT_SHOWN = Charge(learners=0, credits=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A roster that waits for the yes, as a button's value; its group is known for longer.

    `most` is what it charges as it was shown, and `preview` is one showing of it.
    """

    roster_id: UUID
    group_id: UUID
    most: Charge = NOT_SHOWN
    preview: UUID

    @classmethod
    def new(cls, roster: Roster) -> Self:
        return cls(roster_id=roster.id, group_id=roster.group_id, preview=new_id())

    def shown_as(self, one: Considered) -> Self:
        most = Charge(learners=one.count, credits=one.registered.report.credits)
        return replace(self, most=most, preview=new_id())

    def packed(self) -> str:
        ids = (self.roster_id.hex, self.group_id.hex, self.preview.hex)
        return f"{' '.join(ids)} {self.most.learners} {self.most.credits}"

    @classmethod
    def unpacked(cls, value: str) -> Self:
        roster_id, group_id, preview, learners, credits = value.split()
        return cls(
            roster_id=UUID(roster_id),
            group_id=UUID(group_id),
            preview=UUID(preview),
            most=Charge(learners=int(learners), credits=int(credits)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Who has a roster looked at, in a listener or in the worker."""

    database: Database
    keyring: KeyRing
    language: Language
    actor: Callable[[Session], Actor]

    @classmethod
    def of(cls, asked: Asked) -> Self:
        return cls(
            database=asked.database,
            keyring=asked.office.keyring,
            language=asked.language,
            actor=lambda _: asked.actor,
        )


def keep(session: Session, actor: Actor, group_id: UUID, read: Read) -> Kept:
    """Raises NotAllowed, UnknownGroup."""
    group = groups.by_id(session, account_id=actor.account_id, id=group_id)
    roster = rosters.keep(session, actor=actor, group=group, read=read)
    return Kept.new(roster)


def shown(
    clerk: Clerk,
    kept: Kept,
    *,
    read: Read | None = None,
    new_plays: bool = False,
    since: MoreThanShown | None = None,
) -> Message:
    """By the very code that will do it, rolled back; `since` is why it is shown once more.

    Raises UnknownRoster, and what stands in the way of registering.
    """

    def rehearsed(session: Session) -> Considered:
        return considered(session, clerk, kept, read=read, new_plays=new_plays)

    try:
        one = clerk.database.rehearse(rehearsed)
    except NotEnoughCredits as error:
        return too_short(clerk, kept, error)
    why = [refusals.sentence(clerk.language.mrkdwn, since)] if since else []
    lines = [*why, *roster_wording.preview(one, clerk.language)]
    return message(*lines, buttons=ways(clerk.language, one, kept.shown_as(one)))


def considered(
    session: Session, clerk: Clerk, kept: Kept, *, read: Read | None, new_plays: bool
) -> Considered:
    actor = clerk.actor(session)
    roster = rosters.kept(session, actor=actor, id=kept.roster_id)
    lines = rosters.lines_of(roster)
    group = groups.by_id(session, account_id=actor.account_id, id=roster.group_id)

    def registered(*, new_plays: bool) -> Registered:
        return registering.register_roster(
            session,
            actor=actor,
            keyring=clerk.keyring,
            group=group,
            lines=lines,
            new_plays=new_plays,
            key=None,
        )

    done, anew = registered(new_plays=False), list[str]()
    if new_plays:
        # The others are in by now: what is registered besides are the new plays.
        more = registered(new_plays=True)
        anew, done = more.report.registered, together(done, more)
    return of_group(session, kept, actor, done, anew=anew, read=read or Read())


def together(first: Registered, more: Registered) -> Registered:
    report = Report(
        registered=first.report.registered + more.report.registered,
        already=first.report.already,
        returned=first.report.returned,
        credits=first.report.credits + more.report.credits,
        available=more.report.available,
    )
    return Registered(report=report, pool=more.pool)


def of_group(
    session: Session,
    kept: Kept,
    actor: Actor,
    registered: Registered,
    *,
    anew: list[str] | None = None,
    read: Read | None = None,
) -> Considered:
    group = groups.by_id(session, account_id=actor.account_id, id=kept.group_id)
    return Considered(
        group=group,
        client=session.get_one(Client, (group.account_id, group.client_id)),
        game=session.get_one(Game, (group.account_id, group.game_id)),
        registered=registered,
        anew=anew or [],
        read=read or Read(),
    )


def ways(language: Language, one: Considered, kept: Kept) -> list[Block]:
    """On with it, where there is something to do; with new plays, where some have finished one."""
    value, over = kept.packed(), len(one.registered.report.over)
    shown = []
    if not one.is_nothing:
        label, count = "register-confirm.button", one.count
        if not count:
            label, count = "register-return.button", len(one.registered.returned)
        act = CONFIRM_NEW if one.anew else CONFIRM
        confirm = language(label, count=count)
        shown.append(button(confirm, action_id=act, value=value, style="primary"))
    if over:
        label = language("register-with-new-plays.button", count=over)
        shown.append(button(label, action_id=ANEW, value=value))
    if not shown:
        return []
    return [*shown, button(language("register-cancel.button"), action_id=CANCEL, value=value)]


def too_short(clerk: Clerk, kept: Kept, error: NotEnoughCredits) -> Message:
    """By how much, and the way to it: the allocation, filled in, and the roster again."""
    language = clerk.language

    def found(session: Session) -> Client:
        actor = clerk.actor(session)
        group = groups.by_id(session, account_id=actor.account_id, id=kept.group_id)
        return session.get_one(Client, (group.account_id, group.client_id))

    client = clerk.database.read(found)
    label = language("register-allocate.button", credits=error.short_by)
    typed = f"allocate {quoted(client.alias)} {error.short_by}"
    again = language("register-show-again.button")
    return message(
        refusals.sentence(language.mrkdwn, error),
        language.mrkdwn("register-short"),
        buttons=[
            typing(label, typed, name="allocate"),
            button(again, action_id=AGAIN, value=kept.packed()),
            button(language("register-cancel.button"), action_id=CANCEL, value=kept.packed()),
        ],
    )


def showing(*, new_plays: bool) -> Callable[[Pressed], Replaced]:
    def press(pressed: Pressed) -> Replaced:
        clerk, kept = Clerk.of(pressed), Kept.unpacked(pressed.value)
        try:
            return Replaced(message=shown(clerk, kept, new_plays=new_plays))
        except OboleError as error:
            return refused(pressed, error)

    return press


def refused(pressed: Pressed, error: OboleError) -> Replaced:
    return Replaced(message=message(refusals.sentence(pressed.language.mrkdwn, error)))


def confirming(*, new_plays: bool) -> Callable[[Pressed], Replaced]:
    def press(pressed: Pressed) -> Replaced:
        clerk, kept = Clerk.of(pressed), Kept.unpacked(pressed.value)
        try:
            count = waiting(clerk, kept)
            if count > AT_ONCE:
                return ordered(pressed, kept, count, new_plays=new_plays)
            return Replaced(message=register_kept(clerk, kept, new_plays=new_plays))
        except OboleError as error:
            return refused(pressed, error)

    return press


def waiting(clerk: Clerk, kept: Kept) -> int:
    """How many learners the roster has; none once it is done with."""

    def found(session: Session) -> int:
        try:
            roster = rosters.kept(session, actor=clerk.actor(session), id=kept.roster_id)
        except UnknownRoster:
            return 0
        return len(roster.learners)

    return clerk.database.read(found)


def ordered(pressed: Pressed, kept: Kept, count: int, *, new_plays: bool) -> Replaced:
    def order(session: Session) -> str:
        group = groups.by_id(session, account_id=pressed.actor.account_id, id=kept.group_id)
        roster_orders.register_kept(
            session,
            pressed,
            kept=kept.packed(),
            preview=f"roster {kept.roster_id} as of {kept.preview}",
            new_plays=new_plays,
        )
        return group.name

    name = pressed.database.write(order)
    return Replaced(
        message=message(pressed.language.mrkdwn("register-at-work", count=count, group=name))
    )


def register_kept(
    clerk: Clerk,
    kept: Kept,
    *,
    new_plays: bool,
    on_progress: Callable[[int, int], None] | None = None,
) -> Message:
    """Once, however often; where credits lack, the way to them; and where it has come to more than
    was shown, the preview of that. Raises UnknownRoster, and what stands in the way of it."""

    def done(session: Session) -> Considered:
        actor = clerk.actor(session)
        registered = registering.register_kept(
            session,
            actor=actor,
            keyring=clerk.keyring,
            roster_id=kept.roster_id,
            new_plays=new_plays,
            most=kept.most,
            on_progress=on_progress,
        )
        return of_group(session, kept, actor, registered)

    try:
        one = clerk.database.write(done)
    except NotEnoughCredits as error:
        return too_short(clerk, kept, error)
    except MoreThanShown as error:
        return shown(clerk, kept, new_plays=new_plays, since=error)
    return message(*roster_wording.outcome(one, clerk.language))


def outcome_of(clerk: Clerk, kept: Kept) -> Message:
    """Of a roster that was registered before. Raises UnknownRoster."""

    def found(session: Session) -> Considered:
        actor = clerk.actor(session)
        done = registering.registered_before(session, actor=actor, roster_id=kept.roster_id)
        return of_group(session, kept, actor, done)

    return message(*roster_wording.outcome(clerk.database.read(found), clerk.language))


def cancelled(pressed: Pressed) -> Replaced:
    """It is not kept any longer; where it was registered before, that is what is said."""
    kept, actor = Kept.unpacked(pressed.value), pressed.actor

    def forget(session: Session) -> int:
        try:
            roster = rosters.kept(session, actor=actor, id=kept.roster_id)
        except UnknownRoster:
            return 0
        return rosters.forget(session, account_id=actor.account_id, ids=[roster.id])

    if not pressed.database.write(forget):
        try:
            return Replaced(message=outcome_of(Clerk.of(pressed), kept))
        except UnknownRoster:
            pass  # it was cancelled before, or forgotten: nobody was registered
    return Replaced(message=message(pressed.language.mrkdwn("register-cancelled")))


def register(on: Listening) -> None:
    on.action(CONFIRM, confirming(new_plays=False))
    on.action(CONFIRM_NEW, confirming(new_plays=True))
    on.action(ANEW, showing(new_plays=True))
    on.action(AGAIN, showing(new_plays=False))
    on.action(CANCEL, cancelled)
