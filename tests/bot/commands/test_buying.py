"""Buying at the command line: a price, a dry run, who is billed, and receipts."""

from pathlib import Path

import pytest

from tests.bot.terminal import Type
from tests.ledger.buying import Buying
from tests.worlds import World

OWNER = ("--as", "ana@ludum.example")


@pytest.fixture(autouse=True)
def tiers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRICE_TIERS", "600:190 6000:175")


@pytest.mark.usefixtures("ludum")
def test_r14_twenty_learners_are_120_credits_and_their_price(typed: Type) -> None:
    said = typed("credits", "price", "--learners", "20").out
    assert said == typed("credits", "price", "120").out
    assert said.splitlines() == [
        "120 credits, 20 plays: EUR 2.00 a credit, no discount, EUR 240.00 in all.",
        "The next step is 600 credits, 100 plays for EUR 1,140.00: EUR 1.90 a credit.",
    ]


@pytest.mark.usefixtures("ludum")
def test_r13_a_price_says_what_is_left_over_and_which_larger_order_costs_no_more(
    typed: Type,
) -> None:
    assert typed("credits", "price", "580").out.splitlines()[1:] == [
        "4 credits of them are more than whole plays need.",
        "More for no more: 600 credits, 100 plays for EUR 1,140.00.",
    ]
    assert len(typed("credits", "price", "6000").out.splitlines()) == 1


@pytest.mark.usefixtures("ludum")
@pytest.mark.parametrize("words", [(), ("6", "--learners", "1"), ("--learners", "0")])
def test_a_price_is_of_credits_or_of_learners(typed: Type, words: tuple[str, ...]) -> None:
    assert typed("credits", "price", *words).status == 2


