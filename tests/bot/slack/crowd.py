"""An account of the longest names, and of more of everything than one answer has room for."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot import giving_up
from bot.slack import dropped_files, payments, results
from ledger import (
    alerts,
    catalogue,
    clients,
    clock,
    digests,
    groups,
    outbox,
    proposals,
    purchases,
    refunds,
    registering,
    registration,
    reports,
    requests,
    snoozes,
    thresholds,
)
from ledger.ids import new_id
from ledger.models import (
    Access,
    Account,
    Client,
    Game,
    Group,
    GroupKind,
    Member,
    PurchaseState,
    RefundKind,
    Role,
    Source,
    ThresholdUnit,
    Verdict,
    Wallet,
    WalletKind,
)
from ledger.places import Place
from ledger.purchases import Payment
from ledger.rosters import RosterLine
from scorm_bridge import endings, holds, options, packages
from scorm_bridge.models import Admits, Origins, Package
from tests.worlds import KEYRING, World, described

NAMES = {
    "ampersands": "&",
    "emoji": "🎭",
    "families": "👩\u200d👩\u200d👧\u200d👦",
    "hebrew": "ש",
    "marks": "*_~`",
}
"""What the longest names are made of: what escapes to five characters, what is one character of
four bytes, one sign of seven characters, what is written from right to left, and what is a mark."""

MANY, SOME, GROUPS = 120, 25, 50
ORIGINS = [f"https://lms-{number:03}.{'x' * 40}.example" for number in range(100)]


def longest(letter: str, most: int) -> str:
    return (letter * most)[:most]


def numbered(number: int, letter: str, most: int) -> str:
    """So that it is one of its own, and found by its beginning."""
    return f"{number:03}" + longest(letter, most - 3)


def fill(world: World, letter: str) -> None:
    """As much as an account can hold of everything, called by the longest names of `letter`."""
    for step in (rename, add_team, add_clients, add_games, add_packages, add_campus, buy):
        world.database.write(partial(step, world=world, letter=letter))
    reference, comment = longest(letter, 100), longest(letter, 1000)
    for number in range(SOME):
        world.allocate(1 + number, reference=reference, comment=comment)
    world.allocate(1_000, world.database.read(campus_client))
    for step in (play, wait, set_apart, come_in, tell):
        world.database.write(partial(step, world=world, letter=letter))


def rename(session: Session, world: World, letter: str) -> None:
    name, title = longest(letter, 120), numbered(0, letter, 120)
    session.execute(update(Account).values(name=name, digest_weekday=0))
    session.execute(update(Member).values(name=name))
    session.execute(update(Game).values(title=title, title_key=title))
    acme = update(Client).where(Client.id == world.acme.id)
    session.execute(acme.values(**called(0, letter), vat_id=longest(letter, 20), country="FR"))


def called(number: int, letter: str) -> dict[str, str]:
    name, alias = longest(letter, 120), numbered(number, letter, 60)
    return {"name": name, "name_key": name, "alias": alias, "alias_key": alias}


def add_team(session: Session, world: World, letter: str) -> None:
    """Many more, with addresses of 254 characters; the manager allocates a little by himself."""
    limit = update(Member).where(Member.id == world.manager.id)
    session.execute(limit.values(allocates_most=6))
    of_account = {"account_id": world.account_id, "name": longest(letter, 120)}
    may = {"role": Role.VIEWER, "created_at": clock.now()}
    emails = [f"{number:03}{'&' * 237}@ludum.example" for number in range(MANY)]
    rows = [{**of_account, **may, "id": new_id(), "email": email} for email in emails]
    session.execute(insert(Member), rows)


def add_clients(session: Session, world: World, letter: str) -> None:
    """Each holds the credits of one play, of very many."""
    now, ids = clock.now(), [new_id() for _ in range(1, MANY)]
    of_account: dict[str, Any] = {"account_id": world.account_id}
    client = {**of_account, "access": Access.SCORM, "created_at": now}
    held = {"credited": 1_000_000, "debited": 999_994, "kind": WalletKind.CLIENT, "last_at": now}
    named = [{**client, "id": id, **called(number, letter)} for number, id in enumerate(ids, 1)]
    session.execute(insert(Client), named)
    session.execute(insert(Wallet), [{**of_account, **held, "id": id} for id in ids])


def add_games(session: Session, world: World, letter: str) -> None:
    actor = world.operator
    for number in range(1, MANY):
        game = catalogue.add_game(session, actor=actor, title=numbered(number, letter, 120))
        if number < SOME:
            catalogue.add_version(session, actor=actor, game_id=game.id, content=described())


def add_packages(session: Session, world: World, letter: str) -> None:
    """One of each game for the first client, which has a group for each; the very first package
    has every option. One of the first game for some clients more."""
    playable = select(Game).where(Game.current_version > 0).order_by(Game.title_key)
    games = list(session.scalars(playable))
    first, *others = some_clients(session)
    for client, game in [(first, game) for game in games] + [(one, games[0]) for one in others]:
        packages.build(session, actor=world.operator, keyring=KEYRING, client=client, game=game)
    session.execute(update(Group).values(name=longest(letter, 120)))
    constrain(session, world, first_package(session), letter)


def add_campus(session: Session, world: World, letter: str) -> None:
    """One more client, which has more groups than an answer lists."""
    client = clients.add_client(
        session,
        actor=world.operator,
        name=longest(letter, 120),
        alias=numbered(MANY, letter, 60),
        access=Access.CAMPUS,
    )
    for number in range(GROUPS):
        groups.make(
            session,
            actor=world.operator,
            client=client,
            game=session.get_one(Game, (world.account_id, world.game.id)),
            name=numbered(number, letter, 120),
            starts_at=clock.now(),
            ends_at=clock.now() + timedelta(days=30),
            play_minutes_most=90,
        )


def campus_client(session: Session) -> Client:
    found = select(Client).where(Client.access == Access.CAMPUS, Client.is_own.is_(False))
    return session.scalars(found).one()


def first_group(session: Session) -> Group:
    """Of the Campus."""
    made = select(Group).where(Group.kind == GroupKind.MADE).order_by(Group.id).limit(1)
    return session.scalars(made).one()


def address(number: int) -> str:
    """Of 64 characters before the @, the most there are."""
    return f"{number:03}{'&' * 61}@ludum.example"


def come_in(session: Session, world: World, letter: str) -> None:
    """Learners of the first group of the Campus."""
    lines = [RosterLine(number, address(number), longest(letter, 255)) for number in range(1, SOME)]
    registering.register_roster(
        session,
        actor=world.operator,
        keyring=KEYRING,
        group=first_group(session),
        lines=lines,
        key=None,
    )


def some_clients(session: Session) -> list[Client]:
    """That have packages."""
    scorm = select(Client).where(Client.access == Access.SCORM)
    found = scorm.order_by(Client.alias_key).limit(SOME)
    return list(session.scalars(found))


def first_package(session: Session) -> Package:
    return session.scalars(select(Package).order_by(Package.id).limit(1)).one()


def constrain(session: Session, world: World, package: Package, letter: str) -> None:
    """All options at their longest, and a newcomer who waits."""
    options.change(
        session,
        actor=world.operator,
        package=package,
        cap=1,
        ends_at=clock.now() + timedelta(days=3),
        origins=Origins.LISTED,
        listed_origins=ORIGINS,
        admits=Admits.PATTERN,
        learner_pattern=longest(letter, 255),
        burst_most=1,
        burst_minutes=60,
        burst_holds=True,
    )
    package.first_origin = f"https://{'x' * 244}.eu"
    holds.hold(session, package, world.newcomer(longest(letter, 255)))


def buy(session: Session, world: World, letter: str) -> None:
    """One of many orders is paid, and some of it paid back; another is not paid in time."""
    of_owner = world.actor(world.owner)
    orders = [
        purchases.order_credits(session, actor=of_owner, credits=1_000_000, key=world.key())
        for _ in range(SOME)
    ]
    purchases.confirm_payment(
        session,
        actor=world.operator,
        number=orders[0].number,
        payment_reference=longest(letter, 100),
    )
    refunds.refund(
        session,
        purchase=purchases.locked(session, world.account_id, orders[0].id),
        name=longest(letter, 255),
        kind=RefundKind.DISPUTE,
        cents=600,
        source=Source.WEB,
    )
    payments.tell(session, orders[1], longest(letter, 500))
    payments.tell(session, orders[2], longest(letter, 500))
    wrong = Payment(reference="pi_wrong", cents=1)
    purchases.refuse(session, purchase=orders[3], payment=wrong)
    purchases.close(
        session,
        account_id=world.account_id,
        purchase_id=orders[2].id,
        state=PurchaseState.EXPIRED,
    )
    proposals.propose(session, actor=world.actor(world.viewer), credits=1_000_000, key=world.key())


def play(session: Session, world: World, letter: str) -> None:
    """The first client's package nears its cap; the others spend what they have."""
    chosen = select(Package).where(Package.game_id == world.game.id).order_by(Package.id)
    for package in session.scalars(chosen):
        client = session.get_one(Client, (world.account_id, package.client_id))
        place = Place(
            account_id=world.account_id,
            client_id=client.id,
            client_name=client.name,
            game_id=world.game.id,
            game_version=1,
            group_id=package.group_id,
            price=6,
        )
        newcomer = world.newcomer(longest(letter, 255), longest(letter, 255))
        registration.register(session, place=place, newcomer=newcomer, source=Source.LMS)
        alerts.turned_away(session, account_id=world.account_id, client_id=client.id, wanted=6)


