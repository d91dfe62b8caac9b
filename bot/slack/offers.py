"""Offers: allocations that were shown to a person, who can go on with them for a day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy.orm import Session

from ledger import allocation, clock, requests
from ledger.actors import Actor
from ledger.allocation import Allocated
from ledger.ids import new_id
from ledger.models import Client

OFFER_STANDS = timedelta(days=1)
SEPARATOR = "\n"
"""Between the parts of a button's value: none of them can hold one, each is a single line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """It travels in a button's value, or in what a modal keeps. `slack_user_id` is who it was
    shown to, empty where whoever presses is shown it anew."""

    key: str
    slack_user_id: str
    made_at: datetime
    client_id: UUID
    credits: int
    reference: str | None
    comment: str | None

    @classmethod
    def made(
        cls,
        slack_user_id: str,
        client_id: UUID,
        credits: int,
        reference: str | None,
        comment: str | None,
    ) -> Self:
        """With a fresh key: whatever is done with it is done once."""
        return cls(
            key=f"slack {new_id().hex}",
            slack_user_id=slack_user_id,
            made_at=clock.now(),
            client_id=client_id,
            credits=credits,
            reference=reference,
            comment=comment,
        )

    @property
    def is_over(self) -> bool:
        return clock.now() - self.made_at > OFFER_STANDS

    def packed(self) -> str:
        parts = (
            self.key,
            self.slack_user_id,
            str(int(self.made_at.timestamp())),
            self.client_id.hex,
            str(self.credits),
            self.reference or "",
            self.comment or "",
        )
        return SEPARATOR.join(parts)

    @classmethod
    def unpacked(cls, value: str) -> Self:
        key, user, made_at, client_id, credits, reference, comment = value.split(SEPARATOR)
        return cls(
            key=key,
            slack_user_id=user,
            made_at=datetime.fromtimestamp(int(made_at), UTC),
            client_id=UUID(client_id),
            credits=int(credits),
            reference=reference or None,
            comment=comment or None,
        )

    def client(self, session: Session, actor: Actor) -> Client:
        return session.get_one(Client, (actor.account_id, self.client_id))

    def allocate(self, session: Session, actor: Actor) -> Allocated:
        return allocation.allocate_credits(session, **self._facts(session, actor))

    def ask(self, session: Session, actor: Actor) -> Client:
        """Of the owners, whose yes it needs."""
        requests.ask(session, **self._facts(session, actor))
        return self.client(session, actor)

    def propose(self, session: Session, actor: Actor) -> Client:
        """To all who may allocate."""
        requests.propose(session, **self._facts(session, actor))
        return self.client(session, actor)

    def _facts(self, session: Session, actor: Actor) -> dict[str, Any]:
        return {
            "actor": actor,
            "client": self.client(session, actor),
            "credits": self.credits,
            "key": self.key,
            "reference": self.reference,
            "comment": self.comment,
        }
