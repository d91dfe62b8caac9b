"""`/credits buy`: the price follows what is typed, and what was shown is ordered once."""

import pytest

from bot.demo.recorder import Fault
from bot.slack import buy, redrawing
from bot.slack.driver import Answer
from bot.slack.redrawing import Turns
from ledger.errors import BadAmount
from ledger.models import PurchaseState, Source
from tests.bot.slack.shop import Shop


def below(form: Answer, name: str = "credits") -> str:
    return form.errors[name]


def test_the_modal_says_the_price_the_steps_and_what_the_next_one_gives(shop: Shop) -> None:
    assert shop.typed("buy 120").text == (
        "== Buy credits ==\n"
        "Credits *: [120]\n"
        "  (A whole number, or for how many: 20 learners need 120 credits, 20 plays.)\n"
        "120 credits, 20 plays: EUR 2.00 a credit, no discount, EUR 240.00 in all\n"
        "From 600 credits, 100 plays on, each costs EUR 1.90: EUR 1,140.00 in all.\n"
        "The steps of the price, each for all credits of an order:\n"
        "▸ from 1 credit, 0 plays: EUR 2.00 a credit (yours)\n"
        "• from 600 credits, 100 plays: EUR 1.90 a credit\n"
        "• from 6,000 credits, 1,000 plays: EUR 1.75 a credit\n"
        "[See prices with a slider]\n"
        "[Order]  [Cancel]"
    )


def test_twenty_learners_are_120_credits_and_six_credits_one_play(shop: Shop) -> None:
    for line in ("buy for 20 learners", "buy 20 learners", "buy pour 20 apprenants"):
        assert "120 credits, 20 plays: EUR 2.00 a credit" in shop.typed(line).text
    assert (
        "6 credits, 1 play: EUR 2.00 a credit, no discount, EUR 12.00" in shop.typed("buy 6").text
    )


def test_the_price_follows_what_is_typed(shop: Shop) -> None:
    form = shop.typed("buy")
    assert "Type how many" in form.text
    seen = []
    for given in ("7", "70", "700"):
        form = shop.stage.driver.type(form, "credits", given)
        seen.append(form.text)
    assert "7 credits, 1 play: EUR 2.00 a credit, no discount, EUR 14.00 in all" in seen[0]
    assert "1 credit would be left over, at 6 credits a play." in seen[0]
    assert "EUR 140.00 in all" in seen[1]
    assert "EUR 1.90 a credit, discount EUR 70.00, EUR 1,330.00 in all" in seen[2]
    assert "▸ from 600 credits" in seen[2]
    assert "• from 1 credit," in seen[2]
    nothing = shop.stage.driver.type(form, "credits", "700 or so")
    assert "Type how many" in nothing.text
    shop.stage.driver.submit(shop.stage.driver.type(nothing, "credits", "702"))
    assert [order.credits for order in shop.orders()] == [702]


def test_just_before_a_step_the_cheaper_larger_order_is_named(shop: Shop) -> None:
    said = shop.typed("buy 590").text
    assert "More for less: 600 credits, 100 plays cost EUR 1,140.00 in all, at EUR 1.90" in said
    assert "From 600 credits" not in said


@pytest.mark.parametrize("given", ["12O", "0", "-6", "6.5", "1 000", "for 0 learners"])
def test_what_cannot_be_bought_is_said_below_the_input(shop: Shop, given: str) -> None:
    after = shop.stage.driver.submit(shop.typed("buy"), {"credits": given})
    assert below(after).startswith(f"“{given}” is not a number of credits.")
    assert shop.typed(f"buy {given}").text.startswith(f"“{given}” is not a number of credits.")
    assert shop.orders() == []


def test_more_than_the_most_is_said_to_be_that(shop: Shop) -> None:
    said = "“1000001” is more than the most, 1,000,000."
    after = shop.stage.driver.submit(shop.typed("buy"), {"credits": "1000001"})
    assert below(after).startswith(said)
    assert shop.typed("buy 1000001").text.startswith(said)
    assert shop.orders() == []


def test_nothing_is_ordered_at_a_price_that_was_not_shown(shop: Shop) -> None:
    """Where the submission overtakes the price, it is answered with the price."""
    form = shop.typed("buy 120")
    shown = shop.stage.driver.submit(form, {"credits": "600"})
    assert "discount EUR 60.00, EUR 1,140.00 in all" in shown.text
    assert shop.orders() == []
    shop.stage.driver.submit(shown)
    assert [order.credits for order in shop.orders()] == [600]