def wait(session: Session, world: World, letter: str) -> None:
    """Requests that wait, one that is decided, and one by who may not allocate."""
    words = {"reference": longest(letter, 100), "comment": longest(letter, 1000)}
    clients = some_clients(session)
    by = world.actor(world.manager)
    asked = [
        requests.ask(session, actor=by, client=client, credits=1_000, key=world.key(), **words)
        for client in clients
    ]
    requests.decide(
        session,
        actor=world.actor(world.owner),
        request_id=asked[0].id,
        verdict=Verdict.DECLINED,
    )
    requests.propose(
        session,
        actor=world.actor(world.viewer),
        client=clients[0],
        credits=1_000,
        key=world.key(),
        **words,
    )


def set_apart(session: Session, world: World, letter: str) -> None:
    """Clients with thresholds of their own, half of them snoozed."""
    of_owner = world.actor(world.owner)
    for client in some_clients(session):
        thresholds.set_threshold(
            session,
            actor=of_owner,
            wallet_id=client.id,
            unit=ThresholdUnit.CREDITS,
            value=100_000,
        )
        snoozes.snooze(
            session, actor=of_owner, wallet_id=client.id, until=clock.now() + timedelta(days=7)
        )


def tell(session: Session, world: World, letter: str) -> None:
    """What no other step told of yet: the digest, the report, what nears and what is over."""
    endings.tell_due(session)
    package, now = first_package(session), clock.now()
    endings.tell(session, package, endings.FAR)
    alerts.burst(
        session,
        account_id=world.account_id,
        client_id=package.client_id,
        facts={"package_id": str(package.id)},
        kind=alerts.BURST_OVER,
    )
    today, of_owner = now.date(), world.actor(world.owner)
    for client in (None, session.get_one(Client, (world.account_id, world.acme.id))):
        reports.ask(session, actor=of_owner, client=client, first=today, last=today)
    over = {"wallet_id": str(package.client_id), "available": 6, "matter": "low"}
    week = {"since": (now - timedelta(days=7)).isoformat(), "until": now.isoformat()}
    group = {"group_id": str(first_group(session).id)}
    dropped = {"file": f"{longest(letter, 196)}.csv", "url": f"https://{'x' * 1000}"}
    files: list[dict[str, Any]] = [{}, {**dropped, "is_text": True}, {**dropped, "is_text": False}]
    in_vain = {"what": "roster", "file": longest(letter, 200), "is_forbidden": True}
    told: tuple[tuple[str, dict[str, Any]], ...] = (
        (alerts.CLOSED, over),
        (digests.DIGEST, week),
        (results.RESULTS, group),
        *((dropped_files.DROPPED, facts) for facts in files),
        (giving_up.GIVEN_UP, in_vain),
    )
    for kind, facts in told:
        outbox.add(
            session,
            account_id=world.account_id,
            kind=kind,
            recipient_id=world.owner.id,
            facts=facts,
        )
