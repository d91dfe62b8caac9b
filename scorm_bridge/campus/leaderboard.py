"""The best scores of a group, where the client wants them shown: names, never whole addresses."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ledger.models import Client, Group, GroupKind, Learner, Registration
from scorm_bridge.models import Runtime
from scorm_bridge.results import OF_PLAY

SHOWN = 10
LETTERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """Who has the same score has the same place. `score` is in hundredths of a point."""

    place: int
    name: str
    score: int
    is_you: bool


def has_one(client: Client, group: Group | None) -> bool:
    """Only a group that members made has one: in an open one nobody knows who else is in it."""
    return client.has_leaderboard and group is not None and group.kind is GroupKind.MADE


def of_group(session: Session, *, group: Group, learner: Learner) -> list[Rank]:
    """The first ten places, and the learner's own below them where it is another."""
    # A learner's best play counts, of those that a new one was paid for.
    best = (
        select(Registration.learner_id, func.max(Runtime.score).label("score"))
        .join(Runtime, OF_PLAY)
        .where(
            Registration.account_id == group.account_id,
            Registration.client_id == group.client_id,
            Registration.group_id == group.id,
            Registration.removed_at.is_(None),
            Runtime.score.is_not(None),
        )
        .group_by(Registration.learner_id)
        .subquery()
    )
    ranked = (
        select(
            func.rank().over(order_by=best.c.score.desc()).label("place"),
            best.c.score,
            best.c.learner_id,
        )
    ).subquery()
    rows = session.execute(
        select(ranked.c.place, ranked.c.score, Learner)
        .join(
            Learner,
            and_(
                Learner.account_id == group.account_id,
                Learner.client_id == group.client_id,
                Learner.id == ranked.c.learner_id,
            ),
        )
        .where((ranked.c.place <= SHOWN) | (ranked.c.learner_id == learner.id))
        .order_by(ranked.c.place, Learner.id)
    )
    return shown(
        [
            Rank(place=place, name=named(one), score=score, is_you=one.id == learner.id)
            for place, score, one in rows
        ]
    )


def shown(ranks: list[Rank]) -> list[Rank]:
    """Many may share a place: ten rows are enough, and the learner's own."""
    return [rank for at, rank in enumerate(ranks) if at < SHOWN or rank.is_you]


def named(learner: Learner) -> str:
    """The name; of an address its first letters, and of one who was erased nothing."""
    if learner.name:
        # A name may have been typed as an address.
        return shortened(learner.name) if "@" in learner.name else learner.name
    return shortened(learner.lms_id or "")


def shortened(address: str) -> str:
    return f"{address.partition('@')[0][:LETTERS]}…"


def is_in(session: Session, *, group: Group, learner: Learner) -> bool:
    """Whether the learner is in the group, and was not taken out."""
    found = select(Registration.id).where(
        Registration.account_id == group.account_id,
        Registration.client_id == group.client_id,
        Registration.group_id == group.id,
        Registration.learner_id == learner.id,
        Registration.removed_at.is_(None),
    )
    return session.scalars(found.limit(1)).first() is not None
