"""A small account to act on, made by the use cases themselves."""

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ledger import (
    accounts,
    actors,
    allocation,
    catalogue,
    clients,
    clock,
    learners,
    purchases,
    registration,
)
from ledger.actors import Actor
from ledger.allocation import Allocated
from ledger.database import Database
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.learners import Newcomer
from ledger.models import (
    Access,
    Account,
    Client,
    Game,
    Group,
    GroupKind,
    Member,
    OutboxRow,
    Role,
    Source,
)
from ledger.places import Place
from ledger.registration import Play

SECRET_KEY = "a-secret-for-tests-only"
KEYRING = KeyRing([SECRET_KEY])
POOL = 600


@dataclass(kw_only=True)
class World:
    database: Database
    account: Account
    owner: Member
    manager: Member
    viewer: Member
    acme: Client
    game: Game
    group: Group
    _keys: "count[int]"

    @property
    def account_id(self) -> UUID:
        return self.account.id

    def actor(self, member: Member) -> Actor:
        return actors.of_member(member, Source.SLACK)

    @property
    def operator(self) -> Actor:
        return actors.operator(self.account_id)

    def key(self) -> str:
        return f"key {next(self._keys)}"

    def allocate(
        self,
        credits: int,
        client: Client | None = None,
        *,
        key: str | None = None,
        by: Member | None = None,
        reference: str | None = None,
        comment: str | None = None,
    ) -> Allocated:
        return self.database.write(
            lambda session: allocation.allocate_credits(
                session,
                actor=self.actor(by or self.owner),
                client=client or self.acme,
                credits=credits,
                key=key or self.key(),
                reference=reference,
                comment=comment,
            )
        )

    def place(self, *, price: int = 6) -> Place:
        return Place(
            account_id=self.account_id,
            client_id=self.acme.id,
            client_name=self.acme.name,
            game_id=self.game.id,
            game_version=1,
            group_id=self.group.id,
            price=price,
        )

    def learner_key(self, lms_id: str) -> str:
        secret = KEYRING.decrypt(self.account.learner_secret)
        return learners.learner_key(secret, lms_id, folds=True)

    def newcomer(self, lms_id: str, name: str | None = None) -> Newcomer:
        return Newcomer(key=self.learner_key(lms_id), lms_id=lms_id, name=name)

    def register(self, lms_id: str, *, new_play: bool = False, name: str | None = None) -> Play:
        place, newcomer = self.place(), self.newcomer(lms_id, name)
        return self.database.write(
            lambda session: registration.register(
                session, place=place, newcomer=newcomer, source=Source.LMS, new_play=new_play
            )
        )


def described(launch_path: str = "index.html") -> catalogue.Content:
    """What the upload of a small game of SCORM 1.2 is read to be."""
    sco = {"id": "", "title": "", "launch_path": launch_path}
    return catalogue.Content(
        standard="scorm12",
        launch_path=launch_path,
        launch_facts={"scos": [sco]},
        files=1,
        bytes=1,
    )


def new_world(database: Database, *, pool: int = POOL) -> World:
    return database.write(lambda session: build(session, database, pool))


def build(session: Session, database: Database, pool: int) -> World:
    account = accounts.open_account(session, name="Ludum", keyring=KEYRING)
    operator = actors.operator(account.id)
    owner, manager, viewer = (
        accounts.add_member(
            session, actor=operator, name=name, email=f"{name.lower()}@ludum.example", role=role
        )
        for name, role in (("Ana", Role.OWNER), ("Marc", Role.MANAGER), ("Vera", Role.VIEWER))
    )
    acme = clients.add_client(
        session, actor=operator, name="Acme Learning", alias="acme", access=Access.SCORM
    )
    game = catalogue.add_game(session, actor=operator, title="The Ferryman")
    catalogue.add_version(session, actor=operator, game_id=game.id, content=described())
    group = Group(
        account_id=account.id,
        id=new_id(),
        client_id=acme.id,
        game_id=game.id,
        kind=GroupKind.PACKAGE,
        name="everyone",
        starts_at=clock.now(),
    )
    session.add(group)
    world = World(
        database=database,
        account=account,
        owner=owner,
        manager=manager,
        viewer=viewer,
        acme=acme,
        game=game,
        group=group,
        _keys=count(1),
    )
    if pool:
        buy(session, world, pool)
    session.refresh(game)
    return world


def buy(session: Session, world: World, credits: int) -> None:
    order = purchases.order_credits(
        session, actor=world.actor(world.owner), credits=credits, key=world.key()
    )
    purchases.confirm_payment(
        session,
        actor=world.operator,
        number=order.number,
        payment_reference=f"transfer {order.number}",
    )
    receipts = delete(OutboxRow).where(OutboxRow.kind == purchases.RECEIPT)
    session.execute(receipts)  # sent long ago
