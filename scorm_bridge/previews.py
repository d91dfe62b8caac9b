"""Previews: links by which members show a game to whom they like, so often and so long.

A preview is the account's own act, so whom the game is visible to does not matter, and its window
is of the account's own client. It registers nobody and charges nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from ledger import audit, clock
from ledger.actors import Act, Actor
from ledger.errors import AmbiguousName, NoContent
from ledger.ids import new_id
from ledger.models import Client, Game
from scorm_bridge.errors import (
    BadPreview,
    PreviewOver,
    TokenRejected,
    UnknownPackage,
    UnknownPreview,
)
from scorm_bridge.listings import SHOWN_CANDIDATES, id_range
from scorm_bridge.models import Launch, Mode, Preview
from scorm_bridge.tokens import Window

MOST_OPENINGS = 1_000
MOST_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    preview: Preview
    game: Game

    @property
    def left(self) -> int:
        """Its openings to come, ended or not."""
        return self.preview.most - self.preview.used


def make(session: Session, *, actor: Actor, game: Game, most: int = 10, days: int = 7) -> Preview:
    """A link for `most` openings within `days`. Raises NotAllowed, BadPreview or NoContent."""
    actor.must(Act.SHOW_PREVIEW)
    if not 1 <= most <= MOST_OPENINGS:
        raise BadPreview(measure="openings", most=MOST_OPENINGS)
    if not 1 <= days <= MOST_DAYS:
        raise BadPreview(measure="days", most=MOST_DAYS)
    if not game.current_version:
        raise NoContent(game=game.title)
    now = clock.now()
    preview = Preview(
        account_id=actor.account_id,
        id=new_id(),
        game_id=game.id,
        member_id=actor.member_id,
        most=most,
        ends_at=now + timedelta(days=days),
        created_at=now,
    )
    session.add(preview)
    record(
        session,
        actor,
        "make preview",
        preview,
        after={"game": game.id, "most": most, "ends_at": preview.ends_at},
    )
    return preview


def end(session: Session, *, actor: Actor, preview: Preview) -> None:
    """Let the link open nothing from now on. Ending it again changes nothing. Raises NotAllowed."""
    actor.must(Act.SHOW_PREVIEW)
    now = clock.now()
    if preview.ends_at <= now:
        return
    before, preview.ends_at = preview.ends_at, now
    session.add(preview)
    record(
        session,
        actor,
        "end preview",
        preview,
        before={"ends_at": before},
        after={"ends_at": now},
    )


def look(session: Session, *, account_id: UUID, preview_id: UUID) -> Shown:
    """The preview as it stands. Raises TokenRejected when there is none, and PreviewOver."""
    row = session.execute(of_account(account_id).where(Preview.id == preview_id)).one_or_none()
    if row is None:
        raise TokenRejected
    preview, game = row
    if preview.ends_at <= clock.now():
        raise PreviewOver(reason="ended", game=game.title)
    if preview.used >= preview.most:
        raise PreviewOver(reason="used up", game=game.title)
    return Shown(preview=preview, game=game)


def open_preview(session: Session, *, account_id: UUID, preview_id: UUID) -> Window:
    """Use one opening up. Raises TokenRejected or PreviewOver; then nothing was changed."""
    counted = session.connection().execute(
        update(Preview)
        .where(
            Preview.account_id == account_id,
            Preview.id == preview_id,
            Preview.used < Preview.most,
            Preview.ends_at > clock.now(),
        )
        .values(used=Preview.used + 1)
    )
    if counted.rowcount != 1:
        look(session, account_id=account_id, preview_id=preview_id)
        raise AssertionError("what is over never opens again, so the look has said why")
    launch_id = new_id()
    session.add(
        Launch(
            account_id=account_id,
            id=launch_id,
            preview_id=preview_id,
            mode=Mode.BROWSE,
            at=clock.now(),
        )
    )
    return Window(
        account_id=account_id,
        client_id=own_client(session, account_id),
        launch_id=launch_id,
        id=launch_id,
        registration_id=None,
        mode=Mode.BROWSE,
    )


def own_client(session: Session, account_id: UUID) -> UUID:
    """R1: there is one."""
    return session.scalars(
        select(Client.id).where(Client.account_id == account_id, Client.is_own)
    ).one()


def all_previews(session: Session, *, account_id: UUID, game: Game | None = None) -> list[Shown]:
    """The newest first, those that are over among them."""
    wanted = of_account(account_id).order_by(Preview.id.desc())
    if game is not None:
        wanted = wanted.where(Preview.game_id == game.id)
    return read(session, wanted)


def find_preview(session: Session, *, account_id: UUID, given: str) -> Shown:
    """By the beginning of its id. Raises UnknownPreview or AmbiguousName."""
    try:
        first, last = id_range(given)
    except UnknownPackage:
        raise UnknownPreview(given=given) from None
    wanted = of_account(account_id).where(Preview.id.between(first, last))
    found = read(session, wanted.limit(SHOWN_CANDIDATES + 1))
    if not found:
        raise UnknownPreview(given=given)
    if len(found) > 1:
        ids = [str(one.preview.id) for one in found[:SHOWN_CANDIDATES]]
        raise AmbiguousName(given=given, candidates=ids)
    return found[0]


def of_account(account_id: UUID) -> Select[Preview, Game]:
    return (
        select(Preview, Game)
        .join(Game, (Game.account_id == Preview.account_id) & (Game.id == Preview.game_id))
        .where(Preview.account_id == account_id)
    )


def read(session: Session, wanted: Select[Preview, Game]) -> list[Shown]:
    rows = session.execute(wanted).all()
    return [Shown(preview=preview, game=game) for preview, game in rows]


def record(
    session: Session,
    actor: Actor,
    act: str,
    preview: Preview,
    *,
    before: audit.Facts | None = None,
    after: audit.Facts,
) -> None:
    audit.record(
        session,
        actor=actor,
        act=act,
        subject="preview",
        subject_id=preview.id,
        before=before,
        after=after,
    )
