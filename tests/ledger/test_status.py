"""How the credits stand, a page of clients at a time."""

import pytest

from ledger import clients, status
from ledger.models import Access
from ledger.status import AccountStatus, Balance
from tests.worlds import World


def page(world: World, skipped: int) -> AccountStatus:
    return world.database.read(
        lambda s: status.of_account(s, account_id=world.account_id, shown=2, skipped=skipped)
    )


def aliases(found: AccountStatus) -> list[str]:
    return [balance.alias for balance in found.most_urgent]


def test_pages_follow_each_other_in_the_order_of_urgency(world: World) -> None:
    for alias in ("b", "c", "d"):
        client = world.database.write(
            lambda s, alias=alias: clients.add_client(  # type: ignore[misc]
                s, actor=world.operator, name=alias, access=Access.SCORM
            )
        )
        world.allocate(ord(alias), client)
    first, second, third = page(world, 0), page(world, 2), page(world, 4)
    assert [aliases(one) for one in (first, second, third)] == [
        ["b", "c"],
        ["d", "Ludum"],  # of those with equally many, who was added first
        ["acme"],
    ]
    assert [(one.last, one.hidden) for one in (first, second, third)] == [(2, 3), (4, 1), (5, 0)]
    assert {one.clients for one in (first, second, third)} == {5}


def test_a_page_that_there_is_not_is_the_first_one(world: World) -> None:
    found = page(world, 1_000)
    assert (aliases(found), found.skipped) == (["acme", "Ludum"], 0)


@pytest.mark.parametrize(
    ("allocated", "consumed", "tenths"),
    [(0, 0, 0), (120, 0, 10), (120, 60, 5), (120, 119, 1), (120, 120, 0), (120, 1, 10)],
)
def test_tenths_are_nought_only_where_nothing_is_left(
    world: World, allocated: int, consumed: int, tenths: int
) -> None:
    balance = Balance(world.acme.id, "Acme", "acme", allocated, consumed, 0)
    assert balance.tenths == tenths
