"""The latest transfers of an account, for a glance at it."""

from ledger import movements
from ledger.models import TransferKind
from tests.worlds import World


def test_the_newest_come_first_each_with_its_client(world: World) -> None:
    world.allocate(120)
    world.register("ann")
    found = world.database.read(lambda s: movements.latest(s, account_id=world.account_id))
    assert [(one.kind, one.credits, one.alias) for one in found] == [
        (TransferKind.CONSUMPTION, 6, "acme"),
        (TransferKind.ALLOCATION, 120, "acme"),
        (TransferKind.PURCHASE, 600, None),
    ]


def test_no_more_are_read_than_are_shown(world: World) -> None:
    for credits in range(1, 8):
        world.allocate(credits)
    found = world.database.read(lambda s: movements.latest(s, account_id=world.account_id))
    assert [one.credits for one in found] == [7, 6, 5, 4, 3]
