"""R13 the whole way: typed in Slack, paid in a browser at Stripe's emulator, and in the pool."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pydantic import SecretStr

from bot.demo.emulators import SlackEmulator
from bot.demo.processes import LOOPBACK, free_port
from bot.demo.stripe_emulator import stripe_emulator
from tests.bot import stage as staging
from tests.bot.slack.test_payments import link
from tests.bot.stage import Stage, running_workspace
from tests.ledger.buying import Buying
from tests.worlds import World


@pytest.fixture
def selling(
    world: World, database_url: str, slack: SlackEmulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """The team's workspace, in front of an application whose payments Stripe's emulator takes."""
    port = free_port()
    monkeypatch.setattr(staging, "free_port", lambda: port)
    with (
        stripe_emulator(webhook_url=f"http://{LOOPBACK}:{port}/billing/stripe") as stripe,
        running_workspace(
            world,
            database_url,
            slack,
            stripe_secret_key=SecretStr(stripe.secret_key),
            stripe_webhook_secret=SecretStr(stripe.webhook_secret),
            stripe_api_url=stripe.url,
            seller_name="Obole SAS",
        ) as stage,
    ):
        yield stage


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_r13_from_the_modal_in_slack_by_stripes_page_to_the_pool(
    selling: Stage, page: Page
) -> None:
    buying = Buying(selling.world)
    form = selling.driver.command("/credits buy for 20 learners", user=selling.ana)
    assert "120 credits, 20 plays: EUR 2.00 a credit" in form.text
    said = selling.driver.submit(form)
    assert buying.pool == 600
    page.goto(link(said, "Pay EUR 240.00"))
    page.locator(".checkout-pay-btn").click()
    page.locator("#standing[data-stands=paid]").wait_for()
    assert buying.pool == 720
    buying.must_be_right()
