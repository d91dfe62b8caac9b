"""How an order is paid: a page of the provider's, or by other means, told in one message."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.request import urlopen

import pytest
from sqlalchemy import select, update

from bot.demo.emulators import SlackEmulator
from bot.models import SlackUser
from bot.slack.driver import Answer
from ledger import clock, pricing
from ledger.models import Member, Purchase, PurchaseState, Role
from ledger.purchases import Payment
from scorm_bridge.billing import settling
from scorm_bridge.billing.providers import Paid
from tests.bot.slack.shop import Shop
from tests.bot.stage import Stage, running_workspace
from tests.ledger.buying import SELLER
from tests.worlds import World


def link(answer: Answer, label: str) -> str:
    """Where a button leads."""
    return str(next(one["url"] for _, _, one in answer.elements() if one["text"]["text"] == label))


def test_the_order_is_answered_with_the_button_that_pays_it(shop: Shop) -> None:
    said = shop.bought()
    [order] = shop.orders()
    assert said.text.startswith(
        "Order 2: 120 credits, 20 plays for EUR 240.00. Nothing is paid yet; the credits come to "
        "the pool once it is.\nIt can be paid until "
    )
    assert link(said, "Pay EUR 240.00") == f"https://pay.example/{order.id.hex}"
    assert order.checkout_url == f"https://pay.example/{order.id.hex}"
    assert shop.buying.pool == 600


def test_the_provider_is_told_what_is_paid_in_the_payers_language(shop: Shop) -> None:
    shop.bought("buy 600")
    [order] = shop.provider.opened
    assert (order.total_cents, order.credits, order.number) == (114_000, 600, 2)
    assert (order.title, order.language) == ("600 credits, 100 plays", "en")
    public_url = shop.stage.driver.line.endpoint.rpartition("/slack/")[0]
    assert order.paid_url.startswith(f"{public_url}/billing/")
    with urlopen(order.paid_url) as page:  # where the payer comes back to
        assert page.status == 200


def test_the_provider_is_asked_in_no_transaction(shop: Shop) -> None:
    """Others write meanwhile: on SQLite a transaction would keep them out."""
    held: list[int] = []
    shop.provider.before = lambda: held.append(shop.stage.world.allocate(6).pool)
    shop.bought()
    assert held == [594]


def test_the_message_in_the_owners_messages_ends_with_the_payment(shop: Shop) -> None:
    shop.bought()
    shop.deliver()
    [told] = shop.messages()
    assert told.startswith("Order 2: *120 credits, 20 plays* for *EUR 240.00*. Nothing is paid yet")
    [order] = shop.orders()
    shop.buying.close(order, PurchaseState.EXPIRED)
    shop.deliver()
    assert shop.messages() == [
        (
            "Order 2 of 120 credits, 20 plays for EUR 240.00: its time to pay is over, "
            "and nothing was charged."
        )
    ]


def test_a_payment_that_ended_offers_the_same_again(shop: Shop) -> None:
    shop.bought()
    shop.deliver()
    shop.buying.close(shop.orders()[0], PurchaseState.FAILED)
    shop.deliver()
    assert shop.stage.slack is not None
    message = shop.stage.slack.messages(shop.stage.ana)[-1]
    assert "the payment failed, and nothing was charged" in message["text"]
    told = Answer(user=shop.stage.ana, status=200, ack=message, milliseconds=0)
    assert "120 credits, 20 plays: EUR" in shop.stage.driver.press(told, "Order anew").text


def test_a_provider_that_is_away_loses_nothing_and_is_tried_again(shop: Shop) -> None:
    shop.provider.is_away = True
    said = shop.bought()
    assert said.text == (
        "The payment provider does not answer, and nothing was charged. Try again in a moment.\n"
        "Order 2 of 120 credits, 20 plays is kept, and nothing was charged.\n"
        "[Try again]"
    )
    still = shop.stage.driver.press(said, "Try again")
    assert "[Try again]" in still.text
    shop.provider.is_away = False
    open_ = shop.stage.driver.press(still, "Try again")
    assert open_.later[-1]["replace_original"] is True
    [order] = shop.orders()
    assert link(open_, "Pay EUR 240.00") == order.checkout_url
    assert order.state is PurchaseState.PENDING
    shop.stage.driver.press(still, "Try again")  # once more: the page is there already
    assert len(shop.provider.opened) == 3


def test_who_tries_again_in_another_language_asks_the_provider_in_the_payers(shop: Shop) -> None:
    shop.provider.is_away = True
    said = shop.bought()
    speaks = update(SlackUser).values(locale="fr-FR")
    shop.stage.world.database.write(
        lambda session: session.execute(speaks.where(SlackUser.slack_user_id == shop.stage.marc))
    )
    owns = update(Member).where(Member.id == shop.stage.world.manager.id).values(role=Role.OWNER)
    shop.stage.world.database.write(lambda session: session.execute(owns))
    still = shop.stage.driver.press(said, "Try again", user=shop.stage.marc)
    assert "Le prestataire de paiement ne répond pas" in still.text
    first, again = shop.provider.opened
    assert (again.title, again.language) == (first.title, first.language)
    assert again.language == "en"


def test_what_the_provider_does_not_take_says_so_and_whom_to_ask(shop: Shop) -> None:
    shop.provider.refuses = True
    assert shop.bought().text.startswith(
        "The payment provider does not take this order, and nothing was charged. Ask an operator "
        "to find out why, or to bill it by other means.\n"
        "Order 2 of 120 credits, 20 plays is kept, and nothing was charged.\n"
    )


def test_r13_what_is_more_than_the_provider_takes_is_billed_by_an_operator(shop: Shop) -> None:
    """At most eight digits of cents are paid at Stripe's page; orders go to a million credits."""
    world = shop.stage.world
    dear = pricing.parsed_list("1:100 2:100")
    world.database.write(lambda s: pricing.set_price_list(s, actor=world.operator, tiers=dear))
    said = shop.bought("buy 1000000")
    assert said.text.startswith(
        "Order 2: 1,000,000 credits, 166,666 plays for EUR 1,000,000.00. Pay it and name order 2; "
        "the credits come to the pool once an operator has confirmed the payment."
    )
    assert shop.provider.opened == []
    shop.bought("buy 999999")
    assert [order.total_cents for order in shop.provider.opened] == [99_999_900]


