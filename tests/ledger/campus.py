"""A Campus client to act on, beside the world's, with a group and the credits for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from ledger import clients, clock, groups, registering, registration, rosters
from ledger.journal import balance
from ledger.models import (
    Access,
    Client,
    Game,
    Group,
    IdempotencyKey,
    Learner,
    Member,
    OutboxRow,
    Registration,
)
from ledger.registering import Charge, Registered, Removed
from ledger.registration import Play
from ledger.rosters import Read, RosterLine
from ledger.verification import verify
from tests.worlds import KEYRING, World


@dataclass(kw_only=True)
class Campus:
    world: World
    client: Client
    group: Group

    @property
    def game(self) -> Game:
        return self.world.game

    @property
    def held(self) -> int:
        """The client's credits."""
        ours = (self.client.account_id, self.client.id)
        return self.world.database.read(lambda session: balance(session, *ours))

    def is_sound(self, *, registrations: int) -> bool:
        """Whether the ledger verifies, with so many registrations in it."""
        found = self.world.database.read(verify)
        return found.wrong is None and found.registrations == registrations

    @property
    def is_untouched(self) -> bool:
        """Whether nobody was registered: not a row, no key, no letter, and all 120 credits."""
        with self.world.database.reading() as session:
            counts = [
                session.scalar(select(func.count()).select_from(table))
                for table in (Learner, Registration)
            ]
            keys = session.scalar(select(func.count()).where(IdempotencyKey.key.like("roster %")))
            told = session.scalar(select(func.count()).where(OutboxRow.kind == "invitation"))
        return (counts, keys, told, self.held) == ([0, 0], 0, 0, 120)

    def change_access(self, access: Access) -> Client:
        world = self.world
        return world.database.write(
            lambda session: clients.change_access(
                session,
                actor=world.actor(world.manager),
                client=session.get_one(Client, (world.account_id, self.client.id)),
                access=access,
            )
        )

    def click(self, address: str) -> Play:
        """The learner clicks on the game, which is open to all."""
        learner = self.learner(address)
        assert learner is not None
        one = learner
        return self.world.database.write(
            lambda session: registering.register_by_click(
                session,
                client=session.get_one(Client, (self.world.account_id, self.client.id)),
                game=session.get_one(Game, (self.world.account_id, self.game.id)),
                learner=one,
            )
        )

    def know(self, address: str) -> None:
        """A learner who is registered for nothing."""
        world = self.world
        world.database.write(
            lambda session: session.add(
                Learner(
                    account_id=world.account_id,
                    client_id=self.client.id,
                    id=self.group.id,
                    key=world.learner_key(address),
                    lms_id=address,
                    created_at=clock.now(),
                )
            )
        )

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
