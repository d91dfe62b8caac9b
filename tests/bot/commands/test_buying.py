"""Buying at the command line: a price, a dry run, who is billed, and receipts."""

from pathlib import Path

import pytest

from tests.bot.terminal import Type

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
