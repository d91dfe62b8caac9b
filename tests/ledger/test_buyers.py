"""Who is billed: an owner says it, and receipts that are issued stay as they are."""

import pytest

from ledger import audit, buyers, receipts
from ledger.errors import BadText, NotAllowed
from ledger.models import Account, Member
from tests.ledger.buying import Buying
from tests.worlds import World


def described(world: World, by: Member | None = None, **facts: str) -> Account:
    actor = world.actor(by or world.owner)
    return world.database.write(
        lambda session: buyers.describe_buyer(session, actor=actor, **facts)
    )


def test_the_next_receipt_says_who_is_billed_and_the_last_one_stays(world: World) -> None:
    buying = Buying(world)
    first = buying.bought()
    described(world, name=" Atelier  SAS ", address="1 quai \n\n 75001  Paris\n", vat_id="FR00")
    second = buying.bought()
    with world.database.reading() as session:
        found = [
            receipts.find(session, account_id=world.account_id, purchase_id=one.id)
            for one in (first, second)
        ]
    assert [receipt and receipt.buyer for receipt in found] == [
        {"name": "Ludum", "address": "", "vat_id": ""},
        {"name": "Atelier SAS", "address": "1 quai\n75001 Paris", "vat_id": "FR00"},
    ]


def test_what_is_not_given_stays_and_an_empty_text_takes_it_back(world: World) -> None:
    described(world, name="Atelier SAS", vat_id="FR00")
    account = described(world, address="1 quai", vat_id="")
    assert (account.billing_name, account.billing_address, account.billing_vat_id) == (
        "Atelier SAS",
        "1 quai",
        None,
    )
    with world.database.reading() as session:
        entry = audit.entries(session, account_id=world.account_id)[0]
    assert (entry.act, entry.member_id) == ("describe buyer", world.owner.id)


@pytest.mark.parametrize(
    "facts",
    [{"name": "M" * 121}, {"address": "M" * 501}, {"address": "a\x07"}, {"vat_id": "V" * 21}],
)
def test_a_text_that_is_no_use_is_refused(world: World, facts: dict[str, str]) -> None:
    with pytest.raises(BadText):
        described(world, None, **facts)


def test_who_does_not_buy_does_not_say_who_is_billed(world: World) -> None:
    with pytest.raises(NotAllowed):
        described(world, world.manager, name="Mine")
