"""Once a day, what is past the time that it is kept for goes, a batch at a time."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from ledger import accounts
from ledger.database import Database
from scorm_bridge import retention
from scorm_bridge.retention import BATCH, Place, Retention

log = structlog.get_logger("obole.worker")

EVERY_SECONDS = 24 * 3600.0


@dataclass(slots=True)
class Forgetting:
    """A worker's rounds. Another worker's do no harm: what is gone is not found again."""

    database: Database
    retention: Retention
    most: int = BATCH
    due_at: float = 0.0
    batches: Iterator[None] | None = None

    def forget_some(self) -> bool:
        """One batch, if a round is due; False when there is no more to do now."""
        if self.batches is None:
            if time.monotonic() < self.due_at:
                return False
            self.batches = self.round()
        try:
            next(self.batches)
        except StopIteration:
            self.batches, self.due_at = None, time.monotonic() + EVERY_SECONDS
            return False
        except SQLAlchemyError:
            self.batches = None  # it cannot go on: the next one begins anew
            raise
        return True

    def round(self) -> Iterator[None]:
        """Yields after each transaction."""
        for account_id in self.database.read(accounts.all_ids):
            if self.retention.launch_days is not None:
                yield from self.launches(account_id, self.retention.launch_days)
            if self.retention.runtime_days is not None:
                yield from self.states(account_id, self.retention.runtime_days)
            for forget in (retention.forget_sessions, retention.forget_links):
                yield from self.all_of(forget, account_id)

    def all_of(self, forget: Callable[..., int], account_id: UUID) -> Iterator[None]:
        """What is over by itself, whatever else is kept for ever; yields after a full batch."""
        while self.a_batch(forget, account_id) == self.most:
            yield

    def a_batch(self, forget: Callable[..., int], account_id: UUID) -> int:
        return self.database.write(
            lambda session: forget(session, account_id=account_id, most=self.most)
        )

    def launches(self, account_id: UUID, days: int) -> Iterator[None]:
        removed = 0
        while True:
            count = self.database.write(
                lambda session: retention.forget_launches(
                    session, account_id=account_id, days=days, most=self.most
                )
            )
            removed += count
            yield
            if count < self.most:
                break
        self.database.write(
            lambda session: retention.forget_held(session, account_id=account_id, days=days)
        )
        if removed:
            log.info("launches forgotten", account=str(account_id), count=removed)

    def states(self, account_id: UUID, days: int) -> Iterator[None]:
        place: Place | None = None
        while True:
            place = self.states_after(place, account_id, days)
            yield
            if place is None:
                break

    def states_after(self, place: Place | None, account_id: UUID, days: int) -> Place | None:
        return self.database.write(
            lambda session: retention.forget_states(
                session, account_id=account_id, days=days, after=place, most=self.most
            )
        )
