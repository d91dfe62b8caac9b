"""A client with a Campus in the small account: its groups, and who is in them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import clients, clock, groups
from ledger.models import Access, Client, Game, Group, Learner, Registration
from tests.worlds import World


def add_bolt(world: World, *, time_zone: str = "Europe/Paris") -> Client:
    """Bolt, Inc. (bolt), whose learners come in by the Campus."""
    return world.database.write(
        lambda session: clients.add_client(
            session,
            actor=world.operator,
            name="Bolt, Inc.",
            alias="bolt",
            access=Access.CAMPUS,
            time_zone=time_zone,
        )
    )


def make_group(
    world: World,
    client: Client,
    name: str = "Spring",
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Group:
    """Of The Ferryman, begun an hour ago where no other time is given."""

    def make(session: Session) -> Group:
        return groups.make(
            session,
            actor=world.operator,
            client=session.get_one(Client, (client.account_id, client.id)),
            game=session.get_one(Game, (world.account_id, world.game.id)),
            name=name,
            starts_at=starts_at or clock.now() - timedelta(hours=1),
            ends_at=ends_at,
        )

    return world.database.write(make)


def registered(world: World, client: Client) -> list[str]:
    """The addresses of who is in a group of the client, and was not removed."""
    wanted = (
        select(Learner.lms_id)
        .join(
            Registration,
            (Registration.account_id == Learner.account_id)
            & (Registration.client_id == Learner.client_id)
            & (Registration.learner_id == Learner.id),
        )
        .where(Learner.client_id == client.id, Registration.removed_at.is_(None))
        .order_by(Learner.lms_id)
    )
    return world.database.read(lambda session: [str(one) for one in session.scalars(wanted)])
