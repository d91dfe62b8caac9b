"""Wherever credits are missing, a button opens the modal that buys them, with how many."""

from sqlalchemy.orm import Session

from bot.deliveries import COMPOSED
from bot.slack.driver import Answer
from ledger import alerts
from ledger.ids import new_id
from ledger.outbox import Delivery
from tests.bot.slack.shop import Shop


def alert(shop: Shop, wallet_id: object) -> Answer:
    """What its owner is told of a wallet that runs low."""
    world = shop.stage.world
    delivery = Delivery(
        account_id=world.account_id,
        id=new_id(),
        kind=alerts.OPENED,
        recipient_id=world.owner.id,
        facts={"wallet_id": str(wallet_id), "matter": "low", "available": 50, "low_below": 60},
        attempt=1,
    )

    def composed(session: Session) -> dict[str, object]:
        return COMPOSED[alerts.OPENED](session, delivery).message.payload

    payload = world.database.read(composed)
    return Answer(user=shop.stage.ana, status=200, ack=payload, milliseconds=0)


def price(shop: Shop, answer: Answer, name: str) -> str:
    return shop.stage.driver.press(answer, name).text


def test_an_allocation_the_pool_is_short_of_offers_what_is_missing(shop: Shop) -> None:
    short = shop.typed("allocate acme 720")
    assert "120 credits, 20 plays: EUR 2.00 a credit" in price(
        shop, short, "Buy 120 credits, 20 plays"
    )


def test_who_may_not_buy_asks_for_what_is_missing(shop: Shop) -> None:
    short = shop.typed("allocate acme 720", user=shop.stage.marc)
    assert "[Ask an owner]" in price(shop, short, "Ask for 120 credits, 20 plays")


def test_the_alert_of_the_pool_offers_what_ends_it(shop: Shop) -> None:
    """Of 60 credits a fifth more is well above: 72. The pool holds 50, and plays cost 6."""
    shop.stage.world.allocate(550)
    told = alert(shop, shop.stage.world.account_id)
    assert "With 24 credits, 4 plays more it is well above that again." in told.text
    assert "24 credits, 4 plays: EUR 2.00" in price(shop, told, "Buy 24 credits, 4 plays")


def test_the_alert_of_a_client_offers_what_the_pool_is_short_of_for_20_learners(shop: Shop) -> None:
    acme = shop.stage.world.acme.id
    assert "[Buy" not in alert(shop, acme).text
    shop.stage.world.allocate(500)
    assert "[Buy 20 credits, 3 plays]" in alert(shop, acme).text


def test_the_home_offers_what_a_low_pool_misses(shop: Shop) -> None:
    home = shop.stage.driver.home(shop.stage.ana)
    assert "Type how many" in price(shop, home, "Buy credits")
    shop.stage.world.allocate(550)  # an alert opens with it
    home = shop.stage.driver.home(shop.stage.ana)
    assert "Credits *: [24]" in price(shop, home, "Buy credits")


def test_the_home_offers_it_to_owners_alone(shop: Shop) -> None:
    assert "Buy credits" not in shop.stage.driver.home(shop.stage.marc).text
    assert "Buy credits" in shop.typed("").text
    assert "Buy credits" not in shop.typed("", user=shop.stage.marc).text


def test_what_is_bought_for_a_low_wallet_ends_its_matter() -> None:
    for low_below in (0, 1, 6, 60, 61, 1_000):
        for held in (0, low_below // 2, max(low_below - 1, 0)):
            missing = alerts.missing(low_below, held)
            assert missing >= 6
            assert missing % 6 == 0
            assert alerts.recovered_at(low_below) <= held + missing
