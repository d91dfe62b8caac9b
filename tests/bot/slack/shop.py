"""Where credits are bought in the tests: a payment provider that does what a test says."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from bot.mail import MailServer
from bot.slack.driver import Answer
from bot.worker import Worker
from ledger import clock
from ledger.models import Provider as Kind
from ledger.models import Purchase
from scorm_bridge.billing.providers import Checkout, Finding, Order, Waiting
from scorm_bridge.errors import ProviderAway, ProviderRefuses
from tests.bot.stage import Stage
from tests.ledger.buying import Buying
from tests.worlds import KEYRING

TIERS = "600:190 6000:175"


@dataclass
class Provider:
    """It opens the same page for the same order, unless it `is_away` or `refuses`; `opened` are
    the orders it was asked for, `before` is called first."""

    is_away: bool = False
    refuses: bool = False
    opened: list[Order] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)
    kind = Kind.STRIPE

    def open(self, order: Order, /) -> Checkout:
        self.before()
        with self.lock:
            self.opened.append(order)
        if self.is_away:
            raise ProviderAway
        if self.refuses:
            raise ProviderRefuses
        return Checkout(
            names=(f"cs_{order.purchase_id.hex}", f"price_{order.purchase_id.hex}"),
            url=f"https://pay.example/{order.purchase_id.hex}",
            until=clock.now() + timedelta(hours=1),
        )

    def look(self, _: Sequence[str], /) -> Finding:
        return Waiting()

    def trace(self, _: str, /) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class Shop:
    stage: Stage
    provider: Provider
    told_before: int = 0

    @property
    def buying(self) -> Buying:
        return Buying(self.stage.world)

    def typed(self, line: str, *, user: str | None = None) -> Answer:
        return self.stage.driver.command(f"/credits {line}", user=user or self.stage.ana)

    def bought(self, line: str = "buy 120") -> Answer:
        """What is said once the modal of the line was sent."""
        return self.stage.driver.submit(self.typed(line))

    def orders(self) -> list[Purchase]:
        """But for the one that filled the pool."""
        with self.stage.world.database.reading() as session:
            found = session.scalars(select(Purchase).order_by(Purchase.number))
            return [one for one in found if one.provider is self.provider.kind]

    def messages(self) -> list[str]:
        """What stands in the owner's direct messages by now, but for what other tests left."""
        assert self.stage.slack is not None
        return [one["text"] for one in self.stage.slack.messages(self.stage.ana)][
            self.told_before :
        ]

    def deliver(self, mail: MailServer | None = None) -> None:
        """All that waits."""
        assert self.stage.slack is not None
        database, api_url = self.stage.world.database, self.stage.slack.api_url
        Worker(database=database, keyring=KEYRING, api_url=api_url, mail=mail).drain()
