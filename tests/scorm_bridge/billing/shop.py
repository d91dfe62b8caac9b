"""A running bridge that sells by Stripe, Stripe's emulator, and a payer before its page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import stripe
from playwright.sync_api import Page

from bot.demo.processes import free_port
from bot.demo.stripe_emulator import SECRET_KEY, WEBHOOK_SECRET, StripeEmulator, stripe_emulator
from ledger.models import Purchase
from scorm_bridge.app import create_app
from scorm_bridge.billing import Billing, settling
from scorm_bridge.billing.providers import Checkout, Provider, order_of
from scorm_bridge.billing.reconciling import reconcile
from scorm_bridge.billing.stripe_checkout import StripeCheckout
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.places import Places
from tests.ledger.buying import SELLER, Buying
from tests.scorm_bridge.player.stage import served
from tests.worlds import KEYRING, World


@dataclass
class Shop:
    """`told` are the paths at which the emulator finds a bridge; without it, its webhooks are
    lost."""

    buying: Buying
    bridge: Bridge
    emulator: StripeEmulator

    @property
    def provider(self) -> Provider:
        return self.bridge.billing.provider

    def back(self, order: Purchase) -> str:
        token = self.bridge.tokens.payment(order.account_id, order.id)
        return self.bridge.places.payment_url(token)

    def open(self, order: Purchase, provider: Provider | None = None) -> Checkout:
        asked = order_of(
            order, title=f"{order.credits} credits", language="en", back=self.back(order)
        )
        checkout = settling.open_checkout(self.bridge.database, provider or self.provider, asked)
        assert checkout is not None
        return checkout

    def reconcile(self, provider: Provider | None = None) -> int:
        billing = replace(self.bridge.billing, provider=provider or self.provider)
        return reconcile(self.bridge.database, billing)

    def expire(self, checkout: Checkout) -> None:
        """As Stripe does once its hour is over."""
        client = stripe.StripeClient(SECRET_KEY, base_addresses={"api": self.emulator.url})
        client.v1.checkout.sessions.expire(checkout.names[0])


def pay(page: Page, checkout: Checkout) -> None:
    page.goto(checkout.url)
    page.locator(".checkout-pay-btn").click()


def away() -> Provider:
    """Stripe's library, with nothing at the other end."""
    return StripeCheckout(SECRET_KEY, api_url=f"http://127.0.0.1:{free_port()}")


@contextmanager
def shops(world: World, *, hears: bool = True) -> Iterator[Shop]:
    """Where it does not hear, webhooks go to where nobody is."""
    app = create_app(new_bridge(world, 1, Billing()))
    with served(app) as port:
        webhook_port = port if hears else free_port()
        webhook_url = f"http://127.0.0.1:{webhook_port}/billing/stripe"
        with stripe_emulator(webhook_url=webhook_url) as emulator:
            billing = Billing(
                provider=StripeCheckout(SECRET_KEY, api_url=emulator.url),
                webhook_secret=WEBHOOK_SECRET,
                seller=SELLER,
            )
            bridge = new_bridge(world, port, billing)
            app.extensions[EXTENSION] = bridge
            yield Shop(Buying(world), bridge, emulator)


def new_bridge(world: World, port: int, billing: Billing) -> Bridge:
    places = Places(f"http://127.0.0.1:{port}", f"http://content.localhost:{port}")
    return Bridge(database=world.database, keyring=KEYRING, places=places, billing=billing)