def test_sent_twice_it_is_one_order_of_who_sent_it(shop: Shop) -> None:
    form = shop.typed("buy 600")
    for _ in range(2):
        said = shop.stage.driver.submit(form)
        assert said.text.startswith("Order 2: 600 credits, 100 plays for EUR 1,140.00.")
    [order] = shop.orders()
    assert order.state is PurchaseState.PENDING
    assert (order.total_cents, order.source) == (114_000, Source.SLACK)
    assert order.ordered_by == shop.stage.world.owner.id
    assert [one.total_cents for one in shop.provider.opened] == [114_000]


def test_who_may_not_order_asks_the_owners_once(shop: Shop) -> None:
    form = shop.typed("buy 120", user=shop.stage.marc)
    assert "[Ask an owner]  [Cancel]" in form.text
    for _ in range(2):
        said = shop.stage.driver.submit(form)
        assert said.text == "The owners were asked to buy 120 credits, 20 plays."
    assert shop.orders() == []
    shop.deliver()
    [told] = shop.messages()
    assert told == "*Marc*, who may not order, asks you to buy *120 credits, 20 plays*."


def test_an_owner_who_is_asked_is_shown_the_price(shop: Shop) -> None:
    shop.stage.driver.submit(shop.typed("buy 126", user=shop.stage.marc))
    shop.deliver()
    assert shop.stage.slack is not None
    message = shop.stage.slack.messages(shop.stage.ana)[-1]
    told = Answer(user=shop.stage.ana, status=200, ack=message, milliseconds=0)
    shown = shop.stage.driver.press(told, "Buy 126 credits, 21 plays")
    assert "126 credits, 21 plays: EUR 2.00 a credit, no discount, EUR 252.00" in shown.text


def test_a_partner_is_shown_its_own_list_and_never_the_public_one(shop: Shop) -> None:
    from ledger import pricing

    world = shop.stage.world
    tiers = pricing.parsed_list("1:150 100:120.5")
    world.database.write(lambda s: pricing.set_price_list(s, actor=world.operator, tiers=tiers))
    said = shop.typed("buy 120").text
    assert "EUR 1.205 a credit, discount EUR 95.40, EUR 144.60 in all" in said
    assert "EUR 1.90" not in said


@pytest.mark.parametrize(
    ("given", "credits"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("for 1 learner", 6),
        ("FOR 20 LEARNERS", 120),
        ("pour 3 apprenants", 18),
        ("166666 learners", 999_996),
    ],
)
def test_credits_or_learners_are_read(given: str, credits: int) -> None:
    assert buy.wanted(given) == credits


@pytest.mark.parametrize(
    "given", ["", "for learners", "for 20", "20 credits or so", "9999999 learners"]
)
def test_what_is_neither_is_refused_as_it_was_given(given: str) -> None:
    with pytest.raises(BadAmount) as refused:
        buy.wanted(given)
    assert refused.value.given == given


@pytest.mark.parametrize("error", ["not_found", "internal_error"])
def test_nobody_is_told_of_a_price_that_could_not_be_redrawn(shop: Shop, error: str) -> None:
    """The modal was closed while its price was on the way; or the next character redraws it."""
    assert shop.stage.slack is not None
    form = shop.typed("buy")
    shop.stage.slack.recorder.faults["views.update"] = [Fault(error=error)]
    usual = shop.stage.driver.patience
    shop.stage.driver.patience = 1.0  # seconds; what was redrawn in vain never comes
    after = shop.stage.driver.type(form, "credits", "12")
    assert after.messages == []
    shop.stage.driver.patience = usual
    assert "EUR 24.00 in all" in shop.stage.driver.type(after, "credits", "12").text


def test_of_two_updates_that_overtake_each_other_the_later_typing_stays() -> None:
    turns = Turns()
    seen = []
    for at in (1.0, 3.0, 2.0, 3.5):
        with turns.turn("V1", at) as is_latest:
            seen.append(is_latest)
    assert seen == [True, True, False, True]
    with turns.turn("V2", 1.0) as is_latest:
        assert is_latest


def test_only_so_many_views_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawing, "VIEWS_MOST", 2)
    turns = Turns()
    for view, expected in (("V1", True), ("V2", True), ("V3", True), ("V1", True), ("V3", False)):
        with turns.turn(view, 9.0 if expected else 1.0) as is_latest:
            assert is_latest is expected
