"""What changed of late, beside transfers."""

from datetime import datetime, timedelta

from ledger import alerts, changes, clients, clock, purchases, requests
from ledger.changes import Change
from ledger.models import Access
from tests.worlds import World

LATE = timedelta(minutes=1)


def since(world: World, at: datetime) -> set[Change]:
    accounts = {world.account_id}
    return world.database.read(lambda s: changes.since(s, at, account_ids=accounts))


def test_each_kind_of_change_is_found_once(world: World) -> None:
    before = since(world, clock.now() - LATE)
    work = (
        lambda s: clients.add_client(s, actor=world.operator, name="Umbra", access=Access.SCORM),
        lambda s: requests.ask(
            s, actor=world.actor(world.manager), client=world.acme, credits=6, key=world.key()
        ),
        lambda s: purchases.order_credits(
            s, actor=world.actor(world.owner), credits=600, key=world.key()
        ),
        lambda s: alerts.turned_away(
            s, account_id=world.account_id, client_id=world.acme.id, wanted=6
        ),
    )
    for count, one in enumerate(work, 1):
        world.database.write(one)
        assert len(since(world, clock.now() - LATE) - before) == count


def test_what_is_older_and_what_is_anothers_is_not_found(world: World) -> None:
    assert since(world, clock.now() + LATE) == set()
    at = clock.now() - LATE
    assert world.database.read(lambda s: changes.since(s, at, account_ids=set())) == set()