@pytest.mark.parametrize(
    ("payment", "came"),
    [
        (Payment(reference="pi_2", cents=23_999), "EUR 239.99"),
        (Payment(reference="pi_2", cents=24_000, currency="usd"), "240.00\xa0USD"),
        (Payment(reference="pi_2", cents=24_000, currency="jpy"), "24,000\xa0JPY"),
    ],
    ids=["less", "dollars", "yen"],
)
def test_owners_are_told_of_a_payment_that_is_not_what_was_asked(
    shop: Shop, payment: Payment, came: str
) -> None:
    shop.bought()
    [order] = shop.orders()
    shop.deliver()
    world = shop.stage.world
    world.database.write(
        lambda session: settling.settle(
            session, order.account_id, order.id, Paid(payment=payment), SELLER
        )
    )
    shop.deliver()
    assert shop.messages()[-1] == (
        f":warning: For order 2 of 120 credits, 20 plays, which costs EUR 240.00, {came} came as "
        "the payment “pi_2”, and brought no credits. Do not pay it again: ask an operator to have "
        "it paid back, or to confirm the order by it."
    )
    home = shop.stage.driver.home(shop.stage.ana).text
    assert "another sum or currency came" in home
    assert "[Pay" not in home


def test_only_an_owner_tries_again(shop: Shop) -> None:
    shop.provider.is_away = True
    said = shop.bought()
    pressed = shop.stage.driver.press(said, "Try again", user=shop.stage.marc)
    assert pressed.text == "Only an owner may order credits. Ask one of your team."
    assert len(shop.provider.opened) == 1


def test_who_is_an_owner_no_more_when_the_modal_is_sent_orders_nothing(shop: Shop) -> None:
    form = shop.typed("buy 120")
    viewer = update(Member).where(Member.id == shop.stage.world.owner.id).values(role=Role.VIEWER)
    shop.stage.world.database.write(lambda session: session.execute(viewer))
    said = shop.stage.driver.submit(form)
    assert said.text == "The owners were asked to buy 120 credits, 20 plays."
    assert shop.orders() == []


def test_from_the_home_the_button_to_pay_comes_once_as_a_direct_message(shop: Shop) -> None:
    home = shop.stage.driver.home(shop.stage.ana)
    form = shop.stage.driver.press(home, "Buy credits")
    form = shop.stage.driver.type(form, "credits", "120")
    closed = shop.stage.driver.submit(form, waits=False)
    assert closed.messages == []
    shop.deliver()
    [told] = shop.messages()
    assert told.startswith("Order 2: *120 credits, 20 plays*")


def test_the_home_has_the_button_of_an_order_that_waits_for_owners_alone(shop: Shop) -> None:
    shop.bought()
    home = shop.stage.driver.home(shop.stage.ana)
    waits = "Order 2 of 120 credits, 20 plays waits for its payment."
    assert f"{waits}  [Pay EUR 240.00]" in home.text
    assert link(home, "Pay EUR 240.00") == shop.orders()[0].checkout_url
    of_marc = shop.stage.driver.home(shop.stage.marc).text
    assert waits in of_marc
    assert "[Pay" not in of_marc


@pytest.fixture
def manual(world: World, database_url: str, slack: SlackEmulator) -> Iterator[Stage]:
    """Where an operator confirms payments."""
    note = "By bank transfer to\nFR76 1234, & quickly."
    with running_workspace(world, database_url, slack, billing_note=note) as workspace:
        yield workspace


def test_without_a_provider_the_order_says_how_it_is_paid(manual: Stage) -> None:
    form = manual.driver.command("/credits buy 120", user=manual.ana)
    said = manual.driver.submit(form)
    assert said.text == (
        "Order 2: 120 credits, 20 plays for EUR 240.00. Pay it and name order 2; the credits come "
        "to the pool once an operator has confirmed the payment.\n"
        "By bank transfer to\n"
        "FR76 1234, & quickly."
    )
    with manual.world.database.reading() as session:
        order = session.scalars(select(Purchase).where(Purchase.number == 2)).one()
    assert order.state is PurchaseState.PENDING


def test_a_page_that_is_closed_has_no_button(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    form = shop.typed("buy 120")
    shop.stage.driver.submit(form)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=2))
    again = shop.stage.driver.submit(form)
    assert "[Pay" not in again.text
