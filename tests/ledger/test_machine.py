"""Every use case in any order, on each engine, beside a model in plain Python.

After every step the ledger has to say what the model says, and to verify. Whatever is done can
also be a dry run: the same answer or the same refusal, and nothing is changed.
"""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from itertools import accumulate
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import (
    alerts,
    allocation,
    catalogue,
    clients,
    clock,
    erasure,
    group_registration,
    learners,
    moving,
    purchases,
    registration,
    seals,
    statements,
    status,
    thresholds,
    verification,
)
from ledger.database import Database
from ledger.errors import NotEnoughCredits, OboleError
from ledger.ids import new_id
from ledger.models import (
    Access,
    Alert,
    Client,
    Game,
    Group,
    GroupKind,
    Learner,
    OutboxRow,
    Source,
    ThresholdUnit,
    Wallet,
)
from ledger.places import Place
from tests.ledger.model import Model
from tests.worlds import POOL, new_world

CLIENTS, GAMES, PEOPLE = ("acme", "bolt"), ("ferryman", "toll"), ("ana", "ben", "cleo")

# Few of each, and the first one mostly: what was done before then matters to what comes next.
client_names = st.sampled_from((*3 * CLIENTS[:1], CLIENTS[1]))
games = st.sampled_from((*3 * GAMES[:1], GAMES[1]))
people = st.sampled_from((*3 * PEOPLE[:1], *PEOPLE[1:]))
keys = st.sampled_from(("k1", "k2", "k3", "k4", "k5", "k6"))
moves_of_all = st.lists(
    st.tuples(people, people),
    min_size=1,
    unique_by=(lambda move: move[0], lambda move: move[1]),
)
dry_runs = st.sampled_from((False, False, False, False, True))


