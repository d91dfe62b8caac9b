"""Which learner a mail goes to, and about which play: nobody who was erased, removed or is done.

Asked when the mail is sent: what was true when its cause came about may have ended since.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import clock
from ledger.models import (
    Access,
    Account,
    Campus,
    Client,
    Game,
    Group,
    Learner,
    Registration,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A learner with an address; `code` is that of their client's Campus."""

    learner: Learner
    client: Client
    code: str
    account_language: str

    @property
    def address(self) -> str:
        return self.learner.lms_id or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a learner may play, and in which group."""

    group: Group
    game: Game


def addressee(
    session: Session, *, account_id: UUID, client_id: UUID, learner_id: UUID
) -> Addressee | None:
    """None for a learner who was erased, and where the client has no Campus any more."""
    row = session.execute(
        select(Learner, Client, Campus.code, Account.language)
        .join(Client, (Client.account_id == Learner.account_id) & (Client.id == Learner.client_id))
        .join(Campus, (Campus.account_id == Client.account_id) & (Campus.client_id == Client.id))
        .join(Account, Account.id == Client.account_id)
        .where(
            Learner.account_id == account_id,
            Learner.client_id == client_id,
            Learner.id == learner_id,
            Learner.lms_id.is_not(None),
            Client.access == Access.CAMPUS,
            Client.archived_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    learner, client, code, language = row
    return Addressee(learner=learner, client=client, code=code, account_language=language)


def occasion(session: Session, *, learner: Learner, group_id: UUID) -> Occasion | None:
    """None where the group is over, or the learner has no open play of its game any more.

    The play may be of another group: whoever is registered again keeps the play they have (R8).
    """
    row = session.execute(
        select(Group, Game)
        .join(Game, (Game.account_id == Group.account_id) & (Game.id == Group.game_id))
        .join(
            Registration,
            (Registration.account_id == Group.account_id)
            & (Registration.client_id == Group.client_id)
            & (Registration.game_id == Group.game_id),
        )
        .where(
            Group.account_id == learner.account_id,
            Group.client_id == learner.client_id,
            Group.id == group_id,
            Registration.learner_id == learner.id,
            Registration.completed_at.is_(None),
            Registration.removed_at.is_(None),
        )
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    group, game = row
    if group.closes_at is not None and group.closes_at <= clock.now():
        return None
    return Occasion(group=group, game=game)
