"""Where payments come in: the bridge's webhook, and events signed as Stripe signs them."""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ledger.models import Provider as Kind
from ledger.models import Purchase
from ledger.purchases import Payment
from scorm_bridge.app import create_app
from scorm_bridge.billing import Billing
from scorm_bridge.billing.providers import Checkout, Finding, Order, Traced
from scorm_bridge.bridge import Bridge
from scorm_bridge.errors import ProviderAway, ProviderRefuses
from tests.ledger.buying import SELLER, Buying
from tests.scorm_bridge.lms import PUBLIC, new_bridge

SECRET = "whsec_tests"


@dataclass
class Asked:
    """A provider that answers what a test says, and is away until it does."""

    finding: Finding | None = None
    names: list[Sequence[str]] = field(default_factory=list)
    # Names that it says no to.
    unknown: set[str] = field(default_factory=set)
    traced: dict[str, Traced | None] = field(default_factory=dict)
    kind = Kind.STRIPE

    def open(self, _: Order, /) -> Checkout | None:
        raise ProviderAway

    def look(self, names: Sequence[str], /) -> Finding:
        self.names.append(names)
        if self.unknown & set(names):
            raise ProviderRefuses
        if self.finding is None:
            raise ProviderAway
        return self.finding

    def trace(self, name: str, /) -> Traced | None:
        if name not in self.traced:
            raise ProviderAway
        return self.traced[name]


@dataclass(frozen=True)
class Till:
    buying: Buying
    bridge: Bridge
    browser: FlaskClient
    asked: Asked

    def order(self, credits: int = 120) -> Purchase:
        """One that Stripe takes the payment of, as `cs_<number>`."""
        return self.buying.open(self.buying.order(credits))

    def knows(self, order: Purchase) -> None:
        """Stripe, asked for the order's payment, knows of it."""
        reference = f"pi_{order.number}"
        self.asked.traced[reference] = Traced(
            payment=Payment(reference=reference, cents=order.total_cents),
            purchase=(order.account_id, order.id),
        )

    def tell(self, kind: str, facts: dict[str, Any], **signing: Any) -> TestResponse:
        body = json.dumps({"type": kind, "data": {"object": facts}})
        return self.post(body, {"Stripe-Signature": signature(body, **signing)})

    def post(self, body: str, headers: dict[str, str]) -> TestResponse:
        return self.browser.post("/billing/stripe", data=body, headers=headers, base_url=PUBLIC)

    def session(self, order: Purchase, **changes: Any) -> dict[str, Any]:
        return {
            "id": f"cs_{order.number}",
            "object": "checkout.session",
            "status": "complete",
            "payment_status": "paid",
            "payment_intent": f"pi_{order.number}",
            "amount_total": order.total_cents,
            "currency": "eur",
            "metadata": {"account": order.account_id.hex, "purchase": order.id.hex},
            **changes,
        }

    def charge(self, order: Purchase, refunded: int, **changes: Any) -> dict[str, Any]:
        return {
            "id": f"ch_{order.number}",
            "object": "charge",
            "payment_intent": f"pi_{order.number}",
            "amount": order.total_cents,
            "amount_refunded": refunded,
            "currency": "eur",
            "metadata": {"account": order.account_id.hex, "purchase": order.id.hex},
            **changes,
        }

    def dispute(self, order: Purchase, **changes: Any) -> dict[str, Any]:
        return {
            "id": f"dp_{order.number}",
            "object": "dispute",
            "charge": f"ch_{order.number}",
            "payment_intent": f"pi_{order.number}",
            "amount": order.total_cents,
            "currency": "eur",
            "status": "needs_response",
            "metadata": {},
            **changes,
        }


def signature(body: str, *, secret: str = SECRET, age: int = 0) -> str:
    """Stripe's page on verifying signatures by hand."""
    at = int(time.time()) - age
    tag = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={tag}"


def new_till(buying: Buying) -> Till:
    asked = Asked()
    billing = Billing(provider=asked, webhook_secret=SECRET, seller=SELLER)
    bridge = new_bridge(buying.world.database, billing=billing)
    return Till(buying, bridge, create_app(bridge).test_client(), asked)