@pytest.mark.usefixtures("ludum")
def test_a_dry_run_of_an_order_says_the_same_price_and_orders_nothing(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BILLING_NOTE", "Pay within 30 days.")
    price = typed("credits", "price", "600").out.splitlines()
    dry = typed("credits", "order", "600", "--dry-run", *OWNER).out.splitlines()
    assert dry == [
        "A dry run: nothing is changed.",
        f"Order 2: {price[0]}",
        *price[1:],
        "Pay within 30 days.",
    ]
    ordered = typed("credits", "order", "600", *OWNER).out.splitlines()
    assert ordered[:-1] == dry[1:]


@pytest.mark.usefixtures("ludum")
def test_a_receipt_is_listed_and_written_as_a_pdf_for_who_is_billed(
    typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VAT_RATE", "20")
    billed = typed(
        "account", "billing", "--name", "Atelier SAS", "--address", r"1 quai\n75001 Paris", *OWNER
    )
    assert billed.out == "Receipts are for Atelier SAS, 1 quai, 75001 Paris."
    typed("credits", "order", "1200", *OWNER)
    typed("credits", "confirm", "2", "--payment", "bank line 4")
    newest, first = typed("credits", "receipts").out.splitlines()
    assert newest.endswith(
        "order 2  1,200 credits, 200 plays  EUR 2,280.00, of which VAT EUR 380.00"
    )
    assert "order 1" in first
    assert typed("credits", "receipts", "2").out.strip() == newest.strip()
    file = tmp_path / "receipt.pdf"
    assert typed("credits", "receipts", "2", "--pdf", str(file), *OWNER).status == 0
    assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.usefixtures("ludum")
@pytest.mark.parametrize("name", [None, "", "  "])
def test_no_payment_is_confirmed_before_it_is_set_whom_its_receipt_is_from(
    typed: Type, monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    if name is None:
        monkeypatch.delenv("SELLER_NAME")
    else:
        monkeypatch.setenv("SELLER_NAME", name)
    typed("credits", "order", "600", *OWNER)
    refused = typed("credits", "confirm", "2", "--payment", "bank line 4")
    assert (refused.status, refused.err) == (
        1,
        "SELLER_NAME is missing: set it to the company that receipts are from.",
    )
    assert len(typed("credits", "receipts").out.splitlines()) == 1
    monkeypatch.setenv("SELLER_NAME", "Obole SAS")
    assert typed("credits", "confirm", "2", "--payment", "bank line 4").status == 0
    assert typed("credits", "receipts").out.startswith("2  ")


@pytest.mark.usefixtures("ludum")
def test_a_receipt_that_there_is_not_and_who_may_not_see_one(typed: Type) -> None:
    assert typed("credits", "receipts", "9").err == (
        "There is no receipt 9. Give the number that stands on it."
    )
    assert typed("credits", "receipts", "--pdf", "x.pdf").status == 2
    manager = typed("credits", "receipts", "--as", "marc@ludum.example")
    assert manager.err.startswith("Only an owner may order credits.")


@pytest.mark.usefixtures("ludum")
def test_an_operator_writes_down_what_was_paid_back_once(typed: Type) -> None:
    typed("credits", "order", "120", *OWNER)
    typed("credits", "confirm", "2", "--payment", "bank 7")
    part = ("credits", "refund", "2", "--payment", "bank 8", "--cents", "6000")
    said = [
        "Of order 2 EUR 60.00 went back, and 30 credits, 5 plays with it.",
        "The pool holds 690 credits, 115 plays.",
    ]
    dry = typed(*part, "--dry-run").out.splitlines()
    assert dry == ["A dry run: nothing is changed.", *said]
    for _ in range(2):
        assert typed(*part).out.splitlines() == said
    assert "already done with another amount" in typed(*part[:-1], "6001").err
    above = typed("credits", "refund", "2", "--payment", "bank 9", "--cents", "18001")
    assert above.err == (
        "Of order 2 EUR 180.00 are left to pay back, and nothing was changed. "
        "Give that much, or less."
    )
    typed("credits", "allocate", "acme", "690", "--yes")
    assert typed("credits", "refund", "2", "--payment", "bank 9").out.splitlines() == [
        "Of order 2 EUR 180.00 went back, and 90 credits, 15 plays with it.",
        "Owed of them, and taken from the next purchase: 90 credits, 15 plays.",
        "The pool holds 0 credits, 0 plays.",
    ]
    assert typed("ledger", "verify").status == 0


@pytest.mark.usefixtures("ludum")
def test_an_order_that_nobody_will_pay_is_cancelled(typed: Type) -> None:
    typed("credits", "order", "120", *OWNER)
    assert "cannot be cancelled" in typed("credits", "cancel", "1").err
    assert "nothing can be paid back" in typed("credits", "refund", "2", "--payment", "b").err
    assert typed("credits", "cancel", "2", "--dry-run").status == 0
    for _ in range(2):
        assert typed("credits", "cancel", "2").out == (
            "Order 2 has ended: nothing is paid, and nothing waited for."
        )
    late = typed("credits", "confirm", "2", "--payment", "bank 7").out
    assert late.startswith("Order 2 is paid")


@pytest.mark.usefixtures("ludum")
@pytest.mark.parametrize("words", [("refund", "1", "--payment", "b"), ("cancel", "1")])
def test_only_an_operator_refunds_and_cancels(typed: Type, words: tuple[str, ...]) -> None:
    assert typed("credits", *words, *OWNER).err.startswith("Only an operator may")


@pytest.mark.usefixtures("ludum")
def test_a_payment_confirms_one_order_unless_it_is_said_to_be_of_several(typed: Type) -> None:
    for _ in range(2):
        typed("credits", "order", "120", *OWNER)
    typed("credits", "confirm", "2", "--payment", "bank 7")
    again = ("credits", "confirm", "3", "--payment", "bank 7")
    assert typed(*again).err == (
        "The payment “bank 7” has paid order 2, and nothing was added. "
        "Give the other payment’s reference, or add --shared if it paid both."
    )
    assert typed(*again, "--shared").out.startswith("Order 3 is paid")


def test_an_order_of_the_provider_is_confirmed_only_as_paid_outside_of_it(
    typed: Type, ludum: World
) -> None:
    buying = Buying(ludum)
    order = buying.open(buying.order())
    confirm = ("credits", "confirm", "2", "--payment", "bank 7")
    assert typed(*confirm).err == (
        "Order 2 is paid through the payment provider, which says so itself, and nothing was "
        "changed. If it was paid outside of it all the same, confirm it as such: add --outside."
    )
    assert "Unpaid, it ends by itself." in typed("credits", "cancel", "2").err
    assert typed(*confirm, "--outside").out.startswith("Order 2 is paid")
    assert typed("credits", "refund", "2", "--payment", "bank 8").status == 0
    assert buying.now(order).state == "refunded"
    buying.pay(buying.order())
    assert "Pay it back there" in typed("credits", "refund", "3", "--payment", "bank 9").err
