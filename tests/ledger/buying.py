"""An owner who buys, for the tests of purchases and refunds."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from ledger import clock, journal, purchases, refunds, verification
from ledger.models import (
    OutboxRow,
    Provider,
    Purchase,
    PurchaseState,
    Refund,
    RefundKind,
    Source,
)
from ledger.purchases import Confirmed, Payment
from ledger.receipts import Seller
from ledger.refunds import Returned
from tests.worlds import World

SELLER = Seller(name="Obole SAS", address="1 quai, Paris", vat_id="FR00", vat_rate=2_000)


@dataclass(frozen=True)
class Buying:
    world: World

    def order(self, credits: int = 120, *, provider: Provider = Provider.STRIPE) -> Purchase:
        world = self.world
        return world.database.write(
            lambda session: purchases.order_credits(
                session,
                actor=world.actor(world.owner),
                credits=credits,
                key=world.key(),
                provider=provider,
            )
        )

    def open(self, order: Purchase) -> Purchase:
        return self.world.database.write(
            lambda session: purchases.opened(
                session,
                account_id=order.account_id,
                purchase_id=order.id,
                name=f"cs_{order.number}",
                url=f"https://pay.example/{order.number}",
                until=clock.now() + timedelta(hours=1),
            )
        )

    def pay(
        self,
        order: Purchase,
        *,
        reference: str | None = None,
        cents: int | None = None,
        currency: str = "eur",
    ) -> Confirmed:
        payment = Payment(
            reference=reference or f"pi_{order.number}",
            cents=order.total_cents if cents is None else cents,
            currency=currency,
        )
        return self.world.database.write(
            lambda session: purchases.pay(
                session,
                account_id=order.account_id,
                purchase_id=order.id,
                payment=payment,
                source=Source.WEB,
                seller=SELLER,
            )
        )

    def bought(self, credits: int = 120) -> Purchase:
        return self.pay(self.order(credits)).purchase

    def close(self, order: Purchase, state: PurchaseState) -> Purchase:
        return self.world.database.write(
            lambda session: purchases.close(
                session, account_id=order.account_id, purchase_id=order.id, state=state
            )
        )

    def refund(
        self, order: Purchase, cents: int, *, name: str = "re_1", kind: RefundKind | None = None
    ) -> Returned | None:
        return self.world.database.write(
            lambda session: refunds.refund(
                session,
                purchase=purchases.locked(session, order.account_id, order.id),
                name=name,
                kind=kind or RefundKind.REFUND,
                cents=cents,
                source=Source.WEB,
            )
        )

    def reinstate(self, order: Purchase, name: str, cents: int | None = None) -> int | None:
        return self.world.database.write(
            lambda session: refunds.reinstate(
                session,
                purchase=purchases.locked(session, order.account_id, order.id),
                name=name,
                cents=order.total_cents if cents is None else cents,
                source=Source.WEB,
            )
        )

    def now(self, order: Purchase) -> Purchase:
        with self.world.database.reading() as session:
            return session.get_one(Purchase, (order.account_id, order.id))

    @property
    def pool(self) -> int:
        id = self.world.account_id
        return self.world.database.read(lambda session: journal.balance(session, id, id))

    @property
    def owed(self) -> int:
        id = self.world.account_id
        return self.world.database.read(lambda session: refunds.owed(session, account_id=id))

    def refunds(self) -> list[Refund]:
        with self.world.database.reading() as session:
            return list(session.scalars(select(Refund).order_by(Refund.id)))

    def told(self, kind: str, order: Purchase | None = None) -> list[UUID]:
        """Who was told something of this kind, of one order or any."""
        with self.world.database.reading() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kind)).all()
        wanted = str(order.id) if order else None
        return [row.recipient_id for row in rows if wanted in {None, row.facts.get("purchase_id")}]

    def must_be_right(self) -> None:
        found = self.world.database.read(verification.verify)
        assert found.wrong is None, found.wrong
