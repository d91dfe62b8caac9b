"""A Campus client to act on, beside the world's, with a group and the credits for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ledger import clients, clock, groups, registering, registration, rosters
from ledger.models import Access, Client, Game, Group, Learner, Member, OutboxRow, Registration
from ledger.registering import Charge, Registered, Removed
from ledger.rosters import Read, RosterLine
from tests.worlds import KEYRING, World


@dataclass(kw_only=True)
class Campus:
    world: World
    client: Client
    group: Group

    @property
    def game(self) -> Game:
        return self.world.game

    def make(self, name: str = "Autumn", **facts: Any) -> Group:
        return make(self.world, self.client, name, **facts)

    def change(
        self, group: Group | None = None, *, by: Member | None = None, **changes: Any
    ) -> Group:
        one, actor = group or self.group, self.world.actor(by or self.world.manager)
        return self.world.database.write(
            lambda session: groups.change(
                session,
                actor=actor,
                group=session.get_one(Group, (one.account_id, one.id)),
                **changes,
            )
        )

    def register(
        self,
        *addresses: str,
        group: Group | None = None,
        by: Member | None = None,
        key: str | None = None,
        new_plays: bool = False,
        lines: list[RosterLine] | None = None,
    ) -> Registered:
        actor = self.world.actor(by or self.world.manager)
        return self.world.database.write(
            lambda session: registering.register_roster(
                session,
                actor=actor,
                keyring=KEYRING,
                group=session.get_one(Group, (self.client.account_id, (group or self.group).id)),
                lines=lines or roster(*addresses),
                new_plays=new_plays,
                key=key,
            )
        )

    def keep(self, *addresses: str, by: Member | None = None) -> UUID:
        actor = self.world.actor(by or self.world.manager)
        kept = self.world.database.write(
            lambda session: rosters.keep(
                session, actor=actor, group=self.group, read=Read(lines=roster(*addresses))
            )
        )
        return kept.id

    def register_kept(
        self,
        id: UUID,
        *,
        by: Member | None = None,
        new_plays: bool = False,
        most: Charge | None = None,
    ) -> Registered:
        actor = self.world.actor(by or self.world.manager)
        return self.world.database.write(
            lambda session: registering.register_kept(
                session,
                actor=actor,
                keyring=KEYRING,
                roster_id=id,
                new_plays=new_plays,
                most=most or Charge(learners=100, credits=600),
            )
        )

    def remove(
        self, address: str, *, group: Group | None = None, by: Member | None = None
    ) -> Removed:
        actor = self.world.actor(by or self.world.manager)
        return self.world.database.write(
            lambda session: registering.remove(
                session,
                actor=actor,
                keyring=KEYRING,
                group=session.get_one(Group, (self.client.account_id, (group or self.group).id)),
                address=address,
            )
        )

    def complete(self, address: str) -> None:
        learner = self.learner(address)
        assert learner is not None
        ours = (self.client.account_id, self.client.id)

        def completed(session: Any) -> None:
            for id in session.scalars(
                select(Registration.id).where(Registration.learner_id == learner.id)
            ):
                registration.complete(session, account_id=ours[0], client_id=ours[1], id=id)

        self.world.database.write(completed)

    def learner(self, address: str) -> Learner | None:
        key = self.world.learner_key(address)
        with self.world.database.reading() as session:
            return session.scalars(
                select(Learner).where(Learner.client_id == self.client.id, Learner.key == key)
            ).one_or_none()

    def registrations(self, address: str) -> list[Registration]:
        learner = self.learner(address)
        assert learner is not None
        with self.world.database.reading() as session:
            return list(
                session.scalars(
                    select(Registration)
                    .where(Registration.learner_id == learner.id)
                    .order_by(Registration.number)
                )
            )

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The facts of the outbox's rows of a kind."""
        with self.world.database.reading() as session:
            rows = session.scalars(
                select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)
            )
            return [row.facts for row in rows]


def roster(*addresses: str) -> list[RosterLine]:
    return [RosterLine(number, address) for number, address in enumerate(addresses, start=1)]


def new_campus(world: World, *, credits: int = 120) -> Campus:
    client = world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name="Bolt", alias="bolt", access=Access.CAMPUS
        )
    )
    if credits:
        world.allocate(credits, client)
    return Campus(world=world, client=client, group=make(world, client))


def make(
    world: World,
    client: Client,
    name: str = "Spring",
    *,
    by: Member | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    game: Game | None = None,
    play_minutes_most: int | None = None,
) -> Group:
    now = clock.now()
    return world.database.write(
        lambda session: groups.make(
            session,
            actor=world.actor(by or world.manager),
            client=client,
            game=game or session.get_one(Game, (world.account_id, world.game.id)),
            name=name,
            starts_at=starts_at or now - timedelta(minutes=1),
            ends_at=ends_at or now + timedelta(days=30),
            play_minutes_most=play_minutes_most,
        )
    )