class Ledger(RuleBasedStateMachine):
    requests = Bundle[Callable[[], None]]("requests")
    """What was asked under a key, to be asked again."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        # An account of its own: the accounts of the runs before stand beside it.
        self.world = new_world(database)
        self.account_id = self.world.account_id
        self.owner, self.operator = self.world.actor(self.world.owner), self.world.operator
        self.database = database
        self.ids = {"pool": self.account_id, "acme": self.world.acme.id}
        self.groups: dict[tuple[str, str], UUID] = {}
        self.database.write(self.furnish)
        self.model = Model(CLIENTS, GAMES, bought=POOL)
        for client in CLIENTS:
            self.allocate_under("first " + client, client, 30, dry=False)

    def furnish(self, session: Session) -> None:
        bolt = clients.add_client(session, actor=self.owner, name="bolt", access=Access.SCORM)
        toll = catalogue.add_game(session, actor=self.owner, title="toll")
        content = catalogue.Content(
            standard="scorm12", launch_path="i.html", launch_facts={}, files=1, bytes=1
        )
        catalogue.add_version(session, actor=self.owner, game_id=toll.id, content=content)
        self.ids |= {"bolt": bolt.id, "toll": toll.id, "ferryman": self.world.game.id}
        for client in CLIENTS:
            for game in GAMES:
                self.open_group(session, client, game)

    def agree(
        self, use_case: Callable[[Session], Any], by_model: Callable[[Model], Any], dry: bool
    ) -> Any:
        """Both do it and answer, or refuse, alike; the model is kept where the ledger commits."""
        after = deepcopy(self.model)
        expected = answer(lambda: by_model(after))
        run = self.database.rehearse if dry else self.database.write
        assert answer(lambda: run(use_case)) == expected
        if not (dry or is_refusal(expected)):
            self.model = after
        return expected

    @rule(target=requests, credits=st.integers(1, 600), key=keys, dry=dry_runs)
    def order(self, credits: int, key: str, dry: bool) -> Callable[[], None]:
        def use_case(session: Session) -> int:
            return purchases.order_credits(
                session, actor=self.owner, credits=credits, key=key
            ).number

        request = partial(
            self.agree, use_case, lambda m: m.once(key, credits, lambda: m.order(credits)), dry
        )
        request()
        return request

    @rule(back=st.integers(-1, 2), reference=st.sampled_from("abcd"), dry=dry_runs)
    def confirm(self, back: int, reference: str, dry: bool) -> None:
        """The newest order, or one before it, or one that nobody made."""
        number = len(self.model.orders) - back

        def use_case(session: Session) -> int:
            return purchases.confirm_payment(
                session, actor=self.operator, number=number, payment_reference=reference
            ).pool

        self.agree(use_case, lambda m: m.confirm(number, reference), dry)

    @rule(target=requests, client=client_names, credits=st.integers(1, 100), key=keys, dry=dry_runs)
    def allocate(self, client: str, credits: int, key: str, dry: bool) -> Callable[[], None]:
        return self.allocate_under(key, client, credits, dry)

    def allocate_under(self, key: str, client: str, credits: int, dry: bool) -> Callable[[], None]:
        def use_case(session: Session) -> tuple[int, int]:
            made = allocation.allocate_credits(
                session,
                actor=self.owner,
                client=self.client(session, client),
                credits=credits,
                key=key,
            )
            return made.pool, made.available

        def by_model(model: Model) -> Any:
            model.must_be_active(client)
            return model.once(key, (client, credits), lambda: model.allocate(client, credits))

        request = partial(self.agree, use_case, by_model, dry)
        request()
        return request

    @rule(request=requests)
    def ask_again(self, request: Callable[[], None]) -> None:
        request()

    @rule(client=client_names, game=games, learner=people, dry=dry_runs)
    def register(self, client: str, game: str, learner: str, dry: bool) -> None:
        self.come_in(client, game, learner, new_play=False, dry=dry)

    @rule(client=client_names, game=games, learner=people, dry=dry_runs)
    def register_for_a_new_play(self, client: str, game: str, learner: str, dry: bool) -> None:
        self.come_in(client, game, learner, new_play=True, dry=dry)

    def come_in(self, client: str, game: str, learner: str, new_play: bool, dry: bool) -> None:
        def use_case(session: Session) -> tuple[int, bool]:
            play = registration.register(
                session,
                place=self.place(session, client, game),
                newcomer=self.world.newcomer(learner),
                source=Source.LMS,
                new_play=new_play,
            )
            return play.number, play.was_charged

        said = self.agree(use_case, lambda m: m.register(client, game, learner, new_play), dry)
        if is_refusal(said) and said[0] is NotEnoughCredits and not dry:
            self.turn_away(client, wanted=said[1]["wanted"])

    def turn_away(self, client: str, wanted: int) -> None:
        def use_case(session: Session) -> None:
            alerts.turned_away(
                session, account_id=self.account_id, client_id=self.ids[client], wanted=wanted
            )

        self.agree(use_case, lambda m: m.wallets[client].tell("turned away", wanted), dry=False)

    @rule(
        client=client_names,
        game=games,
        group=st.lists(people, min_size=1),
        fitting=st.booleans(),
        new_plays=st.booleans(),
        dry=dry_runs,
    )
    def register_group(
        self, client: str, game: str, group: list[str], fitting: bool, new_plays: bool, dry: bool
    ) -> None:
        def use_case(session: Session) -> dict[str, Any]:
            report = group_registration.register_learners(
                session,
                place=self.place(session, client, game),
                learners=[self.world.newcomer(learner) for learner in group],
                source=Source.SLACK,
                member_id=self.owner.member_id,
                as_many_as_fit=fitting,
                new_plays=new_plays,
            )
            said = asdict(report)
            del said["came_in"]  # ids, which the model has none of
            return said

        self.agree(
            use_case, lambda m: m.register_group(client, game, group, fitting, new_plays), dry
        )

    @precondition(lambda self: self.model.has_open_play())
    @rule(client=client_names, game=games, learner=people, dry=dry_runs)
    def complete(self, client: str, game: str, learner: str, dry: bool) -> None:
        def use_case(session: Session) -> None:
            key = self.world.learner_key(learner)
            play = registration.last_play(session, self.place(session, client, game), key)
            if play is not None:
                registration.complete(
                    session, account_id=self.account_id, client_id=self.ids[client], id=play.id
                )

        self.agree(use_case, lambda m: m.close(client, game, [learner]), dry)

    @precondition(lambda self: self.model.has_open_play())
    @rule(client=client_names, game=games)
    def end_group(self, client: str, game: str) -> None:
        """R8: its plays are over; from now on learners come in by another group."""

        def use_case(session: Session) -> None:
            group = session.get_one(Group, (self.account_id, self.groups[client, game]))
            group.ends_at = clock.now()
            self.open_group(session, client, game)

        self.agree(use_case, lambda m: m.close(client, game, PEOPLE), dry=False)

    @precondition(lambda self: not self.model.archived)
    @rule(dry=dry_runs)
    def archive(self, dry: bool) -> None:
        def use_case(session: Session) -> None:
            clients.archive_client(session, actor=self.owner, client=self.client(session, "bolt"))

        self.agree(use_case, lambda m: m.archived.add("bolt"), dry)

    @rule(client=client_names, learner=people, dry=dry_runs)
    def erase(self, client: str, learner: str, dry: bool) -> None:
        def use_case(session: Session) -> None:
            of_client, key = self.client(session, client), self.world.learner_key(learner)
            known = learners.find_learner(session, client=of_client, key=key, given=learner)
            erasure.erase_learner(session, actor=self.owner, client=of_client, learner=known)

        self.agree(use_case, lambda m: m.erase(client, learner), dry)

    @rule(client=client_names, moves=moves_of_all.map(dict), dry=dry_runs)
    def move(self, client: str, moves: dict[str, str], dry: bool) -> None:
        def use_case(session: Session) -> dict[str, list[str]]:
            moved = moving.move_learners(
                session,
                actor=self.owner,
                client=self.client(session, client),
                moves=list(moves.items()),
                key_of=self.world.learner_key,
            )
            return asdict(moved)

        self.agree(use_case, lambda m: m.move(client, moves), dry)

    @rule(game=games, price=st.integers(0, 20), dry=dry_runs)
    def set_price(self, game: str, price: int, dry: bool) -> None:
        def use_case(session: Session) -> None:
            catalogue.set_price(
                session, actor=self.operator, game=self.game(session, game), price=price
            )

        self.agree(use_case, lambda m: m.set_price(game, price), dry)

    @rule(
        wallet=st.sampled_from(("pool", *CLIENTS)),
        unit=st.sampled_from(ThresholdUnit),
        value=st.integers(0, 100),
        dry=dry_runs,
    )
    def set_threshold(self, wallet: str, unit: ThresholdUnit, value: int, dry: bool) -> None:
        def use_case(session: Session) -> int:
            return thresholds.set_threshold(
                session, actor=self.owner, wallet_id=self.ids[wallet], unit=unit, value=value
            )

        self.agree(use_case, lambda m: m.set_threshold(wallet, unit, value), dry)

    @rule(most=st.sampled_from((1, 3, 1_000)), dry=dry_runs)
    def seal(self, most: int, dry: bool) -> None:
        run = self.database.rehearse if dry else self.database.write
        run(lambda session: seals.seal_some(session, most=most))

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        self.database.read(self.compare)

    def compare(self, session: Session) -> None:
        for name in self.model.wallets:
            self.compare_wallet(session, name)
        self.compare_told(session)
        self.compare_people(session)
        account = status.of_account(session, account_id=self.account_id)
        assert account.pool == self.model.wallets["pool"].balance
        assert account.available == sum(self.model.wallets[name].balance for name in CLIENTS)
        assert account.pool + account.available + account.consumed == self.model.bought()
        verified = verification.verify(session, account_id=self.account_id)
        assert verified.wrong is None
        assert verified.registrations == self.model.registrations()

    def compare_wallet(self, session: Session, name: str) -> None:
        id, model = self.ids[name], self.model.wallets[name]
        wallet = session.get_one(Wallet, (self.account_id, id))
        lines = list(statements.lines(session, account_id=self.account_id, wallet_id=id))
        assert [line.number for line in lines] == list(range(1, len(model.lines) + 1))
        assert [line.credits for line in lines] == model.lines
        assert [line.balance for line in lines] == list(accumulate(model.lines))
        assert wallet.credited - wallet.debited == model.balance >= 0
        assert wallet.low_below == model.low_below

    def compare_told(self, session: Session) -> None:
        """What is open of which wallet, and all that the owner was ever told of it."""
        wallets = [(str(self.ids[name]), wallet) for name, wallet in self.model.wallets.items()]
        matters = session.scalars(
            select(Alert).where(Alert.account_id == self.account_id, Alert.closed_at.is_(None))
        )
        assert sorted((str(matter.wallet_id), matter.kind.value) for matter in matters) == sorted(
            (id, matter) for id, wallet in wallets for matter in wallet.matters
        )
        rows = session.scalars(
            select(OutboxRow).where(
                OutboxRow.account_id == self.account_id, OutboxRow.kind != purchases.RECEIPT
            )
        )
        assert Counter(
            (row.facts["wallet_id"], row.kind, row.facts["matter"]) for row in rows
        ) == Counter({(id, *told): n for id, wallet in wallets for told, n in wallet.told.items()})

    def compare_people(self, session: Session) -> None:
        rows = session.scalars(select(Learner).where(Learner.account_id == self.account_id))
        assert {(row.client_id, row.key, row.lms_id) for row in rows} == {
            (self.ids[client], self.world.learner_key(id), None if person.is_erased else id)
            for client, people in self.model.people.items()
            for id, person in people.items()
        }

    def client(self, session: Session, name: str) -> Client:
        return session.get_one(Client, (self.account_id, self.ids[name]))

    def game(self, session: Session, name: str) -> Game:
        return session.get_one(Game, (self.account_id, self.ids[name]))

    def place(self, session: Session, client: str, name: str) -> Place:
        game = self.game(session, name)
        return Place(
            account_id=self.account_id,
            client_id=self.ids[client],
            client_name=client,
            game_id=game.id,
            game_version=game.current_version,
            group_id=self.groups[client, name],
            price=game.price,
        )

    def open_group(self, session: Session, client: str, game: str) -> None:
        group = Group(
            account_id=self.account_id,
            id=new_id(),
            client_id=self.ids[client],
            game_id=self.ids[game],
            kind=GroupKind.PACKAGE,
            name="everyone",
            starts_at=clock.now() - timedelta(days=1),
        )
        session.add(group)
        self.groups[client, game] = group.id


def answer(act: Callable[[], Any]) -> Any:
    """What it returned; or of a refusal its kind and its numbers, which the edges word."""
    try:
        return act()
    except OboleError as refusal:
        numbers = {name: fact for name, fact in vars(refusal).items() if isinstance(fact, int)}
        return type(refusal), numbers


def is_refusal(said: Any) -> bool:
    return isinstance(said, tuple) and isinstance(said[0], type)


@pytest.mark.timeout(600)  # of which it takes seconds, unless it has a failure to make smaller
def test_any_order_of_use_cases_leaves_the_ledger_as_the_model_says(database: Database) -> None:
    run_state_machine_as_test(
        partial(Ledger, database),  # type: ignore[arg-type]  # whatever makes a machine will do
        settings=settings(
            max_examples=10,
            stateful_step_count=45,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
