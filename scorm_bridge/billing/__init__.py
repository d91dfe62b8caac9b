"""Paying for credits: by whom a payment is taken, and what becomes known of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger import pricing, receipts
from ledger.models import Provider as Kind
from ledger.pricing import Tier
from ledger.receipts import Seller
from scorm_bridge.billing.providers import MANUAL, TAKEN, Provider


@dataclass(frozen=True, kw_only=True)
class Billing:
    """Who takes payments, who sells, and the public prices.

    `webhook_secret` is what the provider signs with; without it no webhook is taken.
    `note` says how an order is paid that an operator confirms.
    """

    provider: Provider = MANUAL
    webhook_secret: str | None = field(default=None, repr=False)
    seller: Seller = receipts.NOBODY
    tiers: Sequence[Tier] = pricing.PUBLIC_LIST
    note: str = ""

    def kind_for(self, total_cents: int) -> Kind:
        """Who takes so much: where the provider cannot, an operator bills it."""
        kind = self.provider.kind
        return kind if kind not in TAKEN or total_cents in TAKEN[kind] else Kind.MANUAL
